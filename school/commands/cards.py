"""Sign-in cards: a code and a QR token that work until the child has made an own secret."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.audit import note
from core.database import writing
from school import limits, sign_in
from school.models import OutsideAccount, Pupil
from school.rules.own_secret import card_code
from school.secrets import hash_secret, new_token, token_hash

LASTS = timedelta(days=21)

AT_ONCE = 4
"""Hashes made beside each other: each is slow on purpose, and a school needs hundreds."""


@dataclass(frozen=True)
class Card:
    """What is printed; code and token exist nowhere else."""

    key: str
    name: str
    sign: str
    code: str
    token: str
    until: datetime


def make_cards(
    session: Session, pupils: Sequence[Pupil], *, words: Sequence[str], rng: random.Random, actor: str, at: datetime
) -> list[Card]:
    """A new card for each pupil. Their old secret, card, tied accounts and sessions end; waits are lifted.

    ``words`` are what codes are made of; ``rng`` must be fit for secrets.
    """
    cards = [
        Card(pupil.key, pupil.first_name, pupil.sign, card_code(words, rng), new_token(), at + LASTS)
        for pupil in pupils
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        hashes = list(pool.map(hash_secret, [card.code for card in cards]))
    with writing(session):
        for pupil, card, hashed in zip(pupils, cards, hashes, strict=True):
            pupil.secret_hash, pupil.secret_own = hashed, False
            pupil.card_hash, pupil.card_until = token_hash(card.token), card.until
            sign_in.end_all(session, pupil_id=pupil.id)
            session.execute(delete(OutsideAccount).where(OutsideAccount.pupil_id == pupil.id))
            limits.lift(session, limits.of_pupil(pupil.id))
            subject = f"pupil:{pupil.key}"
            note(session, school_id=pupil.school_id, actor=actor, action="pupil.card-made", subject=subject, at=at)
    return cards
