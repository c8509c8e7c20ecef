"""Arms of every person in every pose, drawn from a few points, and the things hands hold.

Figure space: 0,0 is the base of the neck, shoulders at x -30 and 30, hips at y 110. ``back`` is the arm on the left of
the drawing (the far one), ``front`` the arm on the right, which is a shade darker and drawn last.
"""

from __future__ import annotations

from math import atan2, cos, sin
from typing import NamedTuple


class Sleeves(NamedTuple):
    """Colours of both arms, of the hands, the width of a sleeve, and whether it ends above the elbow."""

    back: str
    front: str
    skin: str
    skin_front: str
    width: int = 19
    short: bool = False


class Arm(NamedTuple):
    """Elbow, wrist, what the hand does (rond, open, wijst, duim), and what it holds behind its fingers."""

    elbow: tuple[int, int]
    wrist: tuple[int, int]
    hand: str = "rond"
    holds: str = ""


SLEEVES = {
    "noor": Sleeves("#dfa22e", "#c98d20", "#f7d2b6", "#f7d2b6"),
    "ilyas": Sleeves("#e2672c", "#c2501c", "#dba374", "#cf9767", 21, True),
    "saar": Sleeves("#f4e9d2", "#e4d6b8", "#f5cfae", "#f5cfae", 18),
    "meilin": Sleeves("#f4e9d2", "#e9dcc0", "#f0c89a", "#f0c89a", 18),
    "tygo": Sleeves("#6f5686", "#5a4470", "#f6d4ba", "#f6d4ba", 18),
    "zofia": Sleeves("#478661", "#316546", "#f4cda9", "#f4cda9", 22),
    "amara": Sleeves("#85512f", "#784829", "#85512f", "#784829", 16),
    "jayden": Sleeves("#a63c0a", "#8a3109", "#a0693f", "#94603a"),
    "bram": Sleeves("#f2e6cb", "#e2d5b8", "#f7d2b6", "#f7d2b6"),
    "sem": Sleeves("#56653f", "#3f4b2d", "#cd9668", "#bd8759", 21),
    "samira": Sleeves("#6d4266", "#593452", "#d3a071", "#d3a071"),
    "joost": Sleeves("#386a61", "#254942", "#f4cdb0", "#f4cdb0", 18),
    "bakker": Sleeves("#367ba8", "#245a7e", "#8f5c3b", "#8f5c3b", 22),
    "zofiazwem": Sleeves("#f4cda9", "#e3ae84", "#f4cda9", "#e3ae84", 14),
    "meilinzwem": Sleeves("#f0c89a", "#dcae7c", "#f0c89a", "#dcae7c", 14),
    "daan": Sleeves("#2e6f9a", "#245a7e", "#f0c89a", "#e4b988", 19, True),
    "wim": Sleeves("#f6f3ea", "#ddd6c6", "#dba374", "#cf9767", 22, True),
    "moeder": Sleeves("#1f5f8b", "#184d72", "#f6d4ba", "#f6d4ba"),
    "schrijver": Sleeves("#6d4266", "#593452", "#f0c89a", "#f0c89a", 20),
    "oma": Sleeves("#2e6f9a", "#245a7e", "#f7d2b6", "#f7d2b6", 20),
    "opa": Sleeves("#dff0e6", "#c3dccb", "#a0693f", "#94603a", 20),
    "schaker": Sleeves("#dcedf8", "#c3d6e4", "#cd9668", "#cd9668", 21),
    "ellen": Sleeves("#2a7d84", "#226970", "#f5cfae", "#f5cfae", 20),
}
DOWN_BACK = Arm((-47, 66), (-38, 106))
DOWN_FRONT = Arm((47, 66), (39, 106))
POSES: dict[str, tuple[Arm, Arm]] = {
    "armen": (DOWN_BACK, DOWN_FRONT),
    "typt": (Arm((-42, 72), (6, 96)), Arm((50, 70), (44, 98))),
    "telefoon": (DOWN_BACK, Arm((52, 70), (48, 42), "rond", "h-telefoon")),
    "leestscherm": (Arm((-44, 70), (2, 66)), Arm((50, 74), (26, 62), "rond", "h-telefoon")),
    "filmt": (DOWN_BACK, Arm((62, 40), (80, 6), "rond", "h-telefoon")),
    "belt": (DOWN_BACK, Arm((66, 34), (44, -34), "rond", "h-telefoon")),
    "vinger": (DOWN_BACK, Arm((62, 4), (64, -62), "wijst")),
    "zwaait": (DOWN_BACK, Arm((62, 34), (70, -12), "open")),
    "wijst": (DOWN_BACK, Arm((56, 44), (92, 34), "wijst")),
    "wijstop": (DOWN_BACK, Arm((60, 30), (88, -14), "wijst")),
    "mond": (DOWN_BACK, Arm((58, 48), (26, -10), "open")),
    "heupen": (Arm((-62, 66), (-32, 96)), Arm((62, 66), (32, 96))),
    "kruis": (Arm((-50, 66), (20, 58)), Arm((50, 70), (-20, 66))),
    "schouders": (Arm((-46, 64), (-74, 46), "open"), Arm((46, 64), (74, 46), "open")),
    "houdt": (Arm((-46, 70), (0, 66)), Arm((50, 72), (40, 64), "rond", "h-blad")),
    "leestboek": (Arm((-46, 70), (-4, 62)), Arm((50, 72), (38, 62), "rond", "h-boek")),
    "tablet": (Arm((-46, 72), (0, 74)), Arm((50, 74), (38, 70), "rond", "h-tablet")),
    "schrijft": (Arm((-44, 72), (-4, 98)), Arm((52, 70), (44, 92), "rond", "h-potlood")),
    "tekent": (Arm((-44, 72), (-4, 98)), Arm((56, 60), (72, 78), "rond", "h-potlood")),
    "rug": (Arm((-46, 62), (-26, 92), "geen"), Arm((46, 62), (26, 92), "geen")),
    "juicht": (Arm((-58, 8), (-56, -44), "open"), Arm((58, 8), (56, -44), "open")),
    "hart": (DOWN_BACK, Arm((52, 66), (6, 46), "open")),
    "duim": (DOWN_BACK, Arm((54, 62), (66, 30), "duim")),
    "microfoon": (DOWN_BACK, Arm((58, 56), (46, 26), "rond", "h-microfoon")),
    "camera": (Arm((-44, 58), (10, 24)), Arm((54, 56), (44, 20), "rond", "h-camera")),
    "geeft": (DOWN_BACK, Arm((54, 62), (88, 58), "rond")),
    "geeftkaart": (DOWN_BACK, Arm((54, 62), (86, 56), "rond", "h-kaart")),
    "bel": (DOWN_BACK, Arm((60, 14), (58, -40), "rond", "h-bel")),
    "beker": (DOWN_BACK, Arm((52, 68), (34, 56), "rond", "h-beker")),
    "kin": (Arm((-44, 70), (24, 60)), Arm((56, 54), (16, 2), "rond")),
    "gezicht": (Arm((-56, 54), (-34, 4), "open"), Arm((62, 54), (42, 4), "open")),
    "luistert": (Arm((-48, 66), (-2, 88)), Arm((50, 66), (10, 86))),
    "horloge": (DOWN_BACK, Arm((54, 66), (20, 62), "rond", "h-horloge")),
    "doos": (Arm((-48, 70), (-2, 84)), Arm((54, 70), (60, 84), "rond", "h-doos")),
    "poster": (Arm((-46, 66), (-16, 70)), Arm((56, 64), (62, 66), "rond", "h-poster")),
    "gereedschap": (DOWN_BACK, Arm((58, 60), (74, 32), "rond", "h-sleutel")),
    "zeekoe": (Arm((-46, 70), (2, 76)), Arm((52, 72), (48, 74), "rond", "h-zeekoe")),
    "koptelefoon": (Arm((-64, 30), (-44, -38)), Arm((64, 30), (50, -38))),
    "fluit": (DOWN_BACK, Arm((56, 44), (28, -4), "rond", "h-fluit")),
}


def arms(who: str, pose: str) -> str:
    """Both arms of a person; the far one first. Raises KeyError for an unknown person or pose."""
    sleeves, (back, front) = SLEEVES[who], POSES[pose]
    far = _arm((-29, 26), back, sleeves.back, sleeves.skin, sleeves)
    return far + _arm((29, 26), front, sleeves.front, sleeves.skin_front, sleeves)


def _arm(shoulder: tuple[int, int], arm: Arm, cloth: str, skin: str, sleeves: Sleeves) -> str:
    (x, y), (ex, ey), (wx, wy) = shoulder, arm.elbow, arm.wrist
    line = f'fill="none" stroke-linecap="round" stroke-linejoin="round" d="M{x} {y}'
    bend = f"Q{_out(x, ex)} {(y + ey) // 2} {ex} {ey}L{wx} {wy}"
    if sleeves.short:
        half = f"{(x + ex * 2) // 3} {(y + ey * 2) // 3}"
        drawn = f'<path stroke="{skin}" stroke-width="{sleeves.width - 7}" {line}{bend}"/>'
        drawn += f'<path stroke="{cloth}" stroke-width="{sleeves.width}" {line}L{half}"/>'
    else:
        drawn = f'<path stroke="{cloth}" stroke-width="{sleeves.width}" {line}{bend}"/>'
    return drawn + _hand(arm, skin)


def _out(x: int, ex: int) -> int:
    return (x + ex) // 2 + (4 if x > 0 else -4)


def _hand(arm: Arm, skin: str) -> str:
    if arm.hand == "geen":
        return ""
    angle = atan2(arm.wrist[1] - arm.elbow[1], arm.wrist[0] - arm.elbow[0])
    x, y = round(arm.wrist[0] + 9 * cos(angle)), round(arm.wrist[1] + 9 * sin(angle))
    palm = f'<circle cx="{x}" cy="{y}" r="8" fill="{skin}"/>'
    if arm.holds:
        thing = f'<use href="#{arm.holds}" transform="translate({x} {y})"/>'
        grip = f"M{x - 5} {y + 1}L{x + 6} {y - 2}M{x - 4} {y + 7}L{x + 6} {y + 5}"
        return f'{palm}{thing}<path d="{grip}" stroke="{skin}" stroke-width="6" stroke-linecap="round"/>'
    if arm.hand == "open":
        return palm + _fingers(x, y, angle, skin, ((-0.75, 15), (-0.25, 18), (0.2, 18), (0.65, 16), (1.5, 13)))
    if arm.hand == "wijst":
        return palm + _fingers(x, y, angle, skin, ((0, 20), (1.4, 11)))
    if arm.hand == "duim":
        return palm + f'<path d="M{x} {y}V{y - 17}" stroke="{skin}" stroke-width="7" stroke-linecap="round"/>'
    return palm


def _fingers(x: int, y: int, angle: float, skin: str, fingers: tuple[tuple[float, int], ...]) -> str:
    lines = "".join(
        f"M{x} {y}L{round(x + length * cos(angle + turn))} {round(y + length * sin(angle + turn))}"
        for turn, length in fingers
    )
    return f'<path d="{lines}" stroke="{skin}" stroke-width="6" stroke-linecap="round"/>'
