"""Backups of a live site: one file with the database and what belongs beside it, restored once before it counts.

A backup is a zip of the database (SQLite's own backup of the running file), the chain's heads, the list of erased
children, and a manifest with the number of rows of every table; locked with a key where one is given. The keys of the
installation are left out on purpose: they are kept apart, as docs/run-it.md says.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from care.locked import WrongKey, is_locked, lock, unlock

BESIDE = ("heads.jsonl", "erased.jsonl")
DATABASE = "netjes.sqlite"
LARGEST = 20 * 1024**3
PATIENCE = 30.0
"""Seconds that a restore waits for somebody who is writing."""


class NotPossible(Exception):
    """A backup or a restore cannot be made; the message says why, in plain words."""


def back_up(database: Path, instance: Path, target: Path, *, at: datetime, key: bytes | None = None) -> int:
    """Write a backup of the running site to ``target``; its size in bytes. Raises NotPossible.

    Before it counts, it is unpacked again and its tables are counted: what cannot be restored is no backup.
    """
    if target.exists():
        raise NotPossible(f"{target} bestaat al")
    with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
        copy = Path(folder) / DATABASE
        _copy(database, copy)
        rows = _check(copy)
        fresh = Path(folder) / "backup.zip"
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(copy, DATABASE)
            for name in BESIDE:
                if (instance / name).is_file():
                    archive.write(instance / name, name)
            archive.writestr("manifest.json", json.dumps({"format": 1, "made": at.isoformat(), "rows": rows}))
        copy.unlink()
        if key is not None:
            lock(fresh, fresh.with_suffix(".locked"), key)
            fresh = fresh.with_suffix(".locked")
        with _unpacked(fresh, target.resolve().parent, key):
            pass
        fresh.chmod(0o600)
        fresh.replace(target)
    return target.stat().st_size


def restore(source: Path, database: Path, instance: Path, *, key: bytes | None = None) -> None:
    """Put a backup in the place of the database, also while the site runs. Raises NotPossible; then nothing changed.

    Everybody is signed out: a session that ended since must not live again. The heads and the list of erased
    children that are there now are joined, never replaced: they remember what the backup cannot know.
    """
    with _unpacked(source, database.parent, key) as folder:
        copy = folder / DATABASE
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("DELETE FROM sign_in")
            connection.commit()
        for name in BESIDE:
            _join(folder / name, instance / name)
        try:
            _write_over(copy, database)
        except sqlite3.OperationalError as error:
            raise NotPossible(f"de database is bezet of onbereikbaar: {error}") from error
        except sqlite3.DatabaseError:
            # Not a database any more, so no site can be running on it: the file itself makes way.
            for leftover in ("-wal", "-shm"):
                database.with_name(database.name + leftover).unlink(missing_ok=True)
            copy.replace(database)


def due_to_go(folder: Path, *, at: datetime, kept: timedelta) -> list[Path]:
    """Backups and copies in a folder that are older than ``kept``."""
    if not folder.is_dir():
        return []
    oldest = (at - kept).timestamp()
    return sorted(path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime < oldest)


def _copy(database: Path, target: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as live,
            closing(sqlite3.connect(target)) as out,
        ):
            live.backup(out)
    except sqlite3.Error as error:
        raise NotPossible(f"de database is niet te lezen: {error}") from error


def _write_over(copy: Path, database: Path) -> None:
    """SQLite's backup in the other direction: one transaction, which running connections see when it is done."""
    with (
        closing(sqlite3.connect(copy)) as source,
        closing(sqlite3.connect(database, timeout=PATIENCE)) as live,
    ):
        source.backup(live)
        live.execute("PRAGMA busy_timeout=500")  # who still reads the old state need not be waited for
        live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _check(database: Path) -> dict[str, int]:
    """Rows by table of a sound database of Netjes. Raises NotPossible."""
    try:
        with closing(sqlite3.connect(database)) as connection:
            verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
            if verdict != "ok":
                raise NotPossible(f"de database is beschadigd: {verdict}")
            connection.execute("SELECT count(*) FROM school").fetchone()
            names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            quoted = {name: name.replace('"', '""') for name in names}
            return {
                name: connection.execute(f'SELECT count(*) FROM "{quoted[name]}"').fetchone()[0]  # noqa: S608 - own name
                for name in sorted(names)
            }
    except sqlite3.Error as error:
        raise NotPossible(f"geen database van Netjes: {error}") from error


@contextmanager
def _unpacked(source: Path, beside: Path, key: bytes | None) -> Iterator[Path]:
    """A backup's files in a folder of their own, checked. Raises NotPossible."""
    with tempfile.TemporaryDirectory(dir=beside) as name:
        folder = Path(name)
        try:
            if is_locked(source):
                if key is None:
                    raise NotPossible(f"{source} is versleuteld: geef de sleutel met --key-file")
                unlock(source, folder / "unlocked", key)
                source = folder / "unlocked"
            with zipfile.ZipFile(source) as archive:
                _unpack(archive, folder)
        except WrongKey as error:
            raise NotPossible(f"{source}: de sleutel past niet, of het bestand is veranderd") from error
        except (OSError, zipfile.BadZipFile) as error:
            raise NotPossible(f"{source}: {error}") from error
        rows = _check(folder / DATABASE)
        said = json.loads((folder / "manifest.json").read_text(encoding="utf-8")).get("rows", rows)
        if said != rows:
            raise NotPossible(f"{source}: er ontbreken rijen die erin horen")
        yield folder


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    names = set(archive.namelist())
    if not {DATABASE, "manifest.json"} <= names or not names <= {DATABASE, "manifest.json", *BESIDE}:
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
