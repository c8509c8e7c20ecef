"""The clock of a lesson: seven phases of together 45 minutes that always leave time for the talk and the exit check.

When less time is left than the plan needs, phases become shorter in the order of TRIMS: the extra practice first.
The talk keeps at least 6 minutes and the exit check its 5, down to a lesson of 22 minutes. Nothing is stored when one
phase gives way to the next: where the class is follows from the last move of the teacher and the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE = 60

USUAL = {"login": 4, "opener": 4, "rule": 5, "practice": 14, "talk": 9, "exit": 5, "close": 4}
"""Minutes of each phase when there is time enough, in the order of the lesson."""

LEAST = {"login": 3, "opener": 0, "rule": 2, "practice": 5, "talk": 6, "exit": 5, "close": 1}
"""What a phase keeps as long as the lesson has at least SHORTEST minutes."""

TRIMS = (
    ("practice", 8), ("opener", 2), ("talk", 8), ("rule", 3), ("close", 2), ("practice", 6), ("opener", 0),
    ("login", 3), ("talk", 6), ("rule", 2), ("practice", 5), ("close", 1),
    ("practice", 0), ("rule", 0), ("login", 0), ("close", 0), ("talk", 0), ("exit", 0),
)  # fmt: skip
"""Which phase gives way, and down to how many minutes; the last line is for lessons that are too short for a plan."""

PHASES = tuple(USUAL)
PLAN = sum(USUAL.values())
SHORTEST = sum(LEAST.values())
TAKES_MORE = ("practice", "talk", "close")
"""The first of these still to come takes the time that is left over."""


@dataclass(frozen=True)
class Slot:
    """One phase on the clock."""

    phase: str
    begins: datetime
    ends: datetime

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins


def phases_from(phase: str) -> tuple[str, ...]:
    """``phase`` and everything after it."""
    return PHASES[PHASES.index(phase) :]


def allot(seconds: int, phases: Sequence[str]) -> dict[str, int]:
    """Seconds of each of ``phases``, together ``seconds`` (none when that is negative)."""
    shares = {phase: USUAL[phase] * MINUTE for phase in phases}
    missing = sum(shares.values()) - max(seconds, 0)
    for phase, least in TRIMS:
        if missing <= 0:
            break
        if phase in shares:
            gives = min(missing, max(shares[phase] - least * MINUTE, 0))
            shares[phase] -= gives
            missing -= gives
    if missing < 0:
        taker = next((phase for phase in TAKES_MORE if phase in shares), phases[-1])
        shares[taker] -= missing
    return shares


def schedule(phase: str, since: datetime, ends_at: datetime, *, extra: timedelta = timedelta()) -> list[Slot]:
    """The slots from ``phase``, begun at ``since``, to the end of the lesson.

    ``extra`` makes the first phase longer, as far as the later ones can give: none goes below what it keeps.
    """
    phases = phases_from(phase)
    total = int((ends_at - since).total_seconds())
    shares = allot(total, phases)
    if extra and len(phases) > 1:
        room = total - shares[phase] - sum(LEAST[later] * MINUTE for later in phases[1:])
        longer = shares[phase] + max(min(int(extra.total_seconds()), room), 0)
        shares = {phase: longer, **allot(total - longer, phases[1:])}
    slots, begins = [], since
    for name in phases:
        ends = begins + timedelta(seconds=shares[name])
        slots.append(Slot(name, begins, ends))
        begins = ends
    return slots


def now_in(slots: Sequence[Slot], at: datetime) -> Slot:
    """The slot that runs at ``at``: the first before it all begins, the last when time is up."""
    return next((slot for slot in slots if at < slot.ends), slots[-1])


def latest_pause(slots: Sequence[Slot]) -> datetime | None:
    """When the talk has to begin at the latest to keep its least time; None when it is not ahead."""
    talk = next((slot for slot in slots if slot.phase == "talk"), None)
    if talk is None:
        return None
    after = [slot for slot in slots if slot.begins >= talk.ends and slot.phase != "talk"]
    kept = sum(LEAST[slot.phase] * MINUTE for slot in after) + LEAST["talk"] * MINUTE
    return slots[-1].ends - timedelta(seconds=kept)
