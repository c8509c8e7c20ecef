"""The school year ends, a new one begins, texts change, people are erased, backups are restored, keys change."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, inspect, select

from core.database import Base, db, writing
from pledges.commands.erasing import ErasedList, erase_pledges, erased_mark, returned
from pledges.commands.recovering import change_key, own_up_to_losses
from pledges.commands.sealing import CannotSeal, Chain, ChainCut
from pledges.commands.upkeep import upkeep
from pledges.models import Pledge, PledgeLink, PledgeSecret, PledgeSigning
from pledges.queries.checking import verify_school
from pledges.rules.states import State
from pledges.seal import findings as kinds
from pledges.seal.findings import Finding
from pledges.seal.store import Seals
from school.models import School
from tests.conftest import Clock
from tests.pledges.showing import WORDS, opens, post
from tests.pledges.test_bad_input import findings, instance
from tests.pledges.test_pages import P3, count, promises, row, signs
from tests.pledges.test_understanding import answers
from tests.world import World

AUGUST = datetime(2027, 8, 2, 8, 0, tzinfo=UTC)
SEPTEMBER = datetime(2027, 9, 6, 8, 0, tzinfo=UTC)
OCTOBER = datetime(2027, 10, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def noor(world: World, clock: Clock) -> FlaskClient:
    """Noor with a signed promise."""
    opens(world, "noor", "doorsturen", clock.at)
    noor = world.browser("noor")
    promises(noor)
    signs(noor)
    return noor


def seals(app: Flask) -> Seals:
    found: Seals = app.extensions["seals"]
    return found


def kept(world: World, at: datetime) -> Any:
    assert world.app is not None
    with world.app.app_context():
        return upkeep(db.session, seals(world.app), at=at)


def test_pledges_end_with_the_school_year_and_only_once(world: World, clock: Clock, noor: FlaskClient) -> None:
    assert kept(world, datetime(2027, 7, 31, 12, 0, tzinfo=UTC)).expired == 0
    assert kept(world, AUGUST).expired == 1
    assert kept(world, AUGUST).expired == 0
    assert row(world).state == State.EXPIRED
    assert findings(world) == []
    assert count(world, PledgeLink) == 3


def test_renewal_starts_from_last_years_words_after_a_short_refresh(
    world: World, clock: Clock, noor: FlaskClient
) -> None:
    kept(world, AUGUST)
    clock.at = SEPTEMBER
    noor = world.browser("noor")
    assert "Vorig jaar schreef je" in noor.get(P3).get_data(as_text=True)
    assert promises(noor) == 403, "last year's lesson alone does not carry a renewal"
    answers(noor, right=True)
    assert WORDS in noor.get(f"{P3}/woorden").get_data(as_text=True)
    assert promises(noor) == 303
    assert signs(noor) == 303
    assert row(world).state == State.RENEWED
    assert world.app is not None
    with world.app.app_context():
        record = db.session.scalars(select(PledgeLink.record).order_by(PledgeLink.seq.desc())).first() or b""
        assert b'"act":"renew"' in record
        assert b'"follows":1' in record
        assert b'"school_year":"2027-2028"' in record


def test_personal_fields_go_on_the_first_of_october_and_the_chain_stays(
    world: World, clock: Clock, noor: FlaskClient
) -> None:
    kept(world, AUGUST)
    assert kept(world, datetime(2027, 9, 30, 12, 0, tzinfo=UTC)).purged == 0
    links = count(world, PledgeLink)
    assert kept(world, OCTOBER).purged > 0
    for table in (Pledge, PledgeSecret, PledgeSigning):
        assert count(world, table) == 0
    assert count(world, PledgeLink) == links + 1, "one link says that they went"
    assert findings(world) == []
    assert kept(world, OCTOBER).purged == 0
    assert WORDS not in everything(world)


def test_upkeep_without_a_key_waits_and_changes_nothing(world: World, clock: Clock, noor: FlaskClient) -> None:
    for path in (instance(world) / "keys" / "pledges" / world.keys["gsv-school"]).glob("*.private.pem"):
        path.unlink()
    done = kept(world, AUGUST)
    assert (done.expired, done.unsealed) == (0, 1)
    assert row(world).state == State.SIGNED


def test_a_changed_meaning_asks_again_and_leaves_the_others(
    world: World, clock: Clock, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    opens(world, "noor", "wachtwoorden", clock.at)
    promises(noor, promise="/belofte/p01")
    signs(noor, promise="/belofte/p01")
    from agreements import contract

    plain = contract.meaning_of
    monkeypatch.setattr(
        contract, "meaning_of", lambda promise, *rest: "f" * 64 if promise == "p03" else plain(promise, *rest)
    )
    overview = noor.get("/belofte").get_data(as_text=True)
    assert overview.count("De afspraak is veranderd") == 1
    assert "Getekend" in noor.get("/belofte/p01").get_data(as_text=True)
    assert promises(noor) == 403, "what was understood before the change is shown once more"
    answers(noor, right=True)
    assert promises(noor) == 303
    assert signs(noor) == 303
    assert row(world).state == State.REVISED
    assert "De afspraak is veranderd" not in noor.get("/belofte").get_data(as_text=True)


def everything(world: World) -> str:
    """All that lies in the database and beside it, as text."""
    assert world.app is not None
    with world.app.app_context():
        rows = [str(list(db.session.execute(table.select()))) for table in Base.metadata.sorted_tables]
        assert inspect(db.engine).get_table_names()
    files = [
        path.read_bytes().decode("utf-8", "replace") for path in instance(world).rglob("*.jsonl") if path.is_file()
    ]
    return "\n".join(rows + files)


def erase(world: World, who: str) -> None:
    assert world.app is not None
    with world.app.app_context():
        erased = ErasedList(instance(world) / "erased.jsonl")
        erase_pledges(db.session, seals(world.app), erased, pupil_id=world.ids[who], at=AUGUST)


def test_a36_erasing_removes_the_child_and_keeps_the_chain_sound(world: World, clock: Clock, noor: FlaskClient) -> None:
    page = f"/klas/{world.keys['groep7']}/beloftes"
    post(noor, "/akte", page="/akte/keuze", belofte="p03")
    post(noor, f"{P3}/gesprek", page=P3, why="omdat ik twijfel aan iets")
    post(world.browser("samira"), f"{page}/handtekening", page=page, woorden="Ik luister altijd naar je.")
    assert WORDS in everything(world)
    erase(world, "noor")
    left = everything(world)
    for gone in (WORDS, "omdat ik twijfel aan iets", "drie tellen"):
        assert gone not in left
    assert world.app is not None
    with world.app.app_context():
        about = select(PledgeSecret).where(PledgeSecret.pupil_id == world.ids["noor"])
        assert db.session.scalars(about).first() is None
        record = db.session.scalars(select(PledgeLink.record).order_by(PledgeLink.seq.desc())).first() or b""
        assert b'"records":[1]' in record
    assert findings(world) == []
    assert world.keys["noor"] not in (instance(world) / "erased.jsonl").read_text()


def test_a_restored_backup_brings_nobody_back(world: World, clock: Clock, noor: FlaskClient) -> None:
    """Noor is erased; then the database is as it was before, while heads and the list of the erased are not."""
    assert world.app is not None
    post(noor, f"{P3}/intrekking", page=P3)
    with world.app.app_context():
        saved = {
            table: [dict(found._mapping) for found in db.session.execute(table.__table__.select())]
            for table in (PledgeLink, PledgeSigning, Pledge, PledgeSecret)
        }
    erase(world, "noor")
    with world.app.app_context():
        with writing(db.session):
            db.session.execute(delete(PledgeLink))
            for table, rows in saved.items():
                db.session.execute(insert(table), rows)
        erased = ErasedList(instance(world) / "erased.jsonl")
        assert findings(world) == [Finding(kinds.REMOVED_TAIL, 3)]
        with pytest.raises(ChainCut), writing(db.session):
            Chain(db.session, seals(world.app), world.ids["gsv-school"], at=AUGUST)
        assert own_up_to_losses(db.session, seals(world.app), at=AUGUST) == {world.keys["gsv-school"]: 1}
        assert own_up_to_losses(db.session, seals(world.app), at=AUGUST) == {}
        assert returned(db.session, erased) == [world.ids["noor"]]
    erase(world, "noor")
    assert WORDS not in everything(world)
    assert [finding.kind for finding in findings(world)] == [kinds.LOST]


def test_a_backup_from_before_the_first_pledge_can_go_on(world: World, clock: Clock, noor: FlaskClient) -> None:
    assert world.app is not None
    with world.app.app_context():
        with writing(db.session):
            for table in (PledgeLink, PledgeSigning, Pledge, PledgeSecret):
                db.session.execute(delete(table))
        own_up_to_losses(db.session, seals(world.app), at=clock.at)
    promises(noor)
    assert signs(noor) == 303
    assert [finding.kind for finding in findings(world)] == [kinds.LOST]


def test_a31_a_chain_that_contradicts_its_heads_is_no_restore(world: World, clock: Clock, noor: FlaskClient) -> None:
    assert world.app is not None
    with world.app.app_context():
        with writing(db.session):
            link = db.session.scalars(select(PledgeLink).where(PledgeLink.seq == 1)).one()
            link.digest = "0" * 64
        with pytest.raises(ChainCut):
            own_up_to_losses(db.session, seals(world.app), at=clock.at)


def test_a35_changing_the_key_keeps_old_pledges_checkable(world: World, clock: Clock, noor: FlaskClient) -> None:
    assert world.app is not None
    home = instance(world) / "keys" / "pledges" / world.keys["gsv-school"]
    old = {path.name for path in home.glob("*.private.pem")}
    with world.app.app_context():
        change_key(db.session, seals(world.app), school_key=world.keys["gsv-school"], lost=False, at=clock.at)
    assert not old & {path.name for path in home.glob("*.private.pem")}, "the old key cannot seal any more"
    promises(noor, words="Nieuwe woorden van mij.")
    assert signs(noor) == 303
    assert findings(world) == []


def test_a_lost_key_is_replaced_and_the_chain_says_so(world: World, clock: Clock, noor: FlaskClient) -> None:
    assert world.app is not None
    home = instance(world) / "keys" / "pledges" / world.keys["gsv-school"]
    for path in home.glob("*.private.pem"):
        path.unlink()
    with world.app.app_context():
        with pytest.raises(CannotSeal):
            change_key(db.session, seals(world.app), school_key=world.keys["gsv-school"], lost=False, at=clock.at)
        change_key(db.session, seals(world.app), school_key=world.keys["gsv-school"], lost=True, at=clock.at)
        with pytest.raises(LookupError):
            change_key(db.session, seals(world.app), school_key="nobody", lost=True, at=clock.at)
    promises(noor, words="Nieuwe woorden van mij.")
    assert signs(noor) == 303
    assert [finding.kind for finding in findings(world)] == [kinds.KEY_REPLACED]


def test_a_rolled_back_act_leaves_no_head_behind(world: World, clock: Clock, noor: FlaskClient) -> None:
    assert world.app is not None
    heads = (instance(world) / "heads.jsonl").read_text()
    with world.app.app_context():
        with pytest.raises(ZeroDivisionError):
            _seal_and_fail(seals(world.app), world.ids["gsv-school"], clock.at)
        with writing(db.session):
            pass
        assert (instance(world) / "heads.jsonl").read_text() == heads
        with pytest.raises(RuntimeError):
            Chain(db.session, seals(world.app), world.ids["gsv-school"], at=clock.at)


def _seal_and_fail(kept: Seals, school_id: int, at: datetime) -> None:
    with writing(db.session):
        Chain(db.session, kept, school_id, at=at).add("withdraw", {"pledges": []})
        raise ZeroDivisionError


def test_two_schools_have_chains_of_their_own(world: World, clock: Clock, noor: FlaskClient) -> None:
    opens(world, "sem", "doorsturen", clock.at)
    sem = world.browser("sem")
    promises(sem)
    signs(sem)
    assert world.app is not None
    with world.app.app_context():
        for school in db.session.scalars(select(School)):
            assert verify_school(db.session, seals(world.app), school) == []
        assert sorted(db.session.scalars(select(PledgeLink.seq))) == [0, 0, 1, 1]


def test_the_list_of_the_erased_passes_over_a_torn_line(tmp_path: Path) -> None:
    erased = ErasedList(tmp_path / "erased.jsonl")
    assert erased.marks() == set()
    erased.add("school", "pupil", AUGUST)
    with (tmp_path / "erased.jsonl").open("a") as file:
        file.write('{"erased"\n')
    erased.add("school", "other", AUGUST)
    assert erased.marks() == {erased_mark("school", "pupil"), erased_mark("school", "other")}
