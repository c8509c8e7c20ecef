"""A pupil at the door: class code, name, secret or card, and the choice of an own secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, contains_eager

from core.audit import note
from core.database import writing
from core.refusal import Refusal
from school import limits, sign_in
from school.models import Pupil, SchoolClass
from school.queries.door import class_with_code
from school.rules.hours import is_open
from school.secrets import hash_secret, normal_code, outdated, token_hash, verify


class UnknownCode(Refusal):
    """No class has this code: never made, replaced, or of a class that is gone."""

    sentence = "Die klascode kennen we niet. Kijk goed op je kaartje: het zijn acht letters en cijfers."


class TooManyCodes(Refusal):
    """Somebody is trying out class codes."""

    status = 429
    sentence = "Er zijn te veel verkeerde klascodes geprobeerd. Vraag de code nog eens aan je juf of meester."


class ClassClosed(Refusal):
    """Right code, but pupils of this class may not sign in at this moment."""

    status = 403
    sentence = "Inloggen kan nu niet. Je juf of meester kan de klas openzetten."


class WrongSecret(Refusal):
    """The secret does not belong to the name. Names that do not exist get the same answer."""

    sentence = "Dat was niet goed. Probeer het nog een keer. Vergeten? Vraag je juf of meester."


class CardSpent(Refusal):
    """A card that was used, renewed, has expired, or never existed."""

    status = 410
    sentence = "Dit kaartje werkt niet meer. Vraag je juf of meester om een nieuw kaartje."


class NotChoosing(Refusal):
    """The choice of an own secret took too long, or never began."""

    status = 410
    sentence = "Het duurde te lang. Log nog een keer in met je kaartje."


@dataclass(frozen=True)
class Entry:
    """What ended well: the token for the cookie. ``choosing``: an own secret has to be chosen first."""

    token: str
    pupil: Pupil
    choosing: bool = False


def find_class(session: Session, typed: str, *, at: datetime) -> SchoolClass:
    """The class whose code was typed. Right codes never wait. Raises UnknownCode, TooManyCodes."""
    code = normal_code(typed)
    group = class_with_code(session, code)
    if group is not None:
        return group
    everybody = limits.spend(session, "codes", limits.CODES_EVERYBODY, limits.CODES_WINDOW, at)
    alike = limits.spend(session, f"codes:{code[:2]}", limits.CODES_PREFIX, limits.CODES_WINDOW, at)
    raise UnknownCode if everybody and alike else TooManyCodes


def enter(session: Session, *, class_key: str, pupil_key: str, secret: str, at: datetime) -> Entry:
    """Sign a pupil in by secret, or half-way by the code of a card that was not used yet.

    Raises WrongSecret, ClassClosed, limits.Waiting.
    """
    pupil = _pupil(session, class_key, pupil_key)
    if pupil is None:
        verify(secret, None)
        raise WrongSecret
    prove(session, pupil, secret, at=at)
    return _let_in(session, pupil, secret, at)


def prove(session: Session, pupil: Pupil, secret: str, *, at: datetime) -> None:
    """Return when ``secret`` is the pupil's own, or the code of a card that was not used yet; each try counts.

    Raises WrongSecret, ClassClosed, limits.Waiting.
    """
    _check_open(pupil.school_class, at)
    whole_class = f"class:{pupil.class_id}"
    tired = limits.exhausted(session, whole_class, limits.CLASS_SECRETS, limits.CODES_WINDOW, at)
    limits.claim(session, limits.of_pupil(pupil.id), at, free=1 if tired else limits.FREE_TRIES)
    if not pupil.secret_own and _expired(pupil, at):
        verify(secret, None)
    elif verify(secret, pupil.secret_hash):
        return
    limits.spend(session, whole_class, limits.CLASS_SECRETS, limits.CODES_WINDOW, at)
    raise WrongSecret


def enter_by_card(session: Session, token: str, *, at: datetime) -> Entry:
    """Sign a pupil in half-way by the QR code of a card. Raises CardSpent, ClassClosed."""
    pupil = session.scalars(select(Pupil).where(Pupil.card_hash == token_hash(token))).first()
    if pupil is None or pupil.secret_own or _expired(pupil, at) or not _here(pupil):
        raise CardSpent
    _check_open(pupil.school_class, at)
    return Entry(sign_in.begin_half(session, pupil=pupil, at=at), pupil, choosing=True)


def choosing_pupil(session: Session, token: str | None, *, at: datetime) -> Pupil:
    """Who is choosing an own secret with this half-way token. Raises NotChoosing."""
    row = sign_in.half(session, token, at=at)
    pupil = session.get(Pupil, row.pupil_id) if row is not None and row.pupil_id else None
    if pupil is None or pupil.secret_own or not _here(pupil):
        raise NotChoosing
    return pupil


def choose_secret(session: Session, token: str | None, secret: str, *, at: datetime) -> Entry:
    """Keep the own secret of a child who came in by card, spend the card, sign in. Raises NotChoosing."""
    hashed = hash_secret(secret)
    with writing(session):
        pupil = choosing_pupil(session, token, at=at)
        session.refresh(pupil, with_for_update=True)
        if pupil.secret_own:
            raise NotChoosing
        pupil.secret_hash, pupil.secret_own = hashed, True
        pupil.card_hash = pupil.card_until = None
        sign_in.end_all(session, pupil_id=pupil.id)
        note(
            session, school_id=pupil.school_id, actor=f"pupil:{pupil.id}", action="secret.chosen",
            subject=f"pupil:{pupil.key}", at=at,
        )  # fmt: skip
        return Entry(sign_in.begin_pupil(session, pupil, at=at), pupil)


def _let_in(session: Session, pupil: Pupil, secret: str, at: datetime) -> Entry:
    fresh = hash_secret(secret) if pupil.secret_hash and outdated(pupil.secret_hash) else None
    with writing(session):
        limits.lift(session, limits.of_pupil(pupil.id))
        if fresh:
            pupil.secret_hash = fresh
        if not pupil.secret_own:
            return Entry(sign_in.begin_half(session, pupil=pupil, at=at), pupil, choosing=True)
        return Entry(sign_in.begin_pupil(session, pupil, at=at), pupil)


_PUPIL = (
    select(Pupil)
    .join(Pupil.school_class)
    .options(contains_eager(Pupil.school_class))
    .where(SchoolClass.key == bindparam("class"), Pupil.key == bindparam("pupil"))
)


def _pupil(session: Session, class_key: str, pupil_key: str) -> Pupil | None:
    pupil = session.scalars(_PUPIL, {"class": class_key, "pupil": pupil_key}).first()
    return pupil if pupil is not None and _here(pupil) else None


def _here(pupil: Pupil) -> bool:
    group = pupil.school_class
    return not (pupil.left_at or pupil.deleted_at or group.deleted_at or group.archived_at)


def _expired(pupil: Pupil, at: datetime) -> bool:
    return pupil.card_until is not None and at >= pupil.card_until


def _check_open(group: SchoolClass, at: datetime) -> None:
    if not is_open(group.sign_in_time, group.opened_until, at):
        raise ClassClosed
