"""Words for the board: a name of a child of this class never stands in them, not even when a story says it."""

from __future__ import annotations

import re
from collections.abc import Iterable


def nameless(words: str, names: Iterable[str], instead: str) -> str:
    """``words`` with every name that stands on its own (also as *Noors*) replaced by ``instead``."""
    for name in names:
        if name.strip():
            words = re.sub(rf"(?<!\w){re.escape(name)}(?=['’]?s?(?!\w))['’]?s?", instead, words)
    return words
