"""Who may do what: one table, one gate.

Every view is stamped with the permission it needs. Before a view runs, the gate looks up the visitor, asks the
table, and turns the keys in the address into rows of the visitor's own school and classes. What a visitor may
not know of does not exist for them: 404, with the body of any other address that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, abort, current_app, g, redirect, request, url_for
from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from core.clock import local_day, now
from core.database import db
from core.stamp import V, stamped
from school.models import ClassTeacher, Pupil, SchoolClass

EVERYBODY = frozenset({"anonymous", "pupil", "teacher", "administrator", "board"})
SIGNED_IN = EVERYBODY - {"anonymous"}
STAFF = frozenset({"teacher", "administrator"})

# permission → roles. A class or pupil in the address narrows it further: teachers reach the classes they are tied
# to, administrators every class of their school, pupils only themselves.
TABLE: dict[str, frozenset[str]] = {
    "public": EVERYBODY,
    "signed-in": SIGNED_IN,
    "account.manage": STAFF | {"board"},
    "agreements.read": EVERYBODY,
    "agreements.manage": frozenset({"administrator"}),
    "lesson.do": frozenset({"pupil"}),
    "quiz.do": frozenset({"pupil"}),
    "pledge.do": frozenset({"pupil"}),
    "own.see": frozenset({"pupil"}),
    "preview.see": STAFF,
    "class.see": STAFF,
    "class.manage": STAFF,
    "class.make": STAFF,
    "pledge.countersign": STAFF,
    "school.see": frozenset({"administrator"}),
    "school.manage": frozenset({"administrator"}),
    "board.see": frozenset({"board"}),
    "child.export": frozenset({"administrator"}),
    "child.erase": frozenset({"administrator"}),
    "help.read": STAFF,
    "staff.manage": frozenset({"administrator"}),
    "audit.see": frozenset({"administrator"}),
    "design.see": EVERYBODY,
}

# Dangerous acts: whoever does them has confirmed with the second step a short while ago.
FRESH = frozenset({"child.export", "child.erase", "staff.manage"})
FRESH_TO_OPEN = timedelta(minutes=15)
FRESH_TO_SEND = timedelta(minutes=30)


@dataclass(frozen=True)
class Partner:
    """The other child at one device, who signed in there too."""

    pupil_id: int
    name: str
    route: str
    sign: str = ""


@dataclass(frozen=True)
class Visitor:
    """Who is asking. ``actor`` is the name used in the audit."""

    role: str = "anonymous"
    name: str = ""
    school_id: int = 0
    pupil_id: int = 0
    staff_id: int = 0
    class_id: int = 0
    route: str = ""
    sign: str = ""
    second_factor_at: datetime | None = None
    demo: bool = False
    partner: Partner | None = None
    """Of a pair: practice counts for both, questions are answered one after the other."""

    @property
    def signed_in(self) -> bool:
        return self.role != "anonymous"

    @property
    def is_staff(self) -> bool:
        return self.staff_id != 0

    @property
    def actor(self) -> str:
        if self.pupil_id:
            return f"pupil:{self.pupil_id}"
        return f"staff:{self.staff_id}" if self.staff_id else "anonymous"


ANONYMOUS = Visitor()


def needs(permission: str) -> Callable[[V], V]:
    """Stamp a view with the permission it needs. The stamp must be the outermost decorator under the route."""
    if permission not in TABLE:
        raise KeyError(permission)
    return stamped(permission)


def may(visitor: Visitor, permission: str) -> bool:
    """True when the table gives the visitor's role the permission."""
    return visitor.role in TABLE[permission]


def fresh(visitor: Visitor, at: datetime, lasts: timedelta = FRESH_TO_OPEN) -> bool:
    """True when the visitor confirmed with the second step less than ``lasts`` ago."""
    confirmed = visitor.second_factor_at
    return confirmed is not None and confirmed - timedelta(minutes=1) <= at < confirmed + lasts


def current() -> Visitor:
    """The visitor of this request."""
    visitor: Visitor = g.visitor
    return visitor


_CLASS = select(SchoolClass).where(
    SchoolClass.key == bindparam("key"),
    SchoolClass.school_id == bindparam("school"),
    SchoolClass.deleted_at.is_(None),
)
_CLASS_OF_TEACHER = _CLASS.join(ClassTeacher, ClassTeacher.class_id == SchoolClass.id).where(
    ClassTeacher.staff_id == bindparam("staff"),
    or_(ClassTeacher.until.is_(None), ClassTeacher.until >= bindparam("day")),
)
_CLASS_OF_PUPIL = _CLASS.where(SchoolClass.id == bindparam("own"))


def class_for(session: Session, visitor: Visitor, key: str, at: datetime) -> SchoolClass | None:
    """The class with ``key`` if the visitor may know of it."""
    wanted: dict[str, object] = {"key": key, "school": visitor.school_id}
    if visitor.role == "teacher":
        wanted |= {"staff": visitor.staff_id, "day": local_day(at)}
        return session.scalars(_CLASS_OF_TEACHER, wanted).first()
    if visitor.role == "pupil":
        return session.scalars(_CLASS_OF_PUPIL, {**wanted, "own": visitor.class_id}).first()
    return session.scalars(_CLASS, wanted).first() if visitor.role == "administrator" else None


def pupil_for(session: Session, visitor: Visitor, key: str, at: datetime) -> Pupil | None:
    """The pupil with ``key`` if the visitor may know of them."""
    pupil = session.scalars(
        select(Pupil).where(Pupil.key == key, Pupil.school_id == visitor.school_id, Pupil.deleted_at.is_(None))
    ).first()
    if pupil is None or (visitor.role == "pupil" and pupil.id != visitor.pupil_id):
        return None
    return pupil if class_for(session, visitor, pupil.school_class.key, at) is not None else None


def init_gate(app: Flask) -> None:
    """Put the gate before every view of ``app``."""
    app.before_request(_gate)


def _gate() -> Response | None:
    if request.endpoint is None:
        return None  # no such address: the error page answers
    view = current_app.view_functions[request.endpoint]
    permission = getattr(view, "needs", "public" if request.endpoint == "static" else None)
    if permission is None:
        raise RuntimeError(f"{request.endpoint} does not say who may use it")
    visitor = current()
    if not may(visitor, permission):
        return _turn_away(visitor, permission)
    opening = request.method in ("GET", "HEAD")
    if permission in FRESH and not fresh(visitor, now(), FRESH_TO_OPEN if opening else FRESH_TO_SEND):
        return redirect(url_for("account.confirm", next=request.full_path.rstrip("?") if opening else _page()), 303)
    _resolve(visitor)
    return None


def _turn_away(visitor: Visitor, permission: str) -> Response:
    if not visitor.signed_in and request.method in ("GET", "HEAD") and not request.path.startswith("/api/"):
        return redirect(_sign_in_page(permission))
    ended: Visitor | None = g.get("ended")
    if ended is not None and may(ended, permission):
        kept: Response | None = current_app.extensions["keep_after_end"](ended)
        if kept is not None:
            return kept
    return abort(404 if visitor.signed_in else 401)


def _page() -> str:
    """The nearest page above the address of a form."""
    addresses = current_app.url_map.bind_to_environ(request.environ)
    path = request.path
    while path.count("/") > 1:
        path = path.rsplit("/", 1)[0]
        if addresses.test(path, method="GET"):
            return path
    return "/"


def _sign_in_page(permission: str) -> str:
    pupils_only = "pupil" in TABLE[permission] and not TABLE[permission] & STAFF
    endpoint = "entrance.class_code" if pupils_only else "entrance.staff"
    return url_for(endpoint, next=request.full_path.rstrip("?"))


def _resolve(visitor: Visitor) -> None:
    arguments = request.view_args or {}
    at = now()
    if "class_key" in arguments:
        g.school_class = class_for(db.session, visitor, arguments["class_key"], at)
        if g.school_class is None:
            abort(404)
    if "pupil_key" in arguments:
        g.pupil = pupil_for(db.session, visitor, arguments["pupil_key"], at)
        if g.pupil is None or ("class_key" in arguments and g.pupil.class_id != g.school_class.id):
            abort(404)
