"""Two measurement forms for tests, made of bank items under other ids."""

from __future__ import annotations

from typing import Any

from core.text import Text
from quizzes import catalog
from quizzes.catalog import Entry
from quizzes.schema import MeasurementForm, Statements


def form(name: str) -> MeasurementForm:
    """Form ``a`` takes the first 22 items of two banks, form ``b`` the last."""
    entries = [(slug, item) for slug in ("doorsturen", "wachtwoorden") for item in catalog.shelf().banks[slug].items]
    chosen = entries[:22] if name == "a" else entries[-22:]
    items: list[dict[str, Any]] = []
    for number, (slug, item) in enumerate(chosen, 1):
        data = item.model_dump(mode="json", by_alias=True, exclude_none=True)
        items.append({**data, "id": f"M{name.upper()}-{number:02}", "module": slug, "situation": False})
    return MeasurementForm.model_validate({"form": name, "items": items})


def lay_out() -> None:
    """Put both forms and five statements on the shelf."""
    shelf = catalog.shelf()
    shelf.forms = {name: form(name) for name in catalog.FORM_NAMES}
    shelf.measured = {item.id: Entry(item.module, item) for one in shelf.forms.values() for item in one.items}
    if shelf.statements is None:
        shelf.statements = statements()


def statements() -> Statements:
    def part(name: str) -> dict[str, Any]:
        return {"id": name, "text": {"nl": name, "en": name}}

    return Statements(
        intro=Text.model_validate({"nl": "Kies", "en": "Choose"}),
        faces=[part(f"f{n}") for n in range(4)],
        statements=[part(f"s{n}") for n in range(5)],
    )
