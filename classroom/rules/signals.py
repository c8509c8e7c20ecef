"""Who needs something, and in which order. Need decides, never speed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from classroom.constants import PAGE_OPEN, STUCK_AFTER, STUCK_TRIES

KINDS = ("help", "stuck", "secret", "talk", "catch_up")
"""Kinds of signals, the most needed first: a child that asked stands above a guess of ours."""


@dataclass(frozen=True)
class Place:
    """Where a pupil is in a module: on a step, or (``quiz``) on one of its questions.

    ``number`` of ``total`` is the place in words; ``asked_at``: when the pupil asked for help that nobody gave yet;
    ``visited_at``: when the teacher was last with the pupil. ``counts_from``: when the pupil came in, or the screens
    went on after a talk: before that nobody could go on. ``quiet``: the screens are quiet now.
    """

    module: str
    step: str
    since: datetime
    seen_at: datetime | None = None
    tries: int = 0
    asked_at: datetime | None = None
    done: bool = False
    visited_at: datetime | None = None
    quiz: bool = False
    number: int = 0
    total: int = 0
    counts_from: datetime | None = None
    quiet: bool = False

    @property
    def here_since(self) -> datetime:
        """From when the minutes on this step count."""
        return max(moment for moment in (self.since, self.visited_at, self.counts_from) if moment is not None)


@dataclass(frozen=True)
class Needs:
    """What is known about one pupil that may call for a teacher."""

    name: str
    place: Place | None = None
    waits_until: datetime | None = None
    """End of a wait after wrong secrets."""
    talks: tuple[str, ...] = ()
    """Promises (by id) the pupil wants to talk about, or not yet promises."""
    missed: tuple[tuple[str, int], ...] = ()
    """(module, lesson) that the class did and this pupil did not."""
    pupil_id: int = 0


@dataclass(frozen=True)
class Signal:
    """One signal: its kind, why (``asked``, ``long``, ``tries``, ``secret``, ``talk``, ``missed``) and the figure."""

    kind: str
    reason: str
    figure: int = 0
    about: tuple[str, ...] = ()
    since: datetime | None = None


def is_open(place: Place, at: datetime) -> bool:
    """True when the page of this step reported itself a moment ago."""
    return place.seen_at is not None and at - place.seen_at <= PAGE_OPEN


def stuck(place: Place, at: datetime) -> Signal | None:
    """Seems stuck: on the same step for more than 6 minutes with the page open, or at least 4 tries.

    A visit of the teacher starts the minutes anew and takes the tries on this step away. Minutes in which the pupil
    was not signed in, or the screens were quiet for a talk, do not count.
    """
    if place.done:
        return None
    visited = place.visited_at is not None and place.visited_at >= place.since
    if place.tries >= STUCK_TRIES and not visited:
        return Signal("stuck", "tries", place.tries, since=place.since)
    if not place.quiet and is_open(place, at) and at - place.here_since > STUCK_AFTER:
        return Signal("stuck", "long", _minutes(at - place.here_since), since=place.here_since)
    return None


def signal_of(needs: Needs, at: datetime) -> Signal | None:
    """The most needed signal of one pupil, or None."""
    place = needs.place
    if place is not None and place.asked_at is not None and not place.done:
        return Signal("help", "asked", _minutes(at - place.asked_at), since=place.asked_at)
    seems = stuck(place, at) if place is not None else None
    if seems is not None:
        return seems
    if needs.waits_until is not None and needs.waits_until > at:
        return Signal("secret", "secret", _minutes(needs.waits_until - at), since=needs.waits_until)
    if needs.talks:
        return Signal("talk", "talk", len(needs.talks), about=needs.talks)
    if needs.missed:
        return Signal("catch_up", "missed", len(needs.missed), about=tuple(f"{m}/{n}" for m, n in needs.missed))
    return None


def by_need(pupils: Iterable[Needs], at: datetime) -> tuple[list[tuple[Needs, Signal]], list[Needs]]:
    """Those with a signal, the most needed first (then who waits longest), and all others by name."""
    with_signal, without = [], []
    for needs in pupils:
        signal = signal_of(needs, at)
        if signal is None:
            without.append(needs)
        else:
            with_signal.append((needs, signal))
    with_signal.sort(key=lambda pair: _order(*pair))
    without.sort(key=lambda needs: needs.name.casefold())
    return with_signal, without


def _order(needs: Needs, signal: Signal) -> tuple[int, float, str]:
    waiting = signal.since.timestamp() if signal.since and signal.kind in ("help", "stuck") else 0.0
    return KINDS.index(signal.kind), waiting, needs.name.casefold()


def _minutes(span: timedelta) -> int:
    return max(int(span.total_seconds() // 60), 0)
