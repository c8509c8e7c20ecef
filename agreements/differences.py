"""What changed between two versions of a protocol, and what that touches. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from agreements.contract import contract_of
from agreements.coverage import AgreementRef, Course
from agreements.schema import Clause, ContractSpec, Protocol, Setting

FIELDS = (
    "section", "number", "audience", "kind", "topic", "summary", "pupil", "teach", "pledge", "promise", "like",
    "wording",
)  # fmt: skip
"""Fields in which a clause can change; ``meaning`` follows from the kind of change."""


@dataclass(frozen=True)
class Changed:
    """A clause that is in both versions, with the names of the fields that differ."""

    old: Clause
    new: Clause
    fields: tuple[str, ...]

    @property
    def in_meaning(self) -> bool:
        return self.old.meaning != self.new.meaning


@dataclass(frozen=True)
class Difference:
    """``settings``: id → (old values, new values)."""

    added: tuple[Clause, ...]
    removed: tuple[Clause, ...]
    changed: tuple[Changed, ...]
    settings: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]

    @property
    def nothing(self) -> bool:
        return not (self.added or self.removed or self.changed or self.settings)

    @property
    def meant(self) -> set[str]:
        """Ids of the clauses that mean something else than before, or came, or went."""
        return {clause.id for clause in (*self.added, *self.removed)} | {c.new.id for c in self.changed if c.in_meaning}


@dataclass(frozen=True)
class Touched:
    """Exactly what a difference touches. ``shows``: modules that show other words; ``modules`` and ``items``: of which
    the meaning changes; ``asks_again``: promises that ask two items and a new signature."""

    shows: tuple[str, ...]
    modules: tuple[str, ...]
    items: tuple[str, ...]
    asks_again: tuple[str, ...]


def compare(old: Protocol, new: Protocol) -> Difference:
    """What is different in ``new``."""
    changed = []
    for clause in new.clauses:
        before = old.by_id.get(clause.id)
        fields = () if before is None else tuple(f for f in FIELDS if getattr(before, f) != getattr(clause, f))
        if before is not None and (fields or before.meaning != clause.meaning):
            changed.append(Changed(before, clause, fields))
    names = sorted({*old.settings, *new.settings})
    values = {name: (tuple(old.settings.get(name, ())), tuple(new.settings.get(name, ()))) for name in names}
    return Difference(
        tuple(clause for clause in new.clauses if clause.id not in old.by_id),
        tuple(clause for clause in old.clauses if clause.id not in new.by_id),
        tuple(changed),
        {name: pair for name, pair in values.items() if pair[0] != pair[1]},
    )


def touched(
    difference: Difference, old: Protocol, new: Protocol, course: Course, spec: ContractSpec, base: Protocol,
    settings: Iterable[Setting],
) -> Touched:  # fmt: skip
    """The lessons, items and promises that the difference touches."""
    clauses = [*difference.added, *difference.removed, *(c.new for c in difference.changed)]
    changed = {name for clause in clauses for name in (clause.id, *clause.like)}
    meant = {n for c in clauses if c.id in difference.meant for n in (c.id, *c.like)}
    governed = {module for setting in settings if setting.id in difference.settings for module in setting.modules}
    deep = _citing(course, meant)
    modules = {module for module, _ in deep} | governed
    items = {item for item, ref in course.items.items() if ref in deep or ref[0] in governed}
    before = {promise.id: promise.meaning for promise in contract_of(old, spec, base).promises}
    after = {promise.id: promise.meaning for promise in contract_of(new, spec, base).promises}
    return Touched(
        tuple(sorted({module for module, _ in _citing(course, changed)} | governed)),
        tuple(sorted(modules)),
        tuple(sorted(items)),
        tuple(sorted(name for name, meaning in after.items() if before.get(name) != meaning)),
    )


def marked(old: str, new: str) -> list[tuple[str, str]]:
    """``old`` and ``new`` side by side as runs of (``same`` | ``del`` | ``ins``, words); the runs give both back."""
    left, right = re.findall(r"\s*\S+|\s+$", old), re.findall(r"\s*\S+|\s+$", new)
    runs = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(("same", "".join(left[a:b])))
        else:
            runs += [
                (name, words) for name, words in (("del", "".join(left[a:b])), ("ins", "".join(right[c:d]))) if words
            ]
    return runs


def _citing(course: Course, clauses: set[str]) -> set[AgreementRef]:
    return {ref for ref, cited in course.cited.items() if clauses.intersection(cited)}
