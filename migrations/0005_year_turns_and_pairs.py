"""Turns of the school year, classes that are known again in a re-import, two children on one device.

Revision: 0005, after 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import core.database

revision = "0005"
down_revision = "0004"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    op.create_table(
        "year_turn",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("done_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undone_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_year_turn_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_turn")),
        sa.UniqueConstraint("key", name=op.f("uq_year_turn_key")),
    )
    op.create_index(op.f("ix_year_turn_school_id"), "year_turn", ["school_id"])
    with op.batch_alter_table("pupil") as batch:
        batch.add_column(sa.Column("before_turn", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("school_class") as batch:
        batch.add_column(sa.Column("source_hash", sa.String(length=64), nullable=True))
        batch.add_column(sa.Column("follows_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_school_class_follows_id_school_class"), "school_class", ["follows_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("sign_in") as batch:
        batch.add_column(sa.Column("partner_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_sign_in_partner_id_pupil"), "pupil", ["partner_id"], ["id"], ondelete="CASCADE"
        )
        batch.create_index(op.f("ix_sign_in_partner_id"), ["partner_id"])


def downgrade() -> None:
    with op.batch_alter_table("sign_in") as batch:
        batch.drop_index(op.f("ix_sign_in_partner_id"))
        batch.drop_constraint(op.f("fk_sign_in_partner_id_pupil"), type_="foreignkey")
        batch.drop_column("partner_id")
    with op.batch_alter_table("school_class") as batch:
        batch.drop_constraint(op.f("fk_school_class_follows_id_school_class"), type_="foreignkey")
        batch.drop_column("follows_id")
        batch.drop_column("source_hash")
    with op.batch_alter_table("pupil") as batch:
        batch.drop_column("before_turn")
    op.drop_table("year_turn")
