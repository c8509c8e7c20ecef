"""Interface languages: Dutch in the code and templates, one po file per feature for every other language.

All po files of a language are merged into one catalogue in the instance folder whenever one of them changed, so
a translator works on small files and a new language is files only.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel, get_translations
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from core.settings import ROOT

SOURCE = "nl"
FOLDER = ROOT / "translations"


def available() -> list[str]:
    """Language codes with Dutch first, then those that have a folder."""
    others = sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and any(path.glob("*.po")))
    return [SOURCE, *[code for code in others if code != SOURCE]]


def language() -> str:
    """The language of this request: asked for, chosen before, or the browser's; Dutch where none fits."""
    try:
        known: str = g.language  # asked for at every word of a page
    except (AttributeError, RuntimeError):
        if not has_request_context():
            return SOURCE
        known = g.language = _choose()
    return known


def init_languages(app: Flask, cache: Path) -> None:
    """Compile what changed and hook Flask-Babel to ``app``."""
    app.config["LANGUAGES"] = available()
    target = cache / "translations" / _digest()
    for code in app.config["LANGUAGES"]:
        if code != SOURCE:
            _compile(code, target / code / "LC_MESSAGES" / "messages.mo")
    Babel(
        app,
        default_locale=SOURCE,
        default_timezone="Europe/Amsterdam",
        locale_selector=language,
        default_translation_directories=str(target),
    )
    app.jinja_env.globals["_"] = _say
    app.before_request(_remember)


@pass_eval_context
def _say(context: EvalContext, words: str, /, **variables: object) -> str:
    """``_("…")`` in templates, as the i18n extension has it, without asking for the language again at every word:
    a page says some fifty."""
    if language() != SOURCE:
        words = str(get_translations().ugettext(words))
    return (Markup(words) if context.autoescape else words) % variables  # noqa: S704 - ours, or a translator's


def _choose() -> str:
    known: list[str] = current_app.config["LANGUAGES"]
    asked = request.args.get("lang")
    if asked is not None and asked in known:
        return asked
    kept = session.get("language")
    if kept in known:
        return str(kept)
    return request.accept_languages.best_match(known, default=SOURCE) or SOURCE


def _remember() -> None:
    asked = request.args.get("lang")
    if asked and asked == language() and session.get("language") != asked:
        session["language"] = asked


def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*.po")):
        digest.update(str(path.relative_to(FOLDER)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _compile(code: str, target: Path) -> None:
    if target.is_file():
        return
    merged = Catalog(locale=code)
    for path in sorted((FOLDER / code).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=code):
                if message.id and message.string and not message.fuzzy:
                    merged.add(message.id, message.string)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(f".{id(merged)}")
    with fresh.open("wb") as file:
        write_mo(file, merged)
    fresh.replace(target)
