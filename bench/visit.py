"""What a visit weighs: every file that a browser fetches for a page, at first and once it has kept what it may."""

from __future__ import annotations

import html.parser
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from bench.client import Client, Reply
from bench.steps import Target, fill, run_step

Figures = dict[str, Any]
FILES = 300
"""More than any page fetches."""

IN_CSS = re.compile(r"""@import\s+(?:url\()?["']?([^"')\s;]+)|url\(["']?(?!data:|#)([^"')]+)""")
IN_JS = re.compile(r"""^(?:import|export)\b[^"';]*["'](\.[^"']+)["']""", re.MULTILINE)


class Assets(html.parser.HTMLParser):
    """The files a browser fetches for a page before any script runs."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag in ("script", "img", "source", "iframe") and found.get("src"):
            self.urls.append(found["src"])
        kinds = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
        if tag == "link" and found.get("href") and set(found.get("rel", "").split()) & kinds:
            self.urls.append(found["href"])


async def weigh(target: Target) -> Figures:
    """A visit to the first lesson page: bytes and requests with an empty cache, and again with what may be kept.

    Follows the page, its stylesheets and the static imports of its scripts. ``modules`` of the target is a regex for
    the names of scripts that the page starts, which lie beside its first script.
    """
    client, names = await target.log_in(0)
    for step in target.d.get("page_setup", []):
        await run_step(client, step, names, look=True)
    step = target.d.get("weigh") or target.d["page"][0]
    page = await client.request("GET", str(fill(step["path"], names)))
    got, third_party = await _fetch_all(client, page, target.d.get("modules"))
    client.close()
    again = [reply for reply in got if not _kept(reply)]
    return {
        "html_kB": page.size / 1000,
        "total_kB": (page.size + sum(reply.size for reply in got)) / 1000,
        "requests": 1 + len(got),
        "second_kB": (page.size + sum(reply.size for reply in again)) / 1000,
        "second_requests": 1 + len(again),
        "third_party": sorted(third_party),
    }


async def _fetch_all(client: Client, page: Reply, modules: str | None) -> tuple[list[Reply], set[str]]:
    parser = Assets()
    parser.feed(page.text)
    first = [urljoin(page.url, url) for url in parser.urls if not url.startswith("data:")]
    scripts = [url for url in first if urlsplit(url).path.endswith(".js")]
    if modules and scripts:
        names = {name for found in re.findall(modules, page.text) for name in found.split()}
        first += [urljoin(scripts[0], f"{name}.js") for name in sorted(names)]
    waiting, seen, got, third_party = first, set[str](), list[Reply](), set[str]()
    while waiting and len(seen) < FILES:
        url = waiting.pop(0).split("#")[0]
        if url in seen:
            continue
        seen.add(url)
        if urlsplit(url).netloc != client.netloc:
            third_party.add(url)
            continue
        reply = await client.request("GET", url)
        got.append(reply)
        waiting += [urljoin(url, inner) for inner in _inside(reply)]
    return got, third_party


def _inside(reply: Reply) -> list[str]:
    kind = reply.header("content-type")
    if "css" in kind:
        return [one or other for one, other in IN_CSS.findall(reply.text)]
    return IN_JS.findall(reply.text) if "javascript" in kind else []


def _kept(reply: Reply) -> bool:
    """True when a browser may show it again within the hour without asking."""
    found = re.search(r"max-age=(\d+)", reply.header("cache-control"))
    return found is not None and int(found[1]) >= 3600
