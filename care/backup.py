"""Backups of a live site: one file with the database and what belongs beside it, checked before it counts.

A backup is a zip of the database (SQLite's own backup of the running file), the chain's heads, the list of erased
children, and a manifest. Keys are left out on purpose: they are kept apart, as the operator's page says.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

BESIDE = ("heads.jsonl", "erased.jsonl")
DATABASE = "netjes.sqlite"
LARGEST = 20 * 1024**3


class NotPossible(Exception):
    """A backup or a restore cannot be made; the message says why, in plain words."""


def back_up(database: Path, instance: Path, target: Path, *, at: datetime) -> int:
    """Write a backup of the running site to ``target``; its size in bytes. Raises NotPossible."""
    if target.exists():
        raise NotPossible(f"{target} bestaat al")
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        copy = Path(folder) / DATABASE
        _copy(database, copy)
        _check(copy)
        fresh = Path(folder) / "backup.zip"
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, DATABASE)
            for name in BESIDE:
                if (instance / name).is_file():
                    archive.write(instance / name, name)
            archive.writestr("manifest.json", json.dumps({"format": 1, "made": at.isoformat()}))
        fresh.chmod(0o600)
        fresh.replace(target)
    return target.stat().st_size


def restore(source: Path, database: Path, instance: Path) -> None:
    """Put a backup in the place of the database. The site must stand still. Raises NotPossible.

    The heads and the list of erased children that are there now are joined, never replaced: they remember
    what the backup cannot know.
    """
    with tempfile.TemporaryDirectory(dir=database.parent) as folder:
        try:
            with zipfile.ZipFile(source) as archive:
                _unpack(archive, Path(folder))
        except (OSError, zipfile.BadZipFile) as error:
            raise NotPossible(f"{source}: {error}") from error
        copy = Path(folder) / DATABASE
        _check(copy)
        for name in BESIDE:
            _join(Path(folder) / name, instance / name)
        for leftover in ("-wal", "-shm"):
            database.with_name(database.name + leftover).unlink(missing_ok=True)
        copy.replace(database)


def _copy(database: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(target)) as out,
    ):
        live.backup(out)


def _check(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            connection.execute("SELECT count(*) FROM school").fetchone()
    except sqlite3.Error as error:
        raise NotPossible(f"geen database van Netjes: {error}") from error
    if verdict != "ok":
        raise NotPossible(f"de database is beschadigd: {verdict}")


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    names = set(archive.namelist())
    if DATABASE not in names or not names <= {DATABASE, "manifest.json", *BESIDE}:
        raise NotPossible("dit is geen back-up van Netjes")
    if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
        raise NotPossible("de back-up is te groot")
    for name in names:
        archive.extract(name, folder)


def _join(old: Path, current: Path) -> None:
    if not old.is_file():
        return
    there = current.read_text(encoding="utf-8").splitlines() if current.is_file() else []
    known = set(there)
    missing = [line for line in old.read_text(encoding="utf-8").splitlines() if line and line not in known]
    if missing:
        current.write_text("\n".join([*missing, *there]) + "\n", encoding="utf-8")
        current.chmod(0o600)
