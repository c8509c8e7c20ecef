"""Erasing a pupil from pledges: values and salts go, the chain stays sound and says that they went.

Whoever was erased also goes on a list outside the database (as a digest of the school's and the pupil's keys), so
that a backup restored later brings nobody back: ``replay`` erases them again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.database import writing
from pledges.commands.sealing import Chain
from pledges.models import (
    Certificate,
    ParentLine,
    ParentLink,
    Pledge,
    PledgeSecret,
    PledgeSigning,
    TalkWish,
)
from pledges.seal.records import moment
from pledges.seal.store import Seals
from school.models import Pupil, School

PERSONAL = (PledgeSecret, Pledge, PledgeSigning, TalkWish, Certificate, ParentLink, ParentLine)
"""Every table here with rows about a pupil."""


class ErasedList:
    """``erased.jsonl`` in the instance folder: who was erased, as digests, and when."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, school_key: str, pupil_key: str, at: datetime) -> None:
        """On disk before this returns; called before the transaction ends, so that no erasure is missing here."""
        line = json.dumps({"erased": erased_mark(school_key, pupil_key), "at": moment(at)}) + "\n"
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(line.encode())
            file.flush()
            os.fsync(file.fileno())

    def marks(self) -> set[str]:
        """The digests on the list; a torn line is passed over."""
        if not self._path.is_file():
            return set()
        return set(_marks(self._path.read_text(encoding="utf-8").splitlines()))


def erased_mark(school_key: str, pupil_key: str) -> str:
    """How a pupil stands on the list."""
    return hashlib.sha256(f"netjes/erased/1\n{school_key}\n{pupil_key}".encode()).hexdigest()


def erase_pledges(session: Session, seals: Seals, erased: ErasedList, *, pupil_id: int, at: datetime) -> int:
    """Remove everything personal of a pupil here; how many records lost their openings. Raises CannotSeal.

    Joins the caller's transaction, so that a person is erased everywhere or nowhere.
    """
    with writing(session):
        pupil = session.get_one(Pupil, pupil_id)
        school = session.get_one(School, pupil.school_id)
        query = select(PledgeSecret.seq).where(PledgeSecret.pupil_id == pupil_id).distinct()
        records = sorted(session.scalars(query))
        if records:
            Chain(session, seals, school.id, at=at).add("erase", {"records": records})
        for table in PERSONAL:
            session.execute(delete(table).where(table.pupil_id == pupil_id))
        erased.add(school.key, pupil.key, at)
    return len(records)


def returned(session: Session, erased: ErasedList) -> list[int]:
    """Ids of pupils in the database who were erased before: a restored backup brought them back."""
    marks = erased.marks()
    if not marks:
        return []
    rows = session.execute(select(Pupil.id, Pupil.key, School.key).join(School, School.id == Pupil.school_id))
    return [pupil_id for pupil_id, key, school_key in rows if erased_mark(school_key, key) in marks]


def _marks(lines: Iterable[str]) -> Iterable[str]:
    for line in lines:
        try:
            yield str(json.loads(line)["erased"])
        except (ValueError, KeyError, TypeError):
            continue
