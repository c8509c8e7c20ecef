"""Netjes as a target: how a pupil signs in, opens a lesson and answers, how a teacher opens the class page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from bench.client import Client, TargetError
from bench.instance import Instance
from bench.steps import Names, Target, run_step

LESSON = "doorsturen"
CSRF = {"extract": {"csrf": 'name="csrf_token" value="([^"]+)"'}}
PARTIAL = {"X-Partial": "1"}
MARK = {"extract": {"mark": {"from": "header:etag"}}}
ASKED = {**PARTIAL, "If-None-Match": "{{mark}}"}
"""The board's own question every few seconds: 304 unless something changed, and once a minute its clock does."""
NEXT = re.compile(r'href="(/les/[\w-]+/toets/[\w-]+)"')
UNSURE = {"answer": "unsure", "unsure": "1"}
"""What every type of question takes as an answer: weet ik niet. It is judged, kept and shown like any other."""


def form(path: str, fields: dict[str, str]) -> dict[str, Any]:
    """Send a form of the site and see that it leads on."""
    return {"method": "POST", "path": path, "status": 303, "form": {"csrf_token": "{{csrf}}", **fields}}


def description(base: str, instance: Instance, modules: list[str]) -> dict[str, Any]:
    """The target for an instance that is served at ``base``."""
    staff = {"email": "{{email}}", "password": "{{password}}"}
    return {
        "name": "netjes",
        "base": base,
        "users": instance.pupils,
        "teacher": instance.teacher,
        "vars": {"modules": modules},
        "login": [
            {"path": "/", **CSRF},
            form("/", {"code": "{{code}}"}),
            {"path": "/wie"},
            form("/wie", {"pupil": "{{pupil}}"}),
            {"path": "/geheim"},
            form("/geheim", {"words": "{{words}}"}),
        ],
        "teacher_login": [
            {"path": "/leerkracht", **CSRF},
            {**form("/leerkracht", staff), "status": [302, 303]},
        ],
        "page_setup": [
            {"path": f"/les/{LESSON}", **CSRF},
            {**form(f"/les/{LESSON}", {}), "extract": {"step": {"from": "url"}}},
        ],
        "page": [{"path": f"/les/{LESSON}", "expect": "<h1"}, {"path": "{{step}}", "expect": "<h1"}],
        "answer": [],
        "answer_setup": [{"path": "/thuis", "follow": True}, {"path": f"/les/{LESSON}/toets", **CSRF}],
        "dashboard": [{"path": f"/klas/{instance.report}/afspraken", "expect": "<table"}],
        "history": [{"path": f"/klas/{instance.history}/afspraken", "expect": "<table"}],
        "board_setup": [{"path": f"/klas/{instance.report}/les/nu", "headers": PARTIAL, **MARK}],
        "board": [{"path": f"/klas/{instance.report}/les/nu", "headers": ASKED, "status": [200, 304], **MARK}],
        "modules": r'data-module="([^"]+)"',
        "answer_count": {"database": instance.database, "sql": "SELECT count(*) FROM attempt_answer"},
    }


class Netjes(Target):
    """Answers question after question: the next one stands on the page of the last."""

    async def iterate(self, workload: str, client: Client, names: Names, turn: int) -> tuple[int, int]:
        if workload != "answer":
            return await super().iterate(workload, client, names, turn)
        if not names.get("question"):
            names["question"] = await self._begin(client, names)
        send = {**form(names["question"], UNSURE), "follow": True, "status": 200}
        send["extract"] = {"page": {"regex": "(?s)(.+)"}}
        size, requests = await run_step(client, send, names, look=False)
        found = NEXT.search(names["page"])
        names["question"] = found[1] if found else ""
        return size, requests

    async def _begin(self, client: Client, names: Names) -> str:
        """Start the next quiz that this pupil may do: each module twice, then there is something to rehearse first."""
        while names.setdefault("begun", 0) < 2 * len(names["modules"]):
            slug = names["modules"][names["begun"] // 2]
            names["begun"] += 1
            start = {**form(f"/les/{slug}/toets", {}), "status": [302, 303, 409]}
            start["extract"] = {"question": {"from": "url"}}
            await run_step(client, start, names, look=False)
            if str(names["question"]).startswith(f"/les/{slug}/toets/"):
                return str(names["question"])
        raise TargetError("this pupil has no questions left: give the bench more pupils")


def modules_with_questions(root: Path) -> list[str]:
    """Slugs of the modules that have a bank."""
    return sorted(path.stem for path in (root / "quizzes/banks").glob("*.yaml"))
