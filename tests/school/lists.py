"""Lists of pupils as schools have them, made up: every name, number and address in them is invented."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook

BSN, BORN, MAIL, SURNAME, POSTCODE = "999990019", "2016-03-14", "ouder@voorbeeld.example", "Vermeulen", "1234 AB"
FORBIDDEN = (BSN, BORN, MAIL, SURNAME, POSTCODE, "Utopia", "https://foto.example/x.jpg", "0.3000", "Lijnbaan")
"""What stands in the files below and may not be seen again."""


def edexml(
    pupils: Iterable[tuple[str, str, str, str]],
    groups: Sequence[tuple[str, str, str]],
    *,
    space: str = "",
    year: str = "2026-2027",
) -> bytes:
    """An EDEXML file of (key, roepnaam, jaargroep, key of group) in groups of (key, naam, jaargroep)."""
    body = "".join(
        f'<leerling key="{key}" eckid="https://ketenid.example/{key}"><achternaam>{SURNAME}</achternaam>'
        f"<voorvoegsel>van</voorvoegsel><voornamen>Wilhelmina Maria</voornamen><voorletters-1>W.M.</voorletters-1>"
        f"<roepnaam>{name}</roepnaam><geboortedatum>{BORN}</geboortedatum><geslacht>2</geslacht>"
        f'<jaargroep>{year}</jaargroep><groep key="{group}"/><emailadres>{MAIL}</emailadres>'
        f"<fotourl>https://foto.example/x.jpg</fotourl><etniciteit>Utopia</etniciteit><land_vader>Utopia</land_vader>"
        f"<bsn>{BSN}</bsn><gewicht>0.3000</gewicht><postcode>{POSTCODE}</postcode></leerling>"
        for key, name, year, group in pupils
    )
    sets = "".join(
        f'<groep key="{key}"><naam>{name}</naam><jaargroep>{year}</jaargroep></groep>' for key, name, year in groups
    )
    root = f'<EDEX xmlns="{space}">' if space else "<EDEX>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{root}<school><schooljaar>{year}</schooljaar>'
        f"<brincode>99XX</brincode><dependancecode>00</dependancecode><schoolkey>1</schoolkey>"
        f"<aanmaakdatum>2026-11-16T08:00:00</aanmaakdatum><auteur>Test</auteur><xsdversie>2.1</xsdversie></school>"
        f"<groepen>{sets}</groepen><leerlingen>{body}</leerlingen><leerkrachten/></EDEX>"
    ).encode()


def seven(names: Sequence[str] = ("Aylin", "Hamza", "Zoë"), group: str = "Groep 7") -> bytes:
    """An EDEXML file with one groep 7."""
    rows = [(f"k{number}", name, "7", "g1") for number, name in enumerate(names)]
    return edexml(rows, [("g1", group, "7")])


def sheet(rows: Sequence[Sequence[object]]) -> bytes:
    """An XLSX file of ``rows``; text that begins with ``=`` is a formula, as in Excel."""
    kept = io.BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        page = book.add_worksheet("Leerlingen")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return kept.getvalue()


TABLE = f"""Leerlingnummer;Roepnaam;Tussenvoegsel;Achternaam;Geboortedatum;Klas;Leerjaar;E-mail;BSN;Adres
101;Aylin;;{SURNAME};{BORN};Groep 7;7;{MAIL};{BSN};Lijnbaan 1
102;Anaïs;van;{SURNAME};{BORN};Groep 7;7;{MAIL};{BSN};Lijnbaan 1
103;Finn;;{SURNAME};{BORN};Kleuters;2;{MAIL};{BSN};Lijnbaan 1
"""
