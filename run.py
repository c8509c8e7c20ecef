#!/usr/bin/env python3
"""Start Netjes, or test it. Needs Python 3.11+ and nothing else.

    python3 run.py                        the site with demo schools on http://127.0.0.1:8000
    python3 run.py --real                 the site for real use, without demo (or NETJES_DEMO=0)
    python3 run.py test [--full] [...]    every check and test; other words go to pytest

HOST, PORT, INSTANCE_PATH and DATABASE_URL in the environment change where; the README lists every setting.
"""

# Standard library only, and written so that Python 3.8 can still read it and be told that it is too old.
# Long because all that can be wrong before the first package is installed has its sentence here.
from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from flask import Flask

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
ROOM = 4 * 1024 * 1024  # bytes that must be free on the disk of the instance folder
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")


def say(line: str = "") -> None:
    print(line, flush=True)


def stop(dutch: str, english: str) -> NoReturn:
    """End with one sentence in each language."""
    print(f"\n{dutch}\n{english}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def check_python() -> None:
    if sys.version_info < (3, 11):
        found = "%d.%d" % sys.version_info[:2]
        stop(
            f"Netjes heeft Python 3.11 of nieuwer nodig; dit is Python {found}.",
            f"Netjes needs Python 3.11 or newer; this is Python {found}.",
        )
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        stop(
            "De module venv van Python ontbreekt. Op Debian en Ubuntu: sudo apt install python3-venv",
            "Python's venv module is missing. On Debian and Ubuntu: sudo apt install python3-venv",
        )


def check_writable(folder: Path) -> None:
    """Stop unless ``folder`` (or the nearest folder above it that exists) can be written."""
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not nearest.is_dir() or not os.access(str(nearest), os.W_OK | os.X_OK):
        stop(f"In de map {nearest} mag niet geschreven worden.", f"The folder {nearest} cannot be written.")


def check_room(folder: Path) -> None:
    """Stop when the disk is full: not even reading a database works without a little room beside it."""
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if shutil.disk_usage(str(nearest)).free < ROOM:
        stop(
            f"De schijf van {nearest} is vol. Maak ruimte en start opnieuw; er is niets verloren.",
            f"The disk of {nearest} is full. Make room and start again; nothing is lost.",
        )


def ensure_environment(lock: str) -> None:
    """Make .venv and install what ``lock`` names, unless exactly that was done before."""
    stamp = VENV / f".{lock}.sha256"
    if works(PYTHON) and stamp.is_file() and stamp.read_text() == digest(lock):
        return
    check_writable(VENV)
    if not works(PYTHON):
        say("Omgeving maken in .venv … / Making .venv …")
        made = run([sys.executable, "-m", "venv", "--clear", str(VENV)])
        if made.returncode:
            stop(
                f"De omgeving .venv maken lukte niet (sudo apt install python3-venv?): {last_line(made)}",
                f"Making .venv failed (sudo apt install python3-venv?): {last_line(made)}",
            )
    say("Onderdelen installeren, eenmalig, ongeveer een minuut … / Installing, once, about a minute …")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / lock)]
    done = run(command)
    if done.returncode:
        explain(done)
    for installed in {lock, "requirements.txt"}:  # the lock of the tests holds all of the other
        (VENV / f".{installed}.sha256").write_text(digest(installed))


def digest(lock: str) -> str:
    return hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", errors="replace")


def works(python: Path) -> bool:
    """True when this interpreter runs and is new enough: a moved folder or a removed Python leaves a broken one."""
    code = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return run([str(python), "-c", code]).returncode == 0
    except OSError:
        return False


def explain(done: subprocess.CompletedProcess[str]) -> NoReturn:
    """Say in one sentence why pip failed."""
    words = done.stdout + done.stderr
    if re.search(r"connection|resol|timed out|Network is unreachable|ProxyError|SSLError", words, re.I):
        stop(
            "Het netwerk is niet bereikbaar; de eerste keer moet Netjes onderdelen van pypi.org kunnen halen.",
            "The network cannot be reached; the first time Netjes has to fetch packages from pypi.org.",
        )
    if "DO NOT MATCH THE HASHES" in words:
        stop(
            f"Een opgehaald onderdeel klopt niet met requirements.txt en is niet gebruikt: {last_line(done)}",
            f"A fetched package does not match requirements.txt and was not used: {last_line(done)}",
        )
    if "No matching distribution" in words or "from versions" in words:
        stop(
            f"Voor deze computer bestaat een onderdeel niet (zie Platforms in README.md): {last_line(done)}",
            f"A package does not exist for this computer (see Platforms in README.md): {last_line(done)}",
        )
    stop(f"Installeren lukte niet: {last_line(done)}", f"Installing failed: {last_line(done)}")


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in (done.stdout + "\n" + done.stderr).splitlines() if line.strip()]
    return ([line for line in lines if line.startswith("ERROR")] or lines or ["?"])[-1]


def continue_inside(arguments: list[str]) -> None:
    """Go on with the interpreter of .venv; returns only when this already is that one."""
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    command = [str(PYTHON), str(ROOT / "run.py"), *arguments]
    if os.name != "nt":
        os.execv(str(PYTHON), command)
    try:
        raise SystemExit(subprocess.call(command))
    except KeyboardInterrupt:
        raise SystemExit(130) from None


def serve(arguments: list[str]) -> None:
    unknown = [word for word in arguments if word != "--real"]
    if unknown:
        say(__doc__ or "")
        raise SystemExit(0 if unknown[0] in ("-h", "--help") else 2)
    if arguments:
        os.environ["NETJES_DEMO"] = "0"
    host, port = os.environ.get("HOST", "127.0.0.1"), address_port()
    check_port_free(host, port)
    check_writable(Path(os.environ.get("INSTANCE_PATH") or ROOT / "instance"))
    check_room(Path(os.environ.get("INSTANCE_PATH") or ROOT / "instance"))
    ensure_environment("requirements.txt")
    continue_inside(arguments)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sys.path.insert(0, str(ROOT))
    site = make_site()
    refuse_damaged(site)
    migrate(site)
    settings = site.extensions["settings"]
    if settings.demo and is_empty(site):
        say("Demoscholen maken … / Making the demo schools …")
        command(site, "demo")
    shown = f"[{host}]" if ":" in host else host
    say(f"\nNetjes: http://{shown}:{port}   (Ctrl+C stopt / stops)")
    if settings.demo:
        show_demo_accounts(settings.instance_path / "demo-accounts.json")
    else:
        command(site, "first-run-code")
    import waitress

    waitress.serve(site, host=host, port=port, threads=8, ident=None)


def make_site() -> Flask:
    from app import create_app
    from core.content import ContentError
    from core.settings import UnusableInstance

    try:
        return create_app()
    except UnusableInstance as error:
        stop(f"In de instance-map kan niet geschreven worden: {error}", f"The instance folder cannot be used: {error}")
    except ContentError as error:
        stop(f"In de lessen staat een fout:\n{error}", "The content holds the faults above.")


def refuse_damaged(site: Flask) -> None:
    """Stop, with what to do, when the database file is damaged: wrong answers are worse than none."""
    from care.soundness import fault_of
    from core.database import db

    with site.app_context():
        fault = fault_of(db.engine)
    if fault:
        file = db_file(site)
        stop(
            f"De database {file} is beschadigd ({fault}). Zet een reservekopie terug:\n"
            f"  .venv/bin/flask --app app restore BESTAND   (reservekopieën: {file.parent / 'backups'})",
            f"The database {file} is damaged ({fault}). Put a backup back with the command above.",
        )


def db_file(site: Flask) -> Path:
    """The SQLite file of the site."""
    from core.database import db

    with site.app_context():
        return Path(db.engine.url.database or "")


def is_empty(site: Flask) -> bool:
    """True when the database holds no school yet."""
    from core.database import db
    from school.models import School

    with site.app_context():
        return db.session.query(School.id).first() is None


def address_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        stop(f"PORT moet een getal van 1 tot 65535 zijn, niet {text!r}.", f"PORT must be 1 to 65535, not {text!r}.")
    return int(text)


def check_port_free(host: str, port: int) -> None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            if os.name != "nt":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError:
        stop(f"Poort {port} mag alleen de beheerder gebruiken.", f"Port {port} needs administrator rights.")
    except OSError as error:
        stop(
            f"Poort {port} op {host} is bezet ({error.strerror}). Kies een andere: PORT={port + 1} python3 run.py",
            f"Port {port} on {host} is taken ({error.strerror}). Choose another: PORT={port + 1} python3 run.py",
        )


def migrate(site: Flask) -> None:
    """Bring the database up to date; a file database is copied first when it already holds something."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with site.app_context():
        alembic = site.extensions["alembic"]
        if not alembic.needs_upgrade():
            return
        before = [script.revision for script in alembic.current()]
        url = alembic.migration_context.connection.engine.url
        if before and url.get_backend_name() == "sqlite":
            backup(Path(url.database), site.extensions["settings"].instance_path / "backups", before[0])
        alembic.upgrade()


def backup(database: Path, folder: Path, revision: str) -> None:
    """A consistent copy of the database file, made while it may be in use."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{time.strftime('%Y%m%dT%H%M%S')}-before-migration-from-{revision}.sqlite"
    source, copy = sqlite3.connect(str(database)), sqlite3.connect(str(target))
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()
    target.chmod(0o600)
    say(f"Reservekopie / backup: {target}")


def command(site: Flask, *words: str) -> None:
    """Run one `flask --app app …` command in this process and pass on what it says."""
    with site.app_context():
        done = site.test_cli_runner().invoke(args=list(words))
    if done.exit_code:
        print(done.output, file=sys.stderr)
        raise done.exception or SystemExit(done.exit_code)
    if done.output.strip():
        say(done.output.rstrip())


def show_demo_accounts(path: Path) -> None:
    """How to sign in as pupil, teacher and administrator of the first demo school."""
    if not path.is_file():
        return
    school = json.loads(path.read_text(encoding="utf-8"))["schools"][0]
    group, pupil = school["classes"][0], school["classes"][0]["pupils"][0]
    secret = " ".join(str(part) for part in pupil["secret"])
    say(f"\n{school['name']}")
    say(f"  leerling / pupil       klascode {group['code']}, {pupil['name']}, geheim: {secret}")
    for role, label in (("teacher", "leerkracht / teacher "), ("administrator", "beheerder / admin    ")):
        for person in [one for one in school["staff"] if one["role"] == role][:1]:
            factor = f", TOTP: {person['totp_secret']}" if person["totp_secret"] else ""
            say(f"  {label}  {person['email']}, {person['password']}{factor}")
    say(f"  alle scholen / all schools: {path}")


def test(arguments: list[str]) -> None:
    ensure_environment("requirements-dev.txt")
    continue_inside(["test", *arguments])
    os.chdir(str(ROOT))
    sys.path.insert(0, str(ROOT))
    from tests.suite import run_everything

    raise SystemExit(run_everything([word for word in arguments if word != "--full"], full="--full" in arguments))


def main(arguments: list[str]) -> None:
    check_python()
    if arguments[:1] == ["test"]:
        test(arguments[1:])
    else:
        serve(arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
