"""What the site says about how long things stay is what the upkeep does, to the day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from care.doctor import examine
from care.maintenance import Done, maintain
from care.rules.retention import ACTS_KEPT, READS_KEPT, VISITS_KEPT
from classroom.models import PupilVisit
from core.audit import AuditEntry, RecordRead, note, note_read
from core.clock import SCHOOL_ZONE
from core.database import db, writing
from core.settings import Settings
from lessons.models import LessonProgress, StepDraft, StepState, TeachBack
from pledges.commands.erasing import ErasedList
from progress.models import Evidence, GoalState, ItemMemory
from school.models import Pupil
from tests.care.lived import lives
from tests.conftest import Clock
from tests.world import World


def keep_up(app: Flask, at: datetime) -> Done:
    erased = ErasedList(app.extensions["settings"].instance_path / "erased.jsonl")
    with app.app_context():
        return maintain(db.session, app.extensions["seals"], erased, at=at)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=SCHOOL_ZONE)


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_school_year_goes_by(world: World, clock: Clock, app: Flask) -> None:
    lives(world, "noor", clock.at)
    with app.app_context(), writing(db.session):
        noor = db.session.get_one(Pupil, world.ids["noor"])
        db.session.add(
            StepDraft(
                pupil_id=noor.id, module="doorsturen", step="s9", school_id=noor.school_id, form={}, kept_at=clock.at
            )
        )
    always = (ItemMemory, GoalState)
    before = {table: count(app, table) for table in always}
    assert all(before.values())
    keep_up(app, noon(date(2027, 7, 31)))
    assert count(app, TeachBack) == 1 and count(app, StepDraft) == 1, "the last day of the school year"
    keep_up(app, noon(date(2027, 8, 1)))
    assert count(app, TeachBack) == 0 and count(app, StepDraft) == 0
    keep_up(app, noon(date(2027, 9, 30)))
    assert min(count(app, table) for table in (Evidence, LessonProgress, StepState)) > 0
    keep_up(app, noon(date(2027, 10, 1)))
    assert [count(app, table) for table in (Evidence, LessonProgress, StepState)] == [0, 0, 0]
    assert {table: count(app, table) for table in always} == before, "what a child can stays until it leaves"
    assert not keep_up(app, noon(date(2027, 10, 1))).something, "twice changes nothing"


@pytest.mark.parametrize(
    ("table", "kept"), [(RecordRead, READS_KEPT), (AuditEntry, ACTS_KEPT), (PupilVisit, VISITS_KEPT)]
)
def test_logs_and_visits_go(world: World, clock: Clock, app: Flask, table: type, kept: timedelta) -> None:
    with app.app_context():
        school = world.ids["gsv-school"]
        note_read(db.session, school_id=school, actor="staff:1", kind="data", subject="pupil:x", at=clock.at)
        with writing(db.session):
            note(db.session, school_id=school, actor="staff:1", action="x", subject="pupil:x", at=clock.at)
            db.session.add(PupilVisit(pupil_id=world.ids["noor"], school_id=school, at=clock.at))
    keep_up(app, clock.at + kept - timedelta(hours=1))
    assert count(app, table) == 1
    keep_up(app, clock.at + kept + timedelta(days=1, hours=1))
    assert count(app, table) == 0


def test_the_doctor_notices_that_nobody_makes_backups(session: Session, app: Flask, tmp_path: Path) -> None:
    settings: Settings = app.extensions["settings"].model_copy(update={"instance_path": tmp_path})
    (tmp_path / "keys").mkdir()

    def said(at: datetime) -> dict[str, bool]:
        return {one.what: one.fine for one in examine(settings, db.engine, pending=0, at=at)}

    now = datetime.now(SCHOOL_ZONE)
    assert "nog geen reservekopie: maintenance maakt er elke nacht een" in said(now)
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "x.netjes").write_bytes(b"x")
    assert said(now)["laatste reservekopie 0 dagen oud"]
    late = said(now + timedelta(days=3))
    assert [fine for what, fine in late.items() if "draait maintenance nog" in what] == [False]
