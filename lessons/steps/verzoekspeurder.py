"""Friend requests under the magnifying glass: clues, a decision, a reason."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from core.text import Spec, Text
from lessons.steps.base import Id, Picture, Step, Tag, unique
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

DECISIONS = ("yes", "no", "ask")
WRONG = Seen(right=False)


class Clue(Spec):
    id: Id
    text: Text
    telling: bool
    """Whether it says something about who this is."""
    feedback: Text


class Decision(Spec):
    """What is said about *ja, ik ken diegene echt*, *nee, dank je*, *eerst aan een volwassene vragen*."""

    id: Literal["yes", "no", "ask"]
    right: bool
    feedback: Text
    """Names the clue that decides."""
    tag: Tag | None = None


class Reason(Spec):
    id: Id
    text: Text
    right: bool
    feedback: Text


class Request(Spec):
    id: Id
    name: Text
    handle: str
    picture: Picture
    alt: Text
    since: Text
    shared: Text
    """Friends in common."""
    lines: list[Text] = Field(min_length=1, max_length=3)
    message: Text | None = None
    clues: list[Clue] = Field(min_length=2, max_length=6)
    decisions: list[Decision] = Field(min_length=3, max_length=3)
    reasons: list[Reason] = Field(min_length=2, max_length=4)

    @model_validator(mode="after")
    def _complete(self) -> Request:
        unique((clue.id for clue in self.clues), "clue")
        unique((reason.id for reason in self.reasons), "reason")
        if tuple(decision.id for decision in self.decisions) != DECISIONS:
            raise ValueError("decisions must be yes, no and ask, in that order")
        if not any(decision.right for decision in self.decisions):
            raise ValueError("no decision is right")
        if not any(clue.telling for clue in self.clues):
            raise ValueError("no clue is telling")
        if not any(reason.right for reason in self.reasons):
            raise ValueError("no reason is right")
        return self


class Verzoekspeurder(Step):
    type: Literal["verzoekspeurder"]
    requests: list[Request] = Field(min_length=2, max_length=8)
    done: Text

    @model_validator(mode="after")
    def _consistent(self) -> Verzoekspeurder:
        unique((request.id for request in self.requests), "request")
        return self


class Judging(StepType[Verzoekspeurder]):
    """One request at a time: fields ``<request>.clue``, ``.decision`` and ``.reason``."""

    name = "verzoekspeurder"
    answer_place = "gevolg"

    def parse(self, step: Verzoekspeurder, form: Form, record: Record) -> Parsed:
        named = {field.partition(".")[0] for field in form}
        if not named:
            raise NothingChosen
        request = next((request for request in step.requests if request.id in named), None)
        if request is None or len(named) > 1:
            raise NotHere
        only(form, (f"{request.id}.{part}" for part in ("clue", "decision", "reason")))
        clues = several(form, f"{request.id}.clue", [clue.id for clue in request.clues])
        decision = one(form, f"{request.id}.decision", DECISIONS)
        reason = one(form, f"{request.id}.reason", (reason.id for reason in request.reasons))
        return Parsed({request.id: {"clues": clues, "decision": decision, "reason": reason}})

    def judge(self, step: Verzoekspeurder, record: Record) -> Judgement:
        seen = {}
        for request in step.requests:
            if request.id in record.last:
                decision = _decision(request, record.last[request.id]["decision"])
                seen[request.id] = Seen(decision.right, decision.feedback)
        done = len(seen) == len(step.requests) and all(part.right for part in seen.values())
        return Judgement(done, seen, step.done if done else None)

    def facts(self, step: Verzoekspeurder, before: Record, after: Record) -> list[Fact]:
        facts = []
        for request in step.requests:
            if request.id not in after.last:
                continue
            decision = _decision(request, after.last[request.id]["decision"])
            first = request.id not in before.first
            put_right = decision.right and not self.judge(step, before).parts.get(request.id, WRONG).right
            if first or put_right:
                safe = decision.right and decision.id != "yes"
                tag = None if decision.right else decision.tag
                picks = (("decision", decision.id), ("reason", after.last[request.id]["reason"]))
                facts.append(Fact(request.id, decision.right, first, tag, protective=safe, picks=picks))
        return facts

    def show(self, step: Verzoekspeurder, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        judged = self.judge(step, record)
        ids = [request.id for request in step.requests]
        todo = [name for name in ids if not (name in judged.parts and judged.parts[name].right)]
        current = focus if focus in ids else (todo or ids)[0]
        request = step.requests[ids.index(current)]
        given = record.last.get(current)
        return {
            "list": [{"request": r, "seen": judged.parts.get(r.id), "here": r.id == current} for r in step.requests],
            "request": request,
            "clues": [_by_id(request.clues, name) for name in mixed([clue.id for clue in request.clues], step.id)],
            "reasons": [_by_id(request.reasons, name) for name in mixed([r.id for r in request.reasons], step.id)],
            "given": given,
            "seen": judged.parts.get(current),
            "said": _said(request, given) if given else None,
            "next": next((name for name in todo if name != current), None),
            "number": ids.index(current) + 1,
        }

    def samples(self, step: Verzoekspeurder) -> Samples:
        def form(request: Request, right: bool) -> Form:
            decision = next(d for d in request.decisions if d.right == right)
            return {
                f"{request.id}.clue": [request.clues[0].id],
                f"{request.id}.decision": [decision.id],
                f"{request.id}.reason": [request.reasons[0].id],
            }

        right = [form(request, right=True) for request in step.requests]
        doubtful = [request for request in step.requests if any(not decision.right for decision in request.decisions)]
        name = step.requests[0].id
        return Samples(
            right=[right, right[::-1]],
            wrong=[right[1:], *([*right[:-1], form(request, right=False)] for request in doubtful[-1:])],
            invalid=[
                {}, {f"{name}.decision": ["yes"]}, {**right[0], f"{name}.decision": ["_misschien"]},
                {**right[0], f"{name}.clue": ["_niets"]}, {**right[0], "_vreemd.clue": ["1"]}, {**right[0], **right[1]},
            ],
        )  # fmt: skip


def _decision(request: Request, name: str) -> Decision:
    return request.decisions[DECISIONS.index(name)]


def _by_id(parts: list[Any], name: str) -> Any:
    return next(part for part in parts if part.id == name)


def _said(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    """Feedback on clues (ticked ones and telling ones that were missed) and on the reason."""
    return {
        "clues": [clue for clue in request.clues if clue.telling or clue.id in given["clues"]],
        "found": sum(clue.telling and clue.id in given["clues"] for clue in request.clues),
        "telling": sum(clue.telling for clue in request.clues),
        "reason": next((reason for reason in request.reasons if reason.id == given["reason"]), None),
    }
