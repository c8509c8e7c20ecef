"""The Nu HTML checker over pages, where NU_CHECKER names its jar (npm package vnu-jar; it wants Java); else nothing."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

LANGUAGES = ("nl", "en")


def departures(page: Page, paths: Iterable[str]) -> list[str]:
    """Every error, warning and remark about the pages at ``paths``, in both languages, for who is signed in."""
    jar = os.environ.get("NU_CHECKER")
    if not jar:
        return []
    found: dict[str, str] = {}
    with TemporaryDirectory() as folder:
        for path in paths:
            for language in LANGUAGES:
                file = Path(folder, f"{len(found)}.html")
                file.write_bytes(page.request.get(path, headers={"Accept-Language": language}).body())
                found[file.name] = f"{path} ({language})"
        said = json.loads(_read(jar, folder))["messages"]
    return [f"{found[one['url'].rpartition('/')[2]]}: {one['message']}: {one.get('extract', '')}" for one in said]


def _read(jar: str, folder: str) -> str:
    command = ["java", "-Xss4m", "-jar", jar, "--format", "json", "--exit-zero-always", "--stdout", folder]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
