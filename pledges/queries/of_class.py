"""What a teacher sees of a class: totals, and who would like to talk. There is no list of who has not signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, distinct, func, select
from sqlalchemy.orm import Session

from agreements.contract import Contract, Promise
from pledges.models import Pledge, PledgeSigning, TalkWish
from pledges.rules.child import year_of
from pledges.rules.states import STANDING
from quizzes.queries.refreshers import fresh_modules
from school.models import Pupil


@dataclass(frozen=True)
class Wish:
    """A child who would like to talk, or to read a promise together."""

    pupil_key: str
    name: str
    sign: str
    promise: Promise
    about: str
    why: str
    language: str
    """Of ``why``."""
    asked_at: datetime
    understood: bool


@dataclass(frozen=True)
class PromiseTotal:
    """How many pledges of one promise stand, and how many of them are fresh (fris)."""

    standing: int
    fresh: int


@dataclass(frozen=True)
class ClassPledges:
    """Totals of a class, and its talk list."""

    pupils: int
    signers: int
    """Pupils of whom at least one pledge stands."""
    waiting: int
    """Signings that the teacher has not signed yet."""
    per_promise: dict[str, PromiseTotal]
    wishes: list[Wish]


def class_totals(session: Session, class_id: int, at: datetime) -> tuple[int, int]:
    """Pupils in the class, and pupils of whom at least one pledge stands."""
    here = (Pupil.class_id == class_id, Pupil.deleted_at.is_(None), Pupil.left_at.is_(None))
    pupils = session.scalar(select(func.count(Pupil.id)).where(*here)) or 0
    joined = select(func.count(distinct(Pledge.pupil_id))).join(Pupil, Pupil.id == Pledge.pupil_id)
    signers = session.scalar(joined.where(*here, *_standing(at))) or 0
    return pupils, signers


def class_pledges(session: Session, contract: Contract, class_id: int, at: datetime) -> ClassPledges:
    """The teacher's page; a fixed number of statements."""
    pupils, signers = class_totals(session, class_id, at)
    waiting = len(waiting_for_countersign(session, class_id, year_of(at)))
    totals = per_promise(session, contract, class_id, at)
    return ClassPledges(pupils, signers, waiting, totals, talk_list(session, contract, class_id, at))


def per_promise(session: Session, contract: Contract, class_id: int, at: datetime) -> dict[str, PromiseTotal]:
    """Promise → how many pledges of the class stand and are fresh, for promises that somebody signed."""
    rows = session.execute(
        select(Pledge.promise, Pledge.pupil_id, Pledge.school_id)
        .join(Pupil, Pupil.id == Pledge.pupil_id)
        .where(Pupil.class_id == class_id, Pupil.deleted_at.is_(None), Pupil.left_at.is_(None), *_standing(at))
    ).all()
    fresh = fresh_modules(session, rows[0].school_id, {row.pupil_id for row in rows}, at) if rows else {}
    module_of = {promise.id: promise.module for promise in contract.promises}
    standing = Counter(row.promise for row in rows)
    still = Counter(row.promise for row in rows if module_of.get(row.promise) in fresh.get(row.pupil_id, ()))
    return {promise: PromiseTotal(number, still[promise]) for promise, number in standing.items()}


def _standing(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return Pledge.year == year_of(at), Pledge.state.in_(list(STANDING))


def waiting_for_countersign(session: Session, class_id: int, year: int) -> Sequence[PledgeSigning]:
    """Signings of a class in which a pledge stands and that no teacher signed yet."""
    standing = select(Pledge.signing_id).where(Pledge.year == year, Pledge.state.in_(list(STANDING)))
    query = select(PledgeSigning).where(
        PledgeSigning.class_id == class_id,
        PledgeSigning.year == year,
        PledgeSigning.countersigned_at.is_(None),
        PledgeSigning.id.in_(standing),
    )
    return session.scalars(query.order_by(PledgeSigning.id)).all()


def talk_list(session: Session, contract: Contract, class_id: int, at: datetime) -> list[Wish]:
    """Who would like to talk, longest waiting first."""
    year = year_of(at)
    rows = session.execute(
        select(TalkWish, Pupil.key, Pupil.first_name, Pupil.sign)
        .join(Pupil, Pupil.id == TalkWish.pupil_id)
        .where(Pupil.class_id == class_id, TalkWish.year == year, Pupil.deleted_at.is_(None), Pupil.left_at.is_(None))
        .order_by(TalkWish.asked_at, Pupil.first_name)
    ).all()
    understood = {
        (pupil_id, promise)
        for pupil_id, promise in session.execute(
            select(Pledge.pupil_id, Pledge.promise).where(
                Pledge.pupil_id.in_([wish.pupil_id for wish, *_ in rows]), Pledge.year == year, Pledge.understood != ""
            )
        )
    }
    return [
        Wish(
            key,
            name,
            sign,
            promise,
            wish.about,
            wish.why,
            wish.language,
            wish.asked_at,
            (wish.pupil_id, promise.id) in understood,
        )
        for wish, key, name, sign in rows
        if (promise := contract.promise(wish.promise)) is not None
    ]


def pupils_of(session: Session, class_id: int) -> Sequence[Pupil]:
    """The pupils of a class by first name, to choose whose paper it is."""
    query = select(Pupil).where(Pupil.class_id == class_id, Pupil.deleted_at.is_(None), Pupil.left_at.is_(None))
    return session.scalars(query.order_by(Pupil.first_name, Pupil.id)).all()
