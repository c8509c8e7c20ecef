"""What the site keeps about a child, as code: every table with rows about a pupil, in the child's own words.

A test holds this against the database: a table that points to a pupil and is not named here fails it. Export,
erasure, and the page *Wat weet deze site van mij?* all read from this one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from classroom.models import BoardVoter, PupilVisit
from core.marked import N_
from lessons.models import LessonProgress, StepDraft, StepState, TeachBack
from pledges.models import Certificate, ParentLine, ParentLink, Pledge, PledgeSecret, PledgeSigning, TalkWish
from progress.models import Evidence, GoalState, ItemMemory, ModuleState, StepMemory
from quizzes.models import AnswerDraft, Attempt, AttemptAnswer, StatementAnswer
from school.models import KeptAnswer, OutsideAccount, Pupil, SignIn


@dataclass(frozen=True)
class Holding:
    """One kind of thing the site keeps about a child: its tables, what it is, who sees it, until when."""

    name: str
    tables: tuple[Any, ...]
    what: str
    who: str
    until: str
    hidden: frozenset[str] = frozenset()
    """Columns that are never exported: hashes of secrets, which say nothing about the child."""


_TEACHER = N_("jij en je juf of meester")
_ONLY_YOU = N_("alleen jij")
_SCHOOL_YEAR = N_("tot 1 oktober na het schooljaar; daarna tellen alleen totalen")
_LEAVES = N_("tot je van school gaat")

INVENTORY: tuple[Holding, ...] = (
    Holding(
        "account", (Pupil,), N_("je voornaam, je klas, je jaargroep, je route en hoe jij de site wilt zien"),
        N_("jij, je juf of meester en wie op school de klassen beheert"), _LEAVES,
        frozenset({"secret_hash", "source_hash"}),
    ),
    Holding("visits", (SignIn, PupilVisit), N_("dat je nu ingelogd bent"), _TEACHER, N_("tot je uitlogt"),
            frozenset({"token_hash"})),
    Holding("outside", (OutsideAccount,), N_("dat je met het inlogadres van school kunt inloggen, niet welk adres dat is"),
            _TEACHER, _LEAVES, frozenset({"subject_hash"})),
    Holding("kept", (KeptAnswer,), N_("een antwoord dat te laat kwam"), _ONLY_YOU, N_("30 minuten")),
    Holding("lessons", (LessonProgress, StepState), N_("bij welke stap je bent en wat je koos"),
            N_("jij; je juf of meester ziet wat je bij oefeningen eerst koos"), _SCHOOL_YEAR),
    Holding("drafts", (StepDraft, AnswerDraft), N_("wat je nog niet hebt verstuurd"), _ONLY_YOU,
            N_("tot je het verstuurt")),
    Holding("teach-backs", (TeachBack,), N_("wat je in je eigen woorden uitlegde"), _TEACHER,
            N_("tot het einde van het schooljaar")),
    Holding("quizzes", (Attempt, AttemptAnswer, StatementAnswer),
            N_("de vragen die je kreeg en wat je antwoordde"), _TEACHER, _SCHOOL_YEAR),
    Holding("evidence", (Evidence, ItemMemory, StepMemory, GoalState, ModuleState),
            N_("wat je liet zien dat je kunt, per afspraak"), _TEACHER, _SCHOOL_YEAR),
    Holding("pledges", (Pledge, PledgeSigning, PledgeSecret, TalkWish, Certificate, ParentLink, ParentLine),
            N_("je beloften, je eigen woorden en hoe je tekende"), _TEACHER,
            N_("tot 1 oktober na het schooljaar; het zegel zonder jouw naam blijft")),
    Holding("board", (BoardVoter,), N_("dat je meestemde op het bord, niet wat je koos"), N_("niemand"),
            N_("tot de stemming is weggehaald")),
)  # fmt: skip


def tables() -> list[Any]:
    """Every table in the inventory."""
    return [table for holding in INVENTORY for table in holding.tables]
