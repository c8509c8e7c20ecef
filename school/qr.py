"""QR codes as inline SVG, without inline style."""

from __future__ import annotations

from markupsafe import Markup
from segno import make_qr

QUIET = 4
"""White border in modules, as ISO 18004 asks."""


def qr_code(text: str, label: str = "") -> Markup:
    """An ``<svg>`` of the QR code of ``text``; ``label`` names it for readers, without one it is decoration."""
    matrix = make_qr(text, error="m").matrix
    size = len(matrix) + 2 * QUIET
    dark = "".join(f"M{x + QUIET} {y + QUIET}h{run}v1h-{run}z" for y, row in enumerate(matrix) for x, run in _runs(row))
    about = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg viewBox="0 0 {0} {0}" {1}><path d="M0 0h{0}v{0}H0z" fill="#fff"/><path d="{2}"/></svg>').format(
        size, about, dark
    )


def _runs(row: bytearray | tuple[int, ...]) -> list[tuple[int, int]]:
    """(start, length) of every stretch of dark modules in a row."""
    runs: list[tuple[int, int]] = []
    start = None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append((start, x - start))
            start = None
    return runs
