"""What stands behind an agreement of a module at one school. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from agreements.schema import Clause, Protocol


@dataclass(frozen=True)
class Elsewhere:
    """Another school's protocol that says it too."""

    slug: str
    name: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Sources:
    """``own``: clauses of the own school, with their place. ``also``: other protocols. ``course``: the course's own
    words, given only where the own school is silent."""

    own: tuple[Clause, ...]
    also: tuple[Elsewhere, ...]
    course: tuple[Clause, ...]

    @property
    def from_course(self) -> bool:
        """True where this is a tip of the course, not a rule of the school."""
        return not self.own


def agreement_sources(
    cited: Collection[str], protocol: Protocol, shelf: Iterable[Protocol], base: Protocol | None = None
) -> Sources:
    """The sources of an agreement that cites the clauses ``cited``, for a school with ``protocol``.

    A clause that names a cited one in ``like`` counts as cited, so that a school's own protocol takes part in
    lessons that were written before it. ``shelf`` are the shipped protocols without the base.
    """
    own = () if base is not None and protocol.slug == base.slug else matching(cited, protocol)
    known = {clause.id for clause in own}
    also = []
    for other in shelf:
        if other.slug == protocol.slug:
            continue
        clauses = tuple(clause for clause in other.clauses if clause.id in cited and clause.id not in known)
        if clauses:
            also.append(Elsewhere(other.slug, other.name, clauses))
    course = () if own or base is None else tuple(clause for clause in base.clauses if clause.id in cited)
    return Sources(own, tuple(also), course)


def matching(cited: Collection[str], protocol: Protocol) -> tuple[Clause, ...]:
    """The clauses of ``protocol`` that are cited, or say the same as a cited one, in the order of the document."""
    wanted = set(cited)
    return tuple(clause for clause in protocol.clauses if clause.id in wanted or wanted.intersection(clause.like))


def joined(protocol: Protocol, base: Protocol) -> Protocol:
    """``protocol`` with every clause that is like one of the base also like what that one is like.

    The base's clauses stand for the agreements of the modules and know which clauses those cite; so naming one of them
    is enough to take part in its lesson.
    """
    if not any(base.by_id.keys() & set(clause.like) for clause in protocol.clauses):
        return protocol
    clauses = []
    for clause in protocol.clauses:
        more = [name for known in clause.like if known in base.by_id for name in base.by_id[known].like]
        clauses.append(
            clause.model_copy(update={"like": list(dict.fromkeys([*clause.like, *more]))}) if more else clause
        )
    return protocol.model_copy(update={"clauses": clauses})
