"""Reports of a class and of a school: on the screen, printed, as CSV and as XLSX; without names unless asked for."""

from __future__ import annotations

from flask import abort, request
from werkzeug.wrappers import Response

from agreements.catalog import protocol_of
from classroom import catalog
from classroom.facts import PupilRow
from classroom.queries import people
from classroom.queries.report_data import Scope, load
from classroom.reports import REPORTS
from classroom.reports.base import Report, Sheet
from classroom.views.blueprint import classroom
from classroom.views.cells import chart_rows, csv_of, share, words_of, xlsx_of
from classroom.views.page import class_page, group, group_row, pupils, seen
from core.audit import note
from core.clock import local_day, now
from core.database import db, writing
from core.web import render, school_settings
from school.access import current, needs, pupil_for
from school.models import School
from school.queries.board import schools_of_board

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@classroom.get("/klas/<class_key>/verslagen")
@needs("class.see")
def reports(class_key: str) -> Response:
    """What can be reported about this class."""
    return class_page(
        "classroom/reports.html", "verslagen", reports=[one for one in REPORTS.values() if one.scope != "school"],
        words_of=words_of, modules=catalog.modules(), pupils=pupils(),
    )  # fmt: skip


@classroom.get("/klas/<class_key>/verslag/<name>")
@needs("class.see")
def report(class_key: str, name: str) -> Response:
    """A report on the screen, ready to print."""
    found, scope = _class_report(name)
    names = _names(found)
    seen(f"report.{name}", f"pupil:{scope.pupil.key}" if scope.pupil else "")
    sheets = found.build(load(db.session, name, scope), names)
    return class_page(
        "classroom/report.html", "verslagen", report=found, sheets=sheets, names=names, scope=scope,
        words_of=words_of, share=share, day=local_day(now()), query=_query(), chart_rows=chart_rows,
    )  # fmt: skip


@classroom.get("/klas/<class_key>/verslag/<name>.<kind>")
@needs("class.see")
def report_file(class_key: str, name: str, kind: str) -> Response:
    """A report as a file."""
    found, scope = _class_report(name)
    names = _names(found)
    sheets = found.build(load(db.session, name, scope), names)
    return _file(found, sheets, kind, f"class:{group().key}", names)


@classroom.get("/school/verslag/<name>")
@needs("school.see")
def school_report(name: str) -> Response:
    """A sheet of the whole school, for its administrator."""
    return _school_page(name)


@classroom.get("/school/verslag/<name>.<kind>")
@needs("school.see")
def school_report_file(name: str, kind: str) -> Response:
    """The same as a file."""
    found = _school_report(name)
    sheets = found.build(load(db.session, name, _school_scope()), False)
    return _file(found, sheets, kind, f"school:{current().school_id}", False)


@classroom.get("/bestuur")
@needs("board.see")
def for_the_board() -> Response:
    """The sheet of the board: totals without names, of one of its schools at a time."""
    school = _board_school()
    if school is None:
        schools = schools_of_board(db.session, current().staff_id)
        return render("classroom/board_schools.html", schools=schools)
    return _school_page(request.args.get("blad", "overzicht"), school)


@classroom.get("/bestuur/<name>.<kind>")
@needs("board.see")
def board_file(name: str, kind: str) -> Response:
    """The same as a file."""
    school = _board_school()
    if school is None:
        abort(404)
    found = _school_report(name)
    sheets = found.build(load(db.session, name, _school_scope(school)), False)
    return _file(found, sheets, kind, f"school:{school.id}", False)


def _board_school() -> School | None:
    """The school that a board member asks for: their only one, or by its key; None where they still have to choose.

    404 for the key of a school that is not theirs.
    """
    schools = schools_of_board(db.session, current().staff_id)
    key = request.args.get("school", "")
    if not key:
        return schools[0] if len(schools) == 1 else None
    found = [school for school in schools if school.key == key]
    return found[0] if found else abort(404)


def _school_page(name: str, school: School | None = None) -> Response:
    found = _school_report(name)
    sheets = found.build(load(db.session, name, _school_scope(school)), False)
    return render(
        "classroom/school_report.html", report=found, sheets=sheets, words_of=words_of, share=share,
        school=school or db.session.get(School, current().school_id), day=local_day(now()),
        board=current().role == "board", several=len(schools_of_board(db.session, current().staff_id)) > 1,
        others=[one for one in REPORTS.values() if one.scope == "school"],
        protocol=protocol_of(db.session, school.id if school else current().school_id),
    )  # fmt: skip


def _school_report(name: str) -> Report:
    found = REPORTS.get(name)
    if found is None or found.scope != "school":
        abort(404)
    return found


def _school_scope(school: School | None = None) -> Scope:
    if school is None or school.id == current().school_id:
        return Scope(current().school_id, school_settings(), now())
    return Scope(school.id, protocol_of(db.session, school.id).settings, now())


def _class_report(name: str) -> tuple[Report, Scope]:
    """The report and what it is about; 404 for a report, a pupil or a module that is not there."""
    found = REPORTS.get(name)
    if found is None or found.scope == "school":
        abort(404)
    module = catalog.at_school(request.args.get("les", ""), school_settings())
    pupil = _pupil() if found.scope == "pupil" else None
    if found.scope == "module" and module is None:
        abort(404)
    return found, Scope(group().school_id, school_settings(), now(), group_row(), pupil, module)


def _pupil() -> PupilRow:
    row = pupil_for(db.session, current(), request.args.get("leerling", ""), now())
    if row is None or row.class_id != group().id:
        abort(404)
    return people.pupil_row(row)


def _names(found: Report) -> bool:
    return found.named and request.args.get("namen") == "1"


def _query() -> dict[str, str]:
    return {name: value for name, value in request.args.items() if name in ("les", "leerling", "namen")}


def _file(found: Report, sheets: list[Sheet], kind: str, subject: str, names: bool) -> Response:
    """The sheets as a download; each one is written down, since it leaves the site."""
    if kind not in ("csv", "xlsx"):
        abort(404)
    visitor = current()
    with writing(db.session):
        note(
            db.session, school_id=visitor.school_id, actor=visitor.actor, action="report.exported", subject=subject,
            at=now(), facts={"report": found.name, "kind": kind, "names": names},
        )  # fmt: skip
    data, mime = (csv_of(sheets), CSV) if kind == "csv" else (xlsx_of(sheets), XLSX)
    response = Response(data, mimetype=None, content_type=mime)
    response.headers["Content-Disposition"] = f'attachment; filename="netjes-{found.name}.{kind}"'
    return response
