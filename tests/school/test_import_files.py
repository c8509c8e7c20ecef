"""Files with pupils: what is read from each kind, what is never taken, and what is refused."""

from __future__ import annotations

import io
import zipfile
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage
from xlsxwriter import Workbook

from core.refusal import Refusal
from school.forms.upload import MOST_BYTES, FileTooBig, NoFile, OldEdex, OldWorkbook, read_upload
from school.rules.edexml import WrongYear
from school.rules.listed import Listed, NobodyInIt, group_key, year_in
from school.rules.roster import doubtful
from school.rules.table import NoHeadings
from school.rules.textfile import NotAList, OpenQuote, TooManyRows
from school.rules.workbook import TooMuchInside
from tests.school.lists import FORBIDDEN, SURNAME, TABLE, edexml, seven, sheet

KEY = b"k" * 32


def read(data: bytes, name: str = "lijst") -> Listed:
    return read_upload(FileStorage(io.BytesIO(data), filename=name), KEY, "schoolkey", 2026)


def names(listed: Listed) -> list[str]:
    return [one.name for one in listed.pupils]


def test_edexml_gives_call_names_groups_and_years_and_nothing_else() -> None:
    listed = read(seven(), "EDEX.XML")
    assert [(one.name, one.year) for one in listed.pupils] == [("Aylin", 7), ("Hamza", 7), ("Zoë", 7)]
    assert [group.name for group in listed.groups] == ["Groep 7"]
    kept = repr(asdict(listed))
    assert not [word for word in (*FORBIDDEN, "k0", "Wilhelmina", "ketenid") if word in kept]
    assert set(listed.left_out) == {
        "surname", "birth", "gender", "email", "photo", "origin", "number", "weight", "address"
    }  # fmt: skip


def test_a_uwlr_envelope_with_a_namespace_is_the_same() -> None:
    space = "http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"
    inner = edexml([("k0", "Aylin", "7", "g1")], [("g1", "7a", "7")], space=space).partition(b"?>")[2]
    wrapped = b'<s:Envelope xmlns:s="urn:s"><s:Body><antwoord>' + inner + b"</antwoord></s:Body></s:Envelope>"
    assert names(read(wrapped)) == ["Aylin"]


def test_the_childs_own_jaargroep_wins_and_others_are_passed_over() -> None:
    rows = [("a", "Lotte", "6", "g"), ("b", "Mila", "", "g"), ("c", "Finn", "3", "g"), ("d", "Roos", "N", "g"),
            ("e", "Daan", "7", "nergens")]  # fmt: skip
    listed = read(edexml(rows, [("g", "5/6", "5")]))
    assert [(one.name, one.year) for one in listed.pupils] == [("Lotte", 6), ("Mila", 5)]
    assert listed.passed == {"year": 1, "left": 1, "group": 1}


@pytest.mark.parametrize(
    ("year", "fits"), [("2026-2027", True), ("2027-2028", False), ("2025-2026", False), ("", True)]
)
def test_a_file_of_another_school_year_is_refused(year: str, fits: bool) -> None:
    data = edexml([("a", "Aylin", "7", "g")], [("g", "7", "7")], year=year)
    if fits:
        assert names(read(data)) == ["Aylin"]
    else:
        with pytest.raises(WrongYear):
            read(data)


def test_a_child_without_a_call_name_is_asked_about_by_its_first_given_name() -> None:
    listed = read(edexml([("a", "", "7", "g"), ("b", "Anne Fleur", "7", "g")], [("g", "7", "7")]))
    assert names(listed) == ["Wilhelmina", "Anne Fleur"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-1"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_table_reads_the_same_in_every_encoding_and_with_every_separator(encoding: str, mark: str) -> None:
    listed = read(TABLE.replace(";", mark).encode(encoding), "lijst.csv")
    assert [(one.name, one.year) for one in listed.pupils] == [("Aylin", 7), ("Anaïs", 7)]
    assert [group.name for group in listed.groups] == ["Groep 7"]
    assert listed.passed == {"year": 1}
    assert not [word for word in FORBIDDEN if word in repr(asdict(listed))]


def test_a_workbook_reads_like_a_table() -> None:
    rows = [line.split(";") for line in TABLE.strip().split("\n")]
    listed = read(sheet([["De Wilg"], [], *rows]), "lijst.xlsx")
    assert names(listed) == ["Aylin", "Anaïs"]
    assert [one.source for one in listed.pupils] == [one.source for one in read(TABLE.encode()).pupils]


def test_a_cover_without_words_is_passed_over() -> None:
    kept = io.BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        book.add_worksheet("Voorblad")
        book.add_worksheet("Leerlingen").write_column(0, 0, ["Roepnaam", "Aylin"])
    assert names(read(kept.getvalue(), "lijst.xlsx")) == ["Aylin"]


def test_a_plain_list_of_names_is_a_list() -> None:
    assert names(read("Aylin\nHamza\n\nZoë\n".encode())) == ["Aylin", "Hamza", "Zoë"]


def test_surnames_in_a_name_column_are_left_out() -> None:
    listed = read(f'Naam;Groep\nAylin {SURNAME};7a\n"{SURNAME}, Bram";7a\nNoor B.;7a\n'.encode())
    assert names(listed) == ["Aylin", "Bram", "Noor B."]
    assert SURNAME not in repr(asdict(listed))


def test_keys_of_schools_and_kinds_never_meet() -> None:
    one = read(seven()).pupils[0].source
    other = read_upload(FileStorage(io.BytesIO(seven())), KEY, "other", 2026).pupils[0].source
    foreign = read_upload(FileStorage(io.BytesIO(seven())), b"x" * 32, "schoolkey", 2026).pupils[0].source
    table = read(b"Leerlingnummer;Roepnaam\nk0;Aylin\n").pupils[0].source
    assert len({one, other, foreign, table}) == 4
    assert len(one) == 64


def bomb() -> bytes:
    layers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    start = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">{layers}]>'
    return f"{start}<EDEX><leerlingen>&a9;</leerlingen></EDEX>".encode()


def outside() -> bytes:
    start = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    child = '<leerling key="1"><roepnaam>&a;</roepnaam></leerling>'
    return f"{start}<EDEX><leerlingen>{child}</leerlingen></EDEX>".encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)
    return kept.getvalue()


PAGE = "xl/worksheets/sheet1.xml"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89" + bytes(range(256))
FAR = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576" t="str"><v>Noor</v></c></row></sheetData></worksheet>'
WIDE = b'<worksheet><sheetData><row r="1"><c r="XFD1" t="str"><v>Noor</v></c></row></sheetData></worksheet>'


@pytest.mark.parametrize(
    ("data", "name", "refusal"),
    [
        (b"", "lijst.csv", NoFile),
        (b" \r\n\t ", "lijst.csv", NoFile),
        (b"\xef\xbb\xbf", "lijst.csv", NoFile),
        (PNG, "lijst.csv", NotAList),
        (b"%PDF-1.7\n" + bytes(range(256)), "lijst.csv", NotAList),
        (b"<html><body>Inloggen</body></html>", "lijst.csv", NotAList),
        (b"<!DOCTYPE html><p>x</p>", "lijst.xml", NotAList),
        (b"<EDEX><school/></EDEX>", "EDEX.XML", NotAList),
        (b"<EDEX><leerlingen><leerling key='1'>", "EDEX.XML", NotAList),
        (bomb(), "EDEX.XML", NotAList),
        (outside(), "EDEX.XML", NotAList),
        (b"x" * (5 * 1024 * 1024), "lijst.csv", FileTooBig),
        (b"Roepnaam;Groep\n" + b"Noor;7\n" * 2100, "lijst.csv", TooManyRows),
        (b"Roepnaam" + b";x" * 80 + b"\nNoor\n", "lijst.csv", TooManyRows),
        (b'Roepnaam;Groep\nNoor;7\n"Tygo;7\nSami;7\n', "lijst.csv", OpenQuote),
        (b'Roepnaam;Groep\n"No"or;7\n', "lijst.csv", OpenQuote),
        (b"Noor;Vermeulen;7\n", "lijst.csv", NoHeadings),
        (b"Roepnaam;Leerjaar\nFinn;3\n", "lijst.csv", NobodyInIt),
        (b"Roepnaam;Groep\n12345;7\n", "lijst.csv", NobodyInIt),
        (b"PK\x03\x04 and then nothing", "lijst.xlsx", NotAList),
        (zipped({"manifest.csv": b"x"}), "oneroster.zip", NotAList),
        (zipped({PAGE: b"<worksheet>" + b" " * 60_000_000 + b"</worksheet>"}), "lijst.xlsx", TooMuchInside),
        (zipped({PAGE: bomb()}), "lijst.xlsx", NotAList),
        (zipped({PAGE: FAR}), "lijst.xlsx", TooManyRows),
        (zipped({PAGE: WIDE}), "lijst.xlsx", TooManyRows),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "lijst.xls", OldWorkbook),
        (b"0001 Noor         Vermeulen", "EDEXLL.TXT", OldEdex),
    ],
)  # fmt: skip
def test_a26_what_is_no_list_is_refused_with_a_sentence(data: bytes, name: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read(data, name)


def test_the_biggest_file_is_smaller_than_what_the_site_takes() -> None:
    assert MOST_BYTES < 6 * 1024 * 1024


def test_a_zip_that_lies_about_its_size_is_refused() -> None:
    whole = zipped({PAGE: b"<worksheet>" + b" " * 1_000_000 + b"</worksheet>"})
    size = (1_000_000 + 23).to_bytes(4, "little")
    lying = whole.replace(size, (30).to_bytes(4, "little"))
    assert lying != whole
    with pytest.raises(NotAList):
        read(lying)


def test_formulas_are_no_names_but_stay_to_be_corrected() -> None:
    written = "Roepnaam;Groep\n=HYPERLINK(1);7\n+31;7\n-2+3;7\n@SUM(A1);7\nNoor;7\n"
    assert [doubtful(name) for name in names(read(written.encode()))] == [True, True, True, True, False]


@settings(max_examples=200)
@given(st.binary(max_size=400), st.sampled_from(["lijst.csv", "EDEX.XML", "lijst.xlsx"]))
def test_a26_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    for start in (b"", b"<EDEX>", b"PK\x03\x04", b"\xff\xfe"):
        try:
            listed = read(start + data, name)
        except Refusal:
            continue
        assert all(len(one.name) <= 40 for one in listed.pupils)


@pytest.mark.parametrize(
    ("name", "year"), [("7", 7), ("Groep 7a", 7), ("7/8", None), ("Kabouters", None), ("17", None), ("groep 3", 3)]
)
def test_the_jaargroep_in_a_name(name: str, year: int | None) -> None:
    assert year_in(name) == year


def test_names_of_groups_are_the_same_however_they_are_written() -> None:
    assert group_key("Groep 7 A") == group_key("7a") == group_key(" groep 7A ")
    assert group_key("7a") != group_key("7b")
    assert group_key("Groep") == "groep"
