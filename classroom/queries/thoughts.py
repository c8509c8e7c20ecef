"""Which misconceptions live in a class: the latest answer of each pupil on each agreement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from classroom.constants import GAIN_PUPILS
from classroom.rules.next_action import Gain, Thought
from progress.models import Evidence, ItemMemory
from progress.rules import AgreementRef


def thoughts_of(session: Session, pupil_ids: Collection[int]) -> list[Thought]:
    """Every misconception that somebody's latest answer on an agreement carried; one statement.

    An answer may carry several tags, so that one pupil may stand behind more than one thought of an agreement.
    """
    latest: dict[AgreementRef, dict[int, list[str]]] = defaultdict(dict)
    rows = session.execute(
        select(ItemMemory.pupil_id, ItemMemory.module, ItemMemory.agreement, ItemMemory.tags)
        .where(ItemMemory.pupil_id.in_(pupil_ids))
        .order_by(ItemMemory.seen_at, ItemMemory.item)
    )
    for pupil_id, module, agreement, tags in rows:
        latest[module, agreement][pupil_id] = tags
    found = []
    for (module, agreement), answers in latest.items():
        for tag in sorted({tag for tags in answers.values() for tag in tags}):
            pupils = tuple(sorted(pupil_id for pupil_id, tags in answers.items() if tag in tags))
            found.append(Thought(module, agreement, tag, pupils, len(answers)))
    return sorted(found, key=lambda t: (-t.share, t.module, t.agreement, t.tag))


def answered_on(session: Session, pupil_ids: Collection[int]) -> dict[AgreementRef, int]:
    """Agreement → how many pupils answered about it; one statement."""
    rows = session.execute(
        select(ItemMemory.module, ItemMemory.agreement, ItemMemory.pupil_id)
        .where(ItemMemory.pupil_id.in_(pupil_ids))
        .distinct()
    )
    found: dict[AgreementRef, int] = defaultdict(int)
    for module, agreement, _pupil in rows:
        found[module, agreement] += 1
    return dict(found)


def gains_of(session: Session, pupil_ids: Collection[int], year: int) -> list[Gain]:
    """Per module what the lesson added: share right in the start measurement and at the first answers in the quiz.

    Only pupils who did both count, and only modules with enough of them; one statement.
    """
    rows = session.execute(
        select(Evidence.module, Evidence.pupil_id, Evidence.source, Evidence.right).where(
            Evidence.pupil_id.in_(pupil_ids),
            Evidence.year == year,
            Evidence.first,
            Evidence.source.in_(("start", "quiz")),
        )
    )
    sides: dict[str, dict[int, dict[str, list[bool]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for module, pupil_id, source, right in rows:
        sides[module][pupil_id][source].append(right)
    gains = []
    for module, pupils in sorted(sides.items()):
        both = [own for own in pupils.values() if own["start"] and own["quiz"]]
        if len(both) >= GAIN_PUPILS:
            before = [right for own in both for right in own["start"]]
            after = [right for own in both for right in own["quiz"]]
            gains.append(Gain(module, sum(before) / len(before), sum(after) / len(after), len(both)))
    return gains
