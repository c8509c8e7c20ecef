"""Markdown typed by people, made into HTML that is safe to show. The only place that imports bleach.

Three layers: raw HTML is off in the Markdown reader, bleach keeps a short allow-list, and the content security
policy forbids the rest. bleach gets no more releases, so addresses are checked here as well, the input is
capped, and it runs when something is saved, never per request.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import bleach
from markdown_it import MarkdownIt
from markupsafe import Markup

MAX_CHARACTERS = 20_000

TAGS = frozenset({"p", "br", "strong", "em", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "a", "code", "hr"})
_READER = MarkdownIt("commonmark", {"html": False, "maxNesting": 20})


class TooLong(ValueError):
    """The text is longer than MAX_CHARACTERS."""


def safe_html(markdown: str) -> Markup:
    """HTML of ``markdown`` with nothing in it but plain structure and checked links. Raises TooLong."""
    if len(markdown) > MAX_CHARACTERS:
        raise TooLong
    return clean_html(_READER.render(plain(markdown)))


def clean_html(html: str) -> Markup:
    """``html`` reduced to the allow-list; also for text pasted from a word processor."""
    cleaned = bleach.clean(html, tags=TAGS, attributes=_ATTRIBUTES, strip=True, strip_comments=True)
    # A "<" of somebody's own is &lt; by now, so this finds links and nothing else; the styles mark them as leaving.
    cleaned = cleaned.replace('<a href="https://', '<a rel="noopener noreferrer" href="https://')
    return Markup(cleaned)  # noqa: S704 - this is the one place that may


def stored(html: str) -> Markup:
    """HTML that ``clean_html`` or ``safe_html`` made before it was saved; never give it anything else."""
    return Markup(html)  # noqa: S704 - cleaned on its way in


def plain(text: str) -> str:
    """``text`` without control characters and direction overrides; line breaks and tabs stay."""
    return "".join(c for c in text if c in "\n\t" or (c >= " " and c != "\x7f" and not _overrides(c)))


def _overrides(character: str) -> bool:
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069" or "\ud800" <= character <= "\udfff"


def _may_link(_tag: str, name: str, value: str) -> bool:
    if name != "href":
        return False
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(parts.netloc)
    return parts.scheme == "" and parts.netloc == "" and value.startswith("/") and not value.startswith(("//", "/\\"))


_ATTRIBUTES: dict[str, list[str] | Callable[[str, str, str], bool]] = {"a": _may_link}
