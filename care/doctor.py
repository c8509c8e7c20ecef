"""What is wrong with an installation, in plain words."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from core.settings import Settings

ROOM = 500 * 1024 * 1024
"""Free bytes below which the doctor warns."""
OVERDUE = timedelta(days=2)
"""A nightly backup that is older was not made."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at: fine or not, and what to do when it is not."""

    fine: bool
    what: str


def examine(settings: Settings, engine: Engine, *, pending: int, at: datetime) -> Iterator[Finding]:
    """Look at the folder, the keys, the database, the room on disk and the clock."""
    yield from _folder(settings.instance_path)
    yield from _keys(settings.instance_path / "keys")
    yield from _database(engine)
    yield Finding(pending == 0, f"{pending} migratie(s) nog niet uitgevoerd" if pending else "het schema is bij")
    free = shutil.disk_usage(settings.instance_path).free
    yield Finding(free > ROOM, f"{free // 1024**2} MB vrij op de schijf")
    yield from _backups(settings.instance_path / "backups", at)
    yield Finding(at.year >= 2026, f"de klok staat op {at:%Y-%m-%d %H:%M} UTC")
    yield Finding(
        settings.secure or not settings.public_url,
        "PUBLIC_URL begint met https://" if settings.secure else "geen TLS: alleen voor deze computer zelf",
    )


def _folder(path: Path) -> Iterator[Finding]:
    private = not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    yield Finding(private, f"{path} is {'alleen van de eigenaar' if private else 'leesbaar voor anderen: chmod 700'}")


def _backups(folder: Path, at: datetime) -> Iterator[Finding]:
    made = [path.stat().st_mtime for path in folder.glob("*") if path.is_file()]
    if not made:
        yield Finding(True, "nog geen reservekopie: maintenance maakt er elke nacht een")
        return
    age = at - datetime.fromtimestamp(max(made), UTC)
    late = age > OVERDUE
    said = f"laatste reservekopie {max(age.days, 0)} dagen oud"
    yield Finding(not late, f"{said}: draait maintenance nog?" if late else said)


def _keys(folder: Path) -> Iterator[Finding]:
    loose = [
        path for path in folder.rglob("*") if path.is_file() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    said = ", ".join(str(path) for path in loose)
    yield Finding(
        not loose, f"sleutels leesbaar voor anderen: {said} (chmod 600)" if loose else "sleutels zijn besloten"
    )


def _database(engine: Engine) -> Iterator[Finding]:
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                verdict = connection.execute(text("PRAGMA quick_check")).scalar_one()
                yield Finding(verdict == "ok", f"database: {verdict}")
                mode = connection.execute(text("PRAGMA synchronous")).scalar_one()
                yield Finding(
                    mode == 2, "elk antwoord is op schijf voor het telt" if mode == 2 else "synchronous is niet FULL"
                )
            else:
                connection.execute(text("SELECT 1"))
                yield Finding(True, "database antwoordt")
            yield Finding("school" in inspect(connection).get_table_names(), "de tabellen zijn er")
    except SQLAlchemyError as error:
        yield Finding(False, f"de database antwoordt niet ({type(error).__name__})")
