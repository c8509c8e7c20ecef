"""The shape of a module: one YAML file in ``lessons/modules/``, both languages side by side."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from core.text import Spec, Text
from lessons.steps import AnyStep
from lessons.steps.base import AgreementId, GoalId, Id, Picture, unique
from lessons.steps.terugvertellen import Plan, Terugvertellen

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z]{3,20}$")]
ClauseId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]+$")]
PromiseId = Annotated[str, StringConstraints(pattern=r"^p[0-9]{2}$")]
MisconceptionId = Annotated[str, StringConstraints(pattern=r"^M[1-9]$")]


class Agreement(Spec):
    """What the module teaches, in pupil words."""

    id: AgreementId
    text: Text
    sources: list[ClauseId] = Field(default_factory=list)
    """Clauses it rests on; none: a tip of the course, not a rule of a school."""


class Goal(Spec):
    """What a pupil can do after the module, as a sentence beginning with *Ik*."""

    id: GoalId
    text: Text
    agreement: AgreementId


class Misconception(Spec):
    id: MisconceptionId
    text: Text
    """As a child would say it."""
    repair: Text | None = None
    """Five minutes with the class that take it away, for the teacher."""


class Person(Spec):
    """Someone in the story who is not one of the cast."""

    id: Id
    name: Text
    picture: Picture | None = None


class Word(Spec):
    """An entry of the word list."""

    term: Text
    meaning: Text


class Start(Spec):
    """The start screen."""

    text: Text
    time: Text
    after_this_lesson: list[Text] = Field(min_length=4, max_length=4)
    picture: Picture
    alt: Text


class TerrariumObject(Spec):
    """What appears in the class terrarium when the first child of the class finishes."""

    picture: Picture
    alt: Text
    text: Text


class Closing(Spec):
    """The closing screen; the promise's words come from the contract."""

    text: Text
    promise: PromiseId
    terrarium: TerrariumObject
    next: Text
    """When the refresher comes."""
    again: Text | None = None
    """For who has parts to practise still."""
    help: Text | None = None
    """Where to go when it is real."""


class Remark(Spec):
    """Something pupils are likely to say, with a possible reply."""

    says: Text
    reply: Text


class TeacherPage(Spec):
    """The printable guide."""

    aim: Text
    before: Text
    during: Text
    questions: list[Text] = Field(min_length=3, max_length=3)
    remarks: list[Remark] = Field(min_length=2)
    close: Text
    unplugged: Text
    home: list[Text] = Field(min_length=3, max_length=3)
    """Three talk starters for at home; the family page shows them."""
    sensitive: Text
    disclosure: Text | None = None
    """What to do when a child reports something serious."""
    at_home: Text | None = None
    """What families may see differently."""
    materials: Text | None = None
    settings: list[str] = Field(default_factory=list)
    """Settings of the school to check before the lesson."""


class FamilyPage(Spec):
    """Words around the three talk starters and the agreements."""

    text: Text


class Module(Spec):
    slug: Slug
    order: int = Field(ge=1, le=99)
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    """Of the ids in its bank: ``DS-01``."""
    core: bool = False
    minutes: int = Field(ge=20, le=90)
    after: list[Slug] = Field(default_factory=list)
    """Modules that must be done first."""
    helps: list[Slug] = Field(default_factory=list)
    """Modules that help but are not needed."""
    title: Text
    subtitle: Text
    agreements: list[Agreement] = Field(min_length=1, max_length=9)
    goals: list[Goal] = Field(min_length=4, max_length=4)
    misconceptions: list[Misconception] = Field(min_length=1, max_length=9)
    people: list[Person] = Field(default_factory=list)
    words: list[Word] = Field(min_length=1)
    start: Start
    steps: list[AnyStep] = Field(min_length=3, max_length=15)
    closing: Closing
    teacher: TeacherPage
    family: FamilyPage

    @model_validator(mode="after")
    def _consistent(self) -> Module:
        unique((agreement.id for agreement in self.agreements), "agreement")
        unique((misconception.id for misconception in self.misconceptions), "misconception")
        unique((step.id for step in self.steps), "step")
        if [goal.id for goal in self.goals] != ["G1", "G2", "G3", "G4"]:
            raise ValueError("goals must be G1 to G4, in that order")
        return self

    @property
    def plan(self) -> Plan | None:
        """The if-then plan, for the closing screen and the refresher."""
        return next((step.plan for step in self.steps if isinstance(step, Terugvertellen)), None)
