"""A picture with things to find and things that only look like it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from core.text import Conditional, Text
from lessons.steps.base import AgreementId, Id, Picture, Step, Tag, unique
from lessons.steps.play import (
    Answer,
    Choices,
    Fact,
    Form,
    Judgement,
    NothingChosen,
    Parsed,
    Record,
    Samples,
    Seen,
    StepType,
    mixed,
    only,
    several,
)

MISSES_BEFORE_HINT = 3

Percent = Annotated[float, Field(ge=0, le=100)]


class Spot(Conditional):
    id: Id
    text: Text
    """Its name in the list under the picture."""
    area: tuple[Percent, Percent, Percent, Percent]
    """Left, top, width, height, in percent of the picture."""
    target: bool
    where: Text | None = None
    """The hint, a sentence that names the area; needed on a target."""
    feedback: Text
    tag: Tag | None = None
    """For a target: the misconception of who does not see it."""
    agreement: AgreementId | None = None

    @model_validator(mode="after")
    def _can_be_hinted(self) -> Spot:
        if self.target and not self.where:
            raise ValueError("a target needs where, for the hint")
        if self.area[0] + self.area[2] > 100 or self.area[1] + self.area[3] > 100:
            raise ValueError("the area reaches outside the picture")
        return self


class Zoekplaat(Step):
    type: Literal["zoekplaat"]
    picture: Picture
    alt: Text
    spots: list[Spot] = Field(min_length=4, max_length=10)
    done: Text

    @model_validator(mode="after")
    def _consistent(self) -> Zoekplaat:
        unique((spot.id for spot in self.spots), "spot")
        if not any(spot.target for spot in self.spots) or all(spot.target for spot in self.spots):
            raise ValueError("some spots must be targets and some not")
        return self


class Searching(StepType[Zoekplaat]):
    name = "zoekplaat"
    answer_place = "gevolg"

    def parse(self, step: Zoekplaat, form: Form, record: Record) -> Parsed:
        only(form, ("spot", "beside"))
        spots = several(form, "spot", [spot.id for spot in step.spots])
        if not spots and not form.get("beside"):
            raise NothingChosen
        return Parsed({"chosen": spots})

    def keep(self, step: Zoekplaat, record: Record, answer: Answer) -> Record:
        """Choices add up; a try without a new target is a miss."""
        before: list[str] = record.last.get("chosen", [])
        fresh = [spot for spot in answer["chosen"] if spot not in before]
        found = {spot.id for spot in step.spots if spot.target} & set(fresh)
        misses = record.misses("miss") + (len(set(fresh) - found) or (0 if found else 1))
        return Record(
            first=record.first or {"chosen": answer["chosen"]},
            last={"chosen": before + fresh},
            tries={"miss": misses, "tries": record.misses("tries") + 1},
            done=record.done,
        )

    def judge(self, step: Zoekplaat, record: Record) -> Judgement:
        chosen = record.last.get("chosen", [])
        seen = {spot.id: Seen(spot.target, spot.feedback, spot.agreement) for spot in step.spots if spot.id in chosen}
        done = all(spot.id in chosen for spot in step.spots if spot.target)
        return Judgement(done, seen, step.done if done else None)

    def facts(self, step: Zoekplaat, before: Record, after: Record) -> list[Fact]:
        hinted = before.misses("miss") >= MISSES_BEFORE_HINT
        old, new = before.last.get("chosen", []), after.last.get("chosen", [])
        return [
            Fact(
                spot.id, right := spot.target and not hinted, tag=None if right else spot.tag, agreement=spot.agreement,
                picks=(("spot", spot.id), ("hint", "yes" if hinted else "no")),
            )
            for spot in step.spots
            if spot.id in new and spot.id not in old
        ]  # fmt: skip

    def show(self, step: Zoekplaat, record: Record, focus: str | None, choices: Choices) -> dict[str, Any]:
        judged = self.judge(step, record)
        by_id = {spot.id: spot for spot in step.spots}
        chosen = [name for name in record.last.get("chosen", []) if name in by_id]
        numbers = {name: number for number, name in enumerate((n for n in chosen if by_id[n].target), start=1)}
        order = mixed(list(by_id), step.id)
        return {
            "spots": [self._spot(by_id[name], judged.parts.get(name), numbers.get(name)) for name in order],
            "found": len(numbers),
            "targets": sum(spot.target for spot in step.spots),
            "last": [self._spot(by_id[name], judged.parts.get(name), numbers.get(name)) for name in chosen][-1:],
            "all": [self._spot(by_id[name], judged.parts.get(name), numbers.get(name)) for name in chosen],
            "hint": self._hint(step, record, judged),
        }

    def _spot(self, spot: Spot, seen: Seen | None, number: int | None) -> dict[str, Any]:
        left, top, width, height = spot.area
        return {
            "id": spot.id, "text": spot.text, "seen": seen, "number": number,
            "x": round(left + width / 2), "y": round(top + height / 2), "w": round(width), "h": round(height),
        }  # fmt: skip

    def _hint(self, step: Zoekplaat, record: Record, judged: Judgement) -> Text | None:
        if judged.done or record.misses("miss") < MISSES_BEFORE_HINT:
            return None
        return next(spot.where for spot in step.spots if spot.target and spot.id not in judged.parts)

    def samples(self, step: Zoekplaat) -> Samples:
        targets = [spot.id for spot in step.spots if spot.target]
        safe = [spot.id for spot in step.spots if not spot.target]
        return Samples(
            right=[[{"spot": targets}], [{"spot": [name]} for name in [*safe, *targets]]],
            wrong=[[{"spot": targets[1:]}], [{"spot": safe}], [{"beside": ["1"]}]],
            invalid=[
                {}, {"spot": ["_nergens"]}, {"spot": [targets[0], targets[0]]}, {"spot": targets, "_vreemd": ["1"]},
            ],
        )  # fmt: skip
