"""Adults whom a school named, and what children wrote to them.

Revision: 0003, after 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import core.database

revision = "0003"
down_revision = "0002"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    moment = core.database.UtcDateTime(timezone=True)
    op.create_table(
        "help_adult",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=60), nullable=False),
        sa.Column("named_at", moment, nullable=False),
        sa.Column("named_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["named_by"], ["staff.id"], name=op.f("fk_help_adult_named_by_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_help_adult_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_help_adult_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_adult")),
        sa.UniqueConstraint("key", name=op.f("uq_help_adult_key")),
        sa.UniqueConstraint("staff_id", name=op.f("uq_help_adult_staff_id")),
    )
    op.create_index(op.f("ix_help_adult_school_id"), "help_adult", ["school_id"])
    op.create_table(
        "help_message",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_at", moment, nullable=False),
        sa.Column("read_at", moment, nullable=True),
        sa.Column("reply", sa.String(length=16), nullable=False),
        sa.Column("replied_at", moment, nullable=True),
        sa.Column("talked_at", moment, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_help_message_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_help_message_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_help_message_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_message")),
        sa.UniqueConstraint("key", name=op.f("uq_help_message_key")),
        sa.UniqueConstraint("pupil_id", "token", name=op.f("uq_help_message_pupil_id_token")),
    )
    op.create_index(op.f("ix_help_message_school_id"), "help_message", ["school_id"])
    op.create_index("ix_help_message_staff_id_read_at", "help_message", ["staff_id", "read_at"])


def downgrade() -> None:
    op.drop_table("help_message")
    op.drop_table("help_adult")
