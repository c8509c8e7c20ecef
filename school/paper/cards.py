"""Setting sheets of sign-in cards: words in, a tagged PDF out. Data reaches the template as JSON, never as markup."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

TEMPLATE = Path(__file__).parent / "cards.typ"
A_SHEET = 8


@dataclass(frozen=True)
class PaperCard:
    """One card as printed. ``qr`` is an SVG; ``sign`` is the picture's name in words, or empty."""

    name: str
    sign: str
    code: str
    qr: str
    group: str
    group_code: str
    after: str


@dataclass(frozen=True)
class CardWords:
    """What stands on every card, in the language of the paper."""

    lang: str
    title: str
    class_word: str
    code_word: str
    qr_alt: str


def set_cards(cards: Sequence[PaperCard], words: CardWords, *, at: datetime) -> bytes:
    """The PDF of ``cards``, A_SHEET on a page; a new class begins on a new page."""
    import typst  # here: 40 MB that only printing needs

    data = {name.replace("_", "-"): value for name, value in asdict(words).items()}
    made = typst.compile(
        TEMPLATE, root=TEMPLATE.parent, ignore_system_fonts=True, format="pdf", pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps({**data, "sheets": _sheets(cards)})}, timestamp=at,
    )  # fmt: skip
    if not isinstance(made, bytes):
        raise TypeError("the cards are one file")
    return made


def _sheets(cards: Sequence[PaperCard]) -> list[list[dict[str, str]]]:
    sheets: list[list[dict[str, str]]] = []
    before = ""
    for card in cards:
        if card.group_code != before or len(sheets[-1]) == A_SHEET:
            sheets.append([])
        before = card.group_code
        sheets[-1].append(
            {
                "name": card.name, "sign": card.sign, "code": card.code, "qr": card.qr, "class": card.group,
                "class-code": f"{card.group_code[:4]} {card.group_code[4:]}", "after": card.after,
            }
        )  # fmt: skip
    return sheets
