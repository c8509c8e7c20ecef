"""When the screens of a live lesson went on after a talk.

Revision: 0006, after 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import core.database

revision = "0006"
down_revision = "0005"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("live_lesson") as batch:
        batch.add_column(sa.Column("resumed_at", core.database.UtcDateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("live_lesson") as batch:
        batch.drop_column("resumed_at")
