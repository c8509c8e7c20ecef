"""Notes that a browser carries but cannot read or change: the pictures chosen so far, a second factor being set up."""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

LASTS = timedelta(minutes=30)


class Sealer:
    """Seals plain data for one purpose and one person, for LASTS. ``key`` is 32 random bytes."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, purpose: str, data: Any, *, at: datetime) -> str:
        """``data`` as text for a hidden field; only ``open`` with the same ``purpose`` reads it."""
        note = json.dumps([purpose, data]).encode()
        return self._fernet.encrypt_at_time(note, int(at.timestamp())).decode()

    def open(self, purpose: str, text: str, *, at: datetime) -> Any:
        """What ``seal`` was given, or None when the text is old, changed or meant for something else."""
        try:
            note = self._fernet.decrypt_at_time(text.encode(), int(LASTS.total_seconds()), int(at.timestamp()))
        except InvalidToken:
            return None
        meant, data = json.loads(note)
        return data if meant == purpose else None
