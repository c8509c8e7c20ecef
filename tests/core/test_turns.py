"""Writers of one file go one after the other: threads and processes alike, and not for ever."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.turns import Places, TurnNotCome, Turns

ROUNDS = 40
COUNTER = """
import sys
from pathlib import Path
from core.turns import Turns
file, turns = Path(sys.argv[1]), Turns(Path(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    with turns.taken(30):
        file.write_text(str(int(file.read_text()) + 1))
"""
HOLDER = """
import sys
from pathlib import Path
from core.turns import Turns
with Turns(Path(sys.argv[1])).taken(30):
    print("mine", flush=True)
    sys.stdin.read()
"""


def count(file: Path, turns: Turns) -> None:
    for _ in range(ROUNDS):
        with turns.taken(30):
            file.write_text(str(int(file.read_text()) + 1))


def test_threads_of_a_process_count_without_losing_one(tmp_path: Path) -> None:
    file = tmp_path / "count"
    file.write_text("0")
    turns = Turns(file)
    threads = [threading.Thread(target=count, args=(file, turns)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert int(file.read_text()) == 4 * ROUNDS


@pytest.mark.skipif(os.name == "nt", reason="one process there")
def test_processes_count_without_losing_one(tmp_path: Path) -> None:
    file = tmp_path / "count"
    file.write_text("0")
    command = [sys.executable, "-c", COUNTER, str(file), str(ROUNDS)]
    others = [subprocess.Popen(command) for _ in range(2)]
    count(file, Turns(file))
    assert [one.wait(60) for one in others] == [0, 0]
    assert int(file.read_text()) == 3 * ROUNDS


@pytest.mark.skipif(os.name == "nt", reason="one process there")
def test_who_is_killed_keeps_nobody_waiting(tmp_path: Path) -> None:
    file = tmp_path / "count"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"mine\n"
        with pytest.raises(TurnNotCome), Turns(file).taken(0.05):
            raise AssertionError("somebody else has the turn")
        holder.kill()
        holder.wait(30)
        with Turns(file).taken(30):
            pass


def test_a_line_that_is_too_long_is_said(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "count")
    with turns.taken(1), pytest.raises(TurnNotCome), turns.taken(0.01):
        raise AssertionError("the turn is taken")


def test_what_goes_wrong_in_a_turn_ends_it(tmp_path: Path) -> None:
    turns = Turns(tmp_path / "count")
    with pytest.raises(ValueError, match="wrong"), turns.taken(1):
        raise ValueError("wrong")
    with turns.taken(1):
        pass


def test_a_place_is_for_one_at_a_time_and_comes_free_again(tmp_path: Path) -> None:
    places, inside, most = Places(tmp_path, "heavy", 2), [0], [0]
    counting = threading.Lock()

    def one() -> None:
        for _ in range(ROUNDS):
            with places.taken():
                with counting:
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                with counting:
                    inside[0] -= 1

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert inside == [0]
    assert 1 <= most[0] <= 2


@pytest.mark.skipif(os.name == "nt", reason="one process there")
def test_places_of_two_that_share_a_folder_are_the_same(tmp_path: Path) -> None:
    first, second = Places(tmp_path, "heavy", 1), Places(tmp_path, "heavy", 1)
    entered = threading.Event()

    def other() -> None:
        with second.taken():
            entered.set()

    thread = threading.Thread(target=other)
    with first.taken():
        thread.start()
        assert not entered.wait(0.05)
    thread.join(30)
    assert entered.is_set()
