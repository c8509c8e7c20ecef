"""The main job: a teacher makes a class, a pupil does a lesson, takes the quiz and signs, and the teacher sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask_babel import gettext
from playwright.sync_api import Page
from sqlalchemy import select, update

from core.database import db, writing
from lessons import catalog as lessons
from lessons.steps import played
from lessons.steps.keuzeverhaal import Keuzeverhaal
from pledges.models import PledgeLink
from quizzes import catalog as banks
from quizzes.models import Attempt
from quizzes.sheet import Sheet
from school.models import Pupil, SchoolClass
from tests.browser import PHONE
from tests.lessons.walking import careful, settings_of
from tests.quizzes.walking import an_answer, form_for
from tests.stories.hands import Hand
from tests.world import PASSWORD, World

pytestmark = pytest.mark.browser

NAMES = "Lotte\nDaan de Vries\nYusuf"
OWN = ["appel", "appel", "boot", "ster"]
MODULE, FAILED = "doorsturen", "G2"
OWN_WORDS = {
    "nl": "Als iemand op een foto staat, dan vraag ik het eerst.",
    "en": "If somebody is in a photo, then I ask them first.",
}

WAYS = [
    pytest.param("en", False, id="en, no scripts"),
    pytest.param("nl", True, id="nl, scripts", marks=pytest.mark.slow),
    pytest.param("en", True, id="en, scripts", marks=pytest.mark.slow),
    pytest.param("nl", False, id="nl, no scripts", marks=pytest.mark.slow),
]


@dataclass
class Story:
    """The two windows, and what the site says in their language."""

    world: World
    language: str
    teacher: Hand
    pupil: Hand
    class_key: str = ""

    def say(self, words: str, **facts: object) -> str:
        assert self.world.app is not None
        with self.world.app.test_request_context(f"/?lang={self.language}"):
            return str(gettext(words, **facts))

    def teacher_sees(self, words: str, page: str = "", **facts: object) -> None:
        """One refresh of a page of the class shows ``words``."""
        self.teacher.open(f"/klas/{self.class_key}{page}")
        assert self.say(words, **facts) in self.teacher.text(), self.teacher.text()

    def attempt(self) -> Attempt:
        assert self.world.app is not None
        with self.world.app.app_context():
            return db.session.scalars(select(Attempt).order_by(Attempt.id.desc())).all()[0]


@pytest.mark.parametrize(("language", "script"), WAYS)
def test_from_class_to_seal(world: World, visit: Callable[..., Page], language: str, script: bool) -> None:
    windows = [Hand(visit(language=language, size=PHONE, javascript=script), script=script) for _ in range(2)]
    story = Story(world, language, windows[0], windows[1])
    class_code, card_code = makes_a_class(story)
    signs_in(story, class_code, card_code)
    story.teacher_sees("begint nog")
    does_the_lesson(story)
    fails_one_goal_and_retakes_it(story)
    signs(story)
    everything_is_sealed(story)


def makes_a_class(story: Story) -> tuple[str, str]:
    """The code of the class and the one on Lotte's card."""
    hand, page = story.teacher, story.teacher.page
    hand.open("/leerkracht")
    page.locator("[name=email]").fill("samira@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    hand.press(page.locator("button.doe"))
    hand.open("/klas/nieuw")
    page.locator("[name=name]").fill("7A")
    page.locator("[name=year][value='7']").check()
    page.locator("[name=sign_in_time][value=always]").check()
    hand.press(page.locator("button.do"))
    page.locator("[name=names]").fill(NAMES)
    hand.press(page.locator("button.do"))
    assert "Daan" in page.content()
    hand.press(page.locator("button.do"))
    story.class_key = re.findall(r"/klas/([^/]+)/", page.url)[0]
    hand.press(page.locator("main form button.do"))
    card = page.locator("li.card").filter(has_text="Lotte")
    class_code, card_code = card.locator("dd").all_inner_texts()
    assert "Vries" not in page.content()
    return class_code, card_code


def signs_in(story: Story, class_code: str, card_code: str) -> None:
    """By class code, name and card, and then with an own secret."""
    hand, page = story.pupil, story.pupil.page
    hand.open("/")
    page.locator("[name=code]").fill(class_code)
    hand.press(page.locator("button.doe"))
    hand.press(page.get_by_role("button", name="Lotte"))
    page.locator("[name=words]").fill(card_code)
    hand.press(page.locator("button.doe"))
    for _ in range(2):
        for number, picture in enumerate(OWN, 1):
            button = page.locator(f"button[name=picture][value={picture}]")
            button.click() if hand.script and number < len(OWN) else hand.press(button)
    assert page.url.endswith("/thuis")


def does_the_lesson(story: Story) -> None:
    """From the first panel to the end."""
    hand, page = story.pupil, story.pupil.page
    hand.press(page.locator(f"a[href='/les/{MODULE}']"))
    hand.press(page.locator("main form button.doe"))
    steps = lessons.module(MODULE, settings_of("gsv")).steps
    for number, step in enumerate(steps, 1):
        assert page.url.endswith(f"/stap/{step.id}")
        story.teacher_sees("stap %(number)s van %(total)s", number=number, total=len(steps))
        for form in careful(step) if isinstance(step, Keuzeverhaal) else played(step).samples(step).right[0]:
            hand.give(form)
        hand.press(page.locator(".voet a.doe"))
    assert page.url.endswith(f"/les/{MODULE}/toets")


def fails_one_goal_and_retakes_it(story: Story) -> None:
    hand, page = story.pupil, story.pupil.page
    first = takes_the_quiz(story, wrong=FAILED)
    assert {banks.entry(item).item.goal for item in first} == {"G1", "G2", "G3", "G4"}
    assert story.say("Je bent er bijna") in hand.text()
    assert matrix_row(story) != ""
    again = takes_the_quiz(story, wrong="")
    assert {banks.entry(item).item.goal for item in again} == {FAILED}
    assert story.say("Het is gelukt") in hand.text()
    story.teacher_sees("klaar met %(topic)s", topic=topic(story))
    assert page.url.endswith("/toets")


def takes_the_quiz(story: Story, wrong: str) -> list[str]:
    """One attempt, not right where the goal is ``wrong``; the items that were asked."""
    hand, page = story.pupil, story.pupil.page
    hand.press(page.locator(".voet form button.doe"))
    attempt = story.attempt()
    for number, item in enumerate(attempt.items, 1):
        assert page.url.endswith(f"/toets/{item}")
        story.teacher_sees("vraag %(number)s van %(total)s", number=number, total=len(attempt.items))
        sheet = Sheet.of(banks.entry(item), settings_of("gsv"), attempt.seed)
        hand.give(form_for(sheet, an_answer(sheet.body, right=sheet.entry.item.goal != wrong)))
        hand.press(page.locator(".voet a.doe"))
    return list(attempt.items)


def topic(story: Story) -> str:
    """What the teacher's pages call the module."""
    words = lessons.module(MODULE, settings_of("gsv")).subtitle.say(story.language)
    short = words.removeprefix("Over ").removeprefix("About ")
    return short[:1].upper() + short[1:]


def matrix_row(story: Story) -> str:
    """What the teacher reads about Lotte per agreement of the module."""
    hand = story.teacher
    hand.open(f"/klas/{story.class_key}/afspraken/{MODULE}")
    return hand.page.locator(".matrix tbody tr").filter(has_text="Lotte").inner_text()


def signs(story: Story) -> None:
    """Promise 3, in own words."""
    hand, page = story.pupil, story.pupil.page
    hand.open("/belofte/p03")
    hand.press(page.locator(".voet a.doe"))
    page.locator("[name=eigen]").fill(OWN_WORDS[story.language])
    hand.press(page.locator("button[name=belofte][value=ja]"))
    page.locator("[name=naam]").fill("Lotte")
    hand.press(page.locator("button[name=manier][value=naam]"))
    assert story.say("Getekend. Dit is jouw belofte.") in hand.page.content()
    assert OWN_WORDS[story.language] in hand.text()
    story.teacher_sees(
        "%(signers)s van de %(pupils)s tekenden een belofte, en dat is goed.", "/beloftes", signers=1, pupils=3
    )


def everything_is_sealed(story: Story) -> None:
    """``verify-pledges`` says so, and names the record in which one byte is changed."""
    app = story.world.app
    assert app is not None
    runner = app.test_cli_runner()
    sound = runner.invoke(args=["verify-pledges"])
    assert (sound.exit_code, sound.output.count(": sound")) == (0, 2), sound.output
    with app.app_context(), writing(db.session):
        link = db.session.scalars(select(PledgeLink).order_by(PledgeLink.seq.desc())).all()[0]
        spoiled = bytearray(link.record)
        spoiled[len(spoiled) // 2] ^= 1
        db.session.execute(update(PledgeLink).where(PledgeLink.id == link.id).values(record=bytes(spoiled)))
    named = runner.invoke(args=["verify-pledges"])
    assert named.exit_code == 1
    assert re.search(r"De Wilg .*record \d+", named.output, re.DOTALL), named.output
    with app.app_context():
        assert db.session.scalars(select(SchoolClass.name).where(SchoolClass.key == story.class_key)).one() == "7A"
        assert db.session.scalars(select(Pupil).where(Pupil.first_name == "Lotte")).one().secret_own
