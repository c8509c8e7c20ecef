"""The sum behind the spread simulator: of every four children ``forward`` send it on, each to four new ones.

Model and numbers are those of the course design, C3; five rounds.
"""

from __future__ import annotations

from dataclasses import dataclass

REACH = 4
ROUNDS = 5
SINGLE_UNTIL = 3
"""From the round after this one, children are drawn as groups with a number."""

WIDTH, TOP, ROW = 720, 90, 88


def rounds(forward: int) -> list[tuple[int, int, int]]:
    """(round, new children, altogether) for each round; with 0 nothing comes after the first."""
    rows, altogether = [], 0
    for number in range(1, ROUNDS + 1):
        new = REACH * forward ** (number - 1)
        altogether += new
        rows.append((number, new, altogether))
    return rows


def total(forward: int) -> int:
    """Children who have it after the last round: 4, 20, 124 or 484."""
    return rounds(forward)[-1][2]


def fewer(forward: int) -> int:
    """Children who do not get it when the pupil stops: 0, 16, 60 or 160.

    The pupil is one of the first four and one of those who forward.
    """
    return sum(REACH * forward ** (number - 2) for number in range(2, ROUNDS + 1)) if forward else 0


@dataclass(frozen=True)
class Dot:
    """A child, or a group of ``count`` children, at ``x``, ``y``; ``above`` are the points it hangs from."""

    round: int
    x: int
    y: int
    count: int
    sends: bool
    mine: bool
    """Reached through the pupil, or the pupil."""
    me: bool
    above: tuple[tuple[int, int], ...]


def tree(forward: int) -> list[Dot]:
    """The drawing, row by row. The pupil is the first dot."""
    rows = [_singles(1, [(WIDTH // 2, 46, False)], forward)]
    while forward and len(rows) < SINGLE_UNTIL:
        senders = [(dot.x, dot.y, dot.mine) for dot in rows[-1] if dot.sends]
        rows.append(_singles(len(rows) + 1, senders, forward))
    if forward:
        rows.append(_groups(rows[-1], 4, forward))
        rows.append(_groups(rows[-1], 5, forward))
    return [dot for row in rows for dot in row]


def _singles(number: int, senders: list[tuple[int, int, bool]], forward: int) -> list[Dot]:
    step = WIDTH / (REACH * len(senders))
    return [
        Dot(
            number, round(step * (place + 0.5)), TOP + ROW * (number - 1), 1, place % REACH < forward,
            mine=senders[place // REACH][2] or (number == 1 and place == 0), me=number == 1 and place == 0,
            above=(senders[place // REACH][:2],),
        )
        for place in range(REACH * len(senders))
    ]  # fmt: skip


def _groups(row: list[Dot], number: int, forward: int) -> list[Dot]:
    """One group under every four children of the last single row, and one under every group."""
    bunch = REACH if row[0].count == 1 else 1
    groups = []
    for start in range(0, len(row), bunch):
        over = row[start : start + bunch]
        senders = [dot for dot in over if dot.sends]
        count = REACH * forward * (1 if bunch == REACH else over[0].count // REACH)
        x = sum(dot.x for dot in over) // len(over)
        above = tuple((dot.x, dot.y) for dot in senders)
        y = TOP + ROW * (number - 1)
        groups.append(Dot(number, x, y, count, number < ROUNDS, over[0].mine, me=False, above=above))
    return groups
