"""Backups of a running site: whole, restored before they count, locked where a key is given, and put back live."""

from __future__ import annotations

import os
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from care.backup import DATABASE, NotPossible, back_up, restore
from care.commands.erase import erase
from care.rules.retention import BACKUPS_KEPT
from core.clock import now
from core.database import db, writing
from core.settings import load
from pledges.commands.erasing import ErasedList
from school.models import Pupil, SignIn
from tests.shelf_cache import share_with
from tests.world import World, make_world

KEY = "5a" * 32


@pytest.fixture
def site(tmp_path: Path) -> Iterator[World]:
    """A site of its own on a file, with the cast."""
    share_with(tmp_path)
    app = create_app(load({}, INSTANCE_PATH=tmp_path, LOG_LEVEL="ERROR"), TESTING=True)
    with app.app_context():
        app.extensions["alembic"].upgrade()
        with writing(db.session):
            world = make_world(db.session, now())
        world.app = app
        db.session.commit()
    yield world
    with app.app_context():
        db.engine.dispose()


def run(world: World, *words: str) -> Result:
    assert world.app is not None
    return world.app.test_cli_runner().invoke(args=list(words))


def folder(world: World) -> Path:
    assert world.app is not None
    path: Path = world.app.extensions["settings"].instance_path
    return path


def names(app: Flask) -> set[str]:
    with app.app_context():
        found = set(db.session.scalars(select(Pupil.first_name)))
        db.session.rollback()
    return found


def add_pupil(world: World, name: str) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        noor = db.session.get_one(Pupil, world.ids["noor"])
        db.session.add(
            Pupil(
                school_id=noor.school_id, class_id=noor.class_id, first_name=name, year_group=7, route="plus",
                created_at=now(),
            )
        )  # fmt: skip


def test_a40_what_was_there_comes_back_while_the_site_runs(site: World) -> None:
    assert site.app is not None
    target = folder(site) / "copy.zip"
    made = run(site, "backup", str(target))
    assert made.exit_code == 0 and "nageteld" in made.output
    assert target.stat().st_mode & 0o077 == 0
    browser = site.browser("samira")
    add_pupil(site, "Later")
    with site.app.app_context():
        held = db.engine.connect()  # a page that is just being made: an open connection with a snapshot
        held.exec_driver_sql("SELECT count(*) FROM pupil").fetchall()
        back = run(site, "restore", str(target), "--yes")
        held.close()
    assert back.exit_code == 0, back.output
    assert names(site.app) == {"Noor", "Tygo", "Amara", "Sem"}
    assert browser.get("/klassen").status_code == 302, "a session from before the restore must not live again"
    with site.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignIn)) == 0


def test_who_was_erased_meanwhile_stays_gone(site: World) -> None:
    assert site.app is not None
    target = folder(site) / "copy.zip"
    run(site, "backup", str(target))
    erased = ErasedList(folder(site) / "erased.jsonl")
    with site.app.app_context():
        erase(db.session, site.app.extensions["seals"], erased, pupil_id=site.ids["noor"], actor="staff:1", at=now())
    back = run(site, "restore", str(target), "--yes")
    assert "1 eerder gewiste kinderen" in back.output
    assert names(site.app) == {"Tygo", "Amara", "Sem"}


def test_a_locked_backup_opens_with_its_key_only(site: World, tmp_path: Path) -> None:
    key, other = tmp_path / "key", tmp_path / "other"
    key.write_text(KEY)
    other.write_text("5b" * 32)
    target = folder(site) / "copy.locked"
    assert run(site, "backup", str(target), "--key-file", str(key)).exit_code == 0
    assert b"Noor" not in target.read_bytes() and not zipfile.is_zipfile(target)
    for words in ([], ["--key-file", str(other)]):
        refused = run(site, "restore", str(target), "--yes", *words)
        assert refused.exit_code == 1 and "sleutel" in refused.output
    assert run(site, "restore", str(target), "--yes", "--key-file", str(key)).exit_code == 0


@pytest.mark.parametrize("spoil", ["cut off", "one byte", "another piece order"])
def test_a_locked_backup_that_was_changed_does_not_open(tmp_path: Path, spoil: str) -> None:
    from care.locked import PIECE, TAG, WrongKey, lock, unlock

    plain, locked, out = tmp_path / "plain", tmp_path / "locked", tmp_path / "out"
    plain.write_bytes(os.urandom(2 * PIECE + 5))
    key = bytes.fromhex(KEY)
    lock(plain, locked, key)
    unlock(locked, out, key)
    assert out.read_bytes() == plain.read_bytes()
    data = bytearray(locked.read_bytes())
    head, size = 24, PIECE + TAG
    if spoil == "cut off":
        data = data[: head + 2 * size]
    elif spoil == "one byte":
        data[head + size + 7] ^= 1
    else:
        data = data[:head] + data[head + size : head + 2 * size] + data[head : head + size] + data[head + 2 * size :]
    locked.write_bytes(data)
    with pytest.raises(WrongKey):
        unlock(locked, out, key)


def test_a_key_file_that_is_none_is_named(site: World, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("secret")
    refused = run(site, "backup", str(folder(site) / "copy"), "--key-file", str(tmp_path / "key"))
    assert refused.exit_code == 1 and "64 hexadecimale" in refused.output


def test_everything_acknowledged_before_it_began_is_in_a_backup_made_while_others_write(site: World) -> None:
    assert site.app is not None
    database, stop, written = folder(site) / DATABASE, threading.Event(), []

    def write() -> None:
        number = 0
        while not stop.is_set():
            add_pupil(site, f"Kind {number}")
            written.append(f"Kind {number}")
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for round_ in range(3):
            before = list(written)
            target = folder(site) / f"copy-{round_}.zip"
            back_up(database, folder(site), target, at=now())
            with zipfile.ZipFile(target) as archive:
                archive.extract(DATABASE, folder(site) / "out")
            copy = sqlite3.connect(folder(site) / "out" / DATABASE)
            there = {name for (name,) in copy.execute("SELECT first_name FROM pupil")}
            assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            copy.close()
            assert set(before) <= there
    finally:
        stop.set()
        writer.join(20)
    assert written


def test_a_backup_with_rows_missing_is_refused(site: World) -> None:
    assert site.app is not None
    target, spoiled = folder(site) / "copy.zip", folder(site) / "spoiled.zip"
    run(site, "backup", str(target))
    with zipfile.ZipFile(target) as good:
        good.extractall(folder(site) / "out")
        inside = good.namelist()
    copy = sqlite3.connect(folder(site) / "out" / DATABASE)
    copy.execute("DELETE FROM pupil WHERE first_name = 'Noor'")
    copy.commit()
    copy.close()
    with zipfile.ZipFile(spoiled, "w") as bad:
        for name in inside:
            bad.write(folder(site) / "out" / name, name)
    with pytest.raises(NotPossible, match="ontbreken rijen"):
        restore(spoiled, folder(site) / DATABASE, folder(site))
    assert "Noor" in names(site.app)


@pytest.mark.parametrize("extra", ["../outside", "keys/cookie", "code.py"])
def test_a40_a_crafted_archive_writes_nothing_outside(site: World, extra: str) -> None:
    target, crafted = folder(site) / "copy.zip", folder(site) / "crafted.zip"
    run(site, "backup", str(target))
    crafted.write_bytes(target.read_bytes())
    with zipfile.ZipFile(crafted, "a") as archive:
        archive.writestr(extra, "x")
    refused = run(site, "restore", str(crafted), "--yes")
    assert refused.exit_code == 1 and "geen back-up van Netjes" in refused.output
    assert not (folder(site).parent / "outside").exists()


def test_a_damaged_database_is_replaced_by_its_backup(site: World) -> None:
    assert site.app is not None
    target, database = folder(site) / "copy.zip", folder(site) / DATABASE
    run(site, "backup", str(target))
    with site.app.app_context():
        db.engine.dispose()
    database.write_bytes(b"this is no database at all" * 1000)
    back = run(site, "restore", str(target), "--yes")
    assert back.exit_code == 0, back.output
    assert "Noor" in names(site.app)


def test_upgrade_makes_a_backup_first(site: World) -> None:
    assert site.app is not None
    assert "bij" in run(site, "upgrade").output
    assert not list((folder(site) / "backups").glob("*before-upgrade*"))
    with site.app.app_context():
        newest = site.app.extensions["alembic"].current()[0].revision
        site.app.extensions["alembic"].downgrade("-1")
    done = run(site, "upgrade")
    assert done.exit_code == 0 and f"naar {newest}" in done.output
    assert len(list((folder(site) / "backups").glob("*before-upgrade*.netjes"))) == 1


def test_upkeep_makes_one_backup_a_day_and_removes_old_ones(site: World) -> None:
    backups = folder(site) / "backups"
    backups.mkdir()
    old = backups / "20200101T000000-before-migration-from-0001.sqlite"
    old.write_bytes(b"x")
    moment = (datetime.now().astimezone() - BACKUPS_KEPT - timedelta(hours=1)).timestamp()
    os.utime(old, (moment, moment))
    assert run(site, "maintenance").exit_code == 0
    assert not old.exists()
    assert len(list(backups.glob("*-daily.netjes"))) == 1
    assert run(site, "maintenance").exit_code == 0
    assert len(list(backups.glob("*-daily.netjes"))) == 1
