"""Filling in forms the way a browser would: only from what the page shows, or with the key at hand."""

from __future__ import annotations

from html.parser import HTMLParser

from quizzes.sheet import Sheet
from quizzes.types.base import Answer, Body

CHOSEN_WORDS = "Dit is mijn antwoord"


class Fields(HTMLParser):
    """The fields of the form ``vraag``: name → values on offer."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.offered: dict[str, list[str]] = {}
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select:
            self.offered.setdefault(self._select, []).append(given["value"])
        elif tag == "input" and given.get("type") in ("radio", "checkbox"):
            self.offered.setdefault(given["name"], []).append(given["value"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""


def form_for(sheet: Sheet, answer: Answer) -> dict[str, list[str]]:
    """The form a browser sends for ``answer``."""
    if answer.unsure:
        return {"unsure": ["1"]}
    if sheet.type == "order":
        return {f"place-{sheet.opaque(card)}": [place] for place, card in answer.picks}
    if sheet.type == "sort":
        return {f"card-{sheet.opaque(card)}": [sheet.opaque(box)] for card, box in answer.picks}
    form: dict[str, list[str]] = {}
    for slot, choice in answer.picks:
        form.setdefault(slot, []).append(sheet.opaque(choice))
    return form


def an_answer(body: Body, *, right: bool) -> Answer:
    """An answer of that verdict."""
    return next(answer for answer in body.answers() if body.grade(answer).right == right)
