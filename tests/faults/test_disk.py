"""The disk that loses power, on its own: what is certain stays, what is not may go in every way."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.faults.disk import FATES, SECTOR, Disk, Event, events


def found(disk: Disk, folder: Path, fate: str, seed: int) -> dict[str, bytes]:
    """What is left, by name."""
    left = folder / f"left-{fate}-{seed}"
    left.mkdir()
    disk.left(left, Random(seed), fate)
    return {path.name: path.read_bytes() for path in left.iterdir()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "old").write_bytes(b"o" * 2 * SECTOR)
    return folder


@pytest.mark.parametrize("fate", FATES)
def test_what_was_synced_is_always_there(site: Path, tmp_path: Path, fate: str) -> None:
    disk, name = Disk(site), str(site / "old")
    for kind, data in (("write", b"n" * SECTOR), ("begin", b""), ("end", b"")):
        disk.do(Event(0, kind, name, offset=0, data=data))
    for seed in range(20):
        assert found(disk, tmp_path, fate, seed) == {"old": b"n" * SECTOR + b"o" * SECTOR}


def test_a_sync_covers_nothing_that_was_written_after_it_began(site: Path, tmp_path: Path) -> None:
    disk, name = Disk(site), str(site / "old")
    disk.do(Event(0, "write", name, offset=0, data=b"1"))
    disk.do(Event(1, "begin", name, who=b"7"))
    disk.do(Event(2, "write", name, offset=1, data=b"2"))
    disk.do(Event(3, "end", name, who=b"7"))
    assert found(disk, tmp_path, "nothing", 1)["old"][:3] == b"1oo"


def test_what_was_not_synced_is_left_in_every_way(site: Path, tmp_path: Path) -> None:
    disk, name = Disk(site), str(site / "old")
    disk.do(Event(0, "write", name, offset=0, data=b"n" * 2 * SECTOR))
    disk.do(Event(1, "size", name, offset=SECTOR))
    old, new = b"o" * SECTOR, b"n" * SECTOR
    for fate, possible in (
        ("nothing", {old + old}),
        ("first", {old + old, new + new, new}),
        ("some", {old + old, new + new, new, old}),
        ("torn", {old + old, old + new, new + old, new + new, new, old}),
    ):
        assert {found(disk, tmp_path, fate, seed)["old"] for seed in range(80)} == possible


def test_names_come_in_order_and_a_synced_file_takes_its_name_along(site: Path, tmp_path: Path) -> None:
    disk, fresh, new = Disk(site), str(site / "fresh"), str(site / "new")
    disk.do(Event(0, "make", fresh))
    disk.do(Event(1, "write", fresh, data=b"secret"))
    assert {"fresh" in found(disk, tmp_path, "some", seed) for seed in range(20)} == {True, False}
    disk.do(Event(2, "begin", fresh))
    disk.do(Event(3, "end", fresh))
    disk.do(Event(4, "link", fresh, other=new))
    disk.do(Event(5, "remove", fresh))
    names = {tuple(sorted(found(disk, tmp_path, "torn", seed))) for seed in range(40)}
    assert names == {("fresh", "old"), ("fresh", "new", "old"), ("new", "old")}
    disk.do(Event(6, "end", str(site)))
    assert found(disk, tmp_path, "nothing", 1) == {"old": b"o" * 2 * SECTOR, "new": b"secret"}


def test_what_strace_writes_is_read(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(
        rb"""7  10.5 openat(AT_FDCWD</>, "/s/a", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 3</s/a>
7  10.6 openat(AT_FDCWD</>, "/s/b", O_RDONLY) = -1 ENOENT (No such file or directory)
7  10.7 pwrite64(3</s/a>, "x\0\12\"\\) = 9, <", 13, 24) = 9
8  10.8 fdatasync(3</s/a> <unfinished ...>
7  10.9 pwrite64(3</s/a>, "y\3777", 3, 33 <unfinished ...>
8  11.0 <... fdatasync resumed>)           = 0
7  11.1 <... pwrite64 resumed>)            = 3
7  11.2 ftruncate(3</s/a>, 20)             = 0
7  11.3 write(4</s/c>(deleted), "z", 1)    = 1
7  11.4 rename("/s/a", "/s/d")             = 0
7  11.5 +++ killed by SIGKILL +++
"""
    )
    assert list(events(log)) == [
        Event(10.5, "make", "/s/a"),
        Event(10.7, "write", "/s/a", offset=24, data=b'x\0\n"\\) = '),
        Event(10.8, "begin", "/s/a", who=b"8"),
        Event(11.0, "end", "/s/a", who=b"8"),
        Event(11.1, "write", "/s/a", offset=33, data=b"y\xff7"),
        Event(11.2, "size", "/s/a", offset=20),
        Event(11.4, "rename", "/s/a", other="/s/d"),
    ]
