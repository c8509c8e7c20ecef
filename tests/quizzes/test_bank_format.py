"""The samples in docs/authors/bank-format.md are real: each parses as the type it stands under."""

from __future__ import annotations

import re

import pytest
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from core.content import ROOT
from quizzes.types import TYPES, AnyItem
from quizzes.types.base import Item

PAGE = (ROOT / "docs/authors/bank-format.md").read_text(encoding="utf-8")
SAMPLES = re.findall(r"^### `(\w+)`.*?```yaml\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)


def test_every_type_has_a_sample() -> None:
    assert {name for name, _ in SAMPLES} == set(TYPES)


@pytest.mark.parametrize(("name", "words"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_sample_is_an_item_of_its_type(name: str, words: str) -> None:
    (data,) = YAML(typ="safe", pure=True).load(words)
    item: Item = TypeAdapter(AnyItem).validate_python(data)
    assert item.type_name == name
    assert item.untagged() == []
    assert 0 < item.guess() <= 1 / 2
