"""One child's data for reading: the export in Dutch or English words, without the numbers that only the database needs.

``LABELS`` and ``INTERNAL`` together name every column; a test holds that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from care.inventory import INVENTORY, Holding
from core.clock import SCHOOL_ZONE
from core.marked import N_

INTERNAL = frozenset(
    {
        "id", "key", "school_id", "pupil_id", "partner_id", "class_id", "staff_id", "vote_id", "attempt_id",
        "signing_id", "token", "token_hash", "tokens", "digest", "seed", "salt", "seq", "code_hash",
        "read_by", "hidden_by", "confirmed_by", "countersigned_by", "second_factor_at", "pending", "meaning",
    }
)  # fmt: skip
"""Numbers, random ids and check sums; the JSON file has them too."""

LABELS: Mapping[str, str] = {
    "about": N_("Waarover"),
    "action": N_("Wat er gebeurde"),
    "actor": N_("Wie"),
    "agreement": N_("Afspraak"),
    "answered_at": N_("Geantwoord op"),
    "answers": N_("Antwoorden"),
    "asked_at": N_("Gevraagd op"),
    "at": N_("Wanneer"),
    "before_turn": N_("Klas voor de jaarovergang"),
    "card_until": N_("Inlogkaart geldt tot"),
    "changed_at": N_("Veranderd op"),
    "choice": N_("Keuze"),
    "code": N_("Code op de akte"),
    "countersigned_at": N_("Meegetekend op"),
    "created_at": N_("Gemaakt op"),
    "day": N_("Dag"),
    "deleted_at": N_("Verwijderd op"),
    "done": N_("Stappen klaar"),
    "dropped_at": N_("Vervallen op"),
    "expires_at": N_("Geldt tot"),
    "face": N_("Gekozen gezicht"),
    "facts": N_("Bijzonderheden"),
    "field": N_("Veld"),
    "finished_again_at": N_("Opnieuw klaar op"),
    "finished_at": N_("Klaar op"),
    "first": N_("Eerste antwoord"),
    "first_name": N_("Voornaam"),
    "form": N_("Wat er in het formulier stond"),
    "goal": N_("Doel"),
    "help_at": N_("Hulp gevraagd op"),
    "help_item": N_("Hulp gevraagd bij"),
    "item": N_("Vraag"),
    "items": N_("Vragen"),
    "kept_at": N_("Bewaard op"),
    "kind": N_("Soort"),
    "language": N_("Taal"),
    "last": N_("Laatste antwoord"),
    "last_at": N_("Laatst gedaan op"),
    "last_seen": N_("Laatst gezien op"),
    "left_at": N_("Van school sinds"),
    "look": N_("Hoe de site eruitziet"),
    "made_at": N_("Gemaakt op"),
    "mastered_at": N_("Behaald op"),
    "module": N_("Les"),
    "name": N_("Onderdeel"),
    "paper_day": N_("Datum op papier"),
    "path": N_("Pagina"),
    "picks": N_("Gekozen"),
    "plan": N_("Plan"),
    "plan_text": N_("Plan in eigen woorden"),
    "pledges": N_("Beloften op de akte"),
    "promise": N_("Belofte"),
    "protective": N_("Koos wat beschermt"),
    "protective_at": N_("Koos wat beschermt op"),
    "provider": N_("Inlogdienst"),
    "purpose": N_("Doel van de link"),
    "read_at": N_("Gelezen op"),
    "renewed_at": N_("Opnieuw behaald op"),
    "reply": N_("Antwoord van een volwassene"),
    "right": N_("Goed"),
    "right_first": N_("In één keer goed"),
    "route": N_("Route"),
    "secret_own": N_("Koos zelf een geheim"),
    "seen_at": N_("Gezien op"),
    "shows": N_("Wat de link toont"),
    "sign": N_("Teken bij de naam"),
    "signed_at": N_("Ondertekend op"),
    "signed_words": N_("Ondertekende woorden"),
    "source": N_("Waar"),
    "started_at": N_("Begonnen op"),
    "state": N_("Staat"),
    "statement": N_("Stelling"),
    "step": N_("Stap"),
    "step_since": N_("Bij deze stap sinds"),
    "strokes": N_("Getekende handtekening (lijnen)"),
    "subject": N_("Over wie"),
    "tags": N_("Misverstand"),
    "teacher_words": N_("Woorden van de leerkracht"),
    "text": N_("Eigen uitleg"),
    "ticked_at": N_("Thuis aangevinkt op"),
    "times": N_("Hoe vaak"),
    "told": N_("Mondeling verteld"),
    "total": N_("Stappen in totaal"),
    "tries": N_("Pogingen"),
    "understood": N_("Hoe begrepen"),
    "understood_at": N_("Begrepen op"),
    "unsure": N_("Wist het niet zeker"),
    "updated_at": N_("Bijgewerkt op"),
    "value": N_("Inhoud"),
    "way": N_("Manier van ondertekenen"),
    "why": N_("Waarom"),
    "words": N_("Eigen woorden"),
    "written_at": N_("Geschreven op"),
    "year": N_("Schooljaar dat begon in"),
    "year_group": N_("Jaargroep"),
}


@dataclass(frozen=True)
class Section:
    """One kind of thing with its rows; a row is pairs of label and words."""

    holding: Holding
    rows: list[list[tuple[str, str]]]


def readable(data: Mapping[str, Mapping[str, list[Mapping[str, Any]]]]) -> list[Section]:
    """The result of ``care.export.export`` as sections; labels are Dutch msgids, values are words."""
    return [
        Section(holding, [_row(row) for rows in data[holding.name].values() for row in rows])
        for holding in INVENTORY
        if holding.name in data
    ]


def _row(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    filled = {name: value for name, value in row.items() if name in LABELS and value not in (None, "", [], {})}
    return [(LABELS[name], _words(name, value)) for name, value in filled.items()]


def _words(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return N_("ja") if value else N_("nee")
    if isinstance(value, str) and (name == "at" or name.endswith(("_at", "_until", "_since", "_seen"))):
        return datetime.fromisoformat(value).astimezone(SCHOOL_ZONE).strftime("%d-%m-%Y %H:%M")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
