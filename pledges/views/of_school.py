"""What the school promises, signed by the school."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from agreements.catalog import contract_for
from core.clock import now
from core.database import db
from core.languages import language
from core.web import render
from pledges.commands.teaching import Teacher, sign_for_school
from pledges.queries.chain import links_of
from pledges.queries.of_school import school_side
from pledges.seal.export import write_export
from pledges.seal.keys import raw_public
from pledges.seal.records import moment
from pledges.views.blueprint import pledges, seals
from school.access import current, needs
from school.models import School


@pledges.get("/beheer/belofte")
@needs("school.manage")
def of_school() -> Response:
    """What we promise you: read it, and sign for the school."""
    contract = contract_for(db.session, current().school_id)
    side = school_side(db.session, current().school_id, contract.version)
    keys = seals().ring.public_keys(_school().key)
    return render(
        "pledges/of_school.html", contract=contract, side=side, keys=[raw_public(key).hex() for key in keys.values()]
    )


@pledges.get("/beheer/belofte/keten")
@needs("school.manage")
def chain_of_school() -> Response:
    """The chain of the school as a file that others can check; there is no name, class or own word in it."""
    school = _school()
    links, heads = list(links_of(db.session, school.id)), list(seals().heads.heads(school.key))
    keys = seals().ring.public_keys(school.key)
    response = Response(write_export(school.key, links, heads, keys, at=moment(now())), mimetype="application/jsonl")
    response.headers["Content-Disposition"] = 'attachment; filename="beloftes.jsonl"'
    return response


@pledges.post("/beheer/belofte")
@needs("school.manage")
def sign_school_side() -> Response:
    """Sign what the school promises, for the contract as it stands."""
    visitor = current()
    teacher = Teacher(visitor.school_id, visitor.staff_id, visitor.name)
    sign_for_school(db.session, seals(), teacher=teacher, language=language(), at=now())
    flash(_("De school heeft getekend voor wat zij belooft."), "goed")
    return redirect(url_for(".of_school"), 303)


def _school() -> School:
    return db.session.get_one(School, current().school_id)
