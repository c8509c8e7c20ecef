"""One step on a page, for pupils and for previews: what is shown, what is said, the agreements behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from core.refusal import Refusal
from core.web import render
from lessons import cast
from lessons.forms import fresh_once
from lessons.queries import Walk
from lessons.schema import Module
from lessons.steps import AnyStep, played
from lessons.steps.base import Option
from lessons.steps.play import Form, Judgement, Record
from lessons.steps.verhaal import Verhaal
from quizzes.views.agreement import AgreementCard, source_lines


@dataclass(frozen=True)
class Place:
    """The addresses around a step: where answers go, where its neighbours are."""

    here: str
    send: str
    help: str
    stop: str
    draft: str
    before: str
    after: str
    words: str
    live: str = ""
    quiz: str = ""
    """The questions, at the end of lesson 1."""
    ends_lesson: bool = False
    flash: str = ""
    """The mixed round of a flitsronde."""

    def part(self, name: str) -> str:
        """The address of the step with one of its parts in front; an empty name leaves the choice to the step."""
        if not name:
            return self.here
        return f"{self.here}{'&' if '?' in self.here else '?'}{urlencode({'deel': name})}"


def step_page(
    *,
    walk: Walk,
    step: AnyStep,
    place: Place,
    focus: str | None = None,
    filled: Form | None = None,
    fault: str = "",
    status: int = 200,
    helped: bool = False,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """The page of ``step``. ``filled`` is a form to show again, ``fault`` what is wrong with it."""
    record = walk.record(step.id)
    judged = played(step).judge(step, record)
    return render(
        "lessons/step.html",
        status,
        module=walk.module,
        walk=walk,
        step=step,
        number=walk.number(step.id),
        place=place,
        record=record,
        judged=judged,
        shown=played(step).show(step, record, focus, walk),
        focus=focus,
        filled=filled or {},
        fault=fault,
        helped=helped,
        cards=cards(walk.module, step, record, judged, focus),
        once=fresh_once(),
        answered=bool(record.last),
        who=partial(cast.someone, walk.module),
        revisited=_revisited(walk, step),
        replies=reply_words,
        **(more or {}),
    )


def reply_words() -> dict[str, str]:
    """The words of a teacher's fixed remarks."""
    return {
        "mooi": _("Mooi uitgelegd. Ik snap precies wat je bedoelt."),
        "duidelijk": _("Duidelijk. Zo kan een ander er ook iets mee."),
        "voorbeeld": _("Goed voorbeeld. Dat onthoud ik."),
        "vraag": _("Interessant. Kom je me er iets meer over vertellen?"),
        "durf": _("Knap dat je dit durft te zeggen."),
        "samen": _("Zullen we dit samen nog een keer bekijken?"),
        "dankje": _("Dank je wel voor je uitleg."),
        "langs": _("Kom je vandaag even bij me langs?"),
    }


def _revisited(walk: Walk, step: AnyStep) -> list[Option]:
    """What the pupil chose in the prediction that this step takes up."""
    if not isinstance(step, Verhaal) or step.revisit is None:
        return []
    told = next((one for one in walk.steps if one.id == step.revisit.step), None)
    if not isinstance(told, Verhaal) or told.prediction is None:
        return []
    return [option for option in told.prediction.options if option.id in walk.predicted(told.id)]


def cards(module: Module, step: AnyStep, record: Record, judged: Judgement, focus: str | None) -> list[AgreementCard]:
    """The agreement behind the feedback: of the part that was answered, else of the step; all of them when done."""
    if not record.last:
        return []
    part = judged.parts.get(focus or "")
    if part is not None and part.agreement and not judged.done:
        return agreement_cards(module, [part.agreement])
    return agreement_cards(module, step.agreements if judged.done or record.done else step.agreements[:1])


def agreement_cards(module: Module, names: Iterable[str]) -> list[AgreementCard]:
    """The agreements with these ids, each with where it stands in the visitor's school's protocol."""
    by_id = {agreement.id: agreement for agreement in module.agreements}
    return [AgreementCard(by_id[n].text, source_lines(tuple(by_id[n].sources))) for n in names if n in by_id]


def said(refusal: Refusal) -> str:
    """The sentence of a refusal in the reader's language."""
    return str(_(refusal.sentence, **refusal.facts))
