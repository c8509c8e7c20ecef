"""Templates: nothing inline, nothing unescaped, every form guarded, every word translatable."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.house.sources import files, shown

TEMPLATES = files("*.html", under="templates")
FORBIDDEN: dict[str, str] = {
    "text that skips escaping": r"\|\s*safe\b|\bautoescape\s+false\b|\bMarkup\(",
    "inline style": r"<style\b|\sstyle\s*=",
    "inline script": r"<script\b(?![^>]*\ssrc\s*=)|\son[a-z]+\s*=\s*[\"']|javascript:",
    "another host": r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//",
}
BRANDS = {"Netjes"}
MAKE_HTML = {"core/safe_html.py", "core/pictures.py", "core/languages.py", "school/qr.py"}
"""What was cleaned, pictures in running text, words of templates and their translations, drawn codes."""
ATTRIBUTES = r"\s(?:alt|aria-label|aria-description|placeholder|title|label)\s*=\s*\"([^\"]*)\""


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_no_template_has(fault: str) -> None:
    found = []
    for path in TEMPLATES:
        words = without_comments(path.read_text(encoding="utf-8"))
        found += [
            f"{shown(path)}:{line_of(words, hit.start())} {hit.group(0)!r}"
            for hit in re.finditer(FORBIDDEN[fault], words)
        ]
    assert not found, "\n".join(found)


def test_every_form_that_posts_is_guarded() -> None:
    bare = []
    for path in TEMPLATES:
        words = without_comments(path.read_text(encoding="utf-8"))
        for form in re.finditer(r"<form\b[^>]*method=\"post\"[^>]*>(.*?)</form>", words, re.DOTALL | re.IGNORECASE):
            if "csrf()" not in form.group(1):
                bare.append(f"{shown(path)}:{line_of(words, form.start())}")
    assert not bare, "\n".join(bare)


def test_every_word_can_be_translated() -> None:
    found = []
    for path in TEMPLATES:
        words = path.read_text(encoding="utf-8")
        for place, text in visible(words):
            loose = [word for word in re.findall(r"[A-Za-zÀ-ÿ]{2,}", text) if word not in BRANDS]
            if loose:
                found.append(f"{shown(path)}:{line_of(words, place)} {text.strip()!r}")
    assert not found, "\n".join(found)


def visible(words: str) -> list[tuple[int, str]]:
    """Text and spoken attributes that stand outside every expression, with their place; lengths are kept."""
    blank: Callable[[re.Match[str]], str] = lambda hit: re.sub(r"[^\n]", " ", hit.group(0))  # noqa: E731
    words = re.sub(r"\{%-?\s*block \w*class\s*-?%\}.*?\{%-?\s*endblock\s*-?%\}", blank, words)  # names of styles
    words = re.sub(r"\{#.*?#\}|\{%\s*trans\b.*?\{%\s*endtrans\s*%\}", blank, words, flags=re.DOTALL)
    words = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", blank, words, flags=re.DOTALL)
    words = re.sub(
        r"<(svg|code|kbd)\b.*?</\1>|<!--.*?-->|<!doctype[^>]*>|&\w+;", blank, words, flags=re.DOTALL | re.IGNORECASE
    )
    found = [(hit.start(1), hit.group(1)) for hit in re.finditer(ATTRIBUTES, words)]
    text = re.sub(r"<[^>]*>|\s[\w:-]+=\"[^\"]*\"|^[\w:-]+=\"[^\"]*\"", blank, words, flags=re.DOTALL | re.MULTILINE)
    return found + [(hit.start(), hit.group(0)) for hit in re.finditer(r"[^\n]*\S[^\n]*", text)]


def without_comments(words: str) -> str:
    return re.sub(r"\{#.*?#\}", lambda hit: re.sub(r"[^\n]", " ", hit.group(0)), words, flags=re.DOTALL)


def line_of(words: str, place: int) -> int:
    return words.count("\n", 0, place) + 1


def test_a_component_file_holds_one_macro() -> None:
    for path in files("*.html", under="templates/components"):
        macros = re.findall(r"\{%-?\s*macro\s+(\w+)", path.read_text(encoding="utf-8"))
        assert len([name for name in macros if not name.startswith("_")]) <= 1, f"{shown(path)}: {macros}"


def test_few_modules_make_html_from_variables() -> None:
    """Elsewhere Markup is given a literal, which is then filled with ``format`` and so escaped."""
    for path in files("*.py"):
        words = path.read_text(encoding="utf-8")
        for hit in re.finditer(r"\bMarkup\((?!\s*['\"])", words):
            where = f"{shown(path)}:{line_of(words, hit.start())}"
            assert shown(path) in MAKE_HTML, where
