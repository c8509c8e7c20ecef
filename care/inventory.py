"""What the site keeps about a child, as code: every table with rows about a pupil, in the child's own words.

A test holds this against the database: a table that points to a pupil and is not named here fails it. Export,
erasure, retention's words, and the page *Wat weet deze site van mij?* all read from this one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from care.models import HelpMessage
from classroom.models import BoardVoter, PupilVisit
from core.audit import AuditEntry, RecordRead
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
    between: bool = False
    """Between the child and somebody it chose: the administrator neither sees it nor gives it out (adr 050)."""


_TEACHER = N_("jij en je juf of meester")
_ONLY_YOU = N_("alleen jij")
_SCHOOL_YEAR = N_("tot 1 oktober na het schooljaar; daarna tellen alleen totalen")
_LEAVES = N_("tot je van school gaat")

INVENTORY: tuple[Holding, ...] = (
    Holding(
        "account", (Pupil,), N_("je voornaam, je klas, je jaargroep, je route en hoe jij de site wilt zien"),
        N_("jij, je juf of meester en wie op school de klassen beheert"), _LEAVES,
        frozenset({"secret_hash", "source_hash", "card_hash"}),
    ),
    Holding("visits", (SignIn,), N_("dat je nu ingelogd bent"), _TEACHER, N_("tot je uitlogt"),
            frozenset({"token_hash"})),
    Holding("outside", (OutsideAccount,),
            N_("dat je met het inlogadres van school kunt inloggen, niet welk adres dat is"), _TEACHER, _LEAVES,
            frozenset({"subject_hash"})),
    Holding("beside", (PupilVisit,), N_("wanneer je juf of meester voor het laatst bij je kwam kijken"),
            N_("je juf of meester"), N_("30 dagen")),
    Holding("kept", (KeptAnswer,), N_("een antwoord dat te laat kwam"), _ONLY_YOU, N_("30 minuten")),
    Holding("lessons", (LessonProgress, StepState), N_("bij welke stap je bent en wat je koos"),
            N_("jij; je juf of meester ziet wat je bij oefeningen eerst koos"),
            N_("tot 1 oktober na het schooljaar")),
    Holding("drafts", (StepDraft, AnswerDraft), N_("wat je nog niet hebt verstuurd"), _ONLY_YOU,
            N_("tot je het verstuurt, en hoogstens tot het einde van het schooljaar")),
    Holding("teach-backs", (TeachBack,), N_("wat je in je eigen woorden uitlegde"), _TEACHER,
            N_("tot het einde van het schooljaar")),
    Holding("quizzes", (Attempt, AttemptAnswer, StatementAnswer),
            N_("de vragen die je kreeg en wat je antwoordde"), _TEACHER, _SCHOOL_YEAR),
    Holding("evidence", (Evidence,), N_("wat je bij oefeningen en vragen liet zien"), _TEACHER, _SCHOOL_YEAR),
    Holding("memory", (ItemMemory, StepMemory, GoalState, ModuleState),
            N_("welke vragen je al had en wat je kunt, per afspraak"), _TEACHER, _LEAVES),
    Holding("pledges", (Pledge, PledgeSigning, PledgeSecret, TalkWish, Certificate, ParentLink, ParentLine),
            N_("je beloften, je eigen woorden en hoe je tekende"), _TEACHER,
            N_("tot 1 oktober na het schooljaar; het zegel zonder jouw naam blijft"),
            frozenset({"code_hash", "token_hash"})),
    Holding("board", (BoardVoter,), N_("dat je meestemde op het bord, niet wat je koos"), N_("niemand"),
            N_("tot de stemming is weggehaald")),
    Holding("help", (HelpMessage,), N_("wat je aan een volwassene schreef om hulp te vragen"),
            N_("jij en de volwassene die je koos, niemand anders"),
            N_("tot 30 dagen nadat jullie praatten, en anders tot 1 oktober na het schooljaar"), between=True),
    Holding("log", (RecordRead, AuditEntry),
            N_("wie jouw gegevens zag of veranderde, en wanneer jij iets ondertekende"),
            N_("wie op school de site beheert"), N_("2 jaar voor kijken, 3 jaar voor veranderen; zonder je naam")),
)  # fmt: skip

LOGS = (RecordRead, AuditEntry)
"""Tables that name a child by its key instead of pointing at it."""


def tables() -> list[Any]:
    """Every table in the inventory."""
    return [table for holding in INVENTORY for table in holding.tables]
