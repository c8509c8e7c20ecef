"""What is left of a school year is the same as what was there, without persons."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.database import writing
from progress.commands import ItemFacts, Person, Verdict, record_answer
from progress.models import Evidence, ItemTotal
from progress.tallies import fold, kept_tallies, live_tallies
from tests.conftest import MONDAY_MORNING
from tests.world import World


def test_folding_keeps_the_counts_and_no_person(world: World, session: Session) -> None:
    school = world.ids["gsv-school"]
    for number, name in enumerate(("noor", "tygo")):
        person = Person(school, world.ids[name], world.ids["groep7"], "nl")
        for item in ("DS-01", "DS-05"):
            record_answer(
                session, person=person, item=ItemFacts("doorsturen", item, "G1", "A1", "0" * 64),
                verdict=Verdict(number == 0, picks=(("answer", "a"),)), source="quiz", token=f"{name}:{item}",
                at=MONDAY_MORNING,
            )  # fmt: skip
    before = live_tallies(session, school)
    assert {key.item: one.answers for key, one in before.items()} == {"DS-01": 2, "DS-05": 2}
    assert fold(session, school_id=school, before_year=2026) == 0
    with writing(session):
        assert fold(session, school_id=school, before_year=2027) == 2
        session.execute(delete(Evidence).where(Evidence.year < 2027))
    assert live_tallies(session, school) == {}
    assert kept_tallies(session, school) == before
    with writing(session):
        fold(session, school_id=school, before_year=2027)
    assert kept_tallies(session, school) == before
    columns = set(ItemTotal.__table__.columns.keys())
    assert not {"pupil_id", "class_id", "token"} & columns
    assert session.scalars(select(ItemTotal.year)).first() == 2026
