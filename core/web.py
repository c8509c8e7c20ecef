"""What every page has: language, display settings, the words of a content text, the anti-forgery field."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app, g, make_response, render_template, request, session
from flask.templating import Environment
from flask_wtf.csrf import CSRFProtect, generate_csrf
from markupsafe import Markup
from werkzeug.wrappers import Response

from core.clock import local_day, now, school_year
from core.languages import language
from core.text import Settings, Text

THEMES = ("auto", "light", "dark")
PLAIN_LOOK: dict[str, Any] = {"theme": "auto", "calm": False, "size": 0, "spacing": False}

protect = CSRFProtect()


class Templates(Environment):
    """Flask's, with one dictionary of globals for all templates: nobody here loads a template with globals of its own,
    and comparing chains of dictionaries at each ``{% from … import … %}`` took a twentieth of a page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def init_web(app: Flask, settings_of: Callable[[], Settings]) -> None:
    """Hook the page context to ``app``; ``settings_of`` gives the settings of the visitor's school."""
    protect.init_app(app)
    app.extensions["school_settings"] = settings_of
    app.jinja_env.filters["say"] = say
    app.jinja_env.globals.update(csrf=csrf, language=language, look=look, language_url=language_url)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def render(template: str, status: int = 200, **context: Any) -> Response:
    """The page ``template`` as an answer with ``status``."""
    response = make_response(render_template(template, **context), status)
    response.headers["Content-Language"] = language()
    return response


def say(text: Text | str | None) -> str:
    """A content text in the language, school and school year of this request; plain strings pass through."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.say(language(), school_settings(), year=this_year())


def school_settings() -> Settings:
    """What the protocol of the visitor's school says, per setting; empty for visitors without a school."""
    if "school_settings" not in g:
        g.school_settings = current_app.extensions["school_settings"]()
    found: Settings = g.school_settings
    return found


def this_year() -> int:
    """The year in which the running school year began."""
    return school_year(local_day(now()))


def csrf() -> Markup:
    """The hidden field that every form needs."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def look() -> dict[str, Any]:
    """Display settings of this browser: theme, calm, size 0–2, spacing."""
    return {**PLAIN_LOOK, **session.get("look", {})}


def language_url(code: str) -> str:
    """The address of this page in another language. A page that answered a form leads back to where it was."""
    arguments = {key: value for key, value in request.args.items() if key != "lang"}
    path = g.get("language_path") or request.path
    return f"{path}?{urlencode({**arguments, 'lang': code})}"


def own_path(target: str | None, otherwise: str) -> str:
    """``target`` if it is a path of this site, else ``otherwise``: redirects never leave the site."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return otherwise
    if any(ord(character) < 32 for character in target):
        return otherwise
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else otherwise
