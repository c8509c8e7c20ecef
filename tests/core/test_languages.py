"""A third language is files only: a small pseudo language joins interface and content, and nothing else changes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from core import languages
from core.clock import set_clock
from core.settings import load
from core.text import Text
from tests.conftest import MONDAY_MORNING
from tests.shelf_cache import share_with

CODE, NAME = "fy", "Frysk"


def stretched(words: str) -> str:
    """``words`` with marks around them; what is filled in and what is markup stays."""
    return f"[{words}]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The translations with one folder more, made of nothing but the English files."""
    target = tmp_path / "translations"
    shutil.copytree(languages.FOLDER, target)
    (target / CODE).mkdir()
    for path in (target / "en").glob("*.po"):
        catalog = read_po(BytesIO(path.read_bytes()), locale=CODE)
        for message in catalog:
            if message.id and isinstance(message.id, str):
                message.string = stretched(message.id)
            elif message.id:
                message.string = tuple(map(stretched, message.id))[: catalog.num_plurals]
        with (target / CODE / path.name).open("wb") as file:
            write_po(file, catalog)
    return target


@pytest.fixture
def client(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    monkeypatch.setattr(languages, "FOLDER", folder)
    share_with(tmp_path)
    set_clock(lambda: MONDAY_MORNING)
    app: Flask = create_app(load({}, INSTANCE_PATH=tmp_path, LOG_LEVEL="ERROR"), TESTING=True)
    yield app.test_client()
    set_clock(None)


def test_the_interface_speaks_it_and_offers_it_by_its_own_name(client: FlaskClient) -> None:
    dutch = client.get("/leerkracht").get_data(as_text=True)
    assert f'lang="{CODE}" hreflang="{CODE}">{NAME}</a>' in dutch
    page = client.get(f"/leerkracht?lang={CODE}").get_data(as_text=True)
    assert f'<html lang="{CODE}"' in page
    assert ">Nederlands</a>" in page
    assert ">English</a>" in page
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert heading is not None
    assert heading[1].strip().startswith("[")
    again = client.get("/leerkracht").get_data(as_text=True)
    assert f'<html lang="{CODE}"' in again, "it is remembered"


def test_a_mistake_is_explained_in_it(client: FlaskClient) -> None:
    page = client.get(f"/nergens?lang={CODE}")
    assert page.status_code == 404
    assert "[Deze pagina is er niet]" in page.get_data(as_text=True)


def test_content_speaks_it_where_it_has_it_and_dutch_elsewhere() -> None:
    text = Text.model_validate({"nl": "Twaalf seconden", "en": "Twelve seconds", CODE: "Tolve sekonden"})
    assert text.say(CODE) == "Tolve sekonden"
    assert Text.model_validate({"nl": "Twaalf seconden", "en": "Twelve seconds"}).say(CODE) == "Twaalf seconden"
