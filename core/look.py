"""Display settings of a browser: text size, wide letters, calm colours, light or dark. Kept in its session cookie."""

from __future__ import annotations

from functools import cache

from babel import Locale
from flask import Blueprint, Flask, current_app, redirect, request, session
from werkzeug.wrappers import Response

from core.design import design
from core.pictures import init_pictures
from core.stamp import stamped
from core.web import THEMES, own_path

SIZES = ("0", "1", "2")

look = Blueprint("look", __name__)


def init_look(app: Flask) -> None:
    """Register what the layouts need: display settings, drawings by name, the languages, the design page."""
    app.register_blueprint(look)
    app.register_blueprint(design)
    init_pictures(app)
    app.jinja_env.globals["language_names"] = language_names
    app.jinja_env.globals.setdefault("demo", False)


def language_names() -> list[tuple[str, str]]:
    """(code, name in that language) of every language of the interface, Dutch first."""
    return [(code, _own_name(code)) for code in current_app.config["LANGUAGES"]]


@cache
def _own_name(code: str) -> str:
    return (Locale.parse(code).display_name or code).capitalize()


@look.post("/weergave")
@stamped("public")
def save() -> Response:
    """Keep what was chosen and go back to the page; answers 204 to the script that shows the choice at once."""
    theme, size = request.form.get("theme", "auto"), request.form.get("size", "0")
    session["look"] = {
        "theme": theme if theme in THEMES else "auto",
        "size": int(size) if size in SIZES else 0,
        "calm": "calm" in request.form,
        "spacing": "spacing" in request.form,
    }
    if request.headers.get("Accept") == "application/json":
        return Response(status=204)
    return redirect(own_path(request.form.get("next"), "/"), code=303)
