"""Put the drawing parts together: parts/ becomes drawn/*.svg and the sprites icons.svg, objects.svg,
staff.svg and things.svg (the terrarium's).

In a scene ``<person who="jayden:blij" x="300" y="466" size=".84" flip="yes"/>`` stands with the feet at x, y;
``jayden:zingt:zingarmen`` has other arms (a part ``jayden-zingarmen``, or a pose of poses.py); ``jayden.blij`` is only
head and body (for children at a table; x, y is the base of the neck), ``jayden.blij:typt`` with arms. Every ``#id`` of
a ``<use>`` is a part from parts/cast, parts/things or parts/rooms. The results are self-contained: no style, no script.
Run ``python3 static/img/build.py`` after every change, never edit a result; a test compares them.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

from people import CALM, CAST, EYES, FACES, SHOW, WARDROBE
from poses import arms

HERE = Path(__file__).parent
PARTS = HERE / "parts"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}">{}</svg>'
MOODS = ("turbo-rustig", "turbo-denkt", "turbo-blij")
SPRITES = {"icons.svg": ("icons", "stickers"), "objects.svg": ("objects",), "staff.svg": ("staff",)}


def load(*folders: str) -> dict[str, str]:
    """Every top-level element with an id in the folders' files, as text by its id."""
    parts: dict[str, str] = {}
    for path in sorted(path for folder in folders for path in (PARTS / folder).glob("*.svg")):
        for node in ET.parse(path).getroot():  # noqa: S314 - our own drawings
            text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", ET.tostring(node, encoding="unicode").replace("ns0:", ""))
            parts[node.get("id", "")] = re.sub(r">\s+<", "><", text.strip())
    return parts


LIB = load("cast", "things", "rooms")


def used(name: str, extra: str = "") -> str:
    """A reference to a part, or nothing where a person has no such part."""
    return f'<use href="#{name}"{extra}/>' if name in LIB else ""


def head(who: str, face: str) -> str:
    """The head of a person with the eyes, brows and mouth of an expression."""
    eyes, brows, mouth = CALM.get(who, FACES[face]) if face == "rustig" else FACES[face]
    look = used(f"ogen-{eyes}") + used(f"wb-{brows}")
    if who in EYES:
        look = f'<g transform="translate(7 4) scale({EYES[who]}) translate(-7 -4)">{look}</g>'
    art = used(f"{who}-hoofd") + look + used(f"mond-{mouth}") + used(f"{who}-voor")
    return f'<g transform="translate(2 -46)" color="{CAST[who][0]}">{art}</g>'


def figure(who: str, face: str, whole: bool = True, pose: str = "", mirrored: bool = False) -> str:
    """A person from back to front; without legs unless ``whole``, and then without arms unless a pose is named.

    A number on a shirt stays readable when the figure is ``mirrored``.
    """
    self = WARDROBE.get(who, who)
    back = used(f"{self}-achter", ' transform="translate(2 -46)"')
    under = used(f"{who}-onder") if whole else ""
    if f"{who}-{pose or 'armen'}" in LIB:
        limbs = used(f"{who}-{pose or 'armen'}") if whole or pose else ""
    else:
        limbs = arms(who, pose or "armen") if (whole or pose) and pose != "geen" else ""
    number = used(f"{who}-nummer", ' transform="translate(4 0) scale(-1 1)"' if mirrored else "")
    return f"{back}{under}{used(f'{who}-lijf')}{number}{head(self, face)}{limbs}"


def person(match: re.Match[str]) -> str:
    """A person in a scene, at their own size, with a shadow under standing feet."""
    given = dict(re.findall(r'(\w+)="([^"]*)"', match[1]))
    who, kind, face, pose = re.fullmatch(r"(\w+)([:.])(\w+)(?::(\w+))?", given["who"]).groups()  # type: ignore[union-attr]
    scale = round(float(given.get("size", "0.84")) * CAST[WARDROBE.get(who, who)][3], 3)
    x, y = given["x"], given["y"]
    mirror = f"-{scale} {scale}" if "flip" in given else f"{scale}"
    turn = f" rotate({given['turn']})" if "turn" in given else ""
    art = figure(who, face, kind == ":", pose or "", "flip" in given)
    if kind == ".":
        return f'<g transform="translate({x} {y}){turn} scale({mirror})">{art}</g>'
    round_feet = f'<ellipse cx="{x}" cy="{y}" rx="{round(62 * scale)}" ry="{round(9 * scale)}"'
    shade = "" if "bare" in given else f'{round_feet} fill="#1d2a44" opacity=".2"/>'
    return f'{shade}<g transform="translate({x} {y}){turn} scale({mirror}) translate(0 -315)">{art}</g>'


def close(text: str) -> str:
    """Fill in the characters, then copy every part that is used into <defs>."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"<person ([^>]*)/>", person, text)
    text = re.sub(
        r'<use href="#(\w+)([:.])(\w+)(?::(\w+))?"([^>]*)/>',
        lambda m: f"<g{m[5]}>{figure(m[1], m[3], m[2] == ':', m[4] or '')}</g>",
        text,
    )
    need: list[str] = []
    todo = re.findall(r'href="#([\w-]+)"', text)
    while todo:
        name = todo.pop(0)
        if name in need or f'id="{name}"' in text:
            continue
        need.append(name)
        LIB[name] = re.sub(r"<!--.*?-->", "", LIB[name], flags=re.S)
        todo += re.findall(r'href="#([\w-]+)"', LIB[name])
    defs = "".join(LIB[name] for name in need)
    if defs:
        text = re.sub(
            r"(<svg[^>]*>(<title>.*?</title>)?)", lambda m: f"{m[1]}<defs>{defs}</defs>", text, count=1, flags=re.S
        )
    return re.sub(r">\s+<", "><", text).strip() + "\n"


def flat(name: str) -> str:
    """A part with every part it uses written out in place, for sprites (whose symbols may not refer onwards)."""
    return re.sub(
        r'<use href="#([\w-]+)"([^>]*?) ?/>',
        lambda m: f"<g{m[2]}>{flat(m[1])}</g>" if m[2] else flat(m[1]),
        re.sub(r' id="[^"]*"', "", LIB[name], count=1),
    )


def sprite(*names: str) -> str:
    """Symbols of several files in one; the pupils' sprite also has the moods of Turbo."""
    read = [(PARTS / "symbols" / f"{name}.svg").read_text("utf-8") for name in names]
    found = [re.sub(r"<!--.*?-->", "", text, flags=re.S) for text in read]
    body = "".join(symbol for text in found for symbol in re.findall(r"<symbol.*?</symbol>", text, flags=re.S))
    if "icons" in names:
        body += "".join(f'<symbol id="{mood}" viewBox="-120 -80 270 140">{flat(mood)}</symbol>' for mood in MOODS)
    return symbols([body])


def symbols(body: Iterable[str]) -> str:
    """One sprite out of symbols."""
    return re.sub(r">\s+<", "><", f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(body)}</svg>\n')


def results() -> dict[str, str]:
    """Every file to write, by its path under static/img."""
    files: dict[str, str] = {}
    for who, (_, back, own, size) in CAST.items():
        for face in dict.fromkeys((*SHOW, own)):
            art = f'<rect x="-82" y="-142" width="164" height="164" fill="{back}"/>{figure(who, face, whole=False)}'
            files[f"drawn/{who}-{face}.svg"] = close(SVG.format("-82 -142 164 164", art))
        art = f'<g transform="translate(0 315) scale({size}) translate(0 -315)">{figure(who, "rustig")}</g>'
        files[f"drawn/{who}.svg"] = close(SVG.format("-120 -225 240 555", art))
    for name in (*MOODS, "turbo-inschild"):
        files[f"drawn/{name}.svg"] = close(SVG.format("-120 -80 270 140", used(name)))
    for path in sorted((PARTS / "scenes").rglob("*.svg")):
        files[f"drawn/{path.name}"] = close(path.read_text("utf-8"))
    empty = (PARTS / "scenes" / "terrarium.svg").read_text("utf-8").replace("</svg>", "{}</svg>")
    things = [name for name in LIB if name.startswith("t-")]
    for name in things:
        files[f"drawn/terrarium-{name[2:]}.svg"] = close(empty.format(used(name)))
    files["things.svg"] = symbols(f'<symbol id="{name}" viewBox="0 0 900 340">{flat(name)}</symbol>' for name in things)
    files.update({name: sprite(*sources) for name, sources in SPRITES.items()})
    return files


def main() -> None:
    """Write every result and remove drawings whose source is gone."""
    files = results()
    (HERE / "drawn").mkdir(exist_ok=True)
    for old in (HERE / "drawn").glob("*.svg"):
        if f"drawn/{old.name}" not in files:
            old.unlink()
    for name, text in files.items():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
