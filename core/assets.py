"""Static files: one digest over all of them in the address, compressed beforehand, kept by browsers for a year.

The digest is a folder name (``/static/v-3f2a…/js/start.js``), so that modules and stylesheets reach each other by
relative addresses and the whole set changes together.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

from core.settings import ROOT

FOLDER = ROOT / "static"
COMPRESSED = {".css", ".js", ".svg", ".json", ".txt", ".webmanifest"}
SOURCES = {".py"}


def init_assets(app: Flask, cache: Path) -> None:
    """Serve the static folder through WhiteNoise and give templates ``static_url``."""
    version = _digest()
    built = cache / "static" / version
    if not built.is_dir():
        _build(built)
    prefix = f"static/v-{version}/"
    noise = WhiteNoise(app.wsgi_app, immutable_file_test=lambda _path, url: url.startswith(f"/{prefix}"))
    noise.add_files(str(built), prefix=prefix)
    # Browsers ask for it on their own where a page names no icon; an error page in its place would begin a session.
    noise.add_file_to_dictionary("/favicon.ico", str(built / "img/icon-192.png"))
    app.wsgi_app = noise  # type: ignore[method-assign]
    app.jinja_env.globals["static_url"] = lambda path: f"/{prefix}{path}"
    app.config["STATIC_PREFIX"] = f"/{prefix}"


def _files() -> list[Path]:
    return sorted(path for path in FOLDER.rglob("*") if path.is_file() and path.suffix not in SOURCES)


def _digest() -> str:
    digest = hashlib.sha256()
    for path in _files():
        digest.update(str(path.relative_to(FOLDER)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _build(target: Path) -> None:
    fresh = target.with_name(f"{target.name}.{id(target)}")
    for path in _files():
        copy = fresh / path.relative_to(FOLDER)
        copy.parent.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes()
        copy.write_bytes(data)
        if path.suffix in COMPRESSED and len(data) > 200:
            copy.with_name(copy.name + ".gz").write_bytes(gzip.compress(data, 9, mtime=0))
    try:
        fresh.replace(target)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)  # another process was first
