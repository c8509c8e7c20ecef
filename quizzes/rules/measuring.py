"""The start and end measurement: who gets which form. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Literal

FormName = Literal["a", "b"]
FORMS: tuple[FormName, FormName] = ("a", "b")


def other(form: str) -> FormName:
    """The form that is not ``form``."""
    return "b" if form == "a" else "a"


def form_for(begun: Iterable[str], own_start: str | None, *, coin: bool) -> FormName:
    """The form for the next pupil of a class: at the end the one the pupil did not start with; else the one that fewer
    classmates have begun, and ``coin`` decides when they are equal."""
    if own_start in FORMS:
        return other(own_start)
    count = Counter(begun)
    if count["a"] != count["b"]:
        return "a" if count["a"] < count["b"] else "b"
    return "a" if coin else "b"
