"""The floor as a target: how it is served, and what is asked of it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from bench.steps import Target

HERE = Path(__file__).resolve().parent
THREADS = 8


SERVERS = ("gunicorn", "waitress")
DEFAULT_SERVER = "gunicorn" if importlib.util.find_spec("gunicorn") and sys.platform != "win32" else "waitress"


def serve_command(factory: str, port: int, workers: int, server: str = DEFAULT_SERVER) -> tuple[str, list[str]]:
    """The name and the command of the server that floor and site share; ``factory`` such as ``baseline:create_app``.

    ``workers`` counts processes; waitress has one, with as many threads as gunicorn would have together.
    """
    threads = THREADS * workers
    if server == "waitress":
        command = [sys.executable, "-m", "waitress", f"--threads={threads}", f"--listen=127.0.0.1:{port}"]
        return f"waitress, {threads} threads", [*command, "--call", factory]
    command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "-w", str(workers), "--threads", str(THREADS)]
    command += [
        "--preload",
        "--keep-alive",
        "30",
        "--no-control-socket",
        "--log-level",
        "error",
        "-b",
        f"127.0.0.1:{port}",
    ]
    return f"gunicorn gthread {workers}x{THREADS}", [*command, f"{factory}()"]


def baseline_target(port: int, db: str, modules: int = 12, like: dict[str, int] | None = None) -> Target:
    """The floor's workloads: beside a board it stands with its page, beside a report with history with its report;
    ``like`` is the number of requests that the site beside it needs for each."""
    wide = {"login": 2, "answer": 1, **(like or {})}
    page = {"path": f"/page?module={modules}"}
    form = {"extract": {"csrf": 'name="csrf" value="([^"]+)"'}}
    sign_in = {"username": "{{username}}", "password": "{{password}}", "csrf": "{{csrf}}"}
    answer = {"csrf": "{{csrf}}", "module": str(modules), "choice": "{{choices[seq]}}"}
    return Target(
        {
            "name": "baseline",
            "base": f"http://127.0.0.1:{port}",
            "users": {"template": "pupil{n:03d}", "count": 30, "password": "pupilpw1"},
            "teacher": {"username": "teacher1", "password": "pupilpw1"},
            "login": [
                *[{"path": "/login", **form}] * (wide["login"] - 1),
                {"method": "POST", "path": "/login", "status": 302, "form": sign_in},
            ],
            "page": [{"path": f"/page?module={n}", "expect": f"Module {n}"} for n in range(1, modules + 1)],
            "answer_setup": [{"path": f"/page?module={modules}", **form}],
            "answer": [
                {"method": "POST", "path": "/answer", "expect": "goed|fout", "form": answer},
                *[page] * (wide["answer"] - 1),
            ],
            "vars": {"choices": ["A", "B", "C", "D"]},
            "dashboard": [{"path": "/dashboard", "expect": "pupil001"}],
            "history": [{"path": "/dashboard", "expect": "pupil001"}],
            "board": [page],
            "answer_count": {"sqlite": db, "sql": "SELECT count(*) FROM answer"},
        }
    )


def hello_target(port: int) -> Target:
    """The unit. "login" opens the connections one by one, so that they spread over the workers."""
    step = {"path": "/hello", "expect": "Hello"}
    return Target({**baseline_target(port, "").d, "name": "hello", "login": [step], "page": [step]})
