"""The site on an empty database, for as long as it is measured."""

from __future__ import annotations

import argparse
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import inspect, text

from app import create_app
from core.database import db
from core.settings import load


def database_option(parser: argparse.ArgumentParser) -> Callable[[argparse.Namespace], None]:
    """Add ``--database``; gives what checks it once the options are read."""
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")

    def check(args: argparse.Namespace) -> None:
        if args.database == "postgresql" and not os.environ.get("DATABASE_URL"):
            parser.error("--database postgresql needs DATABASE_URL, the address of an empty database")

    return check


def database_url(database: str) -> str:
    """What DATABASE_URL of the measured site is; empty for a file in its folder."""
    return os.environ["DATABASE_URL"] if database == "postgresql" else ""


@contextmanager
def site(folder: Path, database: str) -> Iterator[Flask]:
    """The site on an empty database; on PostgreSQL one that was empty before is empty again afterwards."""
    app = create_app(load({}, INSTANCE_PATH=folder, DATABASE_URL=database_url(database), LOG_LEVEL="ERROR"))
    with app.app_context():
        if inspect(db.engine).get_table_names():
            raise SystemExit("the database is not empty: nothing was done")
    try:
        with app.app_context():
            logging.getLogger("alembic").setLevel(logging.WARNING)
            app.extensions["alembic"].upgrade()
        yield app
    finally:
        with app.app_context():
            if database == "postgresql":
                with db.engine.begin() as connection:
                    connection.execute(text("DROP SCHEMA public CASCADE"))
                    connection.execute(text("CREATE SCHEMA public"))
            db.engine.dispose()
