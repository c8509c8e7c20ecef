"""Every type judges its own samples, and never falls over nonsense."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from core.content import ROOT
from quizzes import catalog
from quizzes.catalog import Entry
from quizzes.sheet import Sheet
from quizzes.types import TYPES, AnyItem
from quizzes.types.base import UNSURE, Answer, Item, NotAnAnswer
from tests.quizzes.walking import an_answer, form_for

PAGE = (ROOT / "docs/authors/bank-format.md").read_text(encoding="utf-8")


def samples() -> list[Item]:
    """One item of each type from the page for authors, and every item of the banks."""
    found: list[Item] = []
    for block in re.findall(r"^### `\w+`.*?```yaml\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL):
        (data,) = YAML(typ="safe", pure=True).load(block)
        found.append(TypeAdapter(AnyItem).validate_python(data))
    return [*found, *(entry.item for entry in catalog.shelf().items.values())]


SAMPLES = samples()
BODIES = [(item, body) for item in SAMPLES for body in [item, *getattr(item, "variants", [])]]
SHEETS = [Sheet(Entry("doorsturen", item), body, "seed") for item, body in BODIES]
ONE_OF_EACH = list({sheet.type: sheet for sheet in reversed(SHEETS)}.values())


def test_one_of_each() -> None:
    assert {sheet.type for sheet in ONE_OF_EACH} == set(TYPES)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_right_wrong_and_unsure(sheet: Sheet) -> None:
    right, wrong = an_answer(sheet.body, right=True), an_answer(sheet.body, right=False)
    assert sheet.grade(right).right
    assert sheet.grade(right).tags == ()
    assert not sheet.grade(wrong).right
    assert not sheet.grade(UNSURE).right
    assert sheet.grade(UNSURE).tags == ()
    for answer in (right, wrong):
        assert sheet.parse(form_for(sheet, answer)).picks == answer.picks
    assert sheet.parse({"unsure": ["1"]}) == UNSURE


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_there_is_always_an_explanation(sheet: Sheet) -> None:
    for answer in [*sheet.body.answers(), UNSURE]:
        lines = sheet.body.lines(answer)
        assert sheet.body.why(answer) or all(line.why for line in lines if line.chosen or answer.unsure)
        assert not answer.unsure or all(not line.chosen for line in lines)
        assert not answer.unsure or all(line.good is not False for line in lines)


@pytest.mark.parametrize("sheet", ONE_OF_EACH, ids=lambda sheet: sheet.type)
def test_an_empty_form_is_no_answer(sheet: Sheet) -> None:
    with pytest.raises(NotAnAnswer) as refusal:
        sheet.parse({})
    assert refusal.value.reason == "nothing"


@pytest.mark.parametrize("sheet", ONE_OF_EACH, ids=lambda sheet: sheet.type)
def test_ids_of_another_attempt_are_no_answer(sheet: Sheet) -> None:
    other = Sheet(sheet.entry, sheet.body, "another seed")
    for answer in sheet.body.answers():
        if sheet.type == "order":
            continue
        with pytest.raises(NotAnAnswer):
            sheet.parse(form_for(other, answer))


WORDS = ["answer", "clue", "act", "unsure", "place-", "card-", "", "0", "1", "2", "3", "99", "\x00", "é"]
NOISE = st.one_of(st.sampled_from(WORDS), st.text(max_size=9))
REASONS = ("nothing", "number", "place", "strange")


@given(data=st.data())
@pytest.mark.parametrize("sheet", ONE_OF_EACH, ids=lambda sheet: sheet.type)
def test_random_forms_are_an_answer_or_a_refusal(sheet: Sheet, data: st.DataObject) -> None:
    opaque = list(sheet.meaning)
    fields = [f"{prefix}{name}" for name in opaque for prefix in ("", "place-", "card-")]
    names = st.one_of(NOISE, st.sampled_from(fields))
    values = st.lists(st.one_of(NOISE, st.sampled_from(opaque)), max_size=5)
    form = data.draw(st.dictionaries(names, values, max_size=8))
    try:
        answer: Answer | str = sheet.parse(form)
    except NotAnAnswer as refusal:
        answer = refusal.reason
    if isinstance(answer, str):
        assert answer in REASONS
    else:
        assert answer == UNSURE or answer.picks in {a.picks for a in sheet.body.answers()}
        sheet.grade(answer)


@pytest.mark.parametrize("sheet", ONE_OF_EACH, ids=lambda sheet: sheet.type)
def test_a_kept_answer_to_options_that_are_gone_can_still_be_shown(sheet: Sheet) -> None:
    gone = Answer((("answer", "zz"), ("clue", "zz"), ("act", "zz")))
    sheet.body.lines(gone)
    sheet.body.why(gone)
    sheet.grade(gone)


def test_a_variant_takes_over_what_it_does_not_write() -> None:
    item = catalog.entry("WW-09").item
    gsv = item.at({"password_rules": ["secret-yearly-and-after-loss"]})
    assert gsv.stem.say("nl").startswith("Wanneer verander je volgens de afspraak")
    assert item.at({}).stem.say("nl") == "Wanneer verander je je wachtwoord in elk geval?"
    assert catalog.text_digest(item, gsv) != catalog.text_digest(item, item)


def test_the_digest_is_of_what_is_asked(tmp_path: Path) -> None:
    item = catalog.entry("DS-01").item
    harder = item.model_copy(update={"difficulty": 3, "picture": None})
    assert catalog.text_digest(harder, harder) == catalog.text_digest(item, item)
    assert json.loads(json.dumps(catalog.text_digest(item, item))) == catalog.text_digest(item, item)
