"""Where one pupil stands with every promise of the school's contract."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from agreements.contract import Contract, Promise
from core.clock import local_day
from pledges.models import ParentLine, Pledge, PledgeSigning, SchoolSide, TalkWish
from pledges.queries.contract import contract_of_class
from pledges.queries.of_school import school_side
from pledges.queries.rows import answers_of, asked_again_since
from pledges.rules.child import Child, year_of
from pledges.rules.opening import Answered, Next, Shown, by_module, is_open, next_task
from pledges.rules.states import STANDING, State
from progress.calendar import Calendar
from progress.queries import pupil_modules
from quizzes.queries.refreshers import calendar_of, fresh_modules
from quizzes.rules.refreshing import FRESH_WEEKS
from school.models import Pupil, SchoolClass


@dataclass(frozen=True)
class Standing:
    """One promise of one pupil."""

    promise: Promise
    state: State
    understood: bool
    open: bool
    """It may be signed: understood, and a protective action was shown."""
    next: Next
    answers: tuple[Answered, ...]
    choice: str
    words: str
    signed_words: str
    last_words: str
    """The own words of last school year's pledge, to start from."""
    renewal: bool
    changed: bool
    """It was signed this year under another meaning: it is asked again."""
    wish: str
    """``talk`` or ``read`` where the pupil is on the teacher's list."""
    why: str
    signing: PledgeSigning | None
    fresh: bool
    """Fris: the module's last refresher went well and is not long ago; else a standing pledge asks opfrissen."""
    key: str

    @property
    def stands(self) -> bool:
        return self.state in STANDING

    @property
    def ready(self) -> bool:
        """Promised with *ja* in words that are not signed yet."""
        return self.open and self.choice == "yes" and (not self.stands or self.words != self.signed_words)


@dataclass(frozen=True)
class Board:
    """The contract as one pupil has it."""

    contract: Contract
    promises: tuple[Standing, ...]
    parent: ParentLine | None
    school_side: SchoolSide | None

    def of(self, promise_id: str) -> Standing | None:
        return next((one for one in self.promises if one.promise.id == promise_id), None)

    @property
    def ready(self) -> list[Standing]:
        return [one for one in self.promises if one.ready]

    @property
    def standing(self) -> list[Standing]:
        return [one for one in self.promises if one.stands]


def child_of(session: Session, pupil_id: int, language: str) -> Child:
    """The pupil as commands need them."""
    query = select(Pupil, SchoolClass.name).join(SchoolClass, SchoolClass.id == Pupil.class_id)
    pupil, class_name = session.execute(query.where(Pupil.id == pupil_id)).one()
    return Child(pupil.school_id, pupil.id, pupil.class_id, pupil.first_name, class_name, language)


def board(session: Session, child: Child, at: datetime) -> Board:
    """Every promise with where the child stands; a fixed number of statements."""
    contract, year = contract_of_class(session, child.school_id, child.class_id), year_of(at)
    rows = session.scalars(
        select(Pledge).where(Pledge.pupil_id == child.pupil_id, Pledge.year.in_([year, year - 1])).order_by(Pledge.id)
    ).all()
    signings = {
        row.id: row for row in session.scalars(select(PledgeSigning).where(PledgeSigning.pupil_id == child.pupil_id))
    }
    wishes = {
        row.promise: row
        for row in session.scalars(select(TalkWish).where(TalkWish.pupil_id == child.pupil_id, TalkWish.year == year))
    }
    modules = pupil_modules(session, child.pupil_id)
    shown = {slug: Shown(view.mastered_at, view.renewed_at, view.protective_at) for slug, view in modules.items()}
    fresh = _Fresh(
        fresh_modules(session, child.school_id, [child.pupil_id], at).get(child.pupil_id, set()),
        calendar_of(session, child.school_id),
        local_day(at),
    )
    promises = tuple(_standing(promise, rows, signings, wishes, shown, fresh, year) for promise in contract.promises)
    line = session.scalars(
        select(ParentLine).where(ParentLine.pupil_id == child.pupil_id, ParentLine.year == year)
    ).first()
    return Board(contract, promises, line, school_side(session, child.school_id, contract.version))


@dataclass(frozen=True)
class _Fresh:
    """What is fresh of a pupil: modules by their refreshers, and pledges understood without the module not long ago."""

    modules: Collection[str]
    calendar: Calendar
    today: date

    def since(self, module: Shown, row: Pledge | None) -> bool:
        if module.mastered_at is not None or row is None or row.understood_at is None:
            return False
        return self.calendar.weeks_between(local_day(row.understood_at), self.today) <= FRESH_WEEKS


def _standing(
    promise: Promise,
    rows: Sequence[Pledge],
    signings: Mapping[int, PledgeSigning],
    wishes: Mapping[str, TalkWish],
    shown: Mapping[str, Shown],
    fresh: _Fresh,
    year: int,
) -> Standing:
    own = [row for row in rows if row.promise == promise.id]
    row = next((one for one in own if one.year == year and one.meaning == promise.meaning), None)
    last = next((one for one in reversed(own) if one.year < year and one.signed_words), None)
    other = any(one.year == year and one.meaning != promise.meaning and State(one.state) in STANDING for one in own)
    module, wish = shown.get(promise.module, Shown()), wishes.get(promise.id)
    answers = answers_of(row) if row else []
    since = asked_again_since(own, year, promise.meaning)
    understood = bool(row and row.understood) or by_module(module, since=since)
    understood = understood or any(answer.right for answer in answers)
    state = State(row.state) if row else State.DRAFT
    paper = bool(row and row.signing_id and signings[row.signing_id].way == "paper")
    return Standing(
        promise=promise,
        state=State.UNDERSTOOD if understood and state is State.DRAFT else state,
        understood=understood,
        open=is_open(understood=understood, shown=module, on_paper=paper),
        next=next_task(answers, understood=understood),
        answers=tuple(answers),
        choice=row.choice if row else "",
        words=row.words if row else "",
        signed_words=row.signed_words if row else "",
        last_words=last.signed_words if last else "",
        renewal=last is not None,
        changed=other,
        wish=wish.about if wish else "",
        why=wish.why if wish else "",
        signing=signings.get(row.signing_id) if row and row.signing_id else None,
        fresh=promise.module in fresh.modules or fresh.since(module, row),
        key=row.key if row else "",
    )
