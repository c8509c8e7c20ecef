"""What a page of the site must have whoever wrote it, read from its HTML alone."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
CONTROLS = {"input", "select", "textarea"}
UNSEEN = {"hidden", "submit", "button", "image", "reset"}
VOID = {"input", "img", "br", "hr", "meta", "link", "source", "use", "path", "col", "wbr"}


class Page(HTMLParser):
    """A parsed page with its ``faults``; ``links`` are addresses of this site without fragments."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = address
        self.language = ""
        self.title = ""
        self.h1: list[str] = []
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.secrets_go: set[str] = set()
        """Where forms with a field for a secret are sent."""
        self._form = ""
        self._open: list[str] = []
        self._labelled: set[str] = set()
        self._bare: list[tuple[str, str]] = []
        self._pointers: list[tuple[str, str]] = []
        self._no_alt: list[str] = []
        self._sections: list[bool] = []
        """For every section that is open: has it a name or a heading?"""
        self._odd: list[str] = []
        """What a checker of the HTML standard would say."""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        self._remember(tag, given)
        if tag == "form":
            self._form = urlsplit(urljoin(f"http://localhost{self.address}", given.get("action", ""))).path
        elif given.get("type") == "password" or given.get("autocomplete") == "one-time-code":
            self.secrets_go.add(self._form)
        if tag in CONTROLS and given.get("type") not in UNSEEN:
            named = "aria-label" in given or "aria-labelledby" in given or "label" in self._open
            if not named:
                self._bare.append((given.get("id", ""), given.get("name", tag)))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "h1":
            self.h1.append("")
        if tag == "section":
            self._sections.append("aria-label" in given or "aria-labelledby" in given)
        elif tag in HEADINGS:
            self._sections = [True for _ in self._sections]
        elif given.get("type") == "number" and not re.fullmatch(r"(-?\d+(\.\d+)?)?", given.get("value", "")):
            self._odd.append(f"number field {given.get('name')!r} holds {given['value']!r}")

    def _remember(self, tag: str, given: dict[str, str]) -> None:
        if "id" in given:
            self.ids[given["id"]] += 1
        self._pointers += [
            (key, target)
            for key in ("for", "aria-labelledby", "aria-describedby", "aria-controls")
            for target in given.get(key, "").split()
        ]
        if tag == "html":
            self.language = given.get("lang", "")
        elif tag == "label":
            self._labelled.add(given.get("for", ""))
        elif tag == "img" and "alt" not in given:
            self._no_alt.append(given.get("src", ""))
        elif tag == "a" and "download" not in given:
            self._link(given.get("href", ""))

    def _link(self, target: str) -> None:
        whole = urldefrag(urljoin(f"http://localhost{self.address}", target)).url
        parts = urlsplit(whole)
        if target and parts.netloc == "localhost" and parts.scheme == "http":
            self.links.add(parts.path + (f"?{parts.query}" if parts.query else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "section" and self._sections and not self._sections.pop():
            self._odd.append(f"section without a heading or a name, line {self.getpos()[0]}")
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data
        if "h1" in self._open:
            self.h1[-1] += data

    @property
    def faults(self) -> list[str]:
        """What is wrong, each in a few words."""
        found = []
        if not self.title.strip():
            found.append("no title")
        if len(self.h1) != 1 or not self.h1[0].strip():
            found.append(f"{len(self.h1)} h1 {self.h1}")
        if not self.language:
            found.append("no language")
        found += [f"control {name!r} has no label" for id_, name in self._bare if id_ not in self._labelled or not id_]
        found += [f"id {name!r} stands there {times} times" for name, times in self.ids.items() if times > 1]
        found += [f"{key}={target!r} points at nothing" for key, target in self._pointers if target not in self.ids]
        found += [f"picture {source!r} has no alt" for source in self._no_alt]
        return found + self._odd
