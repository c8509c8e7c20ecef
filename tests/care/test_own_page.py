"""*Wat weet deze site van mij?* says what is in the database: counted here in another way than the page counts."""

from __future__ import annotations

import html
import re

from sqlalchemy import func, or_, select

from care.inventory import INVENTORY
from core.database import Base, db
from tests.care.lived import lives
from tests.conftest import Clock
from tests.world import World


def rows_about(world: World, who: str) -> dict[str, int]:
    """Table → rows about a pupil, by following every pointer in the schema and every mention in the audit."""
    number, key = world.ids[who], world.keys[who]
    found = {}
    tables = Base.metadata.tables
    attempts = select(tables["attempt"].c.id).where(tables["attempt"].c.pupil_id == number)
    for name, table in tables.items():
        ways = [column == number for column in table.columns for key_ in column.foreign_keys if _to(key_, "pupil")]
        ways += [
            column.in_(attempts) for column in table.columns for key_ in column.foreign_keys if _to(key_, "attempt")
        ]
        if name == "pupil":
            ways = [table.c.id == number]
        for column in table.columns:
            if column.name in ("actor", "subject"):
                ways.append(column.in_([f"pupil:{number}", f"pupil:{key}"]))
        if ways:
            found[name] = db.session.scalar(select(func.count()).select_from(table).where(or_(*ways))) or 0
    return found


def _to(key: object, table: str) -> bool:
    return getattr(key, "target_fullname", "").startswith(f"{table}.")


def test_the_page_equals_the_database(world: World, clock: Clock) -> None:
    assert world.app is not None
    lives(world, "noor", clock.at)
    page = html.unescape(world.browser("noor").get("/wat-weet-deze-site").get_data(as_text=True))
    shown = [int(number or 0) for number in re.findall(r"(?:(\d+) regels?|Nu niets)\.", page)]
    with world.app.app_context():
        rows = rows_about(world, "noor")
    said = {holding.name: sum(rows[table.__tablename__] for table in holding.tables) for holding in INVENTORY}
    assert dict(zip(said, shown, strict=True)) == said
    assert sum(shown) == sum(rows.values()), "every row is on the page, also of tables that the page does not know"
    empty = {name for name, number in said.items() if number == 0}
    assert empty <= {"drafts", "beside", "board", "outside"}, "the child did something of nearly everything"
    for holding in INVENTORY:
        assert holding.what.capitalize() in page and f"Wie ziet dit: {holding.who}." in page and holding.until in page


def test_another_childs_rows_do_not_count(world: World, clock: Clock) -> None:
    lives(world, "noor", clock.at)
    page = world.browser("tygo").get("/wat-weet-deze-site").get_data(as_text=True)
    shown = [int(number) for number in re.findall(r"(\d+) regels?\.", page)]
    assert sum(shown) == 2, "the account and being signed in"


def test_every_pupil_page_has_a_way_there(world: World) -> None:
    assert 'href="/wat-weet-deze-site"' in world.browser("noor").get("/thuis").get_data(as_text=True)
