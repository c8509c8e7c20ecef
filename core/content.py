"""Reading content files: YAML in, frozen specs out, every fault with file, line and place, all at once.

Parsing 1.6 MB of YAML takes seconds, so the plain data is kept as JSON under the digest of the file's
bytes; lines are looked up again only when there is a fault to report.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

ROOT = Path(__file__).resolve().parent.parent

S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a content file: ``quizzes/banks/x.yaml:88: items › DS-07 › options: …``."""

    file: str
    line: int
    place: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.warning else ""
        where = f"{self.place}: " if self.place else ""
        return f"{self.file}:{self.line}: {kind}{where}{self.message}"


class ContentError(Exception):
    """One or more content files cannot be used; ``faults`` says where and why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = list(faults)


def digest(data: Any) -> str:
    """SHA-256, in hex, of plain data in canonical form (sorted keys, no spaces, UTF-8)."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def read(path: Path, spec: type[S], *, cache: Path | None = None) -> S:
    """The content of ``path`` as a ``spec``. Raises ContentError with every fault found."""
    data = _plain(path, cache)
    try:
        return spec.model_validate(data)
    except ValidationError as error:
        raise ContentError(located(path, error)) from None


def located(path: Path, error: ValidationError) -> list[Fault]:
    """The faults in ``error``, each with its line in ``path``."""
    tree = _marked(path)
    faults = []
    for item in error.errors(include_url=False):
        line, place = locate(tree, item["loc"])
        message = item["msg"].removeprefix("Value error, ")
        faults.append(Fault(relative(path), line, place, message))
    return sorted(set(faults))


def fault_at(path: Path, loc: Iterable[str | int], message: str, *, warning: bool = False) -> Fault:
    """A fault found by a check that pydantic cannot make, at ``loc`` in ``path``."""
    line, place = locate(_marked(path), tuple(loc))
    return Fault(relative(path), line, place, message, warning)


def locate(tree: Any, loc: Sequence[str | int]) -> tuple[int, str]:
    """Line (1-based) and readable place of a path into a marked tree.

    List entries are named by their ``id`` where they have one. Parts of the path that the file does not
    have (a missing key, the name of a union's member) are kept in the place but do not move the line.
    """
    node: Any = tree
    line = 1
    names: list[str] = []
    for part in loc:
        try:
            marks: Any = getattr(node, "lc")  # noqa: B009 - ruamel adds it to its own dicts and lists
            mark = marks.key(part) if isinstance(node, dict) else marks.item(part)
            child = node[part]
        except (AttributeError, KeyError, IndexError, TypeError):
            if isinstance(node, dict) and node.get("type") == part:
                continue
            names.append(str(part))
            continue
        line, node = mark[0] + 1, child
        names.append(
            str(child["id"]) if isinstance(part, int) and isinstance(child, dict) and "id" in child else str(part)
        )
    return line, " › ".join(names)


def relative(path: Path) -> str:
    """``path`` as seen from the top of the checkout where it lies inside it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _plain(path: Path, cache: Path | None) -> Any:
    raw = path.read_bytes()
    kept = cache / f"{hashlib.sha256(raw).hexdigest()}.json" if cache else None
    if kept and kept.is_file():
        return json.loads(kept.read_text(encoding="utf-8"))
    try:
        data = YAML(typ="safe", pure=True).load(raw)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContentError([Fault(relative(path), line, "", str(error.problem or error))]) from None
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{id(raw)}")
        fresh.write_text(json.dumps(data, ensure_ascii=False, default=str), encoding="utf-8")
        fresh.replace(kept)
    return data


def _marked(path: Path) -> Any:
    return YAML(typ="rt", pure=True).load(path.read_bytes())
