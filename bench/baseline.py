"""The floor: the least that a Flask app can do for each of the four workloads.

This is the yardstick that load.py measures beside every target, in the same run, so that a figure can be quoted as a
ratio instead of as an absolute number of a busy machine. It does the honest minimum, and nothing else:

    GET  /hello      no session, no template, no database   (the unit: 1.00)
    GET  /page       session cookie -> pupil row -> Jinja page of about 3 kB
    POST /login      real password check (argon2id at the OWASP minimum), new session
    POST /answer     anti-forgery check, one row, one durable commit
    GET  /dashboard  pupils x modules, aggregated from every answer row

It is not a product: no ORM, no migrations, no roles, no limits. To be as wide as the site beside it, it can be told to
do as many statements: BASELINE_READS and BASELINE_WRITES, such as ``page=3,answer=5``, add that many look-ups by
primary key and that many inserts (in the same transaction) to a request.

Environment: BASELINE_DB (SQLite path), BASELINE_PUPILS, BASELINE_MODULES, BASELINE_HISTORY (answers per pupil per
module), BASELINE_SYNC (FULL or NORMAL).
"""

from __future__ import annotations

import hmac
import os
import random
import secrets
import sqlite3
import threading
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from flask import Flask, Response, abort, redirect, render_template, request, session
from jinja2 import DictLoader

PASSWORD = "pupilpw1"  # noqa: S105 - of the floor's invented pupils

LOGIN_PAGE = """<!doctype html><html lang="nl"><title>Inloggen</title>
<form method="post" action="/login">
<input type="hidden" name="csrf" value="{{ csrf }}">
<label>Naam <input name="username"></label>
<label>Wachtwoord <input name="password" type="password"></label>
<button>Inloggen</button></form></html>"""

LESSON_PAGE = """<!doctype html><html lang="nl"><head><meta charset="utf-8">
<title>Module {{ module }}</title></head><body>
<header><p>{{ user.name }}</p></header><main><h1>Module {{ module }}</h1>
{% for p in paragraphs %}<p>{{ p }}</p>
{% endfor %}<form method="post" action="/answer">
<input type="hidden" name="csrf" value="{{ csrf }}">
<input type="hidden" name="module" value="{{ module }}">
{% for choice in "ABCD" %}<label><input type="radio" name="choice" value="{{ choice }}">
Antwoord {{ choice }}</label>
{% endfor %}<button>Controleer</button></form></main></body></html>"""

DASHBOARD_PAGE = """<!doctype html><html lang="nl"><title>Klas</title><table>
<tr><th>Leerling</th>{% for m in modules %}<th>{{ m }}</th>{% endfor %}</tr>
{% for name, cells in rows %}<tr><th>{{ name }}</th>{% for c in cells %}<td>
{%- if c is none %}-{% else %}{{ c }}%{% endif -%}</td>{% endfor %}</tr>
{% endfor %}</table></html>"""

PARAGRAPHS = [
    "Ieder kind heeft het recht om naar school te gaan, te spelen, uit te rusten en mee te praten over dingen die het "
    f"kind zelf aangaan. Zin {n} van de les legt uit wat dat betekent in de klas, thuis en op het plein."
    for n in range(12)
]


class Store:
    """One SQLite connection per thread, and the rows to measure on."""

    def __init__(self, path: str, sync: str) -> None:
        if sync not in ("FULL", "NORMAL"):
            raise ValueError("BASELINE_SYNC must be FULL or NORMAL")
        self.path, self.sync = path, sync
        self.local = threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        if not hasattr(self.local, "connection"):
            made = sqlite3.connect(self.path, isolation_level=None, timeout=10)
            made.row_factory = sqlite3.Row
            made.execute("PRAGMA journal_mode=WAL")
            made.execute(f"PRAGMA synchronous={self.sync}")
            self.local.connection = made
        found: sqlite3.Connection = self.local.connection
        return found

    def seed(self, pupils: int, modules: int, history: int, digest: str) -> None:
        """Make the tables and fill them once; several workers may call this at the same time."""
        connection = self.connection
        connection.execute("BEGIN IMMEDIATE")  # one worker seeds, the others wait here
        connection.execute(
            "CREATE TABLE IF NOT EXISTS user (id INTEGER PRIMARY KEY, name TEXT UNIQUE, hash TEXT, teacher INT)"
        )
        connection.execute(
            "CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, user INT, module INT, choice TEXT, correct INT,"
            " at TEXT DEFAULT CURRENT_TIMESTAMP)"
        )
        connection.execute("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, user INT, words TEXT)")
        connection.execute("CREATE INDEX IF NOT EXISTS answer_by ON answer (user, module, correct)")
        if connection.execute("SELECT count(*) FROM user").fetchone()[0] == 0:
            people = [(n, f"pupil{n:03d}", digest, 0) for n in range(1, pupils + 1)]
            people.append((pupils + 1, "teacher1", digest, 1))
            connection.executemany("INSERT INTO user VALUES (?, ?, ?, ?)", people)
            chance = random.Random(1)
            connection.executemany(
                "INSERT INTO answer (user, module, choice, correct) VALUES (?, ?, 'A', ?)",
                [
                    (user, module, chance.random() < 0.7)
                    for user in range(1, pupils + 1)
                    for module in range(1, modules + 1)
                    for _ in range(history)
                ],
            )
        connection.execute("COMMIT")
        connection.close()
        del self.local.connection  # never carry a connection across a fork

    def look_up(self, times: int) -> None:
        """As many reads by primary key as the site beside does more."""
        for n in range(times):
            self.connection.execute("SELECT id, name FROM user WHERE id = ?", (1 + n,)).fetchone()

    def user(self) -> sqlite3.Row:
        query = "SELECT id, name, teacher FROM user WHERE id = ?"
        row: sqlite3.Row | None = self.connection.execute(query, (session.get("uid"),)).fetchone()
        return row if row is not None else abort(403)


def csrf() -> str:
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(16)
    return str(session["csrf"])


def check_csrf() -> None:
    if not hmac.compare_digest(session.get("csrf", ""), request.form.get("csrf", "-")):
        abort(400)


def counts(name: str) -> dict[str, int]:
    """``page=3,answer=5`` of an environment variable as numbers."""
    pairs = (part.partition("=") for part in os.environ.get(name, "").split(",") if part)
    return {key: int(value) for key, _, value in pairs}


def create_app() -> Flask:
    """The floor, as the environment describes it."""
    pupils, modules = int(os.environ.get("BASELINE_PUPILS", "30")), int(os.environ.get("BASELINE_MODULES", "12"))
    hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
    store = Store(os.environ["BASELINE_DB"], os.environ.get("BASELINE_SYNC", "FULL").upper())
    # one hash for all: only checking is timed
    store.seed(pupils, modules, int(os.environ.get("BASELINE_HISTORY", "10")), hasher.hash(PASSWORD))
    app = Flask(__name__)
    app.secret_key = os.environ.get("BASELINE_KEY", "baseline: not a secret")
    # Named templates are compiled once; render_template_string compiles each time.
    pages = {"login.html": LOGIN_PAGE, "lesson.html": LESSON_PAGE, "dashboard.html": DASHBOARD_PAGE}
    app.jinja_loader = DictLoader(pages)
    app.add_url_rule("/hello", "hello", lambda: "Hello, World!")
    _add_login(app, store, hasher, counts("BASELINE_READS").get("login", 0))
    _add_lesson(app, store, counts("BASELINE_READS"), counts("BASELINE_WRITES").get("answer", 0))
    _add_dashboard(app, store, modules, counts("BASELINE_READS").get("dashboard", 0))
    return app


def _add_login(app: Flask, store: Store, hasher: PasswordHasher, reads: int) -> None:
    @app.get("/login")
    def login_form() -> str:
        return render_template("login.html", csrf=csrf())

    @app.post("/login")
    def login() -> Any:
        check_csrf()
        name = (request.form["username"],)
        row = store.connection.execute("SELECT id, hash FROM user WHERE name = ?", name).fetchone()
        try:
            hasher.verify(row["hash"] if row else "", request.form["password"])
        except VerifyMismatchError:
            abort(403)
        store.look_up(reads)
        session.clear()
        session["uid"] = row["id"]
        return redirect("/page?module=1")


def _add_lesson(app: Flask, store: Store, reads: dict[str, int], writes: int) -> None:
    @app.get("/page")
    def page() -> str:
        store.look_up(reads.get("page", 0))
        module = request.args.get("module", 1, int)
        return render_template("lesson.html", user=store.user(), csrf=csrf(), paragraphs=PARAGRAPHS, module=module)

    @app.post("/answer")
    def answer() -> str:
        pupil = store.user()
        check_csrf()
        store.look_up(reads.get("answer", 0))
        choice = request.form["choice"]
        row = (pupil["id"], int(request.form["module"]), choice, choice == "A")
        store.connection.execute("BEGIN IMMEDIATE")
        store.connection.execute("INSERT INTO answer (user, module, choice, correct) VALUES (?, ?, ?, ?)", row)
        for _ in range(writes):
            store.connection.execute("INSERT INTO note (user, words) VALUES (?, ?)", (pupil["id"], choice))
        store.connection.execute("COMMIT")
        return "goed" if choice == "A" else "fout"


def _add_dashboard(app: Flask, store: Store, modules: int, reads: int) -> None:
    @app.get("/dashboard")
    def dashboard() -> str | Response:
        if not store.user()["teacher"]:
            abort(403)
        store.look_up(reads)
        names = store.connection.execute("SELECT id, name FROM user WHERE NOT teacher ORDER BY id")
        shares = "SELECT user, module, avg(correct) FROM answer GROUP BY user, module"
        score = {(row[0], row[1]): round(100 * row[2]) for row in store.connection.execute(shares)}
        columns = range(1, modules + 1)
        rows = [(user["name"], [score.get((user["id"], module)) for module in columns]) for user in names]
        return render_template("dashboard.html", modules=columns, rows=rows)
