"""An own question and the order of the lessons out of a form."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request

from classroom.commands.own import OPTIONS, OwnOption


def options_of() -> list[OwnOption]:
    """The answers of an own question: ``option-1`` … with ``feedback-1`` …; ``right`` is the number of the good one."""
    right = request.form.get("right", "")
    return [
        OwnOption(request.form.get(f"option-{n}", ""), right == str(n), request.form.get(f"feedback-{n}", ""))
        for n in range(1, OPTIONS[-1] + 1)
    ]


def order_of_form(slugs: Sequence[str]) -> tuple[list[str], list[str]]:
    """The modules by the numbers typed beside them (without one: last), and the hidden ones."""
    typed = {slug: request.form.get(f"place-{slug}", "") for slug in slugs}
    places = {slug: int(number) if number.isdecimal() else len(slugs) + 1 for slug, number in typed.items()}
    return sorted(slugs, key=lambda slug: places[slug]), [slug for slug in slugs if f"hidden-{slug}" in request.form]
