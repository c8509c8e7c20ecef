"""Cutting a pasted document into clauses. Pure: text in, pieces out; no word is lost or made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

MOST_CHARACTERS = 150_000
MOST_PIECES = 300
LONGEST_HEADING = 90

_ITEM = re.compile(r"^(?P<mark>\d{1,3}(?:\.\d{1,3}){0,2}[.)]?|[a-z][.)]|[-–•·*▪o])\s+(?=\S)")
_HEADING = re.compile(r"^#{1,6}\s+(?P<words>\S.*?)\s*#*$")
_LOOKS_LIKE_HTML = re.compile(
    r"</?(?:html|body|p|div|span|ul|ol|li|h[1-6]|br|table|td|strong|b|o:p)\b[^>]*>", re.IGNORECASE
)


class TooMuch(ValueError):
    """The document is longer than a protocol can be here."""


class Nothing(ValueError):
    """There are no words in it."""


@dataclass(frozen=True)
class Piece:
    """One statement: the heading it stands under, its printed number (empty: none) and its words."""

    section: str
    number: str
    words: str


def cut(document: str) -> list[Piece]:
    """The statements of ``document`` (plain text, Markdown or HTML) in order. Raises TooMuch, Nothing."""
    if len(document) > 4 * MOST_CHARACTERS:
        raise TooMuch
    text = from_html(document) if _LOOKS_LIKE_HTML.search(document) else document
    if len(text) > MOST_CHARACTERS:
        raise TooMuch
    pieces = list(_pieces(text))
    if not pieces:
        raise Nothing
    if len(pieces) > MOST_PIECES:
        raise TooMuch
    return pieces


def _pieces(text: str) -> Iterator[Piece]:
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in re.split(r"\r\n|[\n\r\x0b\x0c\u2028\u2029]", text)]
    section, number, words = "", "", list[str]()
    for index, line in enumerate(lines):
        item = _ITEM.match(line)
        heading = None if item else _heading(lines, index)
        if words and (not line or item or heading is not None):
            yield Piece(section, number, " ".join(words))
            number, words = "", []
        if heading is not None:
            section = heading
        elif item:
            number, words = item["mark"].rstrip(".)"), [line[item.end() :]]
            number = number if number[0].isalnum() and number != "o" else ""
        elif line:
            words.append(line)
    if words:
        yield Piece(section, number, " ".join(words))


def _heading(lines: list[str], index: int) -> str | None:
    """The words of a heading: marked with #, or short, without a full stop, alone, and with something after it."""
    line = lines[index]
    marked = _HEADING.match(line)
    if marked:
        return marked["words"]
    alone = (index == 0 or not lines[index - 1]) and len(lines) > index + 1
    follows = alone and (not lines[index + 1] or _ITEM.match(lines[index + 1]) is not None)
    short = 0 < len(line) <= LONGEST_HEADING and line[-1] not in ".!?;,"
    return line.rstrip(":") if follows and short and any(lines[index + 1 :]) else None


def from_html(markup: str) -> str:
    """The words of an HTML page or of text pasted from a word processor: headings with #, list items with a mark."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    return "".join(reader.parts)


class _Words(HTMLParser):
    """Keeps words and structure; scripts, styles and comments fall away."""

    SILENT = frozenset({"script", "style", "head", "template", "noscript", "xml"})
    BLOCKS = frozenset({"p", "div", "ul", "ol", "table", "tr", "section", "article", "blockquote", "dl", "dt", "dd"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0
        self._lists: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.SILENT:
            self._silent += 1
        elif tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else -1)
            self.parts.append("\n")
        elif tag == "li":
            self.parts.append("\n" + self._mark())
        elif re.fullmatch(r"h[1-6]", tag):
            self.parts.append("\n\n# ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag in self.BLOCKS and not self._lists:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self.parts.append("\n\n")
        elif tag in self.BLOCKS or re.fullmatch(r"h[1-6]", tag):
            self.parts.append("\n" if self._lists else "\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _mark(self) -> str:
        if not self._lists or self._lists[-1] < 0:
            return "- "
        self._lists[-1] += 1
        return f"{self._lists[-1]}. "
