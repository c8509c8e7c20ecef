"""Put the style sheets together: parts/*.css become pupil.css and staff.css, one request each.

``@light`` and ``@dark`` in a part stand for the colours of that mood (parts/light.tokens, parts/dark.tokens): the
page, paper that stays light at night, and print use the same values. Run ``python3 static/css/build.py`` after every
change of a part; a test compares the result.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
BUNDLES: dict[str, tuple[str, ...]] = {
    "pupil.css": (
        "tokens", "base", "top", "spread", "buttons", "choices", "feedback", "signin", "start", "kletsr", "apps",
        "sort", "spread-model", "home", "promise", "scene", "places", "message", "settings", "steps", "certificate",
        "small", "foot", "look", "pupil-print",
    ),
    "staff.css": (
        "tokens", "staff-base", "staff-top", "staff-forms", "staff-marks", "staff-tables", "staff-charts",
        "staff-lesson", "staff-board", "staff-paper", "staff-states", "foot", "look", "staff-small", "staff-print",
    ),
    "design.css": ("design",),
}  # fmt: skip


def moods() -> dict[str, str]:
    """Declarations of each mood by its name in the parts."""
    return {f"@{name}": (HERE / "parts" / f"{name}.tokens").read_text(encoding="utf-8") for name in ("light", "dark")}


def places() -> str:
    """Classes that put a target on a search picture, in percent of it: ``x-49 y-73 w-10 h-14``."""
    at = "".join(f".x-{n}{{left:{n}%}}.y-{n}{{top:{n}%}}" for n in range(101))
    return at + "".join(f".w-{n}{{width:{n}%}}.h-{n}{{height:{n}%}}" for n in range(4, 61))


def tidy(text: str) -> str:
    """The same style sheet without comments, spare blanks and line ends inside rules."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};])\s*", r"\1", text).replace(";}", "}").replace("}", "}\n").strip() + "\n"


def bundle(names: tuple[str, ...]) -> str:
    """One sheet out of the named parts."""
    text = "\n".join(places() if n == "places" else (HERE / "parts" / f"{n}.css").read_text("utf-8") for n in names)
    text = tidy(text)
    for mark, declarations in moods().items():
        text = text.replace(mark, declarations)
    return tidy(text)


def main() -> None:
    for name, names in BUNDLES.items():
        (HERE / name).write_text(bundle(names), encoding="utf-8")


if __name__ == "__main__":
    main()
