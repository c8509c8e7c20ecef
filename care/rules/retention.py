"""How long things stay, where it is not a matter of the school year (decisions: docs/privacy)."""

from __future__ import annotations

from datetime import timedelta

UNDO = timedelta(days=30)
"""A removed pupil or class can come back for so long."""
BACKUPS_KEPT = timedelta(days=28)
"""Backups and copies made before a migration, in the instance folder."""
READS_KEPT = timedelta(days=2 * 365)
"""Who saw which child's records."""
ACTS_KEPT = timedelta(days=3 * 365)
"""Who changed what."""
VISITS_KEPT = timedelta(days=30)
"""When a teacher last stood beside a child."""
FORGET_BUDGET = timedelta(days=2)
"""Counts of wrong tries."""
