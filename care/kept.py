"""The agreements that the course teaches and that the site keeps itself, each with the tests that hold it to that.

A line is green only where every test of it passed for this very version (``care.outcomes``). A test checks that every
name below exists.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.marked import N_


@dataclass(frozen=True)
class Kept:
    """One rule: what children learn (in ``module``), how the site keeps it, and the tests it rests on."""

    name: str
    learned: str
    kept: str
    module: str
    tests: tuple[str, ...]


KEPT: tuple[Kept, ...] = (
    Kept(
        "no-surname", N_("Je deelt zo weinig mogelijk over jezelf."),
        N_("Een voornaam is hier genoeg. Voor een achternaam, adres, geboortedatum of foto is er geen plaats."),
        "privacy",
        ("tests/care/test_kept_rules.py::test_no_place_for_more_than_a_first_name",),
    ),
    Kept(
        "no-upload", N_("Je vraagt eerst of een foto mag."),
        N_("Je kunt hier geen foto of filmpje plaatsen, en de camera en microfoon staan uit."), "fotos",
        ("tests/care/test_kept_rules.py::test_children_cannot_place_pictures",),
    ),
    Kept(
        "secret-stays", N_("Je geheim is van jou alleen."),
        N_("Ook je juf of meester kan je geheim niet lezen. Een nieuw geheim maken kan wel."), "wachtwoorden",
        (
            "tests/care/test_kept_rules.py::test_a_teacher_cannot_read_a_secret",
            "tests/school/test_cards.py::test_the_database_keeps_neither_code_nor_token",
        ),
    ),
    Kept(
        "phrase-stays", N_("Je typt je wachtwoord nergens waar dat niet hoort."),
        N_("De wachtzin die je in de les oefent, gaat je scherm niet uit."), "wachtwoorden",
        ("tests/lessons/test_phrase_workshop.py::test_nothing_leaves_while_a_child_types",),
    ),
    Kept(
        "yearly-change", N_("Je houdt je aan wat jouw school over wachtwoorden afspreekt."),
        N_("Vraagt jouw school om elk jaar een nieuw wachtwoord? Dan leer je dat hier ook zo, en anders niet."),
        "wachtwoorden", ("tests/care/test_kept_rules.py::test_yearly_change_is_told_only_where_the_school_asks_it",),
    ),
    Kept(
        "sign-out", N_("Je logt uit en ruimt op als je weggaat."),
        N_("Uitloggen wist wat deze browser van je had, en je oude sessie werkt niet meer."), "netwerk",
        (
            "tests/care/test_kept_rules.py::test_signing_out_clears_this_browser",
            "tests/school/test_abuse_sessions.py::test_a08_a_pupils_old_cookie_is_worth_nothing_after_sign_out",
        ),
    ),
    Kept(
        "no-other-host", N_("Je weet wie er meekijkt."),
        N_("Deze site haalt niets op bij andere bedrijven: geen tellers, geen advertenties, geen filmpjes."),
        "netwerk",
        (
            "tests/core/test_gate.py::test_headers_forbid_everything_from_elsewhere",
            "tests/house/test_templates.py::test_no_template_has",
            "tests/care/test_kept_rules.py::test_no_page_asks_another_host_for_anything",
        ),
    ),
    Kept(
        "nothing-public", N_("Wat online staat, is lang terug te vinden."),
        N_("Niets van jou is openbaar. Zonder klascode of account ziet niemand een kind, klas of antwoord."),
        "blijvend",
        (
            "tests/house/test_access.py::test_a_role_reaches_what_the_table_gives_it",
            "tests/care/test_kept_rules.py::test_a_stranger_finds_no_child",
        ),
    ),
    Kept(
        "who-sees", N_("Je denkt na over wie iets kan lezen."),
        N_("Bij elk vak waarin je schrijft, staat wie het ziet."), "privacy",
        ("tests/care/test_who_sees.py::test_every_field_of_a_child_says_who_sees_it",),
    ),
    Kept(
        "look-and-erase", N_("Je mag weten wat iemand van je bewaart."),
        N_("Op je eigen pagina staat alles wat deze site van je weet. Na wissen is het echt weg."),
        "privacy",
        (
            "tests/care/test_own_page.py::test_the_page_equals_the_database",
            "tests/care/test_gone.py::test_nothing_is_found_after_erasing",
        ),
    ),
    Kept(
        "no-ranking", N_("Je maakt niemand belachelijk."),
        N_("Er is geen ranglijst. Op het bord staat nooit een naam bij een antwoord."), "respect",
        ("tests/classroom/test_board.py::test_no_name_stands_in_the_page",),
    ),
    Kept(
        "help-everywhere", N_("Je vertelt het aan iemand die je vertrouwt."),
        N_("Op elke pagina staat hulp, hoogstens twee klikken ver."), "hulp",
        ("tests/care/test_help.py::test_every_page_leads_to_help",),
    ),
    Kept(
        "help-private", N_("Wat je in vertrouwen vertelt, blijft daar."),
        N_("Een bericht om hulp leest alleen de volwassene die jij koos. Het staat in geen enkel overzicht."), "hulp",
        ("tests/care/test_help.py::test_nobody_else_finds_the_words",),
    ),
    Kept(
        "no-false-sender", N_("Je doet je niet voor als een ander."),
        N_("Een leerkracht kan vanuit het eigen account niet voor jou antwoorden of ondertekenen."),
        "respect",
        (
            "tests/lessons/test_player.py::test_only_pupils_do_lessons",
            "tests/pledges/test_bad_input.py::test_nobody_signs_for_another",
        ),
    ),
    Kept(
        "own-choice", N_("Een belofte kies je zelf."),
        N_("Nog niet is een goed antwoord. Terugnemen mag altijd, en een oude belofte wordt nooit stiekem veranderd."),
        "samen",
        (
            "tests/pledges/test_pages.py::test_not_yet_is_a_full_answer_and_leads_to_a_talk",
            "tests/pledges/test_pages.py::test_taking_back_changes_nothing_else_and_can_be_undone_by_signing",
            "tests/pledges/test_commands.py::test_a_changed_byte_is_named_with_status_one",
        ),
    ),
    Kept(
        "sources", N_("Je zegt waar iets vandaan komt."),
        N_("Bij elke afspraak staat uit welk deel van het protocol van jouw school die komt."), "maker",
        ("tests/lessons/test_player.py::test_the_same_agreement_names_the_own_schools_clauses",),
    ),
)  # fmt: skip
