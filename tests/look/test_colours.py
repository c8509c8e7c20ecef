"""Contrast of the colours as they are declared, in both moods: text 7:1, edges of controls and signs 3:1."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PARTS = Path(__file__).resolve().parents[2] / "static" / "css" / "parts"
GROUNDS = ("paper", "sheet")
WASHES = {"turbo": "turbo-wash", "kite": "kite-wash", "lake": "lake-wash", "sun": "sun-wash"}


def colours(mood: str) -> dict[str, str]:
    """Colour by name in a mood."""
    text = (PARTS / f"{mood}.tokens").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", text))


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("mood", ["light", "dark"])
def test_text_stands_out(mood: str) -> None:
    known = colours(mood)
    pairs = [(text, ground) for text in ("ink", "ink-soft") for ground in (*GROUNDS, *WASHES.values(), "hush")]
    pairs += [(text, ground) for text in WASHES for ground in GROUNDS] + list(WASHES.items())
    pairs += [("on-strong", strong) for strong in WASHES] + [("ink", "stone")]
    weak = [f"{a} on {b}: {contrast(known[a], known[b]):.2f}" for a, b in pairs if contrast(known[a], known[b]) < 7]
    assert weak == []


@pytest.mark.parametrize("mood", ["light", "dark"])
def test_edges_stand_out(mood: str) -> None:
    known = colours(mood)
    pairs = [("edge", ground) for ground in (*GROUNDS, "stone")]
    weak = [f"{a} on {b}: {contrast(known[a], known[b]):.2f}" for a, b in pairs if contrast(known[a], known[b]) < 3]
    assert weak == []
