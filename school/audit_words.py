"""The audit in sentences: what each act and each kind of reading is called.

``%(who)s`` is who did it, ``%(what)s`` whom or what it was about. A test holds the list against the source: an act
without a sentence fails it.
"""

from __future__ import annotations

from core.marked import N_

ACTS: dict[str, str] = {
    "agreements.choices": N_("%(who)s koos welke beloftes van de cursus meedoen"),
    "agreements.flag": N_("%(who)s besliste over een verschil in het protocol"),
    "agreements.wording": N_("%(who)s veranderde de eigen woorden bij een bepaling"),
    "child.erase": N_("%(who)s wiste alles over %(what)s"),
    "child.export": N_("%(who)s maakte een kopie van alles over %(what)s"),
    "class.changed": N_("%(who)s veranderde de instellingen van %(what)s"),
    "class.closed": N_("%(who)s sloot %(what)s; alle leerlingen zijn uitgelogd"),
    "class.code-renewed": N_("%(who)s gaf %(what)s een nieuwe klascode"),
    "class.deleted": N_("%(who)s haalde %(what)s weg"),
    "class.made": N_("%(who)s maakte %(what)s"),
    "class.opened": N_("%(who)s zette %(what)s open"),
    "class.restored": N_("%(who)s zette %(what)s terug"),
    "class.teacher-tied": N_("%(who)s koppelde een collega aan %(what)s"),
    "class.teacher-untied": N_("%(who)s maakte een collega los van %(what)s"),
    "help.answer": N_("%(who)s antwoordde op een bericht van een kind"),
    "help.name": N_("%(who)s wees aan wie berichten van kinderen leest"),
    "help.read": N_("%(who)s las een bericht van een kind"),
    "help.send": N_("een kind stuurde een bericht"),
    "help.take-back": N_("een kind haalde een bericht terug"),
    "help.talked": N_("%(who)s noteerde een gesprek na een bericht van een kind"),
    "help.unname": N_("%(who)s haalde iemand weg die berichten van kinderen las"),
    "holidays.keep": N_("%(who)s veranderde de vakanties"),
    "holidays.region": N_("%(who)s koos de vakantieregio"),
    "lesson.ended": N_("%(who)s beëindigde een les"),
    "lesson.started": N_("%(who)s begon een les"),
    "measurement.close": N_("%(who)s sloot de meting van %(what)s"),
    "measurement.open": N_("%(who)s opende de meting van %(what)s"),
    "own.added": N_("%(who)s voegde iets eigens toe aan een les"),
    "own.removed": N_("%(who)s haalde iets eigens uit een les"),
    "pair.joined": N_("%(who)s ging samenwerken met %(what)s op één apparaat"),
    "pledge.class-promise": N_("%(who)s legde de belofte van %(what)s vast"),
    "pledge.countersign": N_("%(who)s ondertekende mee met beloftes van %(what)s"),
    "pledge.key": N_("%(who)s nam een nieuwe sleutel voor het zegel in gebruik"),
    "pledge.parent": N_("%(who)s legde vast dat thuis met %(what)s is meegetekend"),
    "pledge.renew": N_("%(who)s vernieuwde een belofte van %(what)s"),
    "pledge.restore": N_("%(who)s legde vast wat na een herstelde reservekopie ontbrak"),
    "pledge.revise": N_("%(who)s herzag een belofte van %(what)s"),
    "pledge.school": N_("%(who)s tekende namens de school"),
    "pledge.sign": N_("%(who)s tekende een belofte van %(what)s"),
    "pledge.talked": N_("%(who)s noteerde een gesprek met %(what)s over een belofte"),
    "pledge.understood": N_("%(who)s bevestigde dat %(what)s een belofte begrijpt"),
    "pledge.withdraw": N_("%(who)s trok een belofte in van %(what)s"),
    "protocol.clause.remove": N_("%(who)s haalde een bepaling uit een nieuwe versie van het protocol"),
    "protocol.clause.restore": N_("%(who)s zette een bepaling terug in een nieuwe versie van het protocol"),
    "protocol.discard": N_("%(who)s gooide een nieuwe versie van het protocol weg"),
    "protocol.draft": N_("%(who)s begon een nieuwe versie van het protocol"),
    "protocol.paste": N_("%(who)s plakte tekst in een nieuwe versie van het protocol"),
    "protocol.restore": N_("%(who)s haalde een weggegooide versie van het protocol terug"),
    "protocol.publish": N_("%(who)s publiceerde een versie van het eigen protocol"),
    "pupil.account-tied": N_("%(who)s koppelde een schoolaccount aan %(what)s"),
    "pupil.added": N_("%(who)s zette %(what)s in de klas"),
    "pupil.card-made": N_("%(who)s maakte een inlogkaartje voor %(what)s"),
    "pupil.changed": N_("%(who)s veranderde de gegevens van %(what)s"),
    "pupil.deleted": N_("%(who)s haalde %(what)s weg"),
    "pupil.left": N_("%(who)s noteerde dat %(what)s van school is"),
    "pupil.linked": N_("%(who)s herkende %(what)s in een lijst"),
    "pupil.moved": N_("%(who)s verhuisde %(what)s naar een andere klas"),
    "pupil.restored": N_("%(who)s zette %(what)s terug"),
    "pupil.wait-lifted": N_("%(who)s liet %(what)s weer inloggen"),
    "report.exported": N_("%(who)s maakte een bestand van een verslag over %(what)s"),
    "school.changed": N_("%(who)s veranderde de gegevens van de school"),
    "school.founded": N_("%(who)s richtte de school hier in"),
    "school.year-turn-undone": N_("%(who)s draaide de jaarovergang terug"),
    "school.year-turned": N_("%(who)s deed de jaarovergang"),
    "secret.chosen": N_("%(who)s koos een eigen geheim"),
    "staff.account-tied": N_("%(who)s koppelde een schoolaccount"),
    "staff.disabled": N_("%(who)s stopte de toegang van %(what)s"),
    "staff.enabled": N_("%(who)s gaf %(what)s weer toegang"),
    "staff.invited": N_("%(who)s nodigde %(what)s uit"),
    "staff.join": N_("%(who)s gebruikte de uitnodiging en koos een wachtzin"),
    "staff.passkey-made": N_("%(who)s maakte een sleutel om mee in te loggen"),
    "staff.passkey-removed": N_("%(who)s haalde een sleutel weg"),
    "staff.passkey-renamed": N_("%(who)s gaf een sleutel een andere naam"),
    "staff.passphrase-changed": N_("%(who)s koos een andere wachtzin"),
    "staff.recover": N_("%(who)s begon opnieuw met een herstelcode van de beheerder"),
    "staff.recovery-code-used": N_("%(who)s gebruikte een herstelcode"),
    "staff.recovery-codes-renewed": N_("%(who)s maakte nieuwe herstelcodes"),
    "staff.reset": N_("%(who)s liet %(what)s opnieuw beginnen"),
    "staff.role-changed": N_("%(who)s veranderde de rol van %(what)s"),
    "staff.second-step-ended": N_("%(who)s zette de tweede stap uit"),
    "staff.second-step-set": N_("%(who)s zette de tweede stap aan"),
    "staff.signed-in": N_("%(who)s logde in"),
    "staff.signed-out-everywhere": N_("%(who)s logde overal uit"),
}

READS: dict[str, str] = {
    "audit": N_("%(who)s las het logboek"),
    "card": N_("%(who)s zag de gegevens van %(what)s"),
    "class": N_("%(who)s zag hoe het gaat in %(what)s"),
    "data": N_("%(who)s zag alles wat er over %(what)s is bewaard"),
    "live": N_("%(who)s zag de les van %(what)s"),
    "mastery": N_("%(who)s zag wat leerlingen van %(what)s kunnen"),
    "measurement": N_("%(who)s zag de meting van %(what)s"),
    "pledges": N_("%(who)s zag de beloftes van %(what)s"),
    "pupil": N_("%(who)s zag de bladzijde van %(what)s"),
    "roster": N_("%(who)s zag de lijst van %(what)s"),
    "tellings": N_("%(who)s zag teksten van %(what)s"),
}

REPORT_READ = N_("%(who)s zag een verslag over %(what)s")
UNKNOWN = N_("%(who)s deed iets met %(what)s")


def sentence_of(kind: str, *, read: bool) -> str:
    """The sentence, untranslated and with its gaps, for an act or a kind of reading."""
    if read:
        return REPORT_READ if kind.startswith("report.") else READS.get(kind, UNKNOWN)
    return ACTS.get(kind, UNKNOWN)
