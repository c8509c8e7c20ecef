"""Steps to try the types on: the samples of docs/authors/module-format.md and every step of every module."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import TypeAdapter
from ruamel.yaml import YAML

from core.content import ROOT, read
from lessons.schema import Module
from lessons.steps import AnyStep
from tests.shelf_cache import SHARED

FORMAT = ROOT / "docs" / "authors" / "module-format.md"
MODULES = sorted((ROOT / "lessons" / "modules").glob("*.yaml"))

_ANY: TypeAdapter[AnyStep] = TypeAdapter(AnyStep)


def documented_steps() -> list[AnyStep]:
    """The steps in the documentation, one or more of every type."""
    blocks = re.findall(r"```yaml step\n(.*?)```", FORMAT.read_text(encoding="utf-8"), re.DOTALL)
    return [_ANY.validate_python(YAML(typ="safe", pure=True).load(block)) for block in blocks]


def documented_module() -> Module:
    """The module in the documentation, with the first fifteen documented steps."""
    blocks = re.findall(r"```yaml module\n(.*?)```", FORMAT.read_text(encoding="utf-8"), re.DOTALL)
    data = YAML(typ="safe", pure=True).load(blocks[0])
    steps = [step.model_dump(by_alias=True) for step in documented_steps()]
    data["steps"] = [{**step, "id": f"s{number}"} for number, step in enumerate(steps[:15], start=1)]
    return Module.model_validate(data)


def named_steps() -> list[tuple[str, AnyStep]]:
    """(name, step) of all documented steps and all steps on the shelf."""
    steps = [(f"docs-{step.type}-{step.id}", step) for step in documented_steps()]
    return steps + [(f"{path.stem}-{step.id}", step) for path in MODULES for step in _module(path).steps]


def _module(path: Path) -> Module:
    return read(path, Module, cache=SHARED)
