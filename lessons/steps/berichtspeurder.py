"""Messages under the magnifying glass: tick the clues, then choose what to do."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from core.text import Conditional, Spec, Text
from lessons.steps.base import AgreementId, Id, JudgedOption, Picture, Step, unique
from lessons.steps.play import (
    Choices,
    Fact,
    Form,
    Judgement,
    NotHere,
    NothingChosen,
    Parsed,
    Record,
    Samples,
    Seen,
    StepType,
    mixed,
    one,
    only,
    several,
)


class MessageClue(Spec):
    id: Id
    text: Text
    right: bool
    """True clue, or a detail that says nothing."""
    feedback: Text


class FormField(Spec):
    """A field drawn on the message, never one to fill in."""

    label: Text
    starred: bool = False


class Bericht(Conditional):
    id: Id
    kind: Literal["chat", "mail", "form", "page"]
    real: bool
    """Whether it is fine as it is; a step with only fakes says so in its title."""
    from_: Text | None = Field(default=None, alias="from")
    address: str | None = None
    subject: Text | None = None
    date: Text | None = None
    text: Text
    fields: list[FormField] = Field(default_factory=list)
    link: Text | None = None
    """Drawn as a link or button, never clickable."""
    attachment: Text | None = None
    picture: Picture | None = None
    alt: Text | None = None
    question: Text
    clues: list[MessageClue] = Field(min_length=2, max_length=8)
    act_question: Text | None = None
    """*Wat doe je?* when left out."""
    acts: list[JudgedOption] = Field(min_length=2, max_length=4)
    agreement: AgreementId | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Bericht:
        unique((clue.id for clue in self.clues), "clue")
        unique((act.id for act in self.acts), "act")
        if not any(clue.right for clue in self.clues):
            raise ValueError("no clue is right")
        if not any(act.right for act in self.acts):
            raise ValueError("no act is right")
        if self.picture and not self.alt:
            raise ValueError("a picture needs alt")
        return self


class Berichtspeurder(Step):
    type: Literal["berichtspeurder"]
    messages: list[Bericht] = Field(min_length=1, max_length=6)
    done: Text | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Berichtspeurder:
        unique((message.id for message in self.messages), "message")
        return self


class Inspecting(StepType[Berichtspeurder]):
    """One message at a time: first ``<message>.clue``, then ``<message>.act``."""

    name = "berichtspeurder"
    answer_place = "gevolg"

    def parse(self, step: Berichtspeurder, form: Form, record: Record) -> Parsed:
        named = {field.partition(".")[0] for field in form}
        if not named:
            raise NothingChosen
        message = next((message for message in step.messages if message.id in named), None)
        if message is None or len(form) > 1:
            raise NotHere
        clue, act = f"{message.id}.clue", f"{message.id}.act"
        if clue in form:
            clues = several(form, clue, [part.id for part in message.clues])
            if not clues:
                raise NothingChosen
            return Parsed({clue: clues})
        only(form, (act,))
        if clue not in record.last:
            raise NotHere
        return Parsed({act: one(form, act, (part.id for part in message.acts))})

    def judge(self, step: Berichtspeurder, record: Record) -> Judgement:
        seen: dict[str, Seen] = {}
        for message in step.messages:
            act = _act(message, record.last)
            if act is not None:
                seen[message.id] = Seen(act.right, act.feedback, message.agreement)
        done = len(seen) == len(step.messages) and all(part.right for part in seen.values())
        return Judgement(done, seen, step.done if done else None)

    def facts(self, step: Berichtspeurder, before: Record, after: Record) -> list[Fact]:
        facts = []
        for message in step.messages:
            act, earlier = _act(message, after.last), _act(message, before.last)
            if act is None or (earlier is not None and (earlier.right or not act.right)):
                continue
            protective = act.right and not message.real
            tag = None if act.right else act.tag
            picks = (("act", act.id), *(("clue", clue) for clue in after.last[f"{message.id}.clue"]))
            facts.append(Fact(message.id, act.right, earlier is None, tag, message.agreement, protective, picks))
        return facts

    def show(self, step: Berichtspeurder, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        judged = self.judge(step, record)
        ids = [message.id for message in step.messages]
        todo = [name for name in ids if not (name in judged.parts and judged.parts[name].right)]
        wanted = (focus or "").partition(".")[0]
        current = wanted if wanted in ids else (todo or ids)[0]
        message = step.messages[ids.index(current)]
        ticked = record.last.get(f"{current}.clue")
        clues = {clue.id: clue for clue in message.clues}
        acts = {act.id: act for act in message.acts}
        return {
            "list": [{"message": m, "seen": judged.parts.get(m.id), "here": m.id == current} for m in step.messages],
            "message": message,
            "number": ids.index(current) + 1,
            "clues": [clues[name] for name in mixed(list(clues), step.id)],
            "ticked": ticked,
            "said": [clue for clue in message.clues if clue.right or clue.id in ticked] if ticked else [],
            "found": sum(clue.right for clue in message.clues if clue.id in (ticked or ())),
            "true": sum(clue.right for clue in message.clues) if ticked else None,
            "acts": [acts[name] for name in mixed(list(acts), step.id)] if ticked else [],
            "act": record.last.get(f"{current}.act"),
            "seen": judged.parts.get(current),
            "next": next((name for name in todo if name != current), None),
        }

    def samples(self, step: Berichtspeurder) -> Samples:
        def forms(message: Bericht, right: bool) -> list[Form]:
            act = next(act for act in message.acts if act.right == right)
            return [{f"{message.id}.clue": [message.clues[0].id]}, {f"{message.id}.act": [act.id]}]

        right = [form for message in step.messages for form in forms(message, right=True)]
        fooled = next(message for message in step.messages if any(not act.right for act in message.acts))
        name = step.messages[0].id
        return Samples(
            right=[right, [*forms(fooled, right=False), *right]],
            wrong=[right[:-1], [*right, *forms(fooled, right=False)]],
            invalid=[
                {}, {f"{name}.act": [step.messages[0].acts[0].id]}, {f"{name}.clue": ["_niets"]}, {f"{name}.clue": []},
                {"_vreemd.clue": ["a"]}, {**right[0], **right[1]}, {f"{name}.weg": ["1"]},
            ],
        )  # fmt: skip


def _act(message: Bericht, values: dict[str, Any]) -> JudgedOption | None:
    return next((act for act in message.acts if act.id == values.get(f"{message.id}.act")), None)
