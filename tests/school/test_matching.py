"""Lists against classes, as a rule: whatever comes in, reading it a second time finds nothing left to do."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from school.rules.listed import Listed, ListedGroup, ListedPupil
from school.rules.matching import NEW, SKIP, Choices, Known, Place, Plan, Standing, plan, seen, target_of

NAMES = st.sampled_from(["Noor", "noor", "Zoë", "Zoe", "Tygo", "Aylin"])
PLACES = (Place("k7", "Groep 7", (7,)), Place("k56", "5/6", (5, 6)))


def edex(number: int) -> str:
    return f"e{number:063d}"


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    known = []
    for number in range(draw(st.integers(0, 7))):
        group = draw(st.sampled_from(["k7", "k56"]))
        year = 7 if group == "k7" else draw(st.sampled_from([5, 6]))
        source = edex(number) if draw(st.booleans()) else ""
        known.append(Known(f"p{number}", draw(NAMES), group, year, source, gone=draw(st.integers(0, 4)) == 0))
    return Standing(tuple(known), PLACES, new=True)


@st.composite
def lists(draw: st.DrawFn) -> Listed:
    keyed = draw(st.booleans())
    pupils = []
    sources: set[str] = set()
    rows: set[tuple[str, int, int]] = set()
    for number in range(draw(st.integers(1, 8))):
        group = draw(st.integers(0, 2))
        year = draw(st.sampled_from([(7,), (5, 6), (8,)][group]))
        name = draw(NAMES)
        source = edex(draw(st.integers(0, 9))) if keyed else ""
        double = source in sources if keyed else (name, group, year) in rows
        pupils.append(ListedPupil(number + 2, group, name, year, source, double))
        sources.add(source)
        rows.add((name, group, year))
    groups = (ListedGroup("Groep 7"), ListedGroup("5/6"), ListedGroup("8a", edex(99)))
    return Listed("edexml" if keyed else "table", groups, tuple(pupils))


def applied(school: Standing, todo: Plan) -> Standing:
    """How the school stands after a plan was done."""
    known = {one.key: one for one in school.known}
    places = list(school.places)
    for group in todo.groups:
        if group.target == SKIP:
            continue
        key = group.target
        if key == NEW:
            key = f"new-{group.number}"
            places.append(Place(key, group.title, group.years, group.source))
        for act in group.acts:
            if act.kind == "add":
                made = f"a{act.number}"
                known[made] = Known(made, act.name, key, act.year, act.source)
            elif act.kind == "link":
                known[act.pupil] = replace(known[act.pupil], source=act.source, year=act.year)
            elif act.kind in ("move", "back"):
                known[act.pupil] = replace(known[act.pupil], group=key, year=act.year, gone=False)
    return Standing(tuple(known.values()), tuple(places), school.new)


@given(standings(), lists())
def test_the_second_time_nothing_is_left_to_do(school: Standing, listed: Listed) -> None:
    first = plan(listed, school, Choices())
    assert not first.open
    after = applied(school, first)
    again = plan(listed, after, Choices())
    assert not again.of("add", "move", "link", "back", "open"), again
    assert applied(after, again) == after


@given(standings(), lists())
def test_no_child_is_meant_twice_and_nobody_is_lost(school: Standing, listed: Listed) -> None:
    todo = plan(listed, school, Choices())
    met = [act.pupil for act in todo.of("same", "link", "move", "back")]
    assert len(met) == len(set(met))
    after = applied(school, todo)
    assert {one.key for one in school.known} <= {one.key for one in after.known}
    sources = [one.source for one in after.known if one.source]
    assert len(sources) == len(set(sources)), "a key belongs to one child"
    assert len(todo.of("add", "same", "link", "move", "back", "skip")) == len(listed.pupils)


@given(standings(), lists())
def test_names_of_known_children_stay_as_the_class_knows_them(school: Standing, listed: Listed) -> None:
    before = {one.key: one.name for one in school.known}
    after = {one.key: one.name for one in applied(school, plan(listed, school, Choices())).known}
    assert before.items() <= after.items()


@given(lists())
def test_a_teacher_reaches_nothing_but_the_own_class(listed: Listed) -> None:
    far = Known("far", "Noor", "other", 7, edex(0))
    school = Standing((far,), PLACES[:1], new=False)
    todo = plan(listed, school, Choices(targets={0: "other", 1: NEW}))
    assert {group.target for group in todo.groups} <= {"k7", SKIP}
    assert "far" not in {act.pupil for act in todo.of("same", "link", "move", "back")}


def test_what_was_seen_changes_with_the_school_and_the_choice_of_classes() -> None:
    listed = Listed("table", (ListedGroup("7"),), (ListedPupil(2, 0, "Noor", 7),))
    school = Standing((), PLACES, new=True)
    shown = seen(listed, school, Choices())
    assert target_of(listed, 0, school, Choices()) == "k7", "groep 7 and 7 are the same class"
    assert shown == seen(listed, school, Choices(rows={2: "add"}))
    assert shown != seen(listed, school, Choices(targets={0: SKIP}))
    assert shown != seen(listed, replace(school, known=(Known("p", "Noor", "k7", 7, ""),)), Choices())
