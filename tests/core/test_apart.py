"""Heavy work is done apart: a few at a time, by threads that step back, in a forked process too."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.apart import AT_ONCE, NICENESS, STEPS_BACK, Apart

FORKED = """
import os, sys
from core.apart import Apart
heavy = Apart("heavy")
assert heavy.do(lambda: 1) == 1
child = os.fork()
if child == 0:
    os._exit(heavy.do(lambda: 7))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def niceness() -> int:
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(not STEPS_BACK, reason="a thread cannot step back here")
def test_it_steps_back_for_pages_and_who_asked_does_not() -> None:
    before = niceness()
    assert Apart("heavy").do(niceness) == max(before, NICENESS)
    assert niceness() == before


def test_no_more_at_once_than_there_are_places(tmp_path: Path) -> None:
    """Also with two processes that meet in a folder, here two of a kind."""
    kinds = [Apart("heavy"), Apart("heavy")]
    lock, now, most = threading.Lock(), 0, 0
    full = threading.Event()

    def work() -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
            if now == AT_ONCE:
                full.set()
        assert full.wait(30)
        with lock:
            now -= 1

    for kind in kinds:
        kind.share(tmp_path)
    with ThreadPoolExecutor(4 * AT_ONCE) as askers:
        for asked in [askers.submit(kind.do, work) for kind in kinds for _ in range(4)]:
            asked.result(60)
    assert most == AT_ONCE


def test_what_goes_wrong_is_raised_where_it_was_asked() -> None:
    with pytest.raises(ZeroDivisionError):
        Apart("heavy").do(lambda: 1 // 0)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_forked_process_has_threads_of_its_own() -> None:
    assert subprocess.run([sys.executable, "-c", FORKED], timeout=60, check=False).returncode == 7
