"""The language in which a child wrote: of teach-backs, of messages for help, of reasons to talk.

Revision: 0007, after 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = ()
depends_on = None

TABLES = ("teach_back", "help_message", "pledge_talk_wish")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("language", sa.String(length=5), nullable=False, server_default="nl"))
    # What was written before: the step knows in which language it was done first; elsewhere the school's is likeliest.
    op.execute(
        "UPDATE teach_back SET language = coalesce((SELECT step_state.language FROM step_state"
        " WHERE step_state.pupil_id = teach_back.pupil_id AND step_state.module = teach_back.module"
        " AND step_state.year = teach_back.year AND step_state.step = teach_back.step), 'nl')"
    )


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("language")
