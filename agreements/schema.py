"""The shape of the shelf: protocols, settings, flags, topics and the contract. See docs/authors/protocols.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from core.text import Spec, Text

Audience = Literal["pupil", "parent", "staff", "school"]
Kind = Literal["rule", "right", "duty", "reminder", "sanction", "procedure", "mission-statement"]
Topic = Literal[
    "passwords", "privacy", "forwarding", "friending", "respect", "photos-consent", "permanence", "reporting",
    "phones", "email", "searching", "copyright", "network-hacking", "identity", "positive-use", "school-reputation",
    "sanctions", "staff-conduct", "website-publication", "cloud-data",
]  # fmt: skip
Tag = Literal[
    "consent", "definition", "device", "file", "governance", "ladder", "lesson-use", "monitoring", "parents-informed",
    "permission", "police", "removal", "responsibility", "safety", "scope", "signing", "source-error", "training",
]  # fmt: skip
FlagKind = Literal[
    "ambiguity", "gap", "internal-contradiction", "legal-check", "opportunity", "outdated", "pedagogy",
    "source-divergence", "source-error",
]  # fmt: skip
ClauseId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,79}$")]
PromiseId = Annotated[str, StringConstraints(pattern=r"^p[0-9]{2}$")]
SettingId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{2,39}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]

BASE = "basis"
"""Slug of the shared base: the course's own agreements, which fill a school's silences."""

AUDIENCES: tuple[Audience, ...] = ("pupil", "parent", "staff", "school")


class Clause(Spec):
    """One statement of a protocol. ``section`` and ``number`` say where it stands; in parentheses: our own count."""

    id: ClauseId
    section: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    number: Annotated[str, StringConstraints(max_length=20)] = ""
    audience: list[Audience] = Field(min_length=1)
    kind: Kind
    topic: Topic
    tags: list[Tag] = Field(default_factory=list)
    summary: Text
    pupil: Text | None = None
    """First person, for ages 9–12; null where it does not concern pupils."""
    teach: bool = False
    pledge: bool = False
    promise: PromiseId | None = None
    """The promise it stands behind; left out: the promise of its topic."""
    conflicts: list[ClauseId] = Field(default_factory=list)
    """Clauses that answer the same question differently."""
    like: list[ClauseId] = Field(default_factory=list)
    """Clauses of other protocols, or of the base, that say the same: lessons that cite those, cite this one too."""
    meaning: int = Field(default=1, ge=1)
    """Goes up when it comes to mean something else; an improved wording leaves it."""
    wording: str = ""
    """The school's official words, as clean HTML; empty where the school has not pasted them."""

    @model_validator(mode="after")
    def _whole(self) -> Clause:
        if self.teach and self.pupil is None:
            raise ValueError("taught to pupils, but without pupil words")
        if self.pledge and ("pupil" not in self.audience or self.pupil is None):
            raise ValueError("a pledge needs pupils as audience and pupil words")
        if self.promise and not self.pledge:
            raise ValueError("behind a promise, but not a pledge")
        if self.promise and self.is_consequence:
            raise ValueError("no child promises its own punishment")
        return self

    @property
    def place(self) -> str:
        """Section and number as a person reads them; a number of our own counting is left out."""
        shown = self.number if self.number and not self.number.startswith("(") else ""
        return f"{self.section}, {shown}" if shown else self.section

    @property
    def is_consequence(self) -> bool:
        """True for what happens when it goes wrong: shown apart, never promised."""
        return self.topic == "sanctions"


class Flag(Spec):
    """Something that a careful reader finds in a protocol; with ``decide`` the administrator has the last word."""

    id: Slug
    kind: FlagKind
    decide: bool = False
    everywhere: bool = False
    text: Text
    lesson: Text | None = None
    """For pupils: what the school asks, and what experts say."""
    source: Text
    date: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    """Of the source; for a reading of the text the day it was read."""
    clauses: list[ClauseId] = Field(default_factory=list)


class Flags(Spec):
    flags: list[Flag]


class Protocol(Spec):
    """A school's document, shipped or its own; everyone reads both in this shape."""

    slug: Slug
    name: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    prefix: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,19}$")]
    title: Text
    settings: dict[SettingId, list[str]] = Field(default_factory=dict)
    clauses: list[Clause]
    flags: list[Flag] = Field(default_factory=list)
    version: int = Field(default=0, ge=0)
    """Of a school's own protocol; 0 for a shipped one."""

    @model_validator(mode="after")
    def _unique(self) -> Protocol:
        twice = duplicates(clause.id for clause in self.clauses)
        if twice:
            raise ValueError(f"id used twice: {', '.join(twice)}")
        return self

    @cached_property
    def by_id(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Protocol:
        """A copy, without what was worked out for the original."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("by_id", None)
        return copy

    def of(self, audience: Audience) -> list[Clause]:
        """The clauses that concern ``audience``, in the order of the document."""
        return [clause for clause in self.clauses if audience in clause.audience]


class Words(Spec):
    """What a setting says, for adults and, where it concerns them, for children."""

    text: Text
    pupil: Text | None = None


class Variant(Words):
    """One value of a setting; ``clauses`` say where each protocol has it."""

    value: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]+$")]
    clauses: list[ClauseId] = Field(default_factory=list)


class Setting(Spec):
    """A point on which protocols differ."""

    id: SettingId
    topic: Topic
    audience: list[Audience] = Field(min_length=1)
    modules: list[str] = Field(default_factory=list)
    """Lessons that it governs, besides the pages of its audiences."""
    title: Text
    question: Text
    silent: Words
    variants: list[Variant] = Field(min_length=1)

    @model_validator(mode="after")
    def _words_for_pupils(self) -> Setting:
        for words in (self.silent, *self.variants):
            if ("pupil" in self.audience) != (words.pupil is not None):
                raise ValueError("pupil words exactly where pupils are an audience")
        return self

    def variant(self, value: str) -> Variant | None:
        return next((variant for variant in self.variants if variant.value == value), None)


class Only(Spec):
    """What only one protocol has."""

    text: Text
    clauses: list[ClauseId]


class SettingsFile(Spec):
    silent: Words
    settings: list[Setting]
    unique: dict[Slug, list[Only]] = Field(default_factory=dict)


class TopicSpec(Spec):
    id: Topic
    module: str | None
    title: Text


class Topics(Spec):
    topics: list[TopicSpec]


class PromiseSpec(Spec):
    """A line of the contract. ``meaning`` goes up when it asks something else than before."""

    id: PromiseId
    module: str
    picture: str
    topics: list[Topic]
    text: Text
    meaning: int = Field(default=1, ge=1)


class Labels(Spec):
    rule: Text
    course: Text
    class_: Text = Field(alias="class")


class Consequences(Spec):
    title: Text
    intro: Text
    silent: Text


class OwnPromise(Text):
    """Something the school promises pupils."""

    id: str


class OwnSide(Spec):
    title: Text
    promises: list[OwnPromise]


class ContractSpec(Spec):
    title: Text
    frame: Text
    labels: Labels
    promises: list[PromiseSpec] = Field(min_length=1)
    consequences: Consequences
    ours: OwnSide

    def promise_of(self, clause: Clause) -> str | None:
        """The promise that ``clause`` stands behind: its own choice, else that of its topic; None: behind none."""
        if not clause.pledge or clause.is_consequence:
            return None
        return clause.promise or next((p.id for p in self.promises if clause.topic in p.topics), None)


def duplicates(ids: Iterable[str]) -> list[str]:
    """Ids that occur more than once, in order of their second occurrence."""
    seen: set[str] = set()
    twice = []
    for name in ids:
        if name in seen and name not in twice:
            twice.append(name)
        seen.add(name)
    return twice
