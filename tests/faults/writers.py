"""Eight writers at a running site, whatever happens to it: what they were told, and what the database has of it.

A writer is a device on which children answer one after another: quiz questions, each of which can count only once, and
a step of a lesson, whose every sending has a number of its own and whose answers are added up, so that a doubled one
shows. An answer without a reply, or with a 503, is sent again as it was until the site says yes; a page of its own
reads on meanwhile. Any other reply is a fault.
"""

from __future__ import annotations

import http.client
import os
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from math import inf
from random import Random

from flask import Flask
from sqlalchemy import Engine, select, text

from core.clock import local_day, now, school_year
from core.database import db, new_key, writing
from lessons.models import StepState
from progress.models import Evidence
from quizzes import catalog
from quizzes.models import Attempt, AttemptAnswer
from school.models import Pupil
from tests.faults.classes import GUESS, PATH, STEP, Child, a_class

WRITERS = 8
ROUNDS = int(os.environ.get("FAULT_ROUNDS") or 2)
"""How often each fault happens; ten for the drills of docs/faults.md."""
CHILDREN = 2 * WRITERS + 2 * ROUNDS // 8 * WRITERS
"""Enough that a writer does not run out of quiz questions."""
ITEMS = 8
PATIENCE = 120.0


@dataclass
class Answer:
    """One answer: how it is sent, how it is found again, and when the first sending began and the yes was read."""

    child: Child
    path: str
    form: dict[str, str]
    quiz: tuple[int, str, str] | None = None
    """Attempt, item, and the token of its evidence; None for the step."""
    begun: float = inf
    kept: float = inf


@dataclass(frozen=True)
class Tally:
    """Answers that were acknowledged, those of them that the database has, and those that it has more than once."""

    acknowledged: int
    present: int
    double: int

    @property
    def whole(self) -> bool:
        return self.present == self.acknowledged and not self.double

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.acknowledged + other.acknowledged, self.present + other.present, self.double + other.double
        )  # fmt: skip


class Writer:
    """One device: its children's answers in order, and what it met."""

    def __init__(self, children: Sequence[Child], quizzes: dict[int, list[Answer]]) -> None:
        self.answers: list[Answer] = []
        self.waiting: deque[Answer] = deque()
        self.met: Counter[str] = Counter()
        self.faults: list[str] = []
        self._work = _work(children, quizzes)

    def run(self, addresses: Sequence[str], over: threading.Event) -> None:
        """Answer until it is over, at the addresses in turn."""
        for turn in count():
            if over.is_set() or self.faults:
                return
            if not self.waiting:
                answer = next(self._work)
                self.answers.append(answer)
                self.waiting.append(answer)
            if self.send(self.waiting[0], addresses[turn % len(addresses)]):
                self.waiting.popleft()
            else:
                over.wait(0.2)

    def send(self, answer: Answer, address: str) -> bool:
        """Send one answer; whether the site said yes."""
        answer.begun = min(answer.begun, time.time())
        try:
            reply = answer.child.ask(address, answer.path, answer.form)
        except (OSError, http.client.HTTPException):
            self.met["no reply"] += 1
            return False
        self.met[str(reply.status)] += 1
        if reply.status == 303 and reply.to.startswith(answer.path):
            answer.kept = min(answer.kept, time.time())
            return True
        clear = "konden dit nog niet bewaren" in reply.page and 'form="unsent"' in reply.page
        if reply.status != 503 or not reply.after or not clear:
            self.faults.append(f"{answer.path}: {reply.status} to {reply.to!r}: {reply.page[:300]}")
        return False


class Storm:
    """Eight writers, and a reader, at the site that ``app`` is an instance of."""

    def __init__(self, app: Flask, children: int = CHILDREN) -> None:
        self.app = app
        self.children = a_class(app, children + 1)
        self.reader = self.children.pop()
        quizzes = _quizzes(app, self.children)
        self.writers = [Writer(self.children[n::WRITERS], quizzes) for n in range(WRITERS)]
        self.pages: list[tuple[int, float]] = []
        """What the reader met: status (0: no reply) and seconds."""

    @contextmanager
    def blowing(self, *addresses: str) -> Iterator[None]:
        """All write, at these addresses in turn, until the block ends."""
        over = threading.Event()
        threads = [threading.Thread(target=one.run, args=(addresses, over)) for one in self.writers]
        threads.append(threading.Thread(target=self._read, args=(addresses, over)))
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join(PATIENCE)
        assert not self.faults, "\n".join(self.faults)

    def _read(self, addresses: Sequence[str], over: threading.Event) -> None:
        for turn in count():
            began = time.monotonic()
            try:
                status = self.reader.ask(addresses[turn % len(addresses)], PATH).status
            except (OSError, http.client.HTTPException):
                status = 0
            self.pages.append((status, time.monotonic() - began))
            if over.wait(0.1):
                return

    @property
    def faults(self) -> list[str]:
        return [fault for one in self.writers for fault in one.faults]

    @property
    def met(self) -> Counter[str]:
        """How often each status came, or no reply."""
        return sum((one.met for one in self.writers), Counter())

    @property
    def answers(self) -> list[Answer]:
        return [answer for one in self.writers for answer in list(one.answers)]

    @property
    def acknowledged(self) -> int:
        return sum(answer.kept < inf for answer in self.answers)

    def wait_for(self, more: int) -> None:
        """Until so many more answers were acknowledged."""
        enough = self.acknowledged + more
        self.wait_until(lambda: self.acknowledged >= enough)

    def wait_until(self, done: Callable[[], bool]) -> None:
        """Until ``done`` or a fault."""
        until = time.monotonic() + PATIENCE
        while not done() and not self.faults:
            assert time.monotonic() < until, f"nobody gets through: {self.met}"
            time.sleep(0.01)

    def send_again(self, address: str) -> None:
        """Whatever is waiting is sent, and then every answer once more: none of them may count again."""
        for one in self.writers:
            while one.waiting:
                assert one.send(one.waiting.popleft(), address), one.faults
        for one in self.writers:
            assert all(one.send(answer, address) for answer in one.answers[-20:]), one.faults

    def rewind(self, moment: float) -> None:
        """Forget every yes that was read after ``moment``: that answer is still to be sent."""
        for one in self.writers:
            for answer in one.answers:
                answer.kept = answer.kept if answer.kept < moment else inf
            one.waiting = deque(answer for answer in one.answers if answer.kept == inf)

    def tally(self, engine: Engine | None = None, until: float = inf) -> Tally:
        """What is in the database, of the site or of ``engine``, of the answers acknowledged before ``until``.

        The database must be sound.
        """
        if engine is None:
            with self.app.app_context():
                engine = db.engine
        sound(engine)
        with engine.connect() as connection:
            tries = {
                pupil: parts.get("guess", 0)
                for pupil, parts in connection.execute(
                    select(StepState.pupil_id, StepState.tries).where(StepState.step == STEP)
                )
            }
            rows = Counter(
                (attempt, item)
                for attempt, item in connection.execute(select(AttemptAnswer.attempt_id, AttemptAnswer.item))
            )
            evidence = Counter(
                (pupil, token) for pupil, token in connection.execute(select(Evidence.pupil_id, Evidence.token))
            )
        engine.dispose()
        quiz = [answer for answer in self.answers if answer.quiz and answer.kept < until]
        of_each = [_times(answer, rows, evidence) for answer in quiz]
        total = Tally(len(quiz), sum(times >= 1 for times in of_each), sum(times > 1 for times in of_each))
        for child in self.children:
            mine = [answer for answer in self.answers if answer.child is child and not answer.quiz]
            yes, sent = sum(a.kept < until for a in mine), sum(a.begun < until for a in mine)
            there = tries.get(child.id, 0)
            total += Tally(yes, min(yes, there), max(0, there - sent))
        return total


def sound(engine: Engine) -> None:
    """SQLite's own verdict on the file, and on what rows say of each other."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            assert connection.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []


def _times(answer: Answer, rows: Counter[tuple[int, str]], evidence: Counter[tuple[int, str]]) -> int:
    """How often a quiz answer counts: as an answer and as evidence, which must agree."""
    assert answer.quiz
    attempt, item, token = answer.quiz
    here, there = rows[attempt, item], evidence[answer.child.id, token]
    return min(here, there) if min(here, there) == 0 else max(here, there)


def _quizzes(app: Flask, children: Sequence[Child]) -> dict[int, list[Answer]]:
    """Pupil → the questions that lie ready: of every module a quiz that has begun."""
    at, rng, made = now(), Random(), []
    with app.app_context(), writing(db.session):
        for child in children:
            pupil = db.session.get_one(Pupil, child.id)
            made += [(child, _attempt(pupil, one.slug, at, rng)) for one in catalog.modules()]
        db.session.add_all(attempt for _child, attempt in made)
        db.session.flush()
        ready = [(child, one.id, one.key, one.module, one.items) for child, one in made]
    with app.app_context():
        db.engine.dispose()
    found: dict[int, list[Answer]] = {child.id: [] for child in children}
    for child, attempt, key, module, items in ready:
        found[child.id] += [
            Answer(child, f"/les/{module}/toets/{item}", {"unsure": "1"}, (attempt, item, f"{key}:{item}"))
            for item in items
        ]
    return found


def _attempt(pupil: Pupil, module: str, at: datetime, rng: Random) -> Attempt:
    return Attempt(
        key=new_key(), school_id=pupil.school_id, pupil_id=pupil.id, class_id=pupil.class_id, kind="quiz",
        module=module, year=school_year(local_day(at)), seed=f"{rng.getrandbits(128):032x}",
        items=[item.id for item in catalog.bank_items(module)][:ITEMS], started_at=at,
    )  # fmt: skip


def _work(children: Sequence[Child], quizzes: dict[int, list[Answer]]) -> Iterator[Answer]:
    """A question and the step in turn; when the questions are used up, the step alone."""
    once = count()
    for child in children:
        for answer in quizzes[child.id]:
            yield answer
            yield Answer(child, PATH, {"_once": f"once-{next(once)}", "guess": GUESS})
    while True:
        yield Answer(children[-1], PATH, {"_once": f"once-{next(once)}", "guess": GUESS})
