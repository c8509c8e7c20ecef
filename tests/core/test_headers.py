"""What every answer carries, on every address and for every role, found by itself."""

from __future__ import annotations

import re

import pytest

from tests.house.test_access import CAST, address, rules
from tests.world import World

POLICY = {"default-src": "'none'", "frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'self'",
          "script-src": "'self'", "style-src": "'self'", "connect-src": "'self'", "img-src": "'self'"}  # fmt: skip
ALWAYS = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
}  # fmt: skip


@pytest.mark.parametrize("who", CAST)
def test_every_answer_carries_the_headers_and_no_personal_page_is_kept(world: World, who: str) -> None:
    app, client = world.app, world.browser(who)
    assert app is not None
    wrong = []
    for rule in rules(app):
        path = address(rule, class_key=world.keys["groep7"], pupil_key=world.keys["noor"])
        if "GET" not in (rule.methods or ()) or rule.endpoint.startswith("entrance.outside"):
            continue
        answer = client.get(path)
        told = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
        if any(told.get(name) != value for name, value in POLICY.items()) or "unsafe" in str(told):
            wrong.append(f"{path}: policy {told}")
        wrong += [f"{path}: {name}" for name, value in ALWAYS.items() if answer.headers.get(name) != value]
        kept = answer.headers["Cache-Control"]
        if "no-store" not in kept and not (answer.headers.get("ETag") and "private" in kept and "no-cache" in kept):
            wrong.append(f"{path}: {kept}")
        if answer.mimetype == "text/html" and re.search(
            r"<script(?![^>]* src=)|<style|[ \"]on\w+=|style=\"", answer.text
        ):
            wrong.append(f"{path}: something inline")
        if "Server" in answer.headers or "X-Powered-By" in answer.headers:
            wrong.append(f"{path}: says what it runs on")
    assert not wrong, "\n".join(wrong)


def test_reading_never_changes_anything_by_head_or_options(world: World) -> None:
    client = world.browser("bakker")
    for path in ("/uitloggen", "/account/overal-uitloggen", f"/klas/{world.keys['groep7']}/instellingen/code"):
        assert client.get(path).status_code == 405
        assert client.head(path).status_code == 405
        assert client.options(path).status_code in (200, 404, 405)
    assert client.get("/account").status_code == 200, "still signed in"
