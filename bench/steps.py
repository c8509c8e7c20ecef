"""What a target description says, done: templates filled, values picked from answers, one step sent and checked."""

from __future__ import annotations

import json
import random
import re
import uuid
from typing import Any
from urllib.parse import urlencode, urljoin

from bench.client import Client, Reply, TargetError

TEMPLATE = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
REDIRECTS = (301, 302, 303, 307, 308)

Step = dict[str, Any]
Names = dict[str, Any]


def evaluate(expression: str, names: Names) -> Any:
    """``name``, ``name+name``, ``name%number``, ``list[name]`` (wraps round), ``name.key``; numbers are themselves."""
    match = re.fullmatch(r"(\w+)\s*\[(.+)\]", expression)
    if match:
        items = _atom(match[1], names)
        return items[int(evaluate(match[2], names)) % len(items)]
    if "+" in expression:
        return sum(int(_atom(part, names)) for part in expression.split("+"))
    if "%" in expression:
        left, right = expression.split("%")
        return int(_atom(left, names)) % int(right)
    return _atom(expression, names)


def _atom(text: str, names: Names) -> Any:
    text = text.strip()
    if text == "uuid":
        return uuid.uuid4().hex
    if text.isdigit():
        return int(text)
    first, *rest = text.split(".")
    if first not in names:
        raise TargetError(f"unknown name in template: {text}")
    found = names[first]
    for key in rest:
        found = found[key]
    return found


def fill(value: Any, names: Names) -> Any:
    """Fill ``{{...}}`` in a string, or in every string of a list or dict."""
    if isinstance(value, str):
        whole = TEMPLATE.fullmatch(value)
        if whole:  # keep the type: {"progress": "{{n}}"} stays a number
            return evaluate(whole[1], names)
        return TEMPLATE.sub(lambda match: str(evaluate(match[1], names)), value)
    if isinstance(value, list):
        return [fill(item, names) for item in value]
    if isinstance(value, dict):
        return {str(fill(key, names)): fill(item, names) for key, item in value.items()}
    return value


def extract(rules: dict[str, Any], reply: Reply, client: Client, names: Names) -> None:
    """Add to ``names`` by rules such as ``{"csrf": "regex"}`` or ``{"csrf": {"from": "cookie:NAME", "regex": …}}``."""
    for name, given in rules.items():
        rule = {"regex": given} if isinstance(given, str) else given
        source = rule.get("from", "body")
        match = re.search(rule.get("regex", "(?s)(.+)"), _source(source, reply, client))
        if not match:
            raise TargetError(f"no {name} in {source} of {reply.url}")
        names[name] = match[1].replace("&amp;", "&")


def _source(source: str, reply: Reply, client: Client) -> str:
    if source == "body":
        return reply.text
    if source == "url":
        return reply.header("location") or reply.url
    kind, _, name = source.partition(":")
    if kind == "cookie":
        return client.cookies.get(name, "")
    if kind == "header":
        return reply.header(name.lower())
    raise TargetError(f"unknown source: {source}")


async def run_step(client: Client, step: Step, names: Names, *, look: bool) -> tuple[int, int]:
    """Do one step; gives bytes and requests. ``look``: also check the body."""
    headers = [(key, str(fill(value, names))) for key, value in step.get("headers", {}).items()]
    body = None
    if "json" in step:
        body = json.dumps(fill(step["json"], names)).encode()
        headers.append(("Content-Type", "application/json"))
    elif "form" in step:
        body = urlencode(fill(step["form"], names), doseq=True).encode()
        headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    method = step.get("method", "GET").upper()
    reply = await client.request(method, str(fill(step["path"], names)), headers, body)
    size, requests = reply.size, 1
    while step.get("follow") and reply.status in REDIRECTS and requests < 6:
        reply = await client.request("GET", urljoin(reply.url, reply.header("location")))
        size, requests = size + reply.size, requests + 1
    _check(step, method, reply, names, look=look)
    if "extract" in step:
        extract(step["extract"], reply, client, names)
    return size, requests


def _check(step: Step, method: str, reply: Reply, names: Names, *, look: bool) -> None:
    allowed = step.get("status", [200])
    if reply.status not in ([allowed] if isinstance(allowed, int) else allowed):
        start = reply.text[:200].replace("\n", " ")
        raise TargetError(f"{method} {reply.url} answered {reply.status}, expected {allowed}: {start}")
    if look and "expect" in step and not re.search(fill(step["expect"], names), reply.text):
        raise TargetError(f"{method} {reply.url}: no {step['expect']!r} in the body")
    if look and "forbid" in step and re.search(step["forbid"], reply.text):
        raise TargetError(f"{method} {reply.url}: {step['forbid']!r} in the body")


class Target:
    """A site to measure; ``d`` is its description (see README.md)."""

    def __init__(self, description: dict[str, Any], where: str = "target") -> None:
        self.d = description
        self.name: str = description.get("name", where)
        for key in ("base", "users", "login", "page", "answer", "dashboard"):
            if key not in description:
                raise TargetError(f"{where}: missing {key!r}")
        self.base: str = description["base"]
        self.offset = 0
        """The user who is client 0: another one than in the measurement before, so that nobody runs out of work."""

    def names(self, number: int, *, teacher: bool = False) -> Names:
        """What templates may name for client ``number``."""
        return {
            **self.d.get("vars", {}),
            **self._who(number, teacher=teacher),
            "number": number,
            "seq": 0,
            "rnd": random.randrange(10**6),
        }

    def _who(self, number: int, *, teacher: bool) -> Names:
        if teacher:
            return dict(self.d.get("teacher") or {})
        users, number = self.d["users"], number + self.offset
        if isinstance(users, list):
            return dict(users[number % len(users)])
        n = users.get("first", 1) + number % users["count"]
        return {"username": users["template"].format(n=n), "password": users["password"]}

    async def iterate(self, workload: str, client: Client, names: Names, turn: int) -> tuple[int, int]:
        """One iteration of a workload; gives bytes and requests. Pages come in turn, the rest is done as a whole."""
        steps = self.d[workload]
        size = requests = 0
        for step in [steps[turn % len(steps)]] if workload == "page" else steps:
            more, times = await run_step(client, step, names, look=turn % 20 == 0)
            size, requests = size + more, requests + times
        return size, requests

    async def log_in(self, number: int, *, teacher: bool = False) -> tuple[Client, Names]:
        client, names = Client(self.base), self.names(number, teacher=teacher)
        steps = self.d.get("teacher_login") if teacher else None
        for step in steps or self.d["login"]:
            await run_step(client, step, names, look=True)
        return client, names
