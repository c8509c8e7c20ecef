"""A school moves from SQLite to PostgreSQL: everything arrives once, pledges verify there, and work goes on."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine, func, select

from app import create_app
from core.clock import now
from core.database import Base, db, writing
from core.settings import load
from school.models import Pupil, School, SchoolClass
from tests.pledges.showing import WORDS, opens, post
from tests.world import World


def signed(world: World) -> None:
    """Noor signs promise 3, and a class follows another."""
    opens(world, "noor", "doorsturen", now())
    noor = world.browser("noor")
    assert post(noor, "/belofte/p03/woorden", eigen=WORDS, belofte="ja").status_code == 303
    assert post(noor, "/belofte/p03/handtekening", manier="stempel").status_code == 303
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        later, earlier = (db.session.get_one(SchoolClass, world.ids[name]) for name in ("groep5", "groep7"))
        later.follows_id = earlier.id


def test_a_school_moves(world: World, postgres_database: str, tmp_path: Path) -> None:
    assert world.app is not None
    signed(world)
    instance = world.app.extensions["settings"].instance_path
    for name in ("keys", "heads.jsonl"):
        (tmp_path / name).symlink_to(instance / name)
    moved = create_app(
        load({}, INSTANCE_PATH=tmp_path, DATABASE_URL=postgres_database, LOG_LEVEL="ERROR"), TESTING=True
    )
    runner = moved.test_cli_runner()
    assert runner.invoke(args=["upgrade"]).exit_code == 0
    with world.app.app_context():
        old = db.engine.url.render_as_string(hide_password=False)
        tables = Base.metadata.sorted_tables
        counts = {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
        world.app.extensions["alembic"].stamp()
    done = runner.invoke(args=["move-from", old])
    assert done.exit_code == 0, done.output
    assert f"{sum(counts.values())} rijen" in done.output
    new = create_engine(postgres_database)
    with new.connect() as there:
        for table in Base.metadata.sorted_tables:
            assert there.scalar(select(func.count()).select_from(table)) == counts[table.name], table.name
    new.dispose()
    sound = runner.invoke(args=["verify-pledges"])
    assert (sound.exit_code, sound.output.count(": sound")) == (0, 2), sound.output
    with moved.app_context():
        group = db.session.get_one(SchoolClass, world.ids["groep5"])
        assert group.follows_id == world.ids["groep7"]
        with writing(db.session):
            fenna = Pupil(school_id=group.school_id, class_id=group.id, first_name="Fenna", year_group=5, route="plus")
            fenna.created_at = now()
            db.session.add(fenna)
        assert fenna.id > max(world.ids[name] for name in ("noor", "tygo", "sem"))

    again = runner.invoke(args=["move-from", old])
    assert again.exit_code == 1
    assert "niet leeg" in again.output
    with moved.app_context():
        db.engine.dispose()


def test_nothing_is_there_to_move(world: World, tmp_path: Path) -> None:
    assert world.app is not None
    refused = world.app.test_cli_runner().invoke(args=["move-from", f"sqlite:///{tmp_path / 'nergens.sqlite'}"])
    assert refused.exit_code == 1
    assert "nergens.sqlite" in refused.output
    with world.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(School)) == 2
