"""Counting again from raw evidence, with SQL and loops of its own: none of the product's rules or queries is used."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from lessons.catalog import modules

Goal = tuple[str, str]


@dataclass
class Recount:
    """Everything the reports say, worked out anew for some pupils."""

    goal: dict[tuple[int, str, str], list[tuple[str, bool]]] = field(default_factory=lambda: defaultdict(list))
    mastered: set[tuple[int, str]] = field(default_factory=set)
    seen: set[tuple[int, str]] = field(default_factory=set)
    latest_tags: dict[tuple[int, str, str], tuple[Any, list[str]]] = field(default_factory=dict)
    latest_item: dict[tuple[int, str], dict[str, Any]] = field(default_factory=dict)
    first_goal: dict[tuple[int, str, str], list[tuple[str, bool]]] = field(default_factory=lambda: defaultdict(list))
    measured: dict[tuple[str, str], list[tuple[int, bool]]] = field(default_factory=lambda: defaultdict(list))

    def goal_state(self, pupil: int, module: str, goal: str) -> str:
        last = self.goal.get((pupil, module, goal), [])
        if not last:
            return "leeg"
        return "kan" if len(last) == 2 and last[0][1] and last[1][1] else "leert"

    def agreement_state(self, pupil: int, module: str, agreement: str) -> str:
        return weakest([self.goal_state(pupil, module, goal) for goal in goals_behind(module, agreement)])

    def first_state(self, pupil: int, module: str, agreement: str) -> str:
        states = []
        for goal in goals_behind(module, agreement):
            first = self.first_goal.get((pupil, module, goal), [])[:2]
            states.append("leeg" if not first else "kan" if len(first) == 2 and all(r for _, r in first) else "leert")
        return weakest(states)

    def promise_state(self, pupil: int, module: str) -> str:
        found = next(one for one in modules() if one.slug == module)
        states = [self.agreement_state(pupil, module, a) for a in {goal.agreement for goal in found.goals}]
        if (pupil, module) in self.mastered or all(state == "kan" for state in states):
            return "kan"
        return "leeg" if all(state == "leeg" for state in states) else "leert"


def weakest(states: list[str]) -> str:
    return min(states, key=("leeg", "leert", "kan").index, default="leeg")


def goals_behind(module: str, agreement: str) -> list[str]:
    found = next(one for one in modules() if one.slug == module)
    return [goal.id for goal in found.goals if goal.agreement == agreement]


def recount(session: Session, pupils: list[int], year: int) -> Recount:
    """Read the evidence of ``pupils`` from the first row to the last and keep what follows from it."""
    ends = {
        (row.pupil_id, row.module, str(row.finished_at)[:19])
        for row in session.execute(text("SELECT pupil_id, module, finished_at FROM attempt WHERE kind = 'quiz'"))
        if row.finished_at is not None
    }
    rows = session.execute(text("SELECT * FROM evidence ORDER BY at, id")).mappings()
    found = Recount()
    for row in rows:
        if row["pupil_id"] in pupils:
            _take(found, dict(row), ends, year)
    return found


def _take(found: Recount, row: dict[str, Any], ends: set[tuple[int, str, str]], year: int) -> None:
    pupil, module, source = row["pupil_id"], row["module"], row["source"]
    right, tags = bool(row["right"]), _plain(row["tags"])
    if source in ("start", "end"):
        if row["first"] and row["year"] == year:
            found.measured[module, source].append((pupil, right))
        return
    if row["kind"] == "answer":
        key = (pupil, module, row["agreement"])
        moment = (str(row["at"]), row["name"])
        if key not in found.latest_tags or moment >= found.latest_tags[key][0]:
            found.latest_tags[key] = (moment, tags)
        if row["year"] == year:
            found.latest_item[pupil, row["name"]] = row
    if source == "quiz":
        found.seen.add((pupil, module))
        last = found.goal[pupil, module, row["goal"]]
        kept = [pair for pair in last if pair[0] != row["name"]]
        found.goal[pupil, module, row["goal"]] = [(row["name"], right), *kept][:2]
        if row["first"]:
            found.first_goal[pupil, module, row["goal"]].append((row["name"], right))
        if (pupil, module, str(row["at"])[:19]) in ends:
            counts = [sum(r for _, r in found.goal.get((pupil, module, goal), [])) for goal in ("G1", "G2", "G3", "G4")]
            if sum(counts) >= 6 and min(counts) >= 1:
                found.mastered.add((pupil, module))


def _plain(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
