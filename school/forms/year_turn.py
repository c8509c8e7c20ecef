"""The form of the turn of the year: classes of the new year, where each jaargroep goes, and who does otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict

from school.rules.year_turn import HAVE, Cohort, NextClass, OldClass, Proposal

EXTRA = "extra"
"""The slot of the blank class at the end of the form; it counts when it has a name."""


def read_turn(form: MultiDict[str, str], old: Sequence[OldClass], proposed: Proposal) -> Proposal:
    """What the administrator wants, within what was proposed: nothing else of the form is believed."""
    classes = [_class(form, one) for one in (*proposed.classes, NextClass(EXTRA, "", ()))]
    wanted = [one for one in classes if one.slot.startswith(HAVE) or f"make-{one.slot}" in form]
    if form.get(f"name-{EXTRA}", "").strip():
        wanted.append(classes[-1])
    cohorts = [
        Cohort(one.key, year, form.get(f"to-{one.key}-{year}", proposed.to(one.key, year)))
        for one in old
        for year in one.years
    ]
    return Proposal(tuple(wanted), tuple(cohorts))


def exceptions(form: MultiDict[str, str], pupils: Sequence[str]) -> Mapping[str, str]:
    """Key of a pupil → what was chosen for it besides going along."""
    return {key: form[f"pupil-{key}"] for key in pupils if form.get(f"pupil-{key}")}


def _class(form: MultiDict[str, str], proposed: NextClass) -> NextClass:
    if proposed.slot.startswith(HAVE):
        return proposed
    slot = proposed.slot
    years = sorted({int(year) for year in form.getlist(f"year-{slot}") if year in ("5", "6", "7", "8")})
    teachers = dict.fromkeys(key for key in (form.get(f"teacher-{slot}"), form.get(f"duo-{slot}")) if key)
    return NextClass(slot, form.get(f"name-{slot}", proposed.name), tuple(years), tuple(teachers), proposed.follows)
