"""The thresholds of everything that is said about a class, in one place."""

from __future__ import annotations

from datetime import timedelta

from lessons.queries import CLASS_TOTALS_FROM

STUCK_AFTER = timedelta(minutes=6)
"""On one step for longer than this with the page open: seems stuck."""

STUCK_TRIES = 4
"""As many tries at one step: seems stuck."""

PAGE_OPEN = timedelta(minutes=6)
"""A browser that asked for anything within this time counts as open: an open page asks every few seconds, and that it
did is written down at most every 5 minutes."""

WALK_AT_ONCE = 5
"""As many pupils as a teacher can walk to in one go."""

VOTES_SHOWN = CLASS_TOTALS_FROM
"""Class totals of votes and choices are shown from as many voices."""

DIVIDED_ANSWERS = 8
"""An item takes part in "most divided" from as many answers."""

DIVIDED_ITEMS = 2

CLASS_CARD_SHARE = 0.30
"""One misconception with at least this share of the class: a card for the whole class."""

GROUP_PUPILS = 2
"""From as many pupils up to the share above: a small group; one pupil: sit together."""

SMALL_GAIN = 0.10
"""A smaller gain between first and latest answers: do the rehearsal step again, not the quiz."""

GAIN_PUPILS = 5
"""From as many pupils with a start measurement and a quiz the gain of a lesson is looked at."""

READ_WITHIN = 5
"""School days in which what a child wrote is read."""

MEASURED_PUPILS = 10
"""Start and end measurement are reported from as many pupils."""

SMALL_CELL = 5
"""On sheets that leave the class, cells with fewer pupils are hidden."""

POLL_SECONDS = 4
"""A live page asks for news as often, so that a change is seen within 5 seconds."""
