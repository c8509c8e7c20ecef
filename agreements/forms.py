"""Reading the forms of the protocol editor."""

from __future__ import annotations

from typing import get_args

from werkzeug.datastructures import FileStorage, MultiDict

from agreements import catalog
from agreements.commands.clauses import Given
from agreements.commands.refusals import UnreadableDocument
from agreements.documents import MOST_BYTES, Unreadable, read_document
from agreements.schema import AUDIENCES, Kind, Topic

KINDS = get_args(Kind)


def read_clause(form: MultiDict[str, str]) -> Given:
    """A clause as typed; choices that do not exist count as not made."""
    promises = {promise.id for promise in catalog.shelf().contract.promises}
    topic, kind, promise = form.get("topic", ""), form.get("kind", ""), form.get("promise", "")
    like = form.get("like", "")
    kept = [name for name in form.getlist("like_kept") if catalog.clause(name) is not None]
    change = form.get("change", "")
    return Given(
        section=_line(form, "section", 200),
        number=_line(form, "number", 20),
        source=form.get("source", "").strip(),
        audience=tuple(who for who in AUDIENCES if who in form.getlist("audience")),
        kind=kind if kind in KINDS else "rule",
        topic=topic if topic in get_args(Topic) else "",
        summary_nl=_text(form, "summary_nl"),
        summary_en=_text(form, "summary_en"),
        pupil_nl=_text(form, "pupil_nl"),
        pupil_en=_text(form, "pupil_en"),
        pledge=form.get("pledge") == "yes",
        promise=promise if promise in promises and form.get("pledge") == "yes" and topic != "sanctions" else None,
        like=tuple(dict.fromkeys([*kept, *([like] if catalog.clause(like) is not None else [])])),
        change=change if change in ("spelling", "meaning") else "",
    )


def read_settings(form: MultiDict[str, str]) -> dict[str, list[str]]:
    """The answers to the 36 questions: setting → values, the main one first."""
    found = {}
    for setting in catalog.shelf().settings.settings:
        main, also = form.get(setting.id, ""), form.get(f"{setting.id}-also", "")
        values = [value for value in dict.fromkeys((main, also)) if setting.variant(value)]
        if values and main:
            found[setting.id] = values
    return found


def read_revision(form: MultiDict[str, str]) -> int:
    """The revision that the form was opened with; 0 for nonsense."""
    given = form.get("revision", "")
    return int(given) if given.isdecimal() and len(given) < 9 else 0


def read_upload(form: MultiDict[str, str], file: FileStorage | None) -> str:
    """The document: the uploaded file where there is one, else the pasted text. Raises UnreadableDocument."""
    if file is None or not file.filename:
        return form.get("document", "")
    data = file.stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UnreadableDocument
    try:
        return read_document(data)
    except Unreadable:
        raise UnreadableDocument from None


def _line(form: MultiDict[str, str], name: str, longest: int) -> str:
    return " ".join(form.get(name, "").split())[:longest]


def _text(form: MultiDict[str, str], name: str) -> str:
    return " ".join(form.get(name, "").split())
