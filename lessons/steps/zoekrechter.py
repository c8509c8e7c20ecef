"""A page of search results to judge, and two to use together."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from core.text import Spec, Text
from lessons.steps.base import Id, Step, Tag, known, unique
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

VERDICTS = ("use", "check", "skip")
PAIR = 2


class Verdict(Spec):
    """What is said about *bruikbaar*, *eerst controleren*, *niet nodig*."""

    id: Literal["use", "check", "skip"]
    right: bool
    feedback: Text
    tag: Tag | None = None


class Why(Spec):
    id: Id
    text: Text
    right: bool
    feedback: Text


class Result(Spec):
    id: Id
    kind: Literal["ad", "shop", "encyclopedia", "forum", "news", "ai", "page"]
    title: Text
    site: str
    """Made-up address, as shown."""
    date: Text | None = None
    text: Text
    verdicts: list[Verdict] = Field(min_length=3, max_length=3)
    reasons: list[Why] = Field(min_length=2, max_length=4)

    @model_validator(mode="after")
    def _complete(self) -> Result:
        if tuple(verdict.id for verdict in self.verdicts) != VERDICTS:
            raise ValueError("verdicts must be use, check and skip, in that order")
        if not any(verdict.right for verdict in self.verdicts):
            raise ValueError("no verdict is right")
        unique((reason.id for reason in self.reasons), "reason")
        if not any(reason.right for reason in self.reasons):
            raise ValueError("no reason is right")
        return self


class Pair(Spec):
    """Choose two to use together: right when both are among ``good``."""

    question: Text
    good: list[Id] = Field(min_length=2)
    right: Text
    not_yet: Text


class Zoekrechter(Step):
    type: Literal["zoekrechter"]
    query: Text
    results: list[Result] = Field(min_length=4, max_length=8)
    pair: Pair
    done: Text

    @model_validator(mode="after")
    def _consistent(self) -> Zoekrechter:
        unique((result.id for result in self.results), "result")
        known(self.pair.good, (result.id for result in self.results), "result")
        return self


class ResultJudging(StepType[Zoekrechter]):
    """Per result ``<result>.verdict`` and ``.reason``; when all are judged, ``pair``: two to use together."""

    name = "zoekrechter"
    answer_place = "gevolg"

    def parse(self, step: Zoekrechter, form: Form, record: Record) -> Parsed:
        ids = [result.id for result in step.results]
        if "pair" in form:
            only(form, ("pair",))
            pair = several(form, "pair", ids)
            if len(pair) != PAIR:
                raise NothingChosen
            if not all(name in record.last for name in ids):
                raise NotHere
            return Parsed({"pair": pair})
        named = {field.partition(".")[0] for field in form}
        if not named:
            raise NothingChosen
        result = next((result for result in step.results if result.id in named), None)
        if result is None or len(named) > 1:
            raise NotHere
        only(form, (f"{result.id}.{part}" for part in ("verdict", "reason")))
        verdict = one(form, f"{result.id}.verdict", VERDICTS)
        reason = one(form, f"{result.id}.reason", (why.id for why in result.reasons))
        return Parsed({result.id: {"verdict": verdict, "reason": reason}})

    def judge(self, step: Zoekrechter, record: Record) -> Judgement:
        seen = {}
        for result in step.results:
            if result.id in record.last:
                verdict = _verdict(result, record.last[result.id]["verdict"])
                seen[result.id] = Seen(verdict.right, verdict.feedback)
        if "pair" in record.last:
            good = set(record.last["pair"]) <= set(step.pair.good)
            seen["pair"] = Seen(good, step.pair.right if good else step.pair.not_yet)
        done = len(seen) == len(step.results) + 1 and all(part.right for part in seen.values())
        return Judgement(done, seen, step.done if done else None)

    def facts(self, step: Zoekrechter, before: Record, after: Record) -> list[Fact]:
        facts = []
        for result in step.results:
            if result.id in after.first and result.id not in before.first:
                verdict = _verdict(result, after.first[result.id]["verdict"])
                picks = (("verdict", verdict.id), ("reason", after.first[result.id]["reason"]))
                facts.append(Fact(result.id, verdict.right, tag=None if verdict.right else verdict.tag, picks=picks))
        return facts

    def show(self, step: Zoekrechter, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        judged = self.judge(step, record)
        ids = [result.id for result in step.results]
        todo = [name for name in ids if not (name in judged.parts and judged.parts[name].right)]
        current = focus if focus in ids else next(iter(todo), None)
        result = step.results[ids.index(current)] if current else None
        given = record.last.get(current) if current else None
        return {
            "list": [{"result": r, "seen": judged.parts.get(r.id), "here": r.id == current} for r in step.results],
            "result": result,
            "number": ids.index(current) + 1 if current else None,
            "reasons": self._reasons(step, result) if result else [],
            "given": given,
            "seen": judged.parts.get(current) if current else None,
            "reason": _reason(result, given) if result and given else None,
            "next": next((name for name in todo if name != current), None),
            "pairing": not todo,
            "pair": record.last.get("pair", []),
            "pair_seen": judged.parts.get("pair"),
        }

    def _reasons(self, step: Zoekrechter, result: Result) -> list[Why]:
        by_id = {why.id: why for why in result.reasons}
        return [by_id[name] for name in mixed(list(by_id), step.id)]

    def samples(self, step: Zoekrechter) -> Samples:
        def form(result: Result, right: bool) -> Form:
            verdict = next(verdict for verdict in result.verdicts if verdict.right == right)
            return {f"{result.id}.verdict": [verdict.id], f"{result.id}.reason": [result.reasons[0].id]}

        judged = [form(result, right=True) for result in step.results]
        pair: Form = {"pair": step.pair.good[:PAIR]}
        fooled = next(result for result in step.results if any(not verdict.right for verdict in result.verdicts))
        name = step.results[0].id
        return Samples(
            right=[[*judged, pair], [form(fooled, right=False), *judged, pair]],
            wrong=[judged, [*judged, form(fooled, right=False), pair]],
            invalid=[
                {}, pair, {"pair": step.pair.good[:1]}, {f"{name}.verdict": ["use"]}, {"_vreemd.verdict": ["use"]},
                {**judged[0], f"{name}.verdict": ["_misschien"]}, {**judged[0], **judged[1]},
                {**judged[0], "pair": ["a"]},
            ],
        )  # fmt: skip


def _verdict(result: Result, name: str) -> Verdict:
    return result.verdicts[VERDICTS.index(name)]


def _reason(result: Result, given: dict[str, str]) -> Why:
    return next(why for why in result.reasons if why.id == given["reason"])
