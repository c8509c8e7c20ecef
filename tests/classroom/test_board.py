"""The digibord: no names, totals only, the most divided questions, a new vote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.orm import Session

from classroom.commands import board
from classroom.models import BoardTally, BoardVote, BoardVoter
from classroom.queries.division import answers_in, divided_on
from classroom.refusals import NoSuchAnswer, VoteClosed, VotedAlready
from classroom.rules.division import entropy
from classroom.rules.nameless import nameless
from core.database import db
from progress.commands import ItemFacts, Verdict, record_answer
from quizzes.catalog import bank_items
from quizzes.types.single import SingleItem
from school.models import Pupil, SchoolClass
from tests.classroom.history import NAMES, fill_class, person_of
from tests.conftest import MONDAY_MORNING
from tests.world import World, csrf_of

YEAR = 2026
MODULE = "doorsturen"
SPLITS = ((7, 5, 0), (4, 4, 4), (6, 6, 0), (12, 0, 0), (3, 4, 0))
"""How twelve pupils chose among the three answers of five questions; the last has too few answers."""


@contextmanager
def inside(world: World) -> Iterator[Session]:
    assert world.app is not None
    with world.app.app_context():
        yield db.session


def choose(session: Session, pupils: list[Pupil]) -> list[str]:
    """Let the pupils answer five single questions as SPLITS says; the ids of those questions."""
    items = [item for item in bank_items(MODULE) if isinstance(item, SingleItem)][: len(SPLITS)]
    for item, split in zip(items, SPLITS, strict=True):
        chosen = [option for option, number in zip(item.options, split, strict=True) for _ in range(number)]
        for pupil, option in zip(pupils, chosen, strict=False):
            verdict = Verdict(option.correct, False, (), (("answer", option.id),))
            facts = ItemFacts(MODULE, item.id, item.goal, item.agreement, "d")
            record_answer(
                session, person=person_of(pupil), item=facts, verdict=verdict, source="quiz", token=item.id,
                at=MONDAY_MORNING,
            )  # fmt: skip
    return [item.id for item in items]


@pytest.fixture
def names(world: World) -> list[str]:
    """Twelve pupils beside Noor and Tygo, who are in the stories as well; the ids of the questions they answered."""
    with inside(world) as session:
        told = fill_class(session, session.get_one(SchoolClass, world.ids["groep7"]), 12, MONDAY_MORNING)
        return choose(session, told.pupils)


def test_the_pick_is_the_two_with_the_highest_entropy(world: World, names: list[str]) -> None:
    with inside(world) as session:
        ids = [row.id for row in session.query(Pupil).filter_by(class_id=world.ids["groep7"])]
        found = divided_on(session, ids, MODULE, YEAR, {})
        assert [one.asked.name for one in found] == [names[1], names[2]]
        every = answers_in(session, ids, MODULE, YEAR, {}).values()
        able = sorted((entropy(one.counts.values()) for one in every if one.total >= 8), reverse=True)
        assert [entropy(one.counts.values()) for one in found] == pytest.approx(able[:2])
        assert [tuple(one.counts.values()) for one in found] == [(4, 4, 4), (6, 6, 0)]


@pytest.mark.parametrize("query", ["", "?kaart=1", "?kaart=2", "?kaart=gesprek", "?les=wachtwoorden", "?les=privacy"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_name_stands_in_the_page(world: World, names: list[str], query: str, language: str) -> None:
    """Not even where a story has a child called Noor or Tygo."""
    client, key = world.browser("samira"), world.keys["groep7"]
    for path in ("digibord", "digibord/nu"):
        answer = client.get(f"/klas/{key}/{path}{query}", headers={"X-Partial": "1", "Accept-Language": language})
        assert answer.status_code == 200
        for name in ["Noor", "Tygo", *NAMES[:12], "Samira"]:
            assert not re.search(rf"\b{name}\b", answer.get_data(as_text=True)), name


def test_nothing_on_the_board_says_which_answer_is_right(world: World, names: list[str]) -> None:
    body = world.browser("samira").get(f"/klas/{world.keys['groep7']}/digibord?kaart=1").get_data(as_text=True)
    item = next(item for item in bank_items(MODULE) if item.id == names[1])
    assert isinstance(item, SingleItem)
    for option in item.options:
        assert option.feedback.say("nl") not in body
    assert "ch-turbo" not in body


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("Noor stuurt het door.", "een kind stuurt het door."), ("Het is Noors foto.", "Het is een kind foto."),
        ("Noor's foto", "een kind foto"), ("Noorwegen ligt noordelijk", "Noorwegen ligt noordelijk"),
        ("Tygo en Noor", "een kind en een kind"),
    ],
)  # fmt: skip
def test_names_become_a_child(words: str, plain: str) -> None:
    assert nameless(words, ["Noor", "Tygo"], "een kind") == plain


def test_a_vote_counts_once_and_keeps_no_persons(world: World, session: Session) -> None:
    row = board.open_vote(
        session, school_id=world.ids["gsv-school"], class_id=world.ids["groep7"], module=MODULE, name="DS-01",
        part="answer", before={"a": 5}, at=MONDAY_MORNING,
    )  # fmt: skip
    again = board.open_vote(
        session, school_id=world.ids["gsv-school"], class_id=world.ids["groep7"], module=MODULE, name="DS-01",
        part="answer", before={"a": 9}, at=MONDAY_MORNING,
    )  # fmt: skip
    assert again.id == row.id

    def cast(answer: str, who: str = "noor", group: str = "groep7") -> None:
        board.cast_vote(
            session, vote_id=row.id, pupil_id=world.ids[who], class_id=world.ids[group], answer=answer, among=["a", "b"]
        )

    with pytest.raises(NoSuchAnswer):
        cast("z")
    cast("b")
    with pytest.raises(VotedAlready):
        cast("a")
    with pytest.raises(VoteClosed):
        cast("a", group="groep5")
    assert [(tally.answer, tally.votes) for tally in session.query(BoardTally)] == [("b", 1)]
    board.close_votes(session, class_id=world.ids["groep7"], at=MONDAY_MORNING)
    assert session.query(BoardVoter).count() == 0
    with pytest.raises(VoteClosed):
        cast("a", "tygo")


@pytest.mark.parametrize(("voters", "shown"), [(4, False), (5, True)])
def test_what_the_class_votes_now_is_shown_from_five_votes(
    world: World, names: list[str], voters: int, shown: bool
) -> None:
    teacher, key = world.browser("samira"), world.keys["groep7"]
    form = {"csrf_token": csrf_of(teacher, f"/klas/{key}/digibord?kaart=1"), "les": MODULE, "kaart": "1"}
    assert teacher.post(f"/klas/{key}/digibord/stemming", data={**form, "open": "1"}).status_code == 303
    noor = world.browser("noor")
    body = noor.get("/stemmen").get_data(as_text=True)
    vote = body.split('name="vote" value="', 1)[1].split('"', 1)[0]
    answer = body.split('name="answer" value="', 1)[1].split('"', 1)[0]
    sent = {"csrf_token": csrf_of(noor, "/stemmen"), "vote": vote, "answer": answer}
    assert noor.post("/stemmen", data=sent).status_code == 303
    assert noor.post("/stemmen", data=sent).status_code == 303  # the same form twice
    with inside(world) as session:
        others = session.query(Pupil).filter(Pupil.class_id == world.ids["groep7"], Pupil.id != world.ids["noor"])
        for pupil in others.limit(voters - 1):
            board.cast_vote(
                session, vote_id=int(vote), pupil_id=pupil.id, class_id=pupil.class_id, answer=answer, among=[answer]
            )
        before = session.query(BoardVote).one().before
        assert sum(before.values()) == 12
    while_open = teacher.get(f"/klas/{key}/digibord?kaart=1").get_data(as_text=True)
    assert f"<b>{voters}</b> van de 14 stemden" in while_open
    assert "nu:" not in while_open
    assert teacher.post(f"/klas/{key}/digibord/stemming", data={**form, "open": "0"}).status_code == 303
    closed = teacher.get(f"/klas/{key}/digibord?kaart=1").get_data(as_text=True)
    assert (f"nu: {voters}" in closed) == shown
    assert ("minder dan 5 stemmen" in closed) != shown
