"""A disk that loses power: what a program asked of it, noted by strace, and what may be left of that afterwards.

A write is on disk when a sync of its file that began after it has ended. Whatever else was written may be there, may be
missing, and may be there in part: any of its 512-byte sectors, since no order is promised among them. Names (made,
linked, renamed, removed) keep their order, as in the journals of ext4 and xfs, and a synced file takes its name along;
of the names that no sync covers yet the first ones may be left.
"""

from __future__ import annotations

import codecs
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

SECTOR = 512
FATES = ("nothing", "first", "some", "torn")
"""What of the unsynced is left: nothing, the first of it, any of it, any sector of it."""
CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,link,linkat,rename,renameat,renameat2,unlink,unlinkat"
SYNCS = (b"fsync", b"fdatasync")
UNFINISHED = b" <unfinished ...>"
IN_MEMORY = "-shm"
"""SQLite's index of the log is made anew whenever a database is opened after a crash, and never synced."""

_LINE = re.compile(rb"(\d+) +(\d+\.\d+) (<\.\.\. )?(\w+)(?:\(| resumed>)")
_RESULT = re.compile(rb"\) += (-?\d+)(?:<([^>]*)>)?[^\"]*$")
_HANDLE = re.compile(rb"\d+<([^>]*)>(\(deleted\))?")
_NAME = re.compile(rb'"(/[^"]*)"')


class Event(NamedTuple):
    """One thing done to a file, at a moment in seconds since 1970.

    ``kind``: make, write, size, begin and end (of a sync by ``who``), link, rename, remove. A write without ``offset``
    goes to the end.
    """

    at: float
    kind: str
    path: str
    other: str = ""
    offset: int = -1
    data: bytes = b""
    who: bytes = b""


@dataclass(eq=False)
class File:
    """What is on disk for certain, and what was done since."""

    certain: bytearray = field(default_factory=bytearray)
    since: list[Event] = field(default_factory=list)
    size: int = 0
    """As the program sees it."""
    syncing: dict[bytes, int] = field(default_factory=dict)
    """Who is syncing it → how much of ``since`` was there when that began."""

    def change(self, event: Event) -> None:
        at = self.size if event.offset < 0 else event.offset
        self.since.append(event._replace(offset=at))
        self.size = at if event.kind == "size" else max(self.size, at + len(event.data))

    def settle(self, first: int) -> None:
        """The first changes are on disk."""
        for event in self.since[:first]:
            _apply(self.certain, event, None)
        del self.since[:first]
        self.syncing = {who: max(0, mark - first) for who, mark in self.syncing.items()}

    def left(self, rng: Random, fate: str) -> bytes:
        found, first = bytearray(self.certain), rng.randint(0, len(self.since))
        for number, event in enumerate(self.since):
            if fate == "torn":
                _apply(found, event, rng)
            elif (fate == "first" and number < first) or (fate == "some" and rng.random() < 0.5):
                _apply(found, event, None)
        return bytes(found)


class Disk:
    """The files of a folder, from what lies there now to wherever in the record the power fails."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names: dict[str, File] = {}
        """As the program sees them."""
        for path in folder.rglob("*"):
            if path.is_file() and self._ours(str(path)):
                data = path.read_bytes()
                self._names[str(path)] = File(bytearray(data), size=len(data))
        self._certain = dict(self._names)
        self._moves: list[tuple[Event, File]] = []
        """What was done to names since."""

    def do(self, event: Event) -> None:
        """Let ``event`` happen."""
        file = self._names.get(event.path)
        if event.kind == "end" and event.path.startswith(str(self._folder)) and Path(event.path).is_dir():
            self._settle(len(self._moves))
        elif not self._ours(event.path) or (file is None and event.kind != "make"):
            return
        elif event.kind in ("make", "link", "rename", "remove"):
            if event.kind == "make" and file is not None:
                return
            moved = file or File()
            self._moves.append((event, moved))
            _move(self._names, event, moved)
        elif file is not None and event.kind == "begin":
            file.syncing[event.who] = len(file.since)
        elif file is not None and event.kind == "end":
            file.settle(file.syncing.pop(event.who, 0))
            self._settle(max((n for n, (_, moved) in enumerate(self._moves, 1) if moved is file), default=0))
        elif file is not None:
            file.change(event)

    def left(self, folder: Path, rng: Random, fate: str) -> None:
        """Put into ``folder`` what is found when the power fails now."""
        names = dict(self._certain)
        for event, file in self._moves[: rng.randint(0, len(self._moves))]:
            _move(names, event, file)
        for name, file in names.items():
            path = folder / Path(name).relative_to(self._folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.left(rng, fate))

    def _settle(self, first: int) -> None:
        for event, file in self._moves[:first]:
            _move(self._certain, event, file)
        del self._moves[:first]

    def _ours(self, path: str) -> bool:
        inside = path.startswith(f"{self._folder}/") and not path.startswith(f"{self._folder}/cache")
        return inside and not path.endswith(IN_MEMORY)


def _move(names: dict[str, File], event: Event, file: File) -> None:
    if event.kind in ("rename", "remove"):
        names.pop(event.path, None)
    if event.kind != "remove":
        names[event.other or event.path] = file


def _apply(content: bytearray, event: Event, torn: Random | None) -> None:
    """One change to a file; with ``torn`` any part of it."""
    if event.kind == "size":
        if torn is None or torn.random() < 0.5:
            del content[event.offset :]
            content.extend(bytes(event.offset - len(content)))
        return
    start, end = event.offset, event.offset + len(event.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR) if torn else end
        if torn is None or torn.random() < 0.5:
            content.extend(bytes(max(0, stop - len(content))))
            content[start:stop] = event.data[start - event.offset : stop - event.offset]
        start = stop


def can_trace() -> bool:
    """Whether strace is here and may look."""
    if shutil.which("strace") is None:
        return False
    tried = subprocess.run(
        ["strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true"], check=False, capture_output=True
    )
    return tried.returncode == 0


def traced(log: Path, command: tuple[str, ...]) -> tuple[str, ...]:
    """``command`` with all its threads watched: what they do to files is noted in ``log``."""
    words = ("-D", "-f", "-q", "-y", "-ttt", "-s", "10000000", "--seccomp-bpf", "-e", f"trace={CALLS}")
    return ("strace", *words, "-o", str(log), *command)


def wait_for_end(log: Path, process: int) -> None:
    """Until strace has written the last of ``process``, which has ended."""
    last, until = f"{process} ".encode(), time.monotonic() + 60
    while time.monotonic() < until:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4096))
            if any(line.startswith(last) and b" +++ " in line for line in file.read().splitlines()):
                return
        time.sleep(0.05)
    raise RuntimeError("strace does not end")


def events(log: Path) -> Iterator[Event]:
    """What strace noted, in the order in which it was done."""
    unfinished: dict[bytes, bytes] = {}
    with log.open("rb") as file:
        for line in file:
            found = _LINE.match(line)
            if found is None:
                continue
            who, at, resumed, call = found[1], float(found[2]), found[3], found[4]
            rest = line[found.end() :].rstrip()
            begun = rest.endswith(UNFINISHED)
            if begun:
                unfinished[who] = rest[: -len(UNFINISHED)]
            elif resumed:
                rest = unfinished.pop(who, b"") + rest
            handle = _HANDLE.match(rest)
            if call in SYNCS and handle and not handle[2]:
                if not resumed:
                    yield Event(at, "begin", handle[1].decode(), who=who)
                if not begun:
                    yield Event(at, "end", handle[1].decode(), who=who)
            elif not begun:
                yield from _done(at, call, rest)


def _done(at: float, call: bytes, rest: bytes) -> Iterator[Event]:
    """A call that has ended, unless it failed."""
    result = _RESULT.search(rest)
    if result is None or int(result[1]) < 0:
        return
    handle = _HANDLE.match(rest)
    if call == b"openat":
        path = (result[2] or b"").decode()
        if b"O_CREAT" in rest:
            yield Event(at, "make", path)
        if b"O_TRUNC" in rest:
            yield Event(at, "size", path, offset=0)
    elif call in (b"pwrite64", b"write", b"ftruncate"):
        if handle is None or handle[2]:
            return
        path = handle[1].decode()
        if call == b"ftruncate":
            yield Event(at, "size", path, offset=int(rest[handle.end() :].split(b",")[1].split(b")")[0]))
            return
        start, end = rest.index(b'"'), rest.rindex(b'"')
        data = codecs.escape_decode(rest[start + 1 : end])[0][: int(result[1])]
        offset = int(rest[end:].split(b",")[2].split(b")")[0]) if call == b"pwrite64" else -1
        yield Event(at, "write", path, offset=offset, data=data)
    else:
        names = [name.decode() for name in _NAME.findall(rest)]
        kind = "remove" if call.startswith(b"unlink") else "link" if call.startswith(b"link") else "rename"
        if names:
            yield Event(at, kind, names[0], other=names[-1] if kind != "remove" else "")
