"""Whoever on the staff sees a child's record leaves a line behind: every page is tried, found by itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from core.audit import AuditEntry, RecordRead
from core.database import db
from school.access import TABLE
from tests.house.test_access import address, needs, rules
from tests.world import World

UNSEEN = {
    "people.cards": "names to tick; making a card is an act with a line of its own",
    "people.card_for": "the name on the card to make; making it is an act",
    "classroom.reports": "names to choose a report of; opening it leaves the line",
    "care.erasure": "the name to type over; erasing is an act",
}
"""Endpoints that show a child's name to staff without a line, each with its reason."""


def lines(world: World) -> int:
    assert world.app is not None
    with world.app.app_context():
        reads, acts = (select(func.count()).select_from(table) for table in (RecordRead, AuditEntry))
        return (db.session.scalar(reads) or 0) + (db.session.scalar(acts) or 0)


def test_a_page_with_a_childs_name_leaves_a_line(world: World) -> None:
    app, admin = world.app, world.browser("bakker")
    assert app is not None
    silent = []
    for rule in rules(app):
        if "GET" not in (rule.methods or ()) or not {"class_key", "pupil_key"} & rule.arguments:
            continue
        if "administrator" not in TABLE[needs(app, rule)] or rule.endpoint in UNSEEN:
            continue
        path = address(rule, class_key=world.keys["groep7"], pupil_key=world.keys["noor"])
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(RecordRead.__table__.delete())  # type: ignore[attr-defined]
        before = lines(world)
        answer = admin.get(path)
        if answer.status_code == 200 and b"Noor" in answer.data and lines(world) == before:
            silent.append(f"{rule.endpoint} {path}")
    assert not silent, "\n".join(silent)


def test_eight_windows_at_once_leave_one_line(world: World) -> None:
    browsers = [world.browser("samira") for _ in range(8)]
    path = f"/klas/{world.keys['groep7']}/leerlingen"
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda browser: browser.get(path).status_code, browsers))
    assert statuses == [200] * 8
    assert lines(world) == 1
