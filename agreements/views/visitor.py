"""The protocol of the school of who is asking."""

from __future__ import annotations

from flask import g

from agreements import catalog
from agreements.schema import Protocol
from core.database import db
from core.text import Settings
from school.access import current


def protocol_of_visitor() -> Protocol:
    """The protocol that holds at the visitor's school; asked of the database once per request."""
    school_id = current().school_id
    if g.get("protocol_held", (None,))[0] != school_id:
        g.protocol_held = school_id, catalog.protocol_of(db.session, school_id)
    held: tuple[int, Protocol] = g.protocol_held
    return held[1]


def settings_of_visitor() -> Settings:
    """What it says, per setting."""
    return protocol_of_visitor().settings
