"""Asking for help: how much a child may write, what adults can answer, how long it stays."""

from __future__ import annotations

from datetime import datetime, timedelta

from core.clock import local_day, school_year
from core.marked import N_

SHORTEST, LONGEST = 3, 1000
"""Characters of a message."""
WAITING = 3
"""Messages of one child that may wait unread; whoever has more needs a person, not a form."""
AFTER_TALK = timedelta(days=30)

REPLIES = {
    "today": N_("Dank je dat je dit vertelt. Ik kom vandaag bij je langs."),
    "this-week": N_("Dank je dat je dit vertelt. We praten er deze week samen over."),
    "come": N_("Goed dat je dit schrijft. Je mag altijd even bij mij binnenlopen."),
    "not-alone": N_("Wat naar voor je. Het is niet jouw schuld. Je hoeft het niet alleen op te lossen."),
}
"""What an adult can send back: fixed sentences, because the talk itself is had in person."""


def due_to_go(sent_at: datetime, talked_at: datetime | None, at: datetime) -> bool:
    """True when a message is no longer kept: 30 days after the talk, else on 1 October after its school year."""
    if talked_at is not None:
        return at >= talked_at + AFTER_TALK
    day = local_day(at)
    years = school_year(day) - school_year(local_day(sent_at))
    return years > 1 or (years == 1 and not 8 <= day.month <= 9)
