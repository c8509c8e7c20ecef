"""For strangers with a certificate in hand: is this signed and unchanged?"""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from core.database import db
from core.web import render
from pledges.queries.checking import check_code
from pledges.rules.codes import MOST_TYPED
from pledges.views.blueprint import pledges, seals
from school.access import needs


@pledges.get("/controle")
@needs("public")
def check() -> Response:
    """Type the code of a certificate."""
    return render("pledges/check.html", asked=False, found=None)


@pledges.post("/controle")
@needs("public")
def check_typed() -> Response:
    """Signed and unchanged, with the text; or unknown, the same for everything that is not."""
    typed = request.form.get("code", "")[: MOST_TYPED + 1]
    return render("pledges/check.html", asked=True, found=check_code(db.session, seals(), typed))
