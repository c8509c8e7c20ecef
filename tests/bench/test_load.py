"""The measuring tool measures: against a second copy of the floor, started as a target."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench.client import Client, Reply, TargetError
from bench.floor import HERE, baseline_target, serve_command
from bench.measure import WORKLOADS, percentile
from bench.servers import check_loopback, free_port
from bench.steps import fill
from bench.visit import Assets, _inside, _kept

Description = dict[str, Any]
Measure = Callable[..., tuple[subprocess.CompletedProcess[str], Description]]


def test_percentile_is_nearest_rank() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.99) == 99
    assert percentile([7.0], 0.95) == 7


def test_templates_are_filled() -> None:
    names = {"seq": 3, "base": "2", "items": ["a", "b"], "who": "pupil", "row": {"code": "x"}}
    assert fill("/x/{{who}}?n={{base+seq}}", names) == "/x/pupil?n=5"
    assert fill({"n": "{{seq}}", "l": ["{{items[base+seq]}}"]}, names) == {"n": 3, "l": ["b"]}
    assert fill("{{seq%2}}", names) == 1
    assert fill("{{row.code}}", names) == "x"
    with pytest.raises(TargetError):
        fill("{{nobody}}", names)


def test_cookies_come_and_go() -> None:
    client = Client("http://127.0.0.1:1")
    client.keep_cookie("a=1; Path=/; HttpOnly")
    client.keep_cookie("b=x=y; Max-Age=60")
    assert client.cookies == {"a": "1", "b": "x=y"}
    client.keep_cookie("a=; Expires=Thu, 01-Jan-1970 00:00:00 GMT; Max-Age=0")
    assert client.cookies == {"b": "x=y"}


def test_only_this_machine_is_loaded() -> None:
    check_loopback("http://127.0.0.1:5000")
    with pytest.raises(TargetError):
        check_loopback("http://192.0.2.1/")


def test_assets_are_what_a_browser_fetches_first() -> None:
    parser = Assets()
    parser.feed(
        '<link rel="stylesheet" href="a.css"><link rel="alternate" href="no">'
        '<script src="b.js"></script><img src="c.png"><script>1</script>'
    )
    assert parser.urls == ["a.css", "b.js", "c.png"]


@pytest.fixture
def measure(tmp_path: Path) -> Measure:
    """``measure(change, *options)`` runs load.py against a copy of the floor whose description ``change`` may alter."""

    def run(
        change: Callable[[Description], object] = lambda _: None, *options: str
    ) -> tuple[subprocess.CompletedProcess[str], Description]:
        port, db = free_port(), str(tmp_path / "copy.db")
        description = {**baseline_target(port, db).d, "name": "copy"}
        description["server"] = {
            "command": serve_command("baseline:create_app", port, 1)[1],
            "cwd": str(HERE),
            "env": {"BASELINE_DB": db, "BASELINE_HISTORY": "2"},
            "ready": "/hello",
        }
        change(description)
        path, out = tmp_path / "target.json", tmp_path / "out.json"
        path.write_text(json.dumps(description))
        command = [sys.executable, str(HERE / "load.py"), str(path), "--seconds", "0.4", "--repeats", "1"]
        command += ["--clients", "4", "--workers", "1", "--budget", "60", "--out", str(out), *options]
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
        return done, json.loads(out.read_text()) if out.exists() else {}

    return run


def test_all_workloads_are_measured(measure: Measure) -> None:
    done, result = measure()
    assert done.returncode == 0, done.stderr + done.stdout
    copy = result["targets"]["copy"]
    for name in WORKLOADS:
        assert copy["workloads"][name]["per_second"] > 0
        assert copy["workloads"][name]["x_floor"] > 0
    answer = copy["workloads"]["answer"]["repeats"][0]
    assert answer["recorded"] == answer["done"]
    assert copy["cold_start_s"] > 0


def test_a_wrong_password_is_an_error(measure: Measure) -> None:
    done, _ = measure(lambda target: target["users"].update(password="wrong"))
    assert done.returncode == 1
    assert "answered 403" in done.stderr


def test_lost_answers_are_noticed(measure: Measure) -> None:
    """A site that says yes and stores nothing."""
    done, _ = measure(lambda target: target.update(answer=[{"path": "/page?module=1"}]), "--workloads", "answer")
    assert done.returncode == 2
    assert "LOST ANSWERS" in done.stdout


def test_a_class_that_comes_in_and_a_second_visit_are_measured(measure: Measure) -> None:
    done, result = measure(lambda _: None, "--workloads", "page,board,history", "--storm")
    assert done.returncode == 0, done.stderr + done.stdout
    copy = result["targets"]["copy"]
    assert copy["workloads"]["board"]["x_floor"] > 0
    assert copy["workloads"]["history"]["x_floor"] > 0
    storm = copy["storms"][0]
    assert storm["all_in_s"] > 0 and storm["pages"] > 0
    assert (copy["weight"]["second_requests"], copy["weight"]["requests"]) == (1, 1)
    assert "thirty sign in at once" in done.stdout


def test_several_numbers_of_clients_are_several_runs(measure: Measure) -> None:
    done, result = measure(lambda _: None, "--workloads", "page", "--clients", "1,3")
    assert done.returncode == 0, done.stderr + done.stdout
    assert [run["clients"] for run in result["runs"]] == [1, 3]


def test_files_that_files_fetch_are_found() -> None:
    def reply(kind: str, words: str) -> Reply:
        return Reply(200, [("content-type", kind)], words.encode(), "http://localhost/a", len(words))

    css = '@import "b.css"; @import url(c.css); .x { background: url("d.svg") } .y { mask: url(#e) url(data:,f) }'
    assert _inside(reply("text/css", css)) == ["b.css", "c.css", "d.svg"]
    js = 'import { a } from "./b.js";\nimport "./c.js";\nexport { d } from "../d.js";\nconst e = "./f.js";\n'
    assert _inside(reply("text/javascript; charset=utf-8", js)) == ["./b.js", "./c.js", "../d.js"]


@pytest.mark.parametrize(
    ("says", "kept"),
    [("max-age=31536000, public, immutable", True), ("no-store", False), ("max-age=60", False), ("", False)],
)
def test_what_a_browser_keeps_is_not_fetched_again(says: str, kept: bool) -> None:
    assert _kept(Reply(200, [("cache-control", says)], b"", "", 0)) is kept
