"""run.py: standard library only, readable by an old Python, and one clear sentence for everything that can go wrong."""

from __future__ import annotations

import ast
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import run
from tests.house.sources import ROOT, imports


def fails(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """The Dutch and the English sentence that were printed."""
    dutch, english = capsys.readouterr().err.strip().splitlines()
    return dutch, english


def test_an_old_python_can_read_it() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_starts_on_the_standard_library_alone() -> None:
    body = ast.parse((ROOT / "run.py").read_text(encoding="utf-8")).body
    top = {node.module or "" for node in body if isinstance(node, ast.ImportFrom)}
    top |= {alias.name for node in body if isinstance(node, ast.Import) for alias in node.names}
    assert {name.split(".")[0] for name in top} <= set(sys.stdlib_module_names)
    inside = {name.split(".")[0] for _, name in imports(ROOT / "run.py")} - set(sys.stdlib_module_names)
    assert inside <= {"app", "care", "core", "flask", "school", "sqlalchemy", "tests", "waitress"}


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    with pytest.raises(SystemExit):
        run.check_python()
    dutch, english = fails(capsys)
    assert "3.11 of nieuwer" in dutch
    assert "this is Python 3.9" in english


def test_a_missing_venv_module_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SystemExit):
        run.check_python()
    assert all("apt install python3-venv" in sentence for sentence in fails(capsys))


def test_a_taken_port_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        environment = {**os.environ, "PORT": str(port)}
        done = subprocess.run(
            [sys.executable, "run.py"], check=False, cwd=ROOT, env=environment, capture_output=True, text=True
        )
    assert done.returncode == 1
    assert f"Poort {port}" in done.stderr
    assert f"Port {port}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_named(
    port: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit):
        run.address_port()
    assert all(port in sentence for sentence in fails(capsys))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SystemExit):
        run.check_writable(tmp_path / "instance" / "deeper")
    assert all(str(tmp_path) in sentence for sentence in fails(capsys))


def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "instance").write_text("")
    with pytest.raises(SystemExit):
        run.check_writable(tmp_path / "instance")
    assert all("instance" in sentence for sentence in fails(capsys))


@pytest.mark.parametrize(
    ("words", "dutch", "english"),
    [
        ("NewConnectionError: Failed to establish a new connection: Network is unreachable", "netwerk", "network"),
        ("Temporary failure in name resolution", "netwerk", "network"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "klopt niet", "does not match"),
        ("ERROR: No matching distribution found for typst==0.15.0", "typst", "typst"),
        ("ERROR: [Errno 28] No space left on device", "No space", "No space"),
    ],
)
def test_why_installing_failed_is_named(
    words: str, dutch: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        run.explain(subprocess.CompletedProcess([], 1, "", words))
    said = fails(capsys)
    assert dutch in said[0]
    assert english in said[1]


@pytest.mark.slow
def test_a_machine_without_network_is_told(tmp_path: Path) -> None:
    """A fresh copy, an index that cannot be reached: pip's own words go through ``explain``."""
    for name in ("run.py", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "1"}
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")} | nowhere
    environment |= {"PORT": "18765", "INSTANCE_PATH": str(tmp_path / "instance")}
    done = subprocess.run(
        [sys.executable, "run.py"], check=False, cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "Het netwerk is niet bereikbaar" in done.stderr
    assert not (tmp_path / ".venv/.requirements.txt.sha256").exists()


def test_a_backup_is_whole_while_the_database_is_in_use(tmp_path: Path) -> None:
    live = sqlite3.connect(tmp_path / "live.sqlite")
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("CREATE TABLE pledge (words TEXT)")
    live.execute("INSERT INTO pledge VALUES ('Ik denk eerst na.')")
    live.commit()
    run.backup(tmp_path / "live.sqlite", tmp_path / "backups", "0001")
    live.close()
    (copy,) = (tmp_path / "backups").iterdir()
    assert copy.stat().st_mode & 0o077 == 0
    kept = sqlite3.connect(copy)
    assert kept.execute("SELECT words FROM pledge").fetchall() == [("Ik denk eerst na.",)]
    kept.close()
