"""What is built from parts is up to date, light enough, and holds nothing a strict policy would refuse."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from core.pictures import secret_ids

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "static" / "img"
SHEETS = ROOT / "static" / "css"
for folder in (IMAGES, SHEETS):
    sys.path.insert(0, str(folder))

LARGEST = 25_000
REFUSED = re.compile(
    r"<style|<script|foreignObject|\sstyle=|\son\w+=|https?://(?!www\.w3\.org)|<image|filter=", re.IGNORECASE
)


def _load(path: Path) -> object:
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location(f"build_{path.parent.name}", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_drawings_are_built_from_their_parts() -> None:
    expected: dict[str, str] = _load(IMAGES / "build.py").results()  # type: ignore[attr-defined]
    stale = [name for name, text in expected.items() if _text(IMAGES / name) != text]
    loose = [p.name for p in (IMAGES / "drawn").glob("*.svg") if f"drawn/{p.name}" not in expected]
    assert (stale, loose) == ([], []), "run python3 static/img/build.py"


def test_style_sheets_are_built_from_their_parts() -> None:
    build = _load(SHEETS / "build.py")
    stale = [
        name
        for name, parts in build.BUNDLES.items()  # type: ignore[attr-defined]
        if _text(SHEETS / name) != build.bundle(parts)  # type: ignore[attr-defined]
    ]
    assert stale == [], "run python3 static/css/build.py"


def test_every_part_of_a_style_sheet_is_used() -> None:
    used = {name for parts in _load(SHEETS / "build.py").BUNDLES.values() for name in parts}  # type: ignore[attr-defined]
    assert {path.stem for path in (SHEETS / "parts").glob("*.css")} == used - {"places"}


@pytest.mark.parametrize("path", sorted((IMAGES / "drawn").glob("*.svg")), ids=lambda path: path.stem)
def test_a_drawing_is_light_and_quiet(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    makers_only = path.stem == "iedereen"
    assert makers_only or len(text.encode()) <= LARGEST
    assert not REFUSED.search(text)
    assert set(re.findall(r'href="#([\w-]+)"', text)) <= set(re.findall(r'id="([\w-]+)"', text))


def test_every_picture_that_content_names_is_drawn() -> None:
    missing = set()
    for path in [*(ROOT / "lessons" / "modules").glob("*.yaml"), *(ROOT / "quizzes" / "banks").glob("*.yaml")]:
        for name in _pictures(YAML(typ="safe", pure=True).load(path)):
            if not (IMAGES / "drawn" / f"{name}.svg").is_file():
                missing.add(f"{path.name}: {name}")
    assert not missing, "\n".join(sorted(missing))


def test_every_icon_that_a_template_names_is_in_its_sprite() -> None:
    known = {
        name: set(re.findall(r'symbol id="([\w-]+)"', _text(IMAGES / name))) for name in ("icons.svg", "staff.svg")
    }
    missing = []
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for macro, prefix, sprite in (
            ("icon", "i-", "icons.svg"),
            ("turbo", "turbo-", "icons.svg"),
            ("sign", "s-", "staff.svg"),
        ):
            for name in re.findall(rf'\b{macro}\("([\w-]+)"', text):
                if prefix + name not in known[sprite]:
                    missing.append(f"{path.name}: {name}")
    assert not missing, "\n".join(missing)


def test_thirty_six_pictures_make_a_secret() -> None:
    drawn = re.findall(r'symbol id="o-([\w-]+)"', _text(IMAGES / "objects.svg"))
    assert sorted(drawn) == sorted(secret_ids())
    assert len(drawn) == len(set(drawn)) == 36


def test_every_sticker_has_a_drawing_and_a_name_in_both_languages() -> None:
    drawn = set(re.findall(r'symbol id="(k-[\w-]+)"', _text(IMAGES / "icons.svg")))
    for emoji, entry in json.loads(_text(IMAGES / "stickers.json")).items():
        assert entry["id"] in drawn, emoji
        assert entry["nl"] and entry["en"], emoji


def test_every_emoji_in_a_chat_has_a_sticker() -> None:
    known = set(json.loads(_text(IMAGES / "stickers.json")))
    emoji = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\u2b50]")
    found = {
        f"{path.name}: {sign}"
        for path in (ROOT / "lessons" / "modules").glob("*.yaml")
        for sign in emoji.findall(path.read_text(encoding="utf-8"))
        if sign not in known
    }
    assert not found, "\n".join(sorted(found))


def _pictures(node: object) -> set[str]:
    if isinstance(node, dict):
        own = {node["picture"]} if isinstance(node.get("picture"), str) else set()
        return own.union(*(_pictures(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(_pictures(value) for value in node))
    return set()


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
