"""What has to happen every day: retention, expiry, clearing up. Doing it twice changes nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from agreements.commands.drafts import purge as purge_drafts
from care.commands.erase import erase, erase_again
from core.clock import local_day, school_year
from core.database import writing
from lessons.models import TeachBack
from pledges.commands.erasing import ErasedList
from pledges.commands.sealing import CannotSeal
from pledges.commands.upkeep import upkeep
from pledges.seal.store import Seals
from progress.models import Evidence
from progress.tallies import fold
from quizzes.models import Attempt
from school.models import Budget, KeptAnswer, Pupil, School, SchoolClass, SignIn
from school.sign_in import KEPT_AFTER_END

UNDO = timedelta(days=30)
FORGET_BUDGET = timedelta(days=2)


@dataclass
class Done:
    """How much of each kind one round removed."""

    sessions: int = 0
    kept_answers: int = 0
    budgets: int = 0
    teach_backs: int = 0
    evidence: int = 0
    attempts: int = 0
    pupils: int = 0
    classes: int = 0
    pledges_expired: int = 0
    pledges_purged: int = 0
    unsealed: int = 0
    drafts: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{name} {number}" for name, number in asdict(self).items())


def maintain(session: Session, seals: Seals, erased: ErasedList, *, at: datetime) -> Done:
    """One round of upkeep over the whole installation."""
    done = Done()
    with writing(session):
        done.sessions = _gone(session, delete(SignIn).where(SignIn.expires_at < at - KEPT_AFTER_END))
        done.kept_answers = _gone(session, delete(KeptAnswer).where(KeptAnswer.kept_at < at - KEPT_AFTER_END))
        done.budgets = _gone(session, delete(Budget).where(Budget.window_start < at - FORGET_BUDGET))
        year = school_year(local_day(at))
        done.teach_backs = _gone(session, delete(TeachBack).where(TeachBack.year < year))
        if local_day(at).month >= 10 or local_day(at).month < 8:
            # From 1 October on only totals are left of the school years before; summaries and item memory stay.
            for school_id in session.scalars(select(School.id)):
                fold(session, school_id=school_id, before_year=year)
            done.evidence = _gone(session, delete(Evidence).where(Evidence.year < year))
            done.attempts = _gone(session, delete(Attempt).where(Attempt.year < year))
    pledged = upkeep(session, seals, at=at)
    done.pledges_expired, done.pledges_purged, done.unsealed = pledged.expired, pledged.purged, pledged.unsealed
    done.drafts = purge_drafts(session, at=at)
    _stay_gone(session, seals, erased, done, at)
    _leave(session, seals, erased, done, at)
    return done


def _stay_gone(session: Session, seals: Seals, erased: ErasedList, done: Done, at: datetime) -> None:
    """Whoever was erased and came back with a restored database goes again."""
    try:
        done.pupils += erase_again(session, seals, erased, at=at)
    except CannotSeal:
        done.unsealed += 1


def _leave(session: Session, seals: Seals, erased: ErasedList, done: Done, at: datetime) -> None:
    due = at - UNDO
    leavers = session.scalars(
        select(Pupil.id)
        .join(SchoolClass, SchoolClass.id == Pupil.class_id)
        .where(or_(Pupil.deleted_at < due, Pupil.left_at < due, SchoolClass.deleted_at < due))
    ).all()
    for pupil_id in leavers:
        try:
            erase(session, seals, erased, pupil_id=pupil_id, actor="system", at=at)
            done.pupils += 1
        except CannotSeal:
            done.unsealed += 1
    with writing(session):
        empty = ~select(Pupil.id).where(Pupil.class_id == SchoolClass.id).exists()
        done.classes = _gone(session, delete(SchoolClass).where(SchoolClass.deleted_at < due, empty))


def _gone(session: Session, query: Any) -> int:
    return int(getattr(session.execute(query), "rowcount", 0))
