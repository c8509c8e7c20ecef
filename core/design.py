"""The design page: every component in every state, for the people who build and test the site."""

from __future__ import annotations

from functools import cache

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.settings import ROOT
from core.stamp import stamped
from core.web import render

SHEETS = ("pupil", "staff", "board", "drawings", "paper")

design = Blueprint("design", __name__)


@design.get("/ontwerp")
@stamped("design.see")
def index() -> Response:
    """The pupils' components, or the sheet named in ``?blad=``."""
    asked = request.args.get("blad", "")
    sheet = asked if asked in SHEETS else SHEETS[0]
    return render(f"design/{sheet}.html", sheets=SHEETS, sheet=sheet, drawings=_drawings())


@cache
def _drawings() -> dict[str, list[str]]:
    """Names of all drawings by kind: people, scenes and what lies in the terrarium."""
    names = sorted(path.stem for path in (ROOT / "static" / "img" / "drawn").glob("*.svg"))
    people = sorted({name for name in names if f"{name}-rustig" in names})
    faces = [name for name in names if name.rpartition("-")[0] in people]
    turbo = [name for name in names if name.startswith(("turbo", "terrarium", "stempel"))]
    scenes = [name for name in names if name not in {*people, *faces, *turbo}]
    return {"people": people, "faces": faces, "turbo": turbo, "scenes": scenes}
