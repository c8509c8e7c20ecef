"""Setting the certificate: words in, a tagged PDF out. Data reaches the template as JSON and is never markup."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

TEMPLATE = Path(__file__).parent / "certificate.typ"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Line:
    """One promise on the paper: its text, the language of it, the pupil's own words."""

    text: str
    lang: str
    own: str


@dataclass(frozen=True)
class Words:
    """Everything that is printed, in the language of the paper. ``strokes`` is the path data of a drawn signature."""

    lang: str
    title: str
    of: str
    name: str
    place: str
    school: str
    promises: Sequence[Line]
    way: str
    signed: str
    teacher: str
    countersigned: str
    signature_alt: str
    stamp_alt: str
    seal: str
    small: Sequence[str] = field(default_factory=list)
    strokes: str = ""


def set_certificate(words: Words, *, at: datetime) -> bytes:
    """The PDF of a certificate, PDF/UA-1; the same words at the same moment give the same bytes."""
    import typst  # here: 40 MB that only printing needs

    data = {name.replace("_", "-"): value for name, value in asdict(words).items()}
    data["strokes"] = _drawing(words.strokes)
    made = typst.compile(
        TEMPLATE,
        root=ROOT,
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"data": json.dumps(data)},
        timestamp=at,
    )
    if not isinstance(made, bytes):
        raise TypeError("a certificate is one file")
    return made


def _drawing(path: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 220 110" width="220" height="110">'
        f'<path d="{path}" fill="none" stroke="#184f76" stroke-width="4" stroke-linecap="round" '
        'stroke-linejoin="round"/></svg>'
    )
