"""Drawn things that pages show by name: stickers in chats, and the 36 pictures of a secret."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup, escape

from core.languages import language
from core.settings import ROOT

IMAGES = ROOT / "static" / "img"
VARIATION = "\ufe0f"  # asks for a coloured emoji; means nothing to a drawing


def init_pictures(app: Flask) -> None:
    """Give templates the filter ``stickers`` and ``secret_pictures()``."""
    app.jinja_env.filters["stickers"] = stickers
    app.jinja_env.globals["secret_pictures"] = secret_pictures


def secret_ids() -> tuple[str, ...]:
    """The ids of the pictures a secret is made of, in the order in which they are shown."""
    return tuple(_table("objects"))


def secret_pictures(ids: tuple[str, ...] | list[str] | None = None) -> list[tuple[str, str]]:
    """(id, name in the language of this request) of ``ids``, of all pictures without it. Raises KeyError."""
    table = _table("objects")
    return [(key, _name(table[key])) for key in (ids if ids is not None else table)]


def stickers(words: str) -> Markup:
    """``words`` with every known emoji as a drawn sticker that has a name; everything else is escaped."""
    pattern = _pattern()
    text = str(words).replace(VARIATION, "")
    return Markup("").join(
        _sticker(_table("stickers")[piece]) if index % 2 else escape(piece)
        for index, piece in enumerate(pattern.split(text))
    )


def _sticker(entry: dict[str, str]) -> Markup:
    sprite = current_app.jinja_env.globals["static_url"]("img/icons.svg")  # type: ignore[operator]
    form = Markup('<svg class="icon emo" role="img" aria-label="{}"><use href="{}#{}"/></svg>')
    return form.format(_name(entry), sprite, entry["id"])


def _name(entry: dict[str, str]) -> str:
    return entry.get(language(), entry["nl"])


@cache
def _table(name: str) -> dict[str, Any]:
    table: dict[str, Any] = json.loads((IMAGES / f"{name}.json").read_text(encoding="utf-8"))
    return table


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("(" + "|".join(re.escape(emoji) for emoji in _table("stickers")) + ")")
