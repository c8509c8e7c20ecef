"""Parsed content, kept between test runs: reading all YAML anew takes longer than many tests together."""

from __future__ import annotations

from pathlib import Path

from core.content import ROOT

SHARED = ROOT / ".pytest_cache" / "netjes"
"""Entries are known by the digest of their file, so an old one is never wrong."""


def share_with(instance: Path) -> None:
    """Let the site in ``instance`` use what earlier runs parsed; where links are not possible it parses anew."""
    SHARED.mkdir(parents=True, exist_ok=True)
    try:
        (instance / "cache").symlink_to(SHARED, target_is_directory=True)
    except OSError:
        pass
