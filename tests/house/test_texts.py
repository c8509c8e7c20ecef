"""Every text of the interface is there in Dutch and in every language that has a folder in translations/."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.pofile import read_po

from tests.house.sources import ROOT, files, modules, shown, tree

KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "_n": (1, 2)}
LANGUAGES = sorted(path.name for path in (ROOT / "translations").iterdir() if path.is_dir())
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


@cache
def said() -> dict[str, str]:
    """Every Dutch text that code and templates give to be translated, with the place that says it."""
    found: dict[str, str] = {}
    for path in [*modules(), ROOT / "app.py"]:
        found.update(_extracted(path, "python"))
        found.update(_sentences(path))
    for path in files("*.html", under="templates"):
        found.update(_extracted(path, "jinja2.ext:babel_extract"))
    return found


def _extracted(path: Path, method: str) -> Iterator[tuple[str, str]]:
    for line, message, _comments, _context in extract_from_file(method, path, keywords=KEYWORDS):
        yield (message if isinstance(message, str) else message[0]), f"{shown(path)}:{line}"


def _sentences(path: Path) -> Iterator[tuple[str, str]]:
    """What a refusal says: ``sentence = "…"`` in a class."""
    for kind in (node for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)):
        for line in kind.body:
            if isinstance(line, ast.Assign) and ast.unparse(line.targets[0]) == "sentence":
                assert isinstance(line.value, ast.Constant), f"{shown(path)}:{line.lineno}"
                yield str(line.value.value), f"{shown(path)}:{line.lineno}"


@cache
def entries(language: str) -> dict[str, tuple[list[str], list[str]]]:
    """Dutch text to all its Dutch forms and to their translations, from all po files of a language."""
    found: dict[str, tuple[list[str], list[str]]] = {}
    for path in sorted((ROOT / "translations" / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id:
                    continue
                ids = [message.id] if isinstance(message.id, str) else list(message.id)
                words = [message.string] if isinstance(message.string, str) else list(message.string or ())
                assert found.get(ids[0], (ids, words))[1] == words, f"{shown(path)} translates {ids[0]!r} otherwise"
                assert not message.fuzzy, f"{shown(path)}: {ids[0]!r} is fuzzy"
                found[ids[0]] = (ids, words)
    return found


def translated(language: str) -> dict[str, list[str]]:
    """Dutch text to translations, several for plurals."""
    return {text: words for text, (_ids, words) in entries(language).items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    known = translated(language)
    missing = [f"{place}: {text!r}" for text, place in said().items() if not all(known.get(text, [""]))]
    assert not missing, f"{len(missing)} without {language}:\n" + "\n".join(sorted(missing))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_behind(language: str) -> None:
    stale = sorted(set(translated(language)) - set(said()))
    assert not stale, f"{len(stale)} texts that nothing says any more:\n" + "\n".join(stale)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    for text, (ids, all_words) in entries(language).items():
        wanted = {match.group(0) for form in ids for match in PLACEHOLDER.finditer(form)}
        for words in all_words:
            found = {match.group(0) for match in PLACEHOLDER.finditer(words)}
            # a singular may spell its number out
            assert found == wanted or (len(all_words) > 1 and found <= wanted), f"{text!r} became {words!r}"
