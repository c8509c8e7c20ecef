"""What a teacher does: sign too, with an own promise; record what was signed on paper; sign for the school."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements.catalog import contract_for
from core.audit import note
from core.clock import local_day, school_year, year_label
from core.database import writing
from core.refusal import Refusal
from pledges.commands.rows import mark_understood, row_of
from pledges.commands.sealing import Chain
from pledges.commands.signing import AlreadySigned, ready_row
from pledges.commands.writing_down import Act, Ready, Signature, seal_signing
from pledges.models import ParentLine, Pledge, PledgeSigning, SchoolSide
from pledges.queries.contract import contract_of_class
from pledges.queries.of_class import waiting_for_countersign
from pledges.rules.child import Child, year_of
from pledges.rules.opening import ON_PAPER
from pledges.rules.states import STANDING, NotOpen, State, countersigned
from pledges.rules.writing import own_words, short_words
from pledges.seal.commitments import open_new
from pledges.seal.records import text_digest
from pledges.seal.store import Seals
from progress.storage import insert_once


class NothingToCountersign(Refusal):
    status = 409
    sentence = "Er wacht nu geen belofte op jouw handtekening. Zodra een kind tekent, staat hij hier."


class NoChildChosen(Refusal):
    sentence = "Kies eerst een kind uit deze klas."


class NoPromiseChosen(Refusal):
    sentence = "Kies minstens één belofte die op het papier staat."


class WrongDay(Refusal):
    sentence = "Die datum kan niet. Kies een dag in dit schooljaar, tot en met vandaag."


@dataclass(frozen=True)
class Teacher:
    """The member of staff who acts."""

    school_id: int
    staff_id: int
    name: str

    @property
    def actor(self) -> str:
        return f"staff:{self.staff_id}"


def countersign(session: Session, seals: Seals, *, teacher: Teacher, class_id: int, words: str, at: datetime) -> int:
    """Sign along with every signing of the class that waits for it, with the teacher's own promise; how many.

    Raises NothingToCountersign, CannotSeal, or what is wrong with the words.
    """
    promise = own_words(words)
    with writing(session):
        waiting = waiting_for_countersign(session, class_id, year_of(at))
        if not waiting:
            raise NothingToCountersign
        chain = Chain(session, seals, teacher.school_id, at=at)
        openings = [open_new("name", teacher.name, seals.rng), open_new("words", promise, seals.rng)]
        chain.add_with(
            "countersign", {"signings": [row.key for row in waiting]}, openings, year=year_of(at),
            staff_id=teacher.staff_id,
        )  # fmt: skip
        for signing in waiting:
            signing.countersigned_at, signing.countersigned_by = at, teacher.staff_id
            signing.teacher_words = promise
            for row in session.scalars(select(Pledge).where(Pledge.signing_id == signing.id)):
                row.state, row.changed_at = countersigned(State(row.state)), at
        note(
            session, school_id=teacher.school_id, actor=teacher.actor, action="pledge.countersign",
            subject=f"class:{class_id}", at=at, facts={"signings": len(waiting)},
        )  # fmt: skip
    return len(waiting)


def record_paper(
    session: Session,
    seals: Seals,
    *,
    teacher: Teacher,
    child: Child,
    promise_ids: Collection[str],
    words: str,
    day: date,
    at: datetime,
) -> list[PledgeSigning]:
    """Record that the child signed on paper on ``day``; the teacher answers for understanding.

    ``words`` are the child's own words as on the paper, for the first of the promises, and may be left out.
    Raises NoPromiseChosen, WrongDay, AlreadySigned, CannotSeal.
    """
    kept = short_words(words)
    if year_of(at) != school_year(day) or day > local_day(at):
        raise WrongDay
    with writing(session):
        contract = contract_of_class(session, child.school_id, child.class_id)
        chosen = [promise for promise in contract.promises if promise.id in promise_ids]
        if not chosen:
            raise NoPromiseChosen
        ready: list[Ready] = []
        for number, promise in enumerate(chosen):
            row = row_of(session, child, promise, at)
            if State(row.state) in STANDING:
                raise AlreadySigned
            if not row.understood:
                mark_understood(row, ON_PAPER, at)
                row.confirmed_by = teacher.staff_id
            row.words, row.choice = (kept if number == 0 else row.words), "yes"
            ready.append(ready_row(session, row, promise))
        signature = Signature("paper", child.first_name, day=day)
        token = f"paper:{day.isoformat()}:{at.timestamp():.0f}"
        return seal_signing(session, seals, Act(child, contract, signature, token, teacher.actor, at), ready)


def record_parent_line(session: Session, seals: Seals, *, child: Child, way: str, actor: str, at: datetime) -> None:
    """Somebody at home signed along, by link or on paper: that it happened, and when; never who.

    Raises NotOpen when nothing of the child stands to sign along with. Twice is once.
    """
    with writing(session):
        standing = select(Pledge.signing_id).where(
            Pledge.pupil_id == child.pupil_id, Pledge.year == year_of(at), Pledge.state.in_(list(STANDING))
        )
        keys = list(session.scalars(select(PledgeSigning.key).where(PledgeSigning.id.in_(standing))))
        if not keys:
            raise NotOpen
        values = {"school_id": child.school_id, "pupil_id": child.pupil_id, "year": year_of(at), "way": way}
        if not insert_once(session, ParentLine, {**values, "signed_at": at}):
            return
        Chain(session, seals, child.school_id, at=at).add("parent", {"signings": sorted(keys), "way": way})
        note(
            session, school_id=child.school_id, actor=actor, action="pledge.parent", subject=f"pupil:{child.pupil_id}",
            at=at, facts={"way": way},
        )  # fmt: skip


def sign_for_school(session: Session, seals: Seals, *, teacher: Teacher, language: str, at: datetime) -> None:
    """The school signs what it promises, for the contract as it stands now. Twice is once."""
    with writing(session):
        contract = contract_for(session, teacher.school_id)
        values = {"school_id": teacher.school_id, "contract": contract.version, "seq": -1, "signed_at": at}
        if not insert_once(session, SchoolSide, {**values, "signed_by": teacher.staff_id}):
            return
        texts = [text.say(language) for text in contract.ours]
        body = {
            "contract": contract.version,
            "school_year": year_label(year_of(at)),
            "promises": [{"language": language, "text": text, "digest": text_digest(text)} for text in texts],
        }
        openings = [open_new("name", teacher.name, seals.rng)]
        chain = Chain(session, seals, teacher.school_id, at=at)
        seq = chain.add_with("school", body, openings, year=year_of(at), staff_id=teacher.staff_id)
        row = session.query(SchoolSide).filter_by(school_id=teacher.school_id, contract=contract.version).one()
        row.seq = seq
        note(
            session, school_id=teacher.school_id, actor=teacher.actor, action="pledge.school",
            subject=f"school:{teacher.school_id}", at=at, facts={"contract": contract.version},
        )  # fmt: skip
