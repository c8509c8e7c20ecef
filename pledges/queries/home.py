"""What is shown at home: the signed texts without a name, and one own choice to talk about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements.catalog import protocol_of
from agreements.contract import Contract
from core.text import Settings
from lessons import catalog as lessons
from pledges.models import Pledge, PledgeLink, PledgeSigning
from pledges.rules.child import year_of
from pledges.rules.states import STANDING
from pledges.seal.records import read_record
from progress.models import Evidence
from quizzes import catalog as quizzes
from quizzes.types.single import Single

MOST_CHOICES = 8
QUESTIONS = 2


@dataclass(frozen=True)
class Shared:
    """A situation that the pupil answered right, and what was chosen in it."""

    module: str
    item: str
    choice: str
    stem: str
    words: str


@dataclass(frozen=True)
class TalkCard:
    """One situation, the pupil's choice, the school's agreement, two questions for at home. No score, no name."""

    title: str
    stem: str
    choice: str
    agreement: str
    clauses: tuple[str, ...]
    """What the own school says about it, in pupil words; empty where it is a tip of the course."""
    questions: tuple[str, ...]


@dataclass(frozen=True)
class SignedText:
    """A promise as it was signed."""

    text: str
    language: str


def signed_texts(session: Session, pupil_id: int, at: datetime) -> list[SignedText]:
    """The promises of a pupil that stand, as sealed; no own words, no name."""
    rows = session.execute(
        select(Pledge.key, PledgeLink.record)
        .join(PledgeSigning, PledgeSigning.id == Pledge.signing_id)
        .join(PledgeLink, (PledgeLink.school_id == Pledge.school_id) & (PledgeLink.seq == PledgeSigning.seq))
        .where(Pledge.pupil_id == pupil_id, Pledge.year == year_of(at), Pledge.state.in_(list(STANDING)))
        .order_by(Pledge.promise)
    )
    found = []
    for key, raw in rows:
        entry = next(entry for entry in read_record(raw).body["promises"] if entry["pledge"] == key)
        found.append(SignedText(entry["text"], entry["language"]))
    return found


def choices_to_share(
    session: Session, pupil_id: int, contract: Contract, settings: Settings, language: str, year: int
) -> list[Shared]:
    """Situations that the pupil answered right this school year, the newest first, from modules of the contract."""
    modules = [promise.module for promise in contract.promises]
    rows = session.execute(
        select(Evidence.module, Evidence.name, Evidence.picks)
        .where(
            Evidence.pupil_id == pupil_id, Evidence.kind == "answer", Evidence.right.is_(True),
            Evidence.year == year, Evidence.module.in_(modules),
        )
        .order_by(Evidence.id.desc())
    )  # fmt: skip
    found: dict[str, Shared] = {}
    for module, item, picks in rows:
        shown = _situation(item, dict(picks).get("answer", ""), settings, language, year)
        if shown is not None:
            found.setdefault(item, Shared(module, item, dict(picks)["answer"], *shown))
        if len(found) == MOST_CHOICES:
            break
    return list(found.values())


def talk_card_of(
    session: Session, school_id: int, shows: Mapping[str, str], language: str, year: int
) -> TalkCard | None:
    """The card of one choice at a school; None when the question has left the bank since."""
    protocol = protocol_of(session, school_id)
    shown = _situation(shows["item"], shows["choice"], protocol.settings, language, year)
    if shown is None:
        return None
    entry = quizzes.entry(shows["item"])
    module = lessons.module(entry.module, protocol.settings)
    agreement = next(one for one in module.agreements if one.id == entry.item.agreement)
    own = [protocol.by_id[clause] for clause in agreement.sources if clause in protocol.by_id]
    return TalkCard(
        title=module.title.say(language, protocol.settings, year=year),
        stem=shown[0],
        choice=shown[1],
        agreement=agreement.text.say(language, protocol.settings, year=year),
        clauses=tuple((clause.pupil or clause.summary).say(language) for clause in own),
        questions=tuple(text.say(language, protocol.settings, year=year) for text in module.teacher.home[:QUESTIONS]),
    )


def _situation(item_id: str, choice: str, settings: Settings, language: str, year: int) -> tuple[str, str] | None:
    """Stem and chosen option of a situation with options, in words."""
    try:
        item = quizzes.entry(item_id).item
    except quizzes.NoSuchItem:
        return None
    body = item.at(settings)
    if not item.situation or not isinstance(body, Single):
        return None
    option = next((option for option in body.options if option.id == choice), None)
    if option is None:
        return None
    return body.stem.say(language, settings, year=year), option.text.say(language, settings, year=year)
