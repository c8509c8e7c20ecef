"""The clock of the lesson keeps time for the talk and the exit check."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.rules.clock import (
    LEAST,
    PHASES,
    PLAN,
    SHORTEST,
    USUAL,
    Slot,
    allot,
    latest_pause,
    now_in,
    phases_from,
    schedule,
)

BELL = datetime(2026, 11, 16, 9, 15, tzinfo=UTC)
END = BELL + timedelta(minutes=45)


def minutes(slots: list[Slot]) -> dict[str, float]:
    return {slot.phase: slot.length.total_seconds() / 60 for slot in slots}


def test_a_lesson_on_time_follows_the_plan() -> None:
    assert PLAN == 45
    assert minutes(schedule("login", BELL, END)) == USUAL


def test_nine_minutes_late_takes_from_practice_first() -> None:
    lengths = minutes(schedule("login", BELL + timedelta(minutes=9), END))
    assert lengths == {"login": 4, "opener": 2, "rule": 5, "practice": 8, "talk": 8, "exit": 5, "close": 4}


@given(late=st.integers(0, 20 * 60))
def test_up_to_twenty_minutes_late_talk_and_exit_check_stay(late: int) -> None:
    slots = schedule("login", BELL + timedelta(seconds=late), END)
    lengths = minutes(slots)
    assert lengths["talk"] >= 6
    assert lengths["exit"] == 5
    assert all(lengths[phase] >= LEAST[phase] for phase in PHASES)
    assert slots[-1].ends == END
    assert all(before.ends == after.begins for before, after in pairwise(slots))


@given(
    late=st.integers(0, 20 * 60),
    steps=st.lists(st.tuples(st.integers(5, 900), st.sampled_from(["wait", "longer", "next"])), max_size=25),
)
def test_whatever_the_teacher_does_the_clock_keeps_talk_and_exit_check(late: int, steps: list[tuple[int, str]]) -> None:
    """Asking for more time, moving on early and doing nothing at all, in any order."""
    phase, since, extra = "login", BELL + timedelta(seconds=late), timedelta()
    at = since
    for pause, act in steps:
        at += timedelta(seconds=pause)
        slots = schedule(phase, since, END, extra=extra)
        current = now_in(slots, at)
        if at >= END:
            break
        if act == "longer":
            extra = (extra if current.phase == phase else timedelta()) + timedelta(minutes=2)
            phase, since = current.phase, current.begins
        elif act == "next" and current.phase != "close":
            phase, since, extra = phases_from(current.phase)[1], at, timedelta()
        lengths = minutes(schedule(phase, since, END, extra=extra))
        if phase not in ("talk", "exit", "close"):
            assert lengths["talk"] >= 6
        if phase not in ("exit", "close"):
            assert lengths["exit"] >= 5


@given(late=st.integers(0, 20 * 60), wait=st.integers(0, 50 * 60))
def test_moving_the_anchor_to_the_running_phase_changes_nothing(late: int, wait: int) -> None:
    begins = BELL + timedelta(seconds=late)
    slots = schedule("login", begins, END)
    running = now_in(slots, begins + timedelta(seconds=wait))
    assert schedule(running.phase, running.begins, END) == slots[slots.index(running) :]


@given(seconds=st.integers(-100, 120 * 60), first=st.sampled_from(PHASES))
def test_shares_add_up_to_what_there_is(seconds: int, first: str) -> None:
    shares = allot(seconds, phases_from(first))
    assert sum(shares.values()) == max(seconds, 0)
    assert min(shares.values()) >= 0


@given(minute=st.integers(0, SHORTEST - 1))
def test_in_a_lesson_too_short_for_a_plan_the_exit_check_goes_last(minute: int) -> None:
    shares = allot(minute * 60, PHASES)
    if shares["exit"] < 5 * 60:
        assert sum(shares.values()) == shares["exit"]
    if shares["talk"] < 6 * 60:
        assert shares["practice"] == shares["opener"] == 0


def test_asking_for_more_time_stops_where_the_talk_would_suffer() -> None:
    slots = schedule("practice", BELL, BELL + timedelta(minutes=20), extra=timedelta(minutes=30))
    assert minutes(slots) == {"practice": 8, "talk": 6, "exit": 5, "close": 1}


def test_the_latest_moment_for_the_pause_leaves_six_minutes_of_talk() -> None:
    assert latest_pause(schedule("practice", BELL, END)) == END - timedelta(minutes=12)
    assert latest_pause(schedule("exit", BELL, END)) is None


AT_MINUTE = [(0, "login"), (4, "opener"), (26, "practice"), (27, "talk"), (99, "close")]


@pytest.mark.parametrize(("minute", "phase"), AT_MINUTE)
def test_the_running_phase(minute: int, phase: str) -> None:
    slots = schedule("login", BELL, END)
    assert now_in(slots, BELL + timedelta(minutes=minute)).phase == phase
