"""The states of a pledge and how one follows from another.

concept → begrepen → ondertekend → meegetekend; later herzien (signed again after a change), ingetrokken, vernieuwd
(signed again in a new school year), verlopen (the school year ended). There is no state for a broken promise.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from core.clock import SCHOOL_ZONE
from core.refusal import Refusal


class State(StrEnum):
    """Where a pledge stands; the values are the words of the course design."""

    DRAFT = "concept"
    UNDERSTOOD = "begrepen"
    SIGNED = "ondertekend"
    COUNTERSIGNED = "meegetekend"
    REVISED = "herzien"
    WITHDRAWN = "ingetrokken"
    RENEWED = "vernieuwd"
    EXPIRED = "verlopen"


STANDING = frozenset({State.SIGNED, State.COUNTERSIGNED, State.REVISED, State.RENEWED})
"""States in which the pupil's signature stands."""

OPEN = frozenset({State.DRAFT, State.UNDERSTOOD, State.WITHDRAWN})
"""States in which the pupil has not signed, or took it back: signing is possible, never asked for."""


class NotOpen(Refusal):
    """Understanding or a protective action has not been shown yet, or the pupil did not say yes."""

    status = 403
    sentence = "Deze belofte is nog niet open. Kijk eerst samen met Turbo wat hij betekent."


class NothingToWithdraw(Refusal):
    status = 409
    sentence = "Deze belofte staat niet meer. Je hoeft niets te doen."


def signed(before: State, *, last_year: bool) -> State:
    """The state after signing: ``last_year`` says that a pledge of the year before is renewed."""
    if before in STANDING:
        return State.REVISED
    if before not in OPEN:
        raise NotOpen
    return State.RENEWED if last_year else State.SIGNED


def act_of(after: State) -> str:
    """The act that the chain records for a signing that leads to ``after``."""
    return {State.REVISED: "revise", State.RENEWED: "renew"}.get(after, "sign")


def withdrawn(before: State) -> State:
    """The state after taking a pledge back. Raises NothingToWithdraw."""
    if before not in STANDING:
        raise NothingToWithdraw
    return State.WITHDRAWN


def countersigned(before: State) -> State:
    """The state after the teacher signed too; a pledge that does not stand keeps its state."""
    return State.COUNTERSIGNED if before in STANDING else before


def understood(before: State) -> State:
    """The state after understanding was shown."""
    return State.UNDERSTOOD if before is State.DRAFT else before


def last_day(year: int) -> date:
    """The day until which pledges of a school year count: 31 July."""
    return date(year + 1, 7, 31)


def first_moment(year: int) -> datetime:
    """The beginning of a school year: 1 August at school."""
    return datetime(year, 8, 1, tzinfo=SCHOOL_ZONE)


def purge_day(year: int) -> date:
    """From this day the personal fields of a school year's pledges are gone: 1 October after it."""
    return date(year + 1, 10, 1)
