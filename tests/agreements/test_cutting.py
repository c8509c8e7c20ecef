"""Cutting a pasted document: the right pieces, and never a word lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.cutting import Nothing, Piece, TooMuch, cut

DOCUMENT = """Protocol De Wilg

Afspraken

1. We doen online net zo aardig als in de klas.
2. Wat je doorstuurt, is jouw keuze.
   Dat geldt ook voor een grap.
a) Dit hoort bij 2.

Telefoons
- Een telefoon gaat ’s ochtends in de bak.

We praten er altijd eerst over.
"""


def test_headings_items_and_paragraphs() -> None:
    assert cut(DOCUMENT) == [
        Piece("Afspraken", "1", "We doen online net zo aardig als in de klas."),
        Piece("Afspraken", "2", "Wat je doorstuurt, is jouw keuze. Dat geldt ook voor een grap."),
        Piece("Afspraken", "a", "Dit hoort bij 2."),
        Piece("Telefoons", "", "Een telefoon gaat ’s ochtends in de bak."),
        Piece("Telefoons", "", "We praten er altijd eerst over."),
    ]


def test_pasted_from_a_word_processor() -> None:
    pasted = (
        "<html xmlns:o='x'><head><style>p {color: red}</style></head><body><!--StartFragment-->"
        "<h2>Afspraken<o:p></o:p></h2><p class=MsoNormal><b>We delen</b> geen&nbsp;wachtwoord.</p>"
        "<ol><li>Eerst vragen, dan plaatsen.</li><li><p>Nee is nee.</p></li></ol>"
        "<script>alert('weg')</script></body></html>"
    )
    assert cut(pasted) == [
        Piece("Afspraken", "", "We delen geen wachtwoord."),
        Piece("Afspraken", "1", "Eerst vragen, dan plaatsen."),
        Piece("Afspraken", "2", "Nee is nee."),
    ]


def test_a_document_of_one_line_is_one_clause() -> None:
    assert cut("We zijn aardig") == [Piece("", "", "We zijn aardig")]


@pytest.mark.parametrize("nothing", ["", "  \n\n ", "<p> </p><script>x</script>"])
def test_nothing_is_refused(nothing: str) -> None:
    with pytest.raises(Nothing):
        cut(nothing)


@pytest.mark.parametrize("much", ["woord " * 30_000, "1. Een.\n" * 301])
def test_two_hundred_pages_are_refused(much: str) -> None:
    with pytest.raises(TooMuch):
        cut(much)


LINES = st.lists(
    st.one_of(
        st.just(""),
        st.text(alphabet="abc dé.,;’", min_size=1, max_size=40),
        st.text(alphabet="abc d.", min_size=1, max_size=20).map(lambda words: f"- {words}"),
        st.tuples(st.integers(1, 99), st.text(alphabet="abc d.", min_size=1, max_size=20)).map(
            lambda pair: f"{pair[0]}. {pair[1]}"
        ),
        st.text(alphabet="Abc d", min_size=1, max_size=20).map(lambda words: f"## {words}"),
    ),
    max_size=30,
)


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


@given(LINES)
def test_no_word_is_lost_or_made_up(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        pieces = cut(text)
    except Nothing:
        return
    said = letters(text)
    place = 0
    for piece in pieces:
        for part in (piece.number, piece.words):
            found = said.find(letters(part), place)
            assert found >= 0, f"{part!r} is not in the text, or not in this order"
            place = found
        place += len(letters(piece.words))
    kept = sum(len(letters(piece.number + piece.words)) for piece in pieces)
    sections = {piece.section for piece in pieces}
    assert kept + sum(len(letters(section)) for section in sections) <= len(said)
    assert all(piece.words.strip() for piece in pieces)


@given(st.text(max_size=300))
def test_any_text_gives_pieces_or_a_clear_no(text: str) -> None:
    try:
        assert all(piece.words for piece in cut(text))
    except (Nothing, TooMuch):
        pass
