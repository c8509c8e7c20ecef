"""From one database to another, as from the SQLite file of one school to a board's PostgreSQL: all or nothing, counted.

The target must have the tables of this version and no rows. Both ends are read and written through the tables of the
program, so that moments, truth values and JSON arrive as what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    bindparam,
    func,
    insert,
    select,
    text,
    update,
)

BATCH = 1000
"""Rows that are held in memory at a time."""


class CannotMove(Exception):
    """The rows cannot go over; the message says why, in plain words. Nothing was changed."""


def move(source: Engine, target: Engine, metadata: MetaData) -> dict[str, int]:
    """Copy every row of ``source`` to ``target``; rows per table. Raises CannotMove.

    One transaction at each end: the site may go on meanwhile, but what is written after the beginning stays behind.
    """
    with source.connect() as old, target.begin() as new:
        _fit(old, new, metadata)
        moved: dict[str, int] = {}
        for table in metadata.sorted_tables:
            moved[table.name] = _copy(old, new, table)
        for table in metadata.sorted_tables:
            _point_to_itself(old, new, table)
            arrived = new.scalar(select(func.count()).select_from(table))
            if arrived != moved[table.name]:
                raise CannotMove(f"{table.name}: {moved[table.name]} rijen vertrokken, {arrived} aangekomen")
        if new.dialect.name == "postgresql":
            _count_on(new, metadata)
    return moved


def _fit(old: Connection, new: Connection, metadata: MetaData) -> None:
    versions = [one.scalar(text("SELECT version_num FROM alembic_version")) for one in (old, new)]
    if versions[0] != versions[1]:
        raise CannotMove(f"het schema verschilt ({versions[0]} en {versions[1]}): doe eerst aan beide kanten upgrade")
    for table in metadata.sorted_tables:
        if new.execute(select(table).limit(1)).first() is not None:
            raise CannotMove(f"de nieuwe database is niet leeg: er staan al rijen in {table.name}")


def _copy(old: Connection, new: Connection, table: Table) -> int:
    """The rows of a table without what points to the table itself."""
    later = {column.name for column in _own(table)}
    number = 0
    for batch in _batches(old, table):
        new.execute(insert(table), [{**row, **dict.fromkeys(later)} for row in batch])
        number += len(batch)
    return number


def _point_to_itself(old: Connection, new: Connection, table: Table) -> None:
    """Fill in the columns that point to the table itself, now that all its rows are there."""
    keys = list(table.primary_key)
    for column in _own(table):
        change = update(table).values({column.name: bindparam("to_row")})
        change = change.where(*(key == bindparam(f"key_{key.name}") for key in keys))
        for batch in _batches(old, table):
            rows = [
                {"to_row": row[column.name], **{f"key_{key.name}": row[key.name] for key in keys}}
                for row in batch
                if row[column.name] is not None
            ]
            if rows:
                new.execute(change, rows)


def _own(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if any(key.references(table) for key in column.foreign_keys)]


def _batches(old: Connection, table: Table) -> Iterator[list[Mapping[str, Any]]]:
    found = old.execution_options(stream_results=True).execute(select(table)).mappings()
    while batch := found.fetchmany(BATCH):
        yield [dict(row) for row in batch]


def _count_on(new: Connection, metadata: MetaData) -> None:
    """Let PostgreSQL number new rows after those that came with a number of their own."""
    for table in metadata.sorted_tables:
        keys = list(table.primary_key)
        if len(keys) == 1 and isinstance(keys[0].type, Integer) and not keys[0].foreign_keys:
            sequence = new.scalar(select(func.pg_get_serial_sequence(f'"{table.name}"', keys[0].name)))
            highest = new.scalar(select(func.max(keys[0])))
            if sequence and highest:
                new.execute(select(func.setval(sequence, highest)))
