"""Abuse from outside and what leaks by the way: A28, A29, A38 and A39."""

from __future__ import annotations

import io
import logging
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import structlog

from app import create_app
from core.database import Base, db, writing
from core.settings import load
from school.models import Staff
from school.sign_in import begin_staff
from tests.conftest import Clock
from tests.process import served
from tests.school.test_cards import new_card
from tests.school.test_door import PICTURES, at_the_secret, send_pictures
from tests.school.test_staff_door import SECRET, sign_in, with_second_step
from tests.shelf_cache import share_with
from tests.world import PASSWORD, World, csrf_of, make_world

PUBLIC = "https://netjes.dewilg.example"


@pytest.fixture
def behind_tls(tmp_path: Path, clock: Clock) -> Iterator[World]:
    """A site that people reach by PUBLIC_URL, with one web server in front."""
    share_with(tmp_path)
    given = {"INSTANCE_PATH": tmp_path, "PUBLIC_URL": PUBLIC, "PROXIES": 1, "LOG_LEVEL": "ERROR"}
    app = create_app(load({}, **given), TESTING=True)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with writing(db.session):
            world = make_world(db.session, clock.at)
    world.app = app
    yield world
    with app.app_context():
        db.engine.dispose()


def kept_files(folder: Path) -> list[str]:
    """What lies in the instance folder besides database and keys."""
    return sorted(path.name for path in folder.rglob("*") if path.parent.name != "keys" and "sqlite" not in path.name)


PNG = b"\x89PNG\r\n\x1a\n<script>document.title='HIT'</script>"
FILES = [
    ("klas.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>"),
    ("klas.html", b"<script>x()</script>"),
    ("klas.png", PNG),
    ("klas.xlsx", PNG),
    ("klas.csv", PNG * 3),
    ("../../../x.xml", b"<EDEX>"),
    ("klas.zip", b"PK\x03\x04"),
    ("x" * 300 + ".csv", b"\x00" * 50),
    ("klas.xml", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><EDEX>&a;</EDEX>"),
    ("klas\r\nX-Evil: 1.csv", b"=cmd|' /C calc'!A0"),
    ("", b"x"),
    ("CON.csv", b""),
]


@pytest.mark.parametrize(("name", "data"), FILES, ids=[name[:14] or "no name" for name, _ in FILES])
def test_a28_a_file_is_read_as_a_list_or_refused_and_kept_nowhere(world: World, name: str, data: bytes) -> None:
    app, admin = world.app, world.browser("bakker")
    assert app is not None
    folder: Path = app.extensions["settings"].instance_path
    before = kept_files(folder)
    form = {"csrf_token": csrf_of(admin, "/beheer/leerlingen"), "file": (io.BytesIO(data), name)}
    answer = admin.post("/beheer/leerlingen", data=form, content_type="multipart/form-data")
    assert answer.status_code in (200, 422)
    page = answer.get_data(as_text=True)
    assert "<script>document" not in page and "root:" not in page and "X-Evil" not in answer.headers
    assert kept_files(folder) == before
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def forged() -> dict[str, str]:
    return {
        "Host": "evil.example", "X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example",
        "X-Forwarded-Proto": "http", "X-Forwarded-Prefix": "/evil", "X-Original-URL": "/beheer/team",
        "X-Rewrite-URL": "/beheer/team", "X-HTTP-Method-Override": "DELETE",
    }  # fmt: skip


def test_a29_addresses_follow_the_configured_host_whatever_a_request_claims(behind_tls: World, clock: Clock) -> None:
    app = behind_tls.app
    assert app is not None
    admin = app.test_client()
    with app.app_context():
        bakker = db.session.get_one(Staff, behind_tls.ids["bakker"])
        token = begin_staff(db.session, bakker, at=clock.at, second_factor=True)
    with admin.session_transaction(base_url=PUBLIC) as cookie:
        cookie["_user_id"] = token
    kept = admin.get_cookie("__Host-netjes", domain="netjes.dewilg.example")
    assert kept is not None
    admin = app.test_client(
        use_cookies=False
    )  # it would not send the cookie to the forged host; an attacker's tool does
    here: dict[str, Any] = {"headers": {**forged(), "Cookie": f"__Host-netjes={kept.value}"}}
    answer = admin.get("/beheer/team", **here)
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    token = re.findall(r'name="csrf_token" value="([^"]*)"', page)[0]
    here["headers"]["Cookie"] = answer.headers["Set-Cookie"].split(";")[0]
    form = {"csrf_token": token, "name": "Juf Marit", "email": "marit@example.org", "role": "teacher"}
    handed = admin.post("/beheer/team", data=form, **here).get_data(as_text=True)
    assert f"{PUBLIC}/toegang" in handed and "evil" not in handed
    here = {"headers": forged()}
    away = behind_tls.browser().get("/klassen", **here)
    assert away.status_code == 302 and "evil" not in away.location and away.location.startswith("/")
    for path in ("/", "/leerkracht", "/beheer/team", "/nergens"):
        answer = behind_tls.browser().get(path, **here)
        assert "evil" not in answer.get_data(as_text=True) + str(answer.headers)


def test_a29_without_a_configured_host_forwarded_claims_are_not_believed(world: World) -> None:
    claims = {name: value for name, value in forged().items() if name != "Host"}
    answer = world.browser("bakker").get("/klassen", headers=claims)
    assert answer.status_code == 200
    assert "evil" not in answer.get_data(as_text=True) + str(answer.headers)
    assert "Strict-Transport-Security" not in answer.headers


def test_a29_behind_tls_cookies_belong_to_this_host_alone(behind_tls: World) -> None:
    answer = behind_tls.browser().get("/leerkracht", base_url="http://10.0.0.1")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-netjes=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.fixture
def loud() -> Iterator[None]:
    """Logs as talkative as they can be."""
    before = structlog.get_config()["wrapper_class"]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG))
    yield
    structlog.configure(wrapper_class=before)


def break_it(world: World, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    app = world.app
    assert app is not None

    def broken() -> None:
        raise RuntimeError(words)

    monkeypatch.setattr(broken, "needs", "public", raising=False)
    monkeypatch.setitem(app.view_functions, "entrance.class_code", broken)


def test_a38_logs_hold_no_name_secret_token_or_answer(
    world: World, clock: Clock, loud: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, path = new_card(world, "tygo")
    noor = at_the_secret(world)
    send_pictures(noor, PICTURES[::-1])
    send_pictures(noor, PICTURES)
    world.browser().get(path)
    with_second_step(world, "samira")
    samira = sign_in(world)
    samira.post("/leerkracht/code", data={"csrf_token": csrf_of(samira, "/leerkracht/code"), "code": "135790"})
    world.browser().get("/leerkracht?next=/kanariepad&e=kanarie@example.org", headers={"Referer": "https://x/kanarie"})
    world.browser().get("/kaart/" + "kanarie" * 6)
    world.browser("noor").post("/les/doorsturen/stap/s1", data={"answer": "kanariegeheim"})
    break_it(world, monkeypatch, "kanariegeheim")
    assert world.browser().get("/").status_code == 500
    said = capsys.readouterr().out
    assert said.count('"event": "request"') > 10 and '"frames"' in said
    tokens = []
    for browser in (noor, samira):
        with browser.session_transaction() as cookie:
            tokens += [str(cookie[name]) for name in ("_user_id", "half", "csrf_token") if name in cookie]
    never = ["Noor", "Tygo", "Samira", "samira@example.org", "anarie", world.codes["groep7"], code, path.split("/")[-1],
             PASSWORD, SECRET, "135790", "slak", world.keys["noor"], "127.0.0.1", *tokens]  # fmt: skip
    assert [word for word in never if word and word in said] == []


def test_a39_an_error_shows_nothing_of_the_inside(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    break_it(world, monkeypatch, "kanariegeheim in /srv/netjes")
    answer = world.browser().get("/?__debugger__=yes&cmd=resource&f=debugger.js")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "Dit ligt niet aan jou." in page
    for word in ("kanarie", "Traceback", "RuntimeError", ".py", "werkzeug", "sqlalchemy", "SELECT"):
        assert word not in page
    assert world.browser().get("/leerkracht").status_code == 200


HIDDEN = (
    "/.git/config",
    "/.git/HEAD",
    "/.env",
    "/netjes.sqlite",
    "/instance/netjes.sqlite",
    "/instance/keys/cookie",
    "/keys/cookie",
    "/demo-accounts.json",
    "/static/../core/settings.py",
    "/static/%2e%2e/core/settings.py",
    "/static/..%2f..%2fetc/passwd",
    "/static//etc/passwd",
    "/static/.git",
    "/console",
    "/admin",
    "/debug",
    "/server-status",
    "/metrics",
    "/requirements.txt",
    "/app.py",
    "/backup.sqlite",
    "/phpinfo.php",
    "/wp-login.php",
    "/%00",
    "/%c0%ae%c0%ae/",
    "/static/%00",
    "/" + "a" * 5000,
)


@pytest.mark.parametrize("path", HIDDEN, ids=lambda path: path[:24])
def test_a39_nothing_beside_the_pages_is_served(world: World, path: str) -> None:
    for client in (world.browser(), world.browser("bakker")):
        answer = client.get(path)
        assert answer.status_code in (302, 404)
        assert b"SQLite" not in answer.data and b"repositoryformatversion" not in answer.data


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "DEBUG", "PUT", "DELETE", "PROPFIND"])
def test_a39_no_other_method_does_anything(world: World, method: str) -> None:
    for path in ("/", "/leerkracht", "/healthz"):
        answer = world.browser().open(path, method=method, headers={"Cookie": "kanarie=1", "X-Secret": "kanarie"})
        assert answer.status_code in (404, 405)
        assert "kanarie" not in answer.get_data(as_text=True)


def test_a39_too_big_is_said_and_too_many_fields_too(world: World) -> None:
    browser = world.browser()
    token = csrf_of(browser, "/leerkracht")
    many: dict[str, Any] = {f"f{number}": "x" for number in range(600)}
    plain, parts = "application/x-www-form-urlencoded", "multipart/form-data"
    for data, kind in (("password=" + "x" * 7_000_000, plain), (many, parts)):
        answer = browser.post("/leerkracht", data=data, content_type=kind, headers={"X-CSRFToken": token})
        assert answer.status_code == 413, len(data)
        assert "te groot" in answer.get_data(as_text=True)


@pytest.mark.slow
def test_a39_half_open_and_oversized_requests_leave_the_others_alone(tmp_path: Path) -> None:
    """The real server: thirty that send half a request, one with headers without end, and somebody who just comes."""
    with served(tmp_path, env={"NETJES_DEMO": "0"}) as running:
        place = urlsplit(running.address)
        there = (place.hostname or "", place.port or 0)
        half = [socket.create_connection(there, timeout=10) for _ in range(30)]
        for one in half:
            one.sendall(b"POST /leerkracht HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nemail=")
        with socket.create_connection(there, timeout=10) as big:
            big.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 300_000 + b"\r\n\r\n")
            assert big.recv(100).split()[1] in (b"431", b"400")
        with socket.create_connection(there, timeout=10) as plain:
            plain.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert plain.recv(100).split()[1] == b"200"
        for one in half:
            one.close()
