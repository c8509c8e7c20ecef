"""What the bench fills an installation with is whole: made pupil by pupil, and copied school by school."""

from __future__ import annotations

import random

from flask import Flask
from sqlalchemy import func, select, text

from bench.copying import LEFT_OUT, copy_school
from bench.people import add_school, visitors_of
from core.clock import local_day, school_year
from core.database import Base, db
from progress.models import Evidence
from school.models import Pupil
from tests.conftest import Clock
from tests.world import World


def rows_of(school: int) -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(func.count()).select_from(table).where(table.c.school_id == school)) or 0
        for table in Base.metadata.sorted_tables
        if "school_id" in table.c and table.name not in LEFT_OUT
    }


def test_a_copied_school_is_the_same_school_with_rows_of_its_own(world: World) -> None:
    assert world.app is not None
    source = world.ids["gsv-school"]
    with world.app.app_context():
        before = rows_of(source)
        db.session.rollback()
        with db.engine.begin() as connection:
            copies = [copy_school(connection, source, number) for number in (2, 3)]
        assert before["pupil"] and before["school_class"]
        assert [rows_of(one) for one in (source, *copies)] == [before] * 3
        if db.engine.dialect.name == "sqlite":
            assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
        for copy in copies:
            classes = select(Pupil.id).where(Pupil.school_id == copy).join(Pupil.school_class)
            own = select(Pupil.id).where(Pupil.school_id == copy)
            assert set(db.session.scalars(classes)) == set(db.session.scalars(own))
        db.session.rollback()


def test_years_are_written_for_every_pupil_and_the_pages_show_them(app: Flask, clock: Clock) -> None:
    year = school_year(local_day(clock.at))
    with app.app_context():
        place = add_school(db.session, "Vol", 1, 3, [year - 1, year], year, random.Random(1))
        found = db.session.execute(
            select(Evidence.year, func.count(), func.count(Evidence.pupil_id.distinct())).group_by(Evidence.year)
        ).all()
        db.session.rollback()
    assert [(one[0], one[2]) for one in found] == [(year - 1, 3), (year, 3)]
    assert found[0][1] == found[1][1] > 300
    requests, hello = visitors_of(app, place)
    assert hello() > 0
    for name, request in requests.items():
        size = request()
        assert size > 0 or name == "board poll", name
