"""Every table about a child is in the inventory, goes into the export, and goes with the child."""

from __future__ import annotations

import json
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, inspect, select

from care.commands.erase import erase
from care.export import counts, export
from care.inventory import INVENTORY, LOGS, tables
from care.maintenance import maintain
from care.readable import INTERNAL, LABELS
from core.database import Base, db, writing
from pledges.commands.erasing import ErasedList
from progress.models import Evidence
from school.models import KeptAnswer, Pupil
from tests.conftest import Clock
from tests.world import World, csrf_of


def _about_pupils() -> set[str]:
    """Names of tables that point to a pupil, directly or through an attempt."""
    reached = {"pupil"}
    for _round in range(3):
        for table in Base.metadata.tables.values():
            if {key.column.table.name for key in table.foreign_keys} & (reached & {"pupil", "attempt"}):
                reached.add(table.name)
    return reached


def test_every_table_about_a_child_is_in_the_inventory() -> None:
    named = {table.__tablename__ for table in LOGS}
    assert _about_pupils() | named == {table.__tablename__ for table in tables()}


def test_no_other_table_holds_the_key_of_a_child(world: World) -> None:
    """Beside pointers, a child can be named by key; only the audit does that."""
    assert world.app is not None
    browser = world.browser("noor")
    browser.get("/thuis")
    key, named = world.keys["noor"], set()
    with world.app.app_context():
        for table in Base.metadata.sorted_tables:
            if any(key in str(row) for row in db.session.execute(select(table))):
                named.add(table.name)
    assert named <= {table.__tablename__ for table in tables()}


def test_every_column_is_in_the_readable_copy_or_only_a_number() -> None:
    columns = {
        column.key
        for holding in INVENTORY
        if not holding.between
        for table in holding.tables
        for column in inspect(table).columns
        if column.key not in holding.hidden
    }
    assert columns - set(LABELS) - INTERNAL == set()
    assert not set(LABELS) & INTERNAL
    assert set(LABELS) <= columns, "labels that nothing needs"


def test_no_hash_leaves_the_site() -> None:
    for holding in INVENTORY:
        for table in holding.tables:
            hashes = {column.key for column in inspect(table).columns if column.key.endswith("_hash")}
            assert hashes <= holding.hidden, table.__tablename__


def test_an_administrator_reads_the_copy(world: World) -> None:
    browser, place = world.browser("bakker"), f"/beheer/leerling/{world.keys['noor']}/gegevens"
    copy = browser.post(f"{place}/lezen", data={"csrf_token": csrf_of(browser, place)}).get_data(as_text=True)
    assert "Voornaam:" in copy and "Noor" in copy and "secret" not in copy


def test_whatever_points_to_a_child_goes_with_it() -> None:
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name in ("pupil", "attempt"):
                assert key.ondelete == "CASCADE", f"{table.name}.{key.parent.name}"


def test_export_holds_no_secret(world: World) -> None:
    assert world.app is not None
    with world.app.app_context():
        data = json.dumps(export(db.session, db.session.get_one(Pupil, world.ids["noor"])))
    assert "Noor" in data and "argon2" not in data and "secret_hash" not in data


def test_counts_equal_the_rows(world: World, clock: Clock) -> None:
    assert world.app is not None
    with world.app.app_context():
        noor = db.session.get_one(Pupil, world.ids["noor"])
        with writing(db.session):
            db.session.add(
                KeptAnswer(school_id=noor.school_id, pupil_id=noor.id, path="/x", form={"a": "b"}, kept_at=clock.at)
            )
        rows = {count.holding.name: count.rows for count in counts(db.session, noor)}
    assert rows["account"] == 1 and rows["kept"] == 1 and rows["quizzes"] == 0


def test_erasing_leaves_nobody_and_keeps_the_others(world: World, clock: Clock, app: Flask) -> None:
    settings = app.extensions["settings"]
    erased = ErasedList(settings.instance_path / "erased.jsonl")
    with app.app_context():
        erase(db.session, app.extensions["seals"], erased, pupil_id=world.ids["noor"], actor="staff:1", at=clock.at)
        names = set(db.session.scalars(select(Pupil.first_name)))
    assert "Noor" not in names and {"Tygo", "Amara", "Sem"} <= names


def test_upkeep_twice_changes_nothing(world: World, clock: Clock, app: Flask) -> None:
    erased = ErasedList(app.extensions["settings"].instance_path / "erased.jsonl")
    with app.app_context():
        pupil = db.session.get_one(Pupil, world.ids["tygo"])
        with writing(db.session):
            pupil.deleted_at = clock.at - timedelta(days=31)
        first = maintain(db.session, app.extensions["seals"], erased, at=clock.at)
        second = maintain(db.session, app.extensions["seals"], erased, at=clock.at)
        left = db.session.scalar(select(func.count()).select_from(Evidence))
    assert first.pupils == 1 and second.pupils == 0 and left == 0
