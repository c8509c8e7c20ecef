"""What is kept is made once, and right also while others forget it."""

from __future__ import annotations

from functools import partial

from core.keeping import Kept


def test_a_thing_is_made_once_for_each_name() -> None:
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name.upper()

    kept: Kept[str, str] = Kept(10)
    assert [kept.of(name, partial(make, name)) for name in ("a", "b", "a")] == ["A", "B", "A"]
    assert made == ["a", "b"]
    kept.forget()
    assert kept.of("a", partial(make, "a")) == "A"
    assert made == ["a", "b", "a"]


def test_no_more_than_so_many_are_kept_and_each_is_right() -> None:
    made: list[int] = []

    def make(number: int) -> int:
        made.append(number)
        return 2 * number

    kept: Kept[int, int] = Kept(3)
    assert [kept.of(number, partial(make, number)) for number in (*range(4), 0)] == [0, 2, 4, 6, 0]
    assert made == [0, 1, 2, 3, 0], "the first was forgotten when the fourth came"


def test_what_is_forgotten_while_it_is_made_is_still_given() -> None:
    kept: Kept[str, str] = Kept(1)

    def make() -> str:
        kept.forget()
        kept.of("other", lambda: "o")
        return "mine"

    assert kept.of("one", make) == "mine"
