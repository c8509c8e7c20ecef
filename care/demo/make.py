"""Making the demo schools and taking them away."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from care.demo.accounts import ClassAccounts, PupilAccount, SchoolAccounts, StaffAccount, passphrase, secret
from care.demo.people import SCHOOLS, DemoClass, DemoSchool, address
from care.demo.weeks import a_start, gather, three_weeks
from core.clock import local_day, school_year
from core.database import writing
from core.pictures import secret_ids
from core.refusal import Refusal
from pledges.seal.store import Seals
from school.catalog import easy_words
from school.commands.classes import ClassWish, make_class
from school.commands.pupils import NewPupil, add_pupils
from school.models import Pupil, School, SchoolClass, Staff
from school.rules.second_step import new_secret
from school.secrets import hash_secret

WEEKS = 5
"""The demo's schools are this many weeks older than the moment they are made at."""

SEED = 7
"""The same weeks in every demo."""


class RealSchools(Refusal):
    """The database holds schools that are not of the demo."""

    status = 409
    sentence = "In deze database staan echte scholen. De demo komt daar niet bij."


@dataclass
class Hashing:
    """Passphrases and secrets to be hashed: slow on purpose, so it is done beside the rest of the work."""

    wanted: list[tuple[Staff | Pupil, str]]

    @contextmanager
    def meanwhile(self) -> Iterator[None]:
        """Hash them in other threads while the block runs, and put them in their rows when it ends."""
        with ThreadPoolExecutor(max_workers=2) as pool:
            hashes = pool.map(hash_secret, [plain for _row, plain in self.wanted])
            yield
        for (row, _plain), hashed in zip(self.wanted, hashes, strict=True):
            if isinstance(row, Staff):
                row.password_hash = hashed
            else:
                row.secret_hash, row.secret_own = hashed, True


def demo_exists(session: Session) -> bool:
    """True when there is a demo school."""
    return session.scalar(select(School.id).where(School.demo.is_(True)).limit(1)) is not None


def remove_demo(session: Session) -> int:
    """Delete every demo school with everything in it; returns how many."""
    with writing(session):
        gone = list(session.scalars(delete(School).where(School.demo.is_(True)).returning(School.id)))
    session.expire_all()
    return len(gone)


def make_demo(session: Session, seals: Seals, *, rng: random.Random, at: datetime) -> list[SchoolAccounts]:
    """Make the five demo schools and their weeks in one transaction; returns who can sign in with what.

    ``rng`` must be fit for secrets. Raises RealSchools.
    """
    hashing = Hashing([])
    with writing(session):
        if session.scalar(select(School.id).where(School.demo.is_(False)).limit(1)) is not None:
            raise RealSchools
        session.execute(delete(School).where(School.demo.is_(True)))
        made = [_school(session, one, hashing, rng, _founded(at)) for one in SCHOOLS]
        with hashing.meanwhile():
            _weeks(session, seals, at)
    return made


def _weeks(session: Session, seals: Seals, at: datetime) -> None:
    """What happened in the classes: three weeks in the largest, a first lesson in the others."""
    dice = random.Random(SEED)  # noqa: S311 - a story, not a secret
    query = select(SchoolClass).join(School).where(School.demo.is_(True)).order_by(SchoolClass.id)
    for place, row in enumerate(session.scalars(query).all()):
        group = gather(session, row, seals, rng=dice, at=at)
        (a_start if place else three_weeks)(group)


def _founded(at: datetime) -> datetime:
    """Some weeks ago, but in the running school year: classes live in one."""
    before = at - timedelta(weeks=WEEKS)
    return before if school_year(local_day(before)) == school_year(local_day(at)) else at


def _school(session: Session, plan: DemoSchool, hashing: Hashing, rng: random.Random, at: datetime) -> SchoolAccounts:
    school = School(name=plan.name, protocol_slug=plan.protocol, region=plan.region, demo=True, created_at=at)
    session.add(school)
    session.flush()
    accounts = SchoolAccounts(plan.name, plan.protocol)
    for group in plan.classes:
        teacher = _staff(session, school, group.teacher, "teacher", accounts, hashing, rng, at)
        accounts.classes.append(_class(session, school, teacher, group, hashing, rng, at))
    _staff(session, school, plan.administrator, "administrator", accounts, hashing, rng, at)
    return accounts


def _staff(
    session: Session, school: School, name: str, role: str, accounts: SchoolAccounts, hashing: Hashing,
    rng: random.Random, at: datetime,
) -> Staff:  # fmt: skip
    totp = new_secret() if role == "administrator" else None
    account = StaffAccount(role, address(name, school.protocol_slug), passphrase(easy_words(), rng), totp)
    staff = Staff(school_id=school.id, role=role, name=name, email=account.email, totp_secret=totp, created_at=at)
    session.add(staff)
    session.flush()
    hashing.wanted.append((staff, account.password))
    accounts.staff.append(account)
    return staff


def _class(
    session: Session,
    school: School,
    teacher: Staff,
    plan: DemoClass,
    hashing: Hashing,
    rng: random.Random,
    at: datetime,
) -> ClassAccounts:
    wish = ClassWish(plan.name, plan.years, plan.made_of, "always")
    actor = f"staff:{teacher.id}"
    group = make_class(session, wish, school_id=school.id, staff_ids=[teacher.id], actor=actor, at=at)
    pupils = add_pupils(session, group, _wished(plan), seen=None, actor=actor, at=at)
    things: Sequence[str] = secret_ids() if plan.made_of == "pictures" else easy_words()
    accounts = ClassAccounts(plan.name, group.code)
    for pupil in pupils:
        parts = secret(things, rng)
        hashing.wanted.append((pupil, "-".join(parts)))
        accounts.pupils.append(PupilAccount(pupil.first_name, parts))
    return accounts


def _wished(plan: DemoClass) -> list[NewPupil]:
    wished = []
    for entry in plan.pupils:
        name, _colon, year = entry.partition(":")
        wished.append(NewPupil(name, int(year) if year else plan.years[0]))
    return wished
