"""Names of kinds, audiences and what is missing, in the words the administrator reads."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

KINDS = {
    "rule": _l("regel"),
    "right": _l("recht"),
    "duty": _l("plicht"),
    "reminder": _l("herinnering"),
    "sanction": _l("gevolg"),
    "procedure": _l("werkwijze"),
    "mission-statement": _l("uitgangspunt"),
}
PROBLEMS = {
    "empty": _l("Er staat nog geen bepaling in."),
    "no-audience": _l("Kies voor wie deze bepaling is."),
    "no-topic": _l("Kies een onderwerp."),
    "no-summary": _l("Schrijf in gewone woorden wat er staat."),
    "pledge-without-pupils": _l("Alleen wat voor leerlingen is, kan een leerling beloven."),
    "no-pupil-words": _l("Schrijf het in kinderwoorden, anders kan een leerling het niet beloven."),
    "no-change": _l("Zeg of dit een taalfout is of een andere betekenis."),
}
FIELDS = {
    "section": _l("kop"),
    "number": _l("nummer"),
    "audience": _l("voor wie"),
    "kind": _l("soort"),
    "topic": _l("onderwerp"),
    "summary": _l("gewone woorden"),
    "pupil": _l("kinderwoorden"),
    "teach": _l("in de les"),
    "pledge": _l("te beloven"),
    "promise": _l("belofte"),
    "like": _l("past bij"),
    "wording": _l("tekst van de school"),
}
