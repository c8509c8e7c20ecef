"""After erasing, a name and a word that nobody else has are found nowhere: database, backup, logs, files given out."""

from __future__ import annotations

import io
import logging
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from app import create_app
from classroom.reports import REPORTS
from core.clock import now
from core.database import db, writing
from core.logs import init_logs
from core.settings import load
from tests.care.lived import NAME, WORD, lives
from tests.pledges.showing import post
from tests.shelf_cache import share_with
from tests.world import World, make_world

CANARIES = (NAME.encode(), WORD.encode())


@pytest.fixture
def site(tmp_path: Path) -> Iterator[World]:
    """A site of its own on a file that logs everything."""
    share_with(tmp_path)
    before = structlog.get_config()
    app = create_app(load({}, INSTANCE_PATH=tmp_path, LOG_LEVEL="DEBUG"), TESTING=True)
    init_logs(app, "DEBUG")
    with app.app_context():
        app.extensions["alembic"].upgrade()
        with writing(db.session):
            world = make_world(db.session, now())
    world.app = app
    yield world
    structlog.configure(**before)
    with app.app_context():
        db.engine.dispose()


def folder(world: World) -> Path:
    assert world.app is not None
    path: Path = world.app.extensions["settings"].instance_path
    return path


def holding(world: World) -> list[str]:
    """Files of the installation in which a canary is found, archives unpacked."""
    found = []
    for path in sorted(folder(world).rglob("*")):
        if not path.is_file() or path.is_relative_to(folder(world) / "cache"):
            continue
        words = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                words += b"".join(archive.read(name) for name in archive.namelist())
        if any(canary in words for canary in CANARIES):
            found.append(path.name)
    return found


def given_out(world: World) -> dict[str, bytes]:
    """Every file that staff can take along of the class and the school, unpacked, by its address."""
    found = {}
    for who in ("samira", "bakker"):
        browser = world.browser(who)
        places = [f"/klas/{world.keys['groep7']}/verslag/{{}}.{{}}", "/school/verslag/{}.{}"]
        for name in REPORTS:
            for kind in ("csv", "xlsx"):
                for place in places:
                    answer = browser.get(place.format(name, kind) + "?namen=1")
                    if answer.status_code == 200:
                        found[f"{who} {place.format(name, kind)}"] = unpacked(answer.get_data())
    answer = world.browser("bakker").get("/beheer/belofte/keten")
    assert answer.status_code == 200
    found["the chain"] = answer.get_data()
    return found


def unpacked(words: bytes) -> bytes:
    if not zipfile.is_zipfile(io.BytesIO(words)):
        return words
    with zipfile.ZipFile(io.BytesIO(words)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_nothing_is_found_after_erasing(
    site: World, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    assert site.app is not None
    caplog.set_level(logging.DEBUG)
    lives(site, "noor", now())
    assert any(name.startswith("netjes.sqlite") for name in holding(site)), "the search finds what is there"
    assert any(NAME.encode() in words for words in given_out(site).values())
    bakker, place = site.browser("bakker"), f"/beheer/leerling/{site.keys['noor']}/gegevens"
    assert NAME.encode() in post(bakker, f"{place}/lezen", page=place).get_data()
    wrong = post(bakker, f"{place}/wissen", name="Noor")
    assert wrong.status_code == 422
    assert post(bakker, f"{place}/wissen", name=NAME).status_code == 303
    with site.app.app_context():
        db.engine.dispose()
    done = site.app.test_cli_runner().invoke(args=["maintenance"])
    assert done.exit_code == 0, done.output
    assert list((folder(site) / "backups").glob("*-daily.netjes")), "a backup was made afterwards"
    assert holding(site) == []
    assert {name for name, words in given_out(site).items() if any(one in words for one in CANARIES)} == set()
    assert bakker.get(place).status_code == 404
    said = "".join(capfd.readouterr()) + caplog.text
    assert '"endpoint": "care.erasure"' in said, "the logs were on"
    assert not any(canary.decode() in said for canary in CANARIES)


def test_the_bytes_are_gone_even_before_the_nightly_upkeep(site: World) -> None:
    """SQLite overwrites what it deletes, and the write-ahead log is emptied; `strings` finds the name no more."""
    assert site.app is not None
    lives(site, "noor", now())
    bakker, place = site.browser("bakker"), f"/beheer/leerling/{site.keys['noor']}/gegevens"
    assert post(bakker, f"{place}/wissen", name=NAME).status_code == 303
    with site.app.app_context():
        db.engine.dispose()
    assert holding(site) == []
    if shutil.which("strings"):
        text = subprocess.run(
            ["strings", str(folder(site) / "netjes.sqlite")], check=True, capture_output=True, text=True
        ).stdout
        assert NAME not in text
