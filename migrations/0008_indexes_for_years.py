"""Indexes with which many school years cost the board and the lists of one pupil no more than one.

Revision: 0008, after 0007
"""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    op.create_index("ix_evidence_pupil_id_year", "evidence", ["pupil_id", "year"])
    op.create_index("ix_attempt_class_id_module_year", "attempt", ["class_id", "module", "year"])
    op.drop_index("ix_attempt_class_id", table_name="attempt")


def downgrade() -> None:
    op.create_index("ix_attempt_class_id", "attempt", ["class_id"])
    op.drop_index("ix_attempt_class_id_module_year", table_name="attempt")
    op.drop_index("ix_evidence_pupil_id_year", table_name="evidence")
