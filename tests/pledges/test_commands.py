"""What the operator types: check here and elsewhere, give out, change keys, settle after a restore."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from core.database import db, writing
from pledges.models import PledgeLink
from tests.conftest import Clock
from tests.pledges.showing import WORDS, opens, post
from tests.pledges.test_bad_input import instance
from tests.pledges.test_pages import P3, promises, signs
from tests.world import World


@pytest.fixture
def school(world: World, clock: Clock) -> str:
    """Key of a school with three links: begin, a signature, and taken back."""
    opens(world, "noor", "doorsturen", clock.at)
    noor = world.browser("noor")
    promises(noor)
    signs(noor)
    post(noor, f"{P3}/intrekking", page=P3)
    return world.keys["gsv-school"]


def run(world: World, *words: str) -> Result:
    assert world.app is not None
    return world.app.test_cli_runner().invoke(args=words)


def exported(world: World, school: str, folder: Path) -> tuple[Path, str]:
    """An export and the public key that goes with it, apart."""
    path = folder / "export.jsonl"
    said = run(world, "export-pledges", school, str(path))
    assert said.exit_code == 0, said.output
    return path, said.output.strip().rsplit(" ", 1)[1]


def elsewhere(tmp_path: Path) -> Flask:
    """Another machine: an installation with an empty database and no keys."""
    from app import create_app
    from core.settings import load

    return create_app(load({}, INSTANCE_PATH=tmp_path / "elsewhere", LOG_LEVEL="ERROR"), TESTING=True)


def test_all_sound(world: World, school: str) -> None:
    said = run(world, "verify-pledges")
    assert said.exit_code == 0
    assert f"De Wilg ({school}): sound" in said.output
    assert "De Eik" in said.output
    one = run(world, "verify-pledges", "--school", school)
    assert "De Eik" not in one.output


def test_a_changed_byte_is_named_with_status_one(world: World, school: str) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        record = db.session.scalars(select(PledgeLink.record).where(PledgeLink.seq == 1)).one()
        spoiled = record.replace(b"denken", b"danken")
        db.session.execute(update(PledgeLink).where(PledgeLink.seq == 1).values(record=spoiled))
    said = run(world, "verify-pledges")
    assert said.exit_code == 1
    assert "the first: record 1 (link 2) was changed after it was sealed" in said.output


def test_a_cut_tail_is_named_and_can_be_owned_up_to(world: World, school: str) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        db.session.execute(delete(PledgeLink).where(PledgeLink.seq == 2))
    assert "record 2 was cut off the end" in run(world, "verify-pledges").output
    refused = run(world, "change-pledge-key", school)
    assert refused.exit_code == 1
    assert "settle-pledges" in refused.output
    settled = run(world, "settle-pledges")
    assert f"{school}: 1 links were lost" in settled.output
    assert "no links are missing" in run(world, "settle-pledges").output
    after = run(world, "verify-pledges")
    assert after.exit_code == 0
    assert "note: record 3" in after.output


def test_an_export_is_checked_on_another_machine_with_the_public_key(world: World, school: str, tmp_path: Path) -> None:
    path, key = exported(world, school, tmp_path)
    runner = elsewhere(tmp_path).test_cli_runner()
    sound = runner.invoke(args=["verify-pledges", str(path), "--key", key])
    assert (sound.exit_code, sound.output.strip()) == (0, f"{school}: sound")
    unknown = runner.invoke(args=["verify-pledges", str(path)])
    assert unknown.exit_code == 2
    assert "the keys inside an export prove nothing" in unknown.output
    other = runner.invoke(args=["verify-pledges", str(path), "--key", "0" * 64])
    assert other.exit_code == 1
    assert runner.invoke(args=["verify-pledges", str(path), "--key", "short"]).exit_code == 2
    lines = path.read_text().splitlines(keepends=True)
    for gone in range(1, len(lines)):
        path.write_text("".join(lines[:gone] + lines[gone + 1 :]))
        assert runner.invoke(args=["verify-pledges", str(path), "--key", key]).exit_code == 1
    path.write_text("".join(lines[1:]))
    assert runner.invoke(args=["verify-pledges", str(path), "--key", key]).exit_code == 2


def test_an_export_holds_no_person(world: World, school: str, tmp_path: Path) -> None:
    path, _key = exported(world, school, tmp_path)
    text = path.read_text()
    for never in ("Noor", "Groep 7", "De Wilg", WORDS, world.keys["noor"]):
        assert never not in text


def test_a_printed_seal_is_checked_against_the_chain(world: World, clock: Clock, tmp_path: Path) -> None:
    opens(world, "noor", "doorsturen", clock.at)
    noor: FlaskClient = world.browser("noor")
    promises(noor)
    signs(noor)
    post(noor, "/akte", page="/akte/keuze", belofte="p03")
    pin = noor.get("/akte").get_data(as_text=True).split("Zegel: ", 1)[1].split("<", 1)[0].strip()
    school = world.keys["gsv-school"]
    path, key = exported(world, school, tmp_path)
    assert run(world, "verify-pledges", str(path), "--key", key, "--pin", pin).exit_code == 0
    assert run(world, "verify-pledges", "--school", school, "--pin", pin).exit_code == 0
    assert run(world, "verify-pledges", "--school", school, "--pin", "1:0000").exit_code == 1
    assert run(world, "verify-pledges", "--pin", pin).exit_code == 2
    assert run(world, "verify-pledges", "--school", school, "--pin", "nonsense").exit_code == 2


def test_a_new_key_takes_over_and_an_unknown_school_is_said_so(world: World, school: str, tmp_path: Path) -> None:
    _path, first = exported(world, school, tmp_path)
    changed = run(world, "change-pledge-key", school)
    assert changed.exit_code == 0
    assert run(world, "verify-pledges").exit_code == 0
    path, _key = exported(world, school, tmp_path)
    assert run(world, "verify-pledges", str(path), "--key", first).exit_code == 0, "trust is handed over in the chain"
    assert len(json.loads(path.read_text().splitlines()[0])["keys"]) == 2
    for command in ("change-pledge-key", "export-pledges"):
        words = [command, "nobody"] + ([str(tmp_path / "x")] if command == "export-pledges" else [])
        refused = run(world, *words)
        assert refused.exit_code == 1
        assert "De Wilg" in refused.output
    for private in (instance(world) / "keys" / "pledges" / school).glob("*.private.pem"):
        private.unlink()
    assert "say --lost" in run(world, "change-pledge-key", school).output
    assert run(world, "change-pledge-key", school, "--lost").exit_code == 0
    assert "takes a new key into use" in run(world, "verify-pledges").output
