"""The shelf of protocols, parsed once, and the protocol of a school, shipped or its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from agreements.contract import Contract
from agreements.contract import contract_of as make_contract
from agreements.models import ClauseWording, ProtocolVersion
from agreements.schema import (
    BASE,
    Clause,
    ContractSpec,
    Flag,
    Flags,
    Protocol,
    Setting,
    SettingsFile,
    Topics,
    TopicSpec,
)
from agreements.sources import Sources, joined
from agreements.sources import agreement_sources as find_sources
from core.content import read
from core.keeping import Kept
from core.text import Settings
from school.choices import choice
from school.models import School

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Shelf:
    """Everything in the content files of this feature."""

    protocols: dict[str, Protocol]
    """By slug, without the base, in alphabetical order."""
    base: Protocol
    settings: SettingsFile
    flags: tuple[Flag, ...]
    topics: tuple[TopicSpec, ...]
    contract: ContractSpec

    @property
    def everything(self) -> dict[str, Protocol]:
        return {**self.protocols, self.base.slug: self.base}


class NoSuchProtocol(KeyError):
    """No shipped protocol has this slug."""


_shelf: Shelf | None = None
_own: Kept[str, Protocol] = Kept(64)
"""Protocols that schools made: own versions by their digest, shipped ones with official words by those words."""

_found: Kept[tuple[int, frozenset[str]], tuple[Protocol, Sources]] = Kept(4_000)
"""What ``agreement_sources`` found. The protocol is kept with it, so that its id is not given to another one."""


def load(cache: Path | None = None) -> Shelf:
    """Read the shelf. Raises core.content.ContentError with the faults of the first file that cannot be used."""
    read_protocols = {
        path.stem: read(path, Protocol, cache=cache) for path in sorted((FOLDER / "protocols").glob("*.yaml"))
    }
    base = read_protocols.pop(BASE)
    return _use(
        Shelf(
            read_protocols,
            base,
            read(FOLDER / "settings.yaml", SettingsFile, cache=cache),
            tuple(read(FOLDER / "flags.yaml", Flags, cache=cache).flags),
            tuple(read(FOLDER / "topics.yaml", Topics, cache=cache).topics),
            read(FOLDER / "contract.yaml", ContractSpec, cache=cache),
        )
    )


def _use(shelf: Shelf) -> Shelf:
    """Make this the shelf, and forget what was made with another one."""
    global _shelf
    _shelf = shelf
    _own.forget()
    _found.forget()
    return shelf


def put_back(kept: Shelf) -> None:
    """Use a shelf that was read before, after looking at another one."""
    _use(kept)


def register(cited: Mapping[tuple[str, str], Iterable[str]]) -> None:
    """Tell the base which clauses each agreement of a module cites; called at start by a floor above.

    A clause of the base stands for one agreement. Knowing what that cites, a protocol that is like the base takes part
    in the lesson and stands beside the schools that say the same.
    """
    likes = {base_clause(*ref): list(names) for ref, names in cited.items()}
    known = shelf()
    clauses = [one.model_copy(update={"like": likes.get(one.id, [])}) for one in known.base.clauses]
    base = known.base.model_copy(update={"clauses": clauses})
    protocols = {slug: joined(found, base) for slug, found in known.protocols.items()}
    _use(replace(known, base=base, protocols=protocols))


def shelf() -> Shelf:
    """The shelf, read at first use."""
    return _shelf or load()


def protocol(slug: str) -> Protocol:
    """The shipped protocol ``slug``, the base included. Raises NoSuchProtocol."""
    try:
        return shelf().everything[slug]
    except KeyError:
        raise NoSuchProtocol(slug) from None


def clause(clause_id: str) -> Clause | None:
    """The shipped clause with this id; None where there is none."""
    return next((p.by_id[clause_id] for p in shelf().everything.values() if clause_id in p.by_id), None)


def settings_of(slug: str) -> Settings:
    """Setting → values of a shipped protocol."""
    return protocol(slug).settings


def setting(setting_id: str) -> Setting | None:
    return next((s for s in shelf().settings.settings if s.id == setting_id), None)


def contract_of(which: Protocol | str, off: Iterable[str] = ()) -> Contract:
    """The contract of a school with this protocol; ``off``: promises without a clause that it switched off."""
    found = protocol(which) if isinstance(which, str) else which
    return make_contract(found, shelf().contract, shelf().base, tuple(off))


def agreement_sources(cited: Iterable[str], which: Protocol | str) -> Sources:
    """What stands behind an agreement that cites these clauses, for a school with this protocol."""
    found = protocol(which) if isinstance(which, str) else which
    names = frozenset(cited)

    def find() -> tuple[Protocol, Sources]:
        return found, find_sources(names, found, shelf().protocols.values(), shelf().base)

    return _found.of((id(found), names), find)[1]


def base_clause(module: str, agreement: str) -> str:
    """Id of the base's clause for an agreement of a module: ``doorsturen``, ``A2`` → ``basis-doorsturen-2``."""
    return f"{BASE}-{module}-{agreement.lstrip('A')}"


# Every page asks it, so it is put together once and is one statement.
_HELD = (
    select(
        School.protocol_slug, ProtocolVersion.id, ProtocolVersion.digest, ClauseWording.clause_id, ClauseWording.wording
    )
    .outerjoin(
        ProtocolVersion, (ProtocolVersion.id == School.protocol_version_id) & (ProtocolVersion.school_id == School.id)
    )
    .outerjoin(ClauseWording, ClauseWording.school_id == School.id)
    .where(School.id == bindparam("school"))
)


def protocol_of(session: Session, school_id: int) -> Protocol:
    """The protocol that holds at a school now: its own published version, or a shipped one with the official words
    that the school added. Visitors without a school get the base."""
    rows = session.execute(_HELD, {"school": school_id}).all() if school_id else []
    if not rows:
        return shelf().base
    slug: str = rows[0].protocol_slug
    digest: str | None = rows[0].digest
    if digest is not None:
        version_id = rows[0].id
        return _own.of(digest, lambda: _parsed(session.get_one(ProtocolVersion, version_id)))
    wording = {row.clause_id: row.wording for row in rows if row.wording}
    if not wording:
        return protocol(slug)
    return _own.of(f"{slug} {sorted(wording.items())}", lambda: _worded(protocol(slug), wording))


def own_protocol(version: ProtocolVersion) -> Protocol:
    """A published version as a protocol; parsed once, known by its digest."""
    return _own.of(version.digest, lambda: _parsed(version))


def _parsed(version: ProtocolVersion) -> Protocol:
    return joined(Protocol.model_validate(version.body), shelf().base)


def _worded(found: Protocol, wording: dict[str, str]) -> Protocol:
    """A shipped protocol with these official words."""
    clauses = [c.model_copy(update={"wording": wording[c.id]}) if c.id in wording else c for c in found.clauses]
    return found.model_copy(update={"clauses": clauses})


def contract_for(session: Session, school_id: int) -> Contract:
    """The contract of a school, without the promises that it switched off."""
    return contract_of(protocol_of(session, school_id), choice(session, school_id, "promises_off"))
