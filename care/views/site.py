"""What the site says about itself, for everybody: the rules it keeps, privacy, accessibility, how to report a leak."""

from __future__ import annotations

from datetime import timedelta

from flask import Response as FlaskResponse
from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from care.inventory import INVENTORY
from care.kept import KEPT
from care.outcomes import NAME, read, version_of
from care.rules.retention import BACKUPS_KEPT
from care.views.own import care
from core.clock import now
from core.settings import ROOT, Settings
from core.web import render
from school.access import needs

LAST_CHECK = "2026-11-21"
"""The day on which the accessibility page was last compared with the tests."""


@care.get("/wat-deze-site-belooft")
@needs("public")
def kept_rules() -> Response:
    """Every rule that children learn here and that the site keeps, with what the tests said about it."""
    report = read([_settings().instance_path / NAME, ROOT / "test-results" / NAME], version_of(ROOT))
    lines = [(one, report.of(one.tests)) for one in KEPT]
    return render("care/kept_rules.html", lines=lines, report=report)


@care.get("/privacy")
@needs("public")
def privacy() -> Response:
    """What is kept about children, why, who sees it, how long; for parents and schools."""
    return render("care/privacy.html", inventory=INVENTORY, backups=BACKUPS_KEPT.days)


@care.get("/toegankelijkheid")
@needs("public")
def accessibility() -> Response:
    """What works for whom, what does not, and where to say so."""
    return render("care/accessibility.html", checked=LAST_CHECK)


@care.get("/.well-known/security.txt")
@needs("public")
def security_txt() -> Response:
    """Where to report a leak (RFC 9116): the operator's own file in the instance folder, or the privacy page."""
    settings = _settings()
    own = settings.instance_path / "security.txt"
    if own.is_file():
        return FlaskResponse(own.read_text(encoding="utf-8"), mimetype="text/plain")
    base = (settings.public_url or request.url_root).rstrip("/")
    until = (now() + timedelta(days=90)).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    lines = (
        f"Contact: {base}{url_for('care.privacy')}#lek",
        f"Expires: {until}",
        "Preferred-Languages: nl, en",
        f"Canonical: {base}{url_for('care.security_txt')}",
    )
    return FlaskResponse("\n".join(lines) + "\n", mimetype="text/plain")


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
