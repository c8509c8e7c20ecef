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
    op.create_index("ix_lesson_progress_pupil_id_year", "lesson_progress", ["pupil_id", "year"])
    op.create_index("ix_step_state_pupil_id_started_at", "step_state", ["pupil_id", "started_at"])
    op.create_index("ix_attempt_class_id_module_year", "attempt", ["class_id", "module", "year"])
    op.create_index(
        "ix_attempt_pupil_id_kind_module_started_at", "attempt", ["pupil_id", "kind", "module", "started_at"]
    )
    op.drop_index("ix_attempt_class_id", table_name="attempt")
    op.drop_index("ix_attempt_pupil_id_kind_module", table_name="attempt")


def downgrade() -> None:
    op.create_index("ix_attempt_pupil_id_kind_module", "attempt", ["pupil_id", "kind", "module"])
    op.create_index("ix_attempt_class_id", "attempt", ["class_id"])
    op.drop_index("ix_attempt_pupil_id_kind_module_started_at", table_name="attempt")
    op.drop_index("ix_attempt_class_id_module_year", table_name="attempt")
    op.drop_index("ix_step_state_pupil_id_started_at", table_name="step_state")
    op.drop_index("ix_lesson_progress_pupil_id_year", table_name="lesson_progress")
    op.drop_index("ix_evidence_pupil_id_year", table_name="evidence")
