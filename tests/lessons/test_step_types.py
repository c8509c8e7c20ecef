"""Every step type on its own samples, on every documented step and on every step of every module."""

from __future__ import annotations

import json
import random

import pytest

from core.refusal import Refusal
from lessons.steps import TYPES, AnyStep, played
from lessons.steps.play import FRESH, Form, Record, advance
from tests.lessons.samples import documented_steps, named_steps

STEPS = named_steps()
every_step = pytest.mark.parametrize("step", [step for _, step in STEPS], ids=[name for name, _ in STEPS])


class NoChoices:
    def went_over(self, step: str, turn: str, choice: str) -> bool:
        return False

    def predicted(self, step: str) -> list[str]:
        return []


def walk(step: AnyStep, forms: list[Form]) -> Record:
    record = FRESH
    for form in forms:
        record, _, _ = advance(played(step), step, record, form)
    return record


def test_every_type_is_documented() -> None:
    assert {step.type for step in documented_steps()} == set(TYPES)
    assert len(TYPES) == 18


@every_step
def test_right_samples_finish(step: AnyStep) -> None:
    for forms in played(step).samples(step).right:
        assert walk(step, forms).done


@every_step
def test_wrong_samples_do_not_finish(step: AnyStep) -> None:
    for forms in played(step).samples(step).wrong:
        record = walk(step, forms)
        assert not played(step).judge(step, record).done


@every_step
def test_invalid_samples_are_refused(step: AnyStep) -> None:
    for form in played(step).samples(step).invalid:
        with pytest.raises(Refusal) as refused:
            played(step).parse(step, form, FRESH)
        assert refused.value.status == 422
        assert refused.value.sentence


@every_step
def test_records_are_plain_data_and_show_the_same_after_a_round_trip(step: AnyStep) -> None:
    for forms in played(step).samples(step).right:
        record = walk(step, forms)
        kept = json.loads(json.dumps({"first": record.first, "last": record.last, "tries": record.tries}))
        again = Record(kept["first"], kept["last"], kept["tries"], record.done)
        assert played(step).judge(step, again) == played(step).judge(step, record)
        first = played(step).show(step, record, None, NoChoices())
        assert played(step).show(step, again, None, NoChoices()) == first


@every_step
def test_a_first_answer_is_recorded_once(step: AnyStep) -> None:
    for forms in played(step).samples(step).right:
        record, firsts = FRESH, []
        for form in [*forms, *forms]:
            try:
                record, _, facts = advance(played(step), step, record, form)
            except Refusal:
                continue  # a vote cannot be given twice, a turn that lies behind cannot be answered
            firsts += [fact.part for fact in facts if fact.first]
        assert len(firsts) == len(set(firsts))


@every_step
def test_random_forms_are_answered_or_refused(step: AnyStep) -> None:
    rng = random.Random(step.id + step.type)
    names, values = _words(step)
    record = FRESH
    for _ in range(150):
        form = {rng.choice(names): rng.choices(values, k=rng.randint(0, 3)) for _ in range(rng.randint(0, 4))}
        try:
            record, _, _ = advance(played(step), step, record, form)
        except Refusal:
            pass
        played(step).show(step, record, rng.choice([None, *names]), NoChoices())


def _words(step: AnyStep) -> tuple[list[str], list[str]]:
    samples = played(step).samples(step)
    forms = [form for forms in samples.right for form in forms] + samples.invalid
    names = sorted({name for form in forms for name in form} | {"", "x" * 300, "\x00", "__proto__"})
    strange = ["", "0", "-1", "99999999999999999999", "½", "\x00", "x" * 100_000, "<script>", "1.5", " 1"]
    return names, sorted({value for form in forms for values in form.values() for value in values}) + strange
