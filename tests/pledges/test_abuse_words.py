"""Abuse by what a child writes: A23 of the threat model. Kept or refused in words, shown as text everywhere."""

from __future__ import annotations

import csv
import io
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from core.database import db, writing
from pledges.models import Pledge
from school.models import Pupil
from tests.conftest import Clock
from tests.pledges.showing import opens, post
from tests.pledges.test_pages import P3, signs
from tests.world import World

TYPED = {
    "emoji": ("Ik wacht even 🐢🌈 en dan denk ik na", 303),
    "formula": ('=HYPERLINK("//evil.example","klik hier")', 303),
    "formula with a tab": ("\t=1+1 en nog wat woorden erbij", 303),
    "tag": ("<img src=x onerror=document.title='HIT'>", 303),
    "template": ("{{ 7*7 }} {% include 'x' %} ${7*7} <%= 7 %>", 303),
    "nul": ("Ik wacht\x00 altijd drie tellen", 303),
    "right to left": ("Ik wacht \u202egnal tellen\u2066 en dan pas", 303),
    "quotes": ("'; DROP TABLE pupil; -- \" OR 1=1", 303),
    "zalgo": ("I" + "\u0301" * 150 + "k wacht", 303),
    "long": ("x" * 1_000_000, 422),
    "spaces": (" " * 150, 422),
    "crlf": ("Ik wacht\r\nSet-Cookie: evil=1\r\n en dan", 303),
}


@pytest.fixture
def noor(world: World, clock: Clock) -> FlaskClient:
    """Noor, who has shown all that promise 3 asks."""
    opens(world, "noor", "doorsturen", clock.at)
    return world.browser("noor")


@pytest.mark.parametrize("name", TYPED)
def test_a23_own_words_are_kept_or_refused_in_words_and_never_more_than_text(
    world: World, noor: FlaskClient, name: str
) -> None:
    words, expected = TYPED[name]
    answer = post(noor, f"{P3}/woorden", eigen=words, belofte="ja")
    assert answer.status_code == expected, answer.get_data(as_text=True)[:500]
    assert "evil" not in str(answer.headers)
    assert world.app is not None
    with world.app.app_context():
        kept = db.session.scalars(select(Pledge.words)).first()
    if expected != 303:
        assert kept is None and 'role="alert"' in answer.get_data(as_text=True)
        return
    assert kept and "\x00" not in kept and "\u202e" not in kept
    assert signs(noor) == 303
    for client, path in (
        (noor, P3),
        (noor, "/belofte"),
        (world.browser("samira"), f"/klas/{world.keys['groep7']}/beloftes"),
    ):
        page = client.get(path)
        body = page.get_data(as_text=True)
        assert page.status_code == 200
        assert "<img src=x" not in body and "49" not in unescape(body).replace(kept, "").split("{{")[0][-3:]
        assert "\x00" not in body and "\u202e" not in body


@pytest.mark.parametrize(
    "raw", [b"%ED%A0%80 wacht ik drie tellen", b"%FF%FE wacht ik drie tellen", b"%C0%AF wacht ik wel"]
)
def test_a23_bytes_that_are_no_text_break_nothing(world: World, noor: FlaskClient, raw: bytes) -> None:
    page = noor.get(f"{P3}/woorden").get_data(as_text=True)
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    data = b"eigen=" + raw + b"&belofte=ja&csrf_token=" + token.encode()
    answer = noor.post(f"{P3}/woorden", data=data, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (303, 422)
    assert noor.get("/belofte").status_code == 200


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+Noor", "-Noor", "@Noor", "|Noor"])
def test_a23_a_name_like_a_formula_is_text_in_a_file(world: World, name: str) -> None:
    assert world.app is not None
    with world.app.app_context(), writing(db.session):
        db.session.execute(update(Pupil).where(Pupil.id == world.ids["noor"]).values(first_name=name))
    path = f"/klas/{world.keys['groep7']}/verslag/klas.csv?namen=1"
    data = world.browser("samira").get(path).data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(data), delimiter=";") for cell in row]
    assert f"'{name}" in cells and not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "|"))]
