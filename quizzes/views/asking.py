"""One question on a page: to be answered, or with what is said after it. Quiz, refresher and measurement share it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from flask import g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.clock import now
from core.database import db
from core.languages import language
from core.refusal import Refusal
from core.text import Text
from core.web import render, school_settings
from progress.commands import Person
from quizzes import catalog
from quizzes.commands import attempts as commands
from quizzes.forms import sent
from quizzes.queries import attempts as queries
from quizzes.queries.attempts import AttemptView, Given
from quizzes.refusals import NotThisQuestion, NotYet
from quizzes.sheet import Sheet
from quizzes.types.base import Answer, Form, Line
from quizzes.views.agreement import AgreementCard, agreement_card
from school.access import current


@dataclass(frozen=True)
class Place:
    """Where questions are asked: which kind of attempt, under which addresses, and whether answers get a reaction.

    ``blueprint`` has the views ``overview``, ``question``, ``help_asked`` and ``draft``; ``leave`` is where one goes to
    finish another time.
    """

    kind: str
    blueprint: str
    module: str = ""
    arguments: dict[str, str] = field(default_factory=dict)
    reacts: bool = True
    leave: str = ""

    def url(self, view: str, item: str | None = None) -> str:
        """The address of a view of this place."""
        arguments = self.arguments if item is None else {**self.arguments, "item_key": item}
        return url_for(f"{self.blueprint}.{view}", **arguments)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Reaction:
    """What is shown after an answer. ``kind`` chooses Turbo's mood: ``goed`` or ``kijk``."""

    kind: Literal["goed", "kijk"]
    title: str
    lines: list[Line]
    why: list[Text]
    card: AgreementCard | None


def me() -> Person:
    """The pupil who is asking, as evidence names them."""
    visitor = current()
    return Person(visitor.school_id, visitor.pupil_id, visitor.class_id or None, language())


def question_page(place: Place, item: str) -> Response:
    """The question, or what is said about its answer; a question that is not due leads to the one that is."""
    attempt = _attempt(place, item)
    if item in attempt.given:
        if not place.reacts:
            return redirect(onward(place, attempt))
        sheet = sheet_for(attempt, item)
        return render(
            "quizzes/answered.html",
            place=place,
            attempt=attempt,
            sheet=sheet,
            reaction=reaction(sheet, attempt.given[item]),
        )
    if item != attempt.next_item:
        return redirect(onward(place, attempt))
    return _ask(place, attempt, item, queries.draft(db.session, attempt.id, item))


def answered(place: Place, item: str) -> Response:
    """Keep the answer that was sent and go on; nonsense gets the same page with a sentence, and nothing is kept."""
    form = sent()
    try:
        outcome = commands.submit_answer(
            db.session,
            person=me(),
            kind=place.kind,
            module=place.module,
            item=item,
            form=form,
            settings=school_settings(),
            at=now(),
        )
    except NotThisQuestion:
        raise
    except Refusal as refusal:
        return _again(place, item, form, refusal)
    target = place.url("question", item) if place.reacts else onward(place, outcome.attempt)
    return redirect(target, 303)


def help_wanted(place: Place, item: str) -> Response:
    """Mark *Ik snap het niet* and show the question again."""
    commands.ask_help(db.session, person=me(), kind=place.kind, module=place.module, item=item, at=now())
    return redirect(place.url("question", item), 303)


def draft_kept(place: Place, item: str) -> Response:
    """Keep what is ticked so far; answered without a page."""
    form = {name: list(values) for name, values in sent().items()}
    commands.keep_draft(db.session, person=me(), kind=place.kind, module=place.module, item=item, form=form, at=now())
    return Response(status=204)


def onward(place: Place, attempt: AttemptView) -> str:
    """Where to go now: the next question, or the overview when there is none."""
    return place.url("question", attempt.next_item) if attempt.next_item else place.url("overview")


def sheet_for(attempt: AttemptView, item: str) -> Sheet:
    """The question as this pupil sees it in this attempt."""
    return Sheet.of(catalog.entry(item), school_settings(), attempt.seed)


def reaction(sheet: Sheet, given: Given) -> Reaction:
    """What is said about a kept answer. An option that has left the bank since is passed over."""
    return react(sheet, Answer(given.picks), right=given.right)


def react(sheet: Sheet, answer: Answer, *, right: bool) -> Reaction:
    """What is said about an answer."""
    title = _("Zo zit het") if answer.unsure else _("Precies") if right else _("Nog niet")
    facts = catalog.shelf().facts.get(sheet.entry.module)
    return Reaction(
        "goed" if right or answer.unsure else "kijk",
        title,
        sheet.body.lines(answer),
        sheet.body.why(answer),
        agreement_card(facts, sheet.entry.item.agreement),
    )


def said(refusal: Refusal) -> str:
    """The sentence of a refusal in the reader's language."""
    return str(_(refusal.sentence, **refusal.facts))


def _attempt(place: Place, item: str) -> AttemptView:
    attempt = queries.attempt_with(db.session, current().pupil_id, place.kind, place.module, item)
    if attempt is None:
        raise NotThisQuestion
    return attempt


def _ask(place: Place, attempt: AttemptView, item: str, form: Form, fault: str = "", status: int = 200) -> Response:
    g.language_path = request.path
    return render(
        "quizzes/question.html",
        status,
        place=place,
        attempt=attempt,
        sheet=sheet_for(attempt, item),
        form=form,
        fault=fault,
        asked_help=attempt.help_item == item,
    )


def _again(place: Place, item: str, form: Form, refusal: Refusal) -> Response:
    """The question that is due once more, with what is missing."""
    attempt = _attempt(place, item)
    if isinstance(refusal, NotYet):
        if attempt.next_item is None:
            return redirect(place.url("overview"), 303)
        return _ask(place, attempt, attempt.next_item, {}, said(refusal), refusal.status)
    return _ask(place, attempt, item, form, said(refusal), refusal.status)
