"""What has to happen every day: retention, expiry, clearing up. Doing it twice changes nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from agreements.commands.drafts import purge as purge_drafts
from care.commands.erase import erase, erase_again
from care.models import HelpMessage
from care.queries.help import sent_and_talked
from care.rules.help import due_to_go
from care.rules.retention import ACTS_KEPT, FORGET_BUDGET, READS_KEPT, UNDO, VISITS_KEPT
from classroom.models import PupilVisit
from core.audit import AuditEntry, RecordRead
from core.clock import SCHOOL_ZONE, local_day, school_year
from core.database import writing
from lessons.models import LessonProgress, StepDraft, StepState, TeachBack
from pledges.commands.erasing import ErasedList
from pledges.commands.sealing import CannotSeal
from pledges.commands.upkeep import upkeep
from pledges.seal.store import Seals
from progress.models import Evidence
from progress.tallies import fold
from quizzes.models import AnswerDraft, Attempt
from school.models import Budget, KeptAnswer, Pupil, School, SchoolClass, SignIn
from school.sign_in import KEPT_AFTER_END


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
    lessons: int = 0
    unsent: int = 0
    visits: int = 0
    help_messages: int = 0
    reads: int = 0
    acts: int = 0

    @property
    def something(self) -> bool:
        """True when rows went, so that their bytes should leave the disk too."""
        return any(asdict(self).values())

    def __str__(self) -> str:
        return ", ".join(f"{name} {number}" for name, number in asdict(self).items())


def maintain(session: Session, seals: Seals, erased: ErasedList, *, at: datetime) -> Done:
    """One round of upkeep over the whole installation."""
    done = Done()
    with writing(session):
        done.sessions = _gone(session, delete(SignIn).where(SignIn.expires_at < at - KEPT_AFTER_END))
        done.kept_answers = _gone(session, delete(KeptAnswer).where(KeptAnswer.kept_at < at - KEPT_AFTER_END))
        done.budgets = _gone(session, delete(Budget).where(Budget.window_start < at - FORGET_BUDGET))
        done.visits = _gone(session, delete(PupilVisit).where(PupilVisit.at < at - VISITS_KEPT))
        done.reads = _gone(session, delete(RecordRead).where(RecordRead.day < local_day(at - READS_KEPT)))
        done.acts = _gone(session, delete(AuditEntry).where(AuditEntry.at < at - ACTS_KEPT))
        done.help_messages = _help_messages(session, at)
        year = school_year(local_day(at))
        began = datetime(year, 8, 1, tzinfo=SCHOOL_ZONE)
        for drafts in (StepDraft, AnswerDraft):
            done.unsent += _gone(session, delete(drafts).where(drafts.kept_at < began))
        done.teach_backs = _gone(session, delete(TeachBack).where(TeachBack.year < year))
        if local_day(at).month >= 10 or local_day(at).month < 8:
            # From 1 October on only totals are left of the school years before; summaries and item memory stay.
            for school_id in session.scalars(select(School.id)):
                fold(session, school_id=school_id, before_year=year)
            done.evidence = _gone(session, delete(Evidence).where(Evidence.year < year))
            done.attempts = _gone(session, delete(Attempt).where(Attempt.year < year))
            for walked in (LessonProgress, StepState):
                done.lessons += _gone(session, delete(walked).where(walked.year < year))
    pledged = upkeep(session, seals, at=at)
    done.pledges_expired, done.pledges_purged, done.unsealed = pledged.expired, pledged.purged, pledged.unsealed
    done.drafts = purge_drafts(session, at=at)
    _stay_gone(session, seals, erased, done, at)
    _leave(session, seals, erased, done, at)
    return done


def _help_messages(session: Session, at: datetime) -> int:
    due = [number for number, sent, talked in sent_and_talked(session) if due_to_go(sent, talked, at)]
    return _gone(session, delete(HelpMessage).where(HelpMessage.id.in_(due))) if due else 0


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
