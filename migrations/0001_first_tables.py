"""The first tables, generated from the models. Long on purpose: one migration, read as a whole.

Revision: 0001, after
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import core.database

# Long on purpose: a migration is written once and read as a whole.

revision = "0001"
down_revision = None
branch_labels = ("default",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "budget",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("spent", sa.Integer(), nullable=False),
        sa.Column("window_start", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_budget")),
    )
    op.create_table(
        "school",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("protocol_slug", sa.String(length=40), nullable=False),
        sa.Column("protocol_version_id", sa.Integer(), nullable=True),
        sa.Column("region", sa.String(length=10), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("key", name=op.f("uq_school_key")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_audit_entry_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_audit_entry_school_at", ["school_id", "at"], unique=False)

    op.create_table(
        "item_total",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("item", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("with_rest", sa.Integer(), nullable=False),
        sa.Column("rest", sa.Double(), nullable=False),
        sa.Column("rest_squared", sa.Double(), nullable=False),
        sa.Column("rest_when_right", sa.Double(), nullable=False),
        sa.Column("right_with_rest", sa.Integer(), nullable=False),
        sa.Column("picks", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_item_total_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_total")),
        sa.UniqueConstraint(
            "school_id",
            "year",
            "source",
            "item",
            "language",
            name=op.f("uq_item_total_school_id_year_source_item_language"),
        ),
    )
    op.create_table(
        "pledge_link",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("signatures", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("key_after", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_pledge_link_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_link")),
        sa.UniqueConstraint("school_id", "seq", name=op.f("uq_pledge_link_school_id_seq")),
    )
    op.create_table(
        "record_read",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_record_read_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_read")),
        sa.UniqueConstraint(
            "school_id", "day", "actor", "kind", "subject", name=op.f("uq_record_read_school_id_day_actor_kind_subject")
        ),
    )
    op.create_table(
        "school_break",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.CheckConstraint("first <= last", name=op.f("ck_school_break_in_order")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_break_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_break")),
    )
    with op.batch_alter_table("school_break", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_break_school_id"), ["school_id"], unique=False)

    op.create_table(
        "school_class",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("years", sa.JSON(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("secret_kind", sa.String(length=10), nullable=False),
        sa.Column("sign_in_time", sa.String(length=12), nullable=False),
        sa.Column("opened_until", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("created_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("archived_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint("secret_kind IN ('pictures', 'words')", name=op.f("ck_school_class_secret_kind")),
        sa.CheckConstraint(
            "sign_in_time IN ('opened', 'school-hours', 'always')", name=op.f("ck_school_class_sign_in_time")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_school_class_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_class")),
        sa.UniqueConstraint("code", name=op.f("uq_school_class_code")),
        sa.UniqueConstraint("key", name=op.f("uq_school_class_key")),
    )
    with op.batch_alter_table("school_class", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_class_school_id"), ["school_id"], unique=False)

    op.create_table(
        "staff",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=15), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=120), nullable=True),
        sa.Column("totp_secret", sa.String(length=64), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("created_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint("role IN ('teacher', 'administrator', 'board')", name=op.f("ck_staff_role")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_staff_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("email", name=op.f("uq_staff_email")),
        sa.UniqueConstraint("key", name=op.f("uq_staff_key")),
    )
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_school_id"), ["school_id"], unique=False)

    op.create_table(
        "board_vote",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("opened_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_board_vote_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_board_vote_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_vote")),
        sa.UniqueConstraint("key", name=op.f("uq_board_vote_key")),
    )
    with op.batch_alter_table("board_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_board_vote_class_id"), ["class_id"], unique=False)

    op.create_table(
        "class_lesson",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("off", sa.JSON(), nullable=False),
        sa.Column("open_step", sa.String(length=4), nullable=False),
        sa.Column("live_until", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("paused_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_class_lesson_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_class_lesson_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("class_id", "module", name=op.f("pk_class_lesson")),
    )
    with op.batch_alter_table("class_lesson", schema=None) as batch_op:
        batch_op.create_index("ix_class_lesson_school_id", ["school_id"], unique=False)

    op.create_table(
        "class_rule",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=140), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_class_rule_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_class_rule_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_rule")),
        sa.UniqueConstraint("class_id", "place", name=op.f("uq_class_rule_class_id_place")),
        sa.UniqueConstraint("key", name=op.f("uq_class_rule_key")),
    )
    op.create_table(
        "class_teacher",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_class_teacher_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_class_teacher_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_class_teacher_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("class_id", "staff_id", name=op.f("pk_class_teacher")),
    )
    with op.batch_alter_table("class_teacher", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_teacher_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "class_vote",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("step", sa.String(length=4), nullable=False),
        sa.Column("moment", sa.String(length=6), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("agree", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Integer(), nullable=False),
        sa.Column("disagree", sa.Integer(), nullable=False),
        sa.CheckConstraint("moment IN ('before', 'after')", name=op.f("ck_class_vote_moment")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_class_vote_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_class_vote_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("class_id", "module", "step", "moment", name=op.f("pk_class_vote")),
    )
    with op.batch_alter_table("class_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_class_vote_school_id"), ["school_id"], unique=False)

    op.create_table(
        "clause_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.String(length=80), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_clause_wording_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["staff.id"], name=op.f("fk_clause_wording_updated_by_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_wording")),
        sa.UniqueConstraint("school_id", "clause_id", name=op.f("uq_clause_wording_school_id_clause_id")),
    )
    op.create_table(
        "flag_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.String(length=40), nullable=False),
        sa.Column("decision", sa.String(length=8), nullable=False),
        sa.Column("at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.CheckConstraint("decision IN ('accept', 'rewrite', 'keep')", name=op.f("ck_flag_decision_decision")),
        sa.ForeignKeyConstraint(["by"], ["staff.id"], name=op.f("fk_flag_decision_by_staff"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_flag_decision_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_decision")),
    )
    with op.batch_alter_table("flag_decision", schema=None) as batch_op:
        batch_op.create_index("ix_flag_decision_school_flag", ["school_id", "flag_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=15), nullable=False),
        sa.Column("created_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_invitation_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_invitation_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_invitation")),
    )
    op.create_table(
        "left_aside",
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("suggestion", sa.String(length=80), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_left_aside_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_left_aside_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("class_id", "suggestion", name=op.f("pk_left_aside")),
    )
    op.create_table(
        "live_lesson",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("lesson", sa.Integer(), nullable=False),
        sa.Column("started_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("phase", sa.String(length=10), nullable=False),
        sa.Column("phase_since", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("extra_seconds", sa.Integer(), nullable=False),
        sa.Column("ended_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("repeat", sa.String(length=200), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint(
            "phase IN ('login', 'opener', 'rule', 'practice', 'talk', 'exit', 'close')",
            name=op.f("ck_live_lesson_phase"),
        ),
        sa.CheckConstraint("lesson IN (1, 2)", name=op.f("ck_live_lesson_lesson")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_live_lesson_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_live_lesson_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_live_lesson_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_lesson")),
        sa.UniqueConstraint("key", name=op.f("uq_live_lesson_key")),
    )
    with op.batch_alter_table("live_lesson", schema=None) as batch_op:
        batch_op.create_index("ix_live_lesson_class_id_started_at", ["class_id", "started_at"], unique=False)
        batch_op.create_index(
            "uq_live_lesson_running",
            ["class_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "measurement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=5), nullable=False),
        sa.Column("opened_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("phase IN ('start', 'end')", name=op.f("ck_measurement_phase")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_measurement_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_measurement_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measurement")),
        sa.UniqueConstraint("class_id", "year", "phase", name=op.f("uq_measurement_class_id_year_phase")),
    )
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_measurement_school_id"), ["school_id"], unique=False)

    op.create_table(
        "own_content",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.Column("markdown", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("created_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint("kind IN ('item', 'talk')", name=op.f("ck_own_content_kind")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_own_content_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_own_content_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_content")),
        sa.UniqueConstraint("key", name=op.f("uq_own_content_key")),
    )
    with op.batch_alter_table("own_content", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_content_class_id"), ["class_id"], unique=False)

    op.create_table(
        "pledge_school_side",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("contract", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("signed_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_pledge_school_side_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["signed_by"], ["staff.id"], name=op.f("fk_pledge_school_side_signed_by_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_school_side")),
        sa.UniqueConstraint("school_id", "contract", name=op.f("uq_pledge_school_side_school_id_contract")),
    )
    op.create_table(
        "protocol_draft",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("title_nl", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("start", sa.String(length=40), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("published_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_protocol_draft_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["staff.id"], name=op.f("fk_protocol_draft_updated_by_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_draft")),
        sa.UniqueConstraint("key", name=op.f("uq_protocol_draft_key")),
    )
    with op.batch_alter_table("protocol_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_protocol_draft_school_id"), ["school_id"], unique=False)

    op.create_table(
        "protocol_version",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("published_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by"], ["staff.id"], name=op.f("fk_protocol_version_published_by_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_protocol_version_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_protocol_version")),
        sa.UniqueConstraint("key", name=op.f("uq_protocol_version_key")),
        sa.UniqueConstraint("school_id", "number", name=op.f("uq_protocol_version_school_id_number")),
    )
    op.create_table(
        "pupil",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(length=40), nullable=False),
        sa.Column("sign", sa.String(length=20), nullable=False),
        sa.Column("year_group", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(length=5), nullable=False),
        sa.Column("secret_hash", sa.String(length=120), nullable=True),
        sa.Column("secret_own", sa.Boolean(), nullable=False),
        sa.Column("card_hash", sa.String(length=64), nullable=True),
        sa.Column("card_until", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("source_hash", sa.String(length=64), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("look", sa.JSON(), nullable=False),
        sa.Column("created_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("left_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint("route IN ('basis', 'plus')", name=op.f("ck_pupil_route")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_pupil_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_pupil_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupil")),
        sa.UniqueConstraint("card_hash", name=op.f("uq_pupil_card_hash")),
        sa.UniqueConstraint("key", name=op.f("uq_pupil_key")),
        sa.UniqueConstraint("school_id", "source_hash", name=op.f("uq_pupil_school_id_source_hash")),
    )
    with op.batch_alter_table("pupil", schema=None) as batch_op:
        batch_op.create_index("ix_pupil_class_id_first_name", ["class_id", "first_name"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_recovery_code_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_recovery_code_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "attempt",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("started_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("help_item", sa.String(length=8), nullable=True),
        sa.Column("help_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint("kind IN ('quiz', 'refresher', 'start', 'end')", name=op.f("ck_attempt_kind")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_attempt_class_id_school_class"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_attempt_pupil_id_pupil"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_attempt_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
        sa.UniqueConstraint("key", name=op.f("uq_attempt_key")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attempt_class_id"), ["class_id"], unique=False)
        batch_op.create_index("ix_attempt_pupil_id_kind_module", ["pupil_id", "kind", "module"], unique=False)
        batch_op.create_index(batch_op.f("ix_attempt_school_id"), ["school_id"], unique=False)
        batch_op.create_index(
            "uq_attempt_open",
            ["pupil_id", "kind", "module"],
            unique=True,
            sqlite_where=sa.text("finished_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL AND dropped_at IS NULL"),
        )

    op.create_table(
        "board_tally",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_board_tally_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["board_vote.id"], name=op.f("fk_board_tally_vote_id_board_vote"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("vote_id", "answer", name=op.f("pk_board_tally")),
    )
    op.create_table(
        "board_voter",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_board_voter_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_board_voter_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"], ["board_vote.id"], name=op.f("fk_board_voter_vote_id_board_vote"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("vote_id", "pupil_id", name=op.f("pk_board_voter")),
    )
    op.create_table(
        "draft_clause",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=30), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("summary_nl", sa.Text(), nullable=False),
        sa.Column("summary_en", sa.Text(), nullable=False),
        sa.Column("pupil_nl", sa.Text(), nullable=False),
        sa.Column("pupil_en", sa.Text(), nullable=False),
        sa.Column("teach", sa.Boolean(), nullable=False),
        sa.Column("pledge", sa.Boolean(), nullable=False),
        sa.Column("promise", sa.String(length=3), nullable=True),
        sa.Column("like", sa.JSON(), nullable=False),
        sa.Column("conflicts", sa.JSON(), nullable=False),
        sa.Column("meaning", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=8), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_by", sa.Integer(), nullable=True),
        sa.Column("deleted_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint("change IN ('', 'spelling', 'meaning')", name=op.f("ck_draft_clause_change")),
        sa.ForeignKeyConstraint(
            ["draft_id"],
            ["protocol_draft.id"],
            name=op.f("fk_draft_clause_draft_id_protocol_draft"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_draft_clause_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["updated_by"], ["staff.id"], name=op.f("fk_draft_clause_updated_by_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_clause")),
        sa.UniqueConstraint("draft_id", "clause_id", name=op.f("uq_draft_clause_draft_id_clause_id")),
        sa.UniqueConstraint("key", name=op.f("uq_draft_clause_key")),
    )
    with op.batch_alter_table("draft_clause", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_clause_draft_id"), ["draft_id"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("goal", sa.String(length=4), nullable=False),
        sa.Column("agreement", sa.String(length=4), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("protective", sa.Boolean(), nullable=False),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("picks", sa.JSON(), nullable=False),
        sa.CheckConstraint("kind IN ('answer', 'action')", name=op.f("ck_evidence_kind")),
        sa.CheckConstraint(
            "source IN ('quiz', 'refresher', 'pledge', 'start', 'end', 'step')", name=op.f("ck_evidence_source")
        ),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_evidence_class_id_school_class"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_evidence_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_evidence_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("pupil_id", "token", name=op.f("uq_evidence_pupil_id_token")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index("ix_evidence_class_id_source", ["class_id", "source"], unique=False)
        batch_op.create_index("ix_evidence_name_source", ["name", "source"], unique=False)

    op.create_table(
        "goal_state",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("goal", sa.String(length=4), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("last", sa.JSON(), nullable=False),
        sa.Column("updated_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_goal_state_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_goal_state_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pupil_id", "module", "goal", name=op.f("pk_goal_state")),
    )
    with op.batch_alter_table("goal_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_state_school_id"), ["school_id"], unique=False)

    op.create_table(
        "item_memory",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=8), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("goal", sa.String(length=4), nullable=False),
        sa.Column("agreement", sa.String(length=4), nullable=False),
        sa.Column("seen_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_item_memory_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_item_memory_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pupil_id", "item", name=op.f("pk_item_memory")),
    )
    with op.batch_alter_table("item_memory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_memory_school_id"), ["school_id"], unique=False)

    op.create_table(
        "kept_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("kept_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_kept_answer_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_kept_answer_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_answer")),
    )
    with op.batch_alter_table("kept_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_answer_pupil_id"), ["pupil_id"], unique=False)

    op.create_table(
        "lesson_progress",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=4), nullable=False),
        sa.Column("step_since", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("help_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answered_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("started_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["class_id"],
            ["school_class.id"],
            name=op.f("fk_lesson_progress_class_id_school_class"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_lesson_progress_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_lesson_progress_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pupil_id", "module", "year", name=op.f("pk_lesson_progress")),
    )
    with op.batch_alter_table("lesson_progress", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_progress_class_id"), ["class_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_lesson_progress_school_id"), ["school_id"], unique=False)

    op.create_table(
        "module_state",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("mastered_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("renewed_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("protective_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("updated_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_module_state_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_module_state_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pupil_id", "module", name=op.f("pk_module_state")),
    )
    with op.batch_alter_table("module_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_state_school_id"), ["school_id"], unique=False)

    op.create_table(
        "pledge_certificate",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("pledges", sa.JSON(), nullable=False),
        sa.Column("made_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_pledge_certificate_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_pledge_certificate_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_certificate")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_pledge_certificate_code_hash")),
        sa.UniqueConstraint("key", name=op.f("uq_pledge_certificate_key")),
    )
    with op.batch_alter_table("pledge_certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pledge_certificate_pupil_id"), ["pupil_id"], unique=False)

    op.create_table(
        "pledge_parent_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=5), nullable=False),
        sa.Column("signed_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("way IN ('link', 'paper')", name=op.f("ck_pledge_parent_line_way")),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_pledge_parent_line_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_pledge_parent_line_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_parent_line")),
        sa.UniqueConstraint("pupil_id", "year", name=op.f("uq_pledge_parent_line_pupil_id_year")),
    )
    op.create_table(
        "pledge_parent_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("shows", sa.JSON(), nullable=False),
        sa.Column("made_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ticked_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('sign', 'talk')", name=op.f("ck_pledge_parent_link_purpose")),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_pledge_parent_link_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_pledge_parent_link_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_pledge_parent_link")),
    )
    with op.batch_alter_table("pledge_parent_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pledge_parent_link_pupil_id"), ["pupil_id"], unique=False)

    op.create_table(
        "pledge_secret",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=32), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_pledge_secret_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_pledge_secret_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_pledge_secret_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_secret")),
        sa.UniqueConstraint("school_id", "seq", "field", name=op.f("uq_pledge_secret_school_id_seq_field")),
    )
    with op.batch_alter_table("pledge_secret", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pledge_secret_pupil_id"), ["pupil_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pledge_secret_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "pledge_signing",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("strokes", sa.JSON(), nullable=False),
        sa.Column("signed_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("paper_day", sa.Date(), nullable=True),
        sa.Column("countersigned_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("countersigned_by", sa.Integer(), nullable=True),
        sa.Column("teacher_words", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint("way IN ('typed', 'drawn', 'stamp', 'paper')", name=op.f("ck_pledge_signing_way")),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_pledge_signing_class_id_school_class"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["countersigned_by"],
            ["staff.id"],
            name=op.f("fk_pledge_signing_countersigned_by_staff"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_pledge_signing_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_pledge_signing_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_signing")),
        sa.UniqueConstraint("key", name=op.f("uq_pledge_signing_key")),
        sa.UniqueConstraint("pupil_id", "token", name=op.f("uq_pledge_signing_pupil_id_token")),
    )
    with op.batch_alter_table("pledge_signing", schema=None) as batch_op:
        batch_op.create_index("ix_pledge_signing_class_id_year", ["class_id", "year"], unique=False)

    op.create_table(
        "pledge_talk_wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("promise", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("asked_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("about IN ('talk', 'read')", name=op.f("ck_pledge_talk_wish_about")),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_pledge_talk_wish_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_pledge_talk_wish_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge_talk_wish")),
        sa.UniqueConstraint("pupil_id", "promise", "year", name=op.f("uq_pledge_talk_wish_pupil_id_promise_year")),
    )
    op.create_table(
        "pupil_visit",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_pupil_visit_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_pupil_visit_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pupil_id", name=op.f("pk_pupil_visit")),
    )
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("second_factor_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("created_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_seen", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_sign_in_class_id_school_class"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_sign_in_pupil_id_pupil"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_sign_in_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_in_staff_id_staff"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_class_id"), ["class_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_expires_at"), ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_pupil_id"), ["pupil_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "step_draft",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("step", sa.String(length=4), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("kept_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_step_draft_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_step_draft_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pupil_id", "module", "step", name=op.f("pk_step_draft")),
    )
    with op.batch_alter_table("step_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_draft_school_id"), ["school_id"], unique=False)

    op.create_table(
        "step_memory",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("right_first", sa.Boolean(), nullable=False),
        sa.Column("protective", sa.Boolean(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_step_memory_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_step_memory_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pupil_id", "module", "step", name=op.f("pk_step_memory")),
    )
    with op.batch_alter_table("step_memory", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_memory_school_id"), ["school_id"], unique=False)

    op.create_table(
        "step_state",
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=4), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("first", sa.JSON(), nullable=False),
        sa.Column("last", sa.JSON(), nullable=False),
        sa.Column("tries", sa.JSON(), nullable=False),
        sa.Column("tokens", sa.JSON(), nullable=False),
        sa.Column("started_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_again_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_step_state_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_step_state_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("pupil_id", "module", "year", "step", name=op.f("pk_step_state")),
    )
    with op.batch_alter_table("step_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_step_state_school_id"), ["school_id"], unique=False)

    op.create_table(
        "teach_back",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=True),
        sa.Column("module", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=4), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("plan", sa.String(length=16), nullable=False),
        sa.Column("plan_text", sa.String(length=120), nullable=False),
        sa.Column("written_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("read_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=True),
        sa.Column("reply", sa.String(length=16), nullable=False),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["class_id"], ["school_class.id"], name=op.f("fk_teach_back_class_id_school_class"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["hidden_by"], ["staff.id"], name=op.f("fk_teach_back_hidden_by_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["pupil_id"], ["pupil.id"], name=op.f("fk_teach_back_pupil_id_pupil"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["read_by"], ["staff.id"], name=op.f("fk_teach_back_read_by_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_teach_back_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teach_back")),
        sa.UniqueConstraint("key", name=op.f("uq_teach_back_key")),
        sa.UniqueConstraint("pupil_id", "module", "year", "step", name=op.f("uq_teach_back_pupil_id_module_year_step")),
    )
    with op.batch_alter_table("teach_back", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teach_back_class_id"), ["class_id"], unique=False)

    op.create_table(
        "answer_draft",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=8), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.JSON(), nullable=False),
        sa.Column("kept_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_answer_draft_attempt_id_attempt"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_answer_draft_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_id", "item", name=op.f("pk_answer_draft")),
    )
    op.create_table(
        "attempt_answer",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=8), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("goal", sa.String(length=4), nullable=False),
        sa.Column("picks", sa.JSON(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("answered_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_attempt_answer_attempt_id_attempt"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_attempt_answer_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_id", "item", name=op.f("pk_attempt_answer")),
    )
    op.create_table(
        "pledge",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("promise", sa.String(length=20), nullable=False),
        sa.Column("meaning", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("choice", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("signed_words", sa.String(length=200), nullable=False),
        sa.Column("signing_id", sa.Integer(), nullable=True),
        sa.Column("understood", sa.String(length=10), nullable=False),
        sa.Column("understood_at", core.database.UtcDateTime(timezone=True), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", core.database.UtcDateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.CheckConstraint("choice IN ('', 'yes', 'not-yet')", name=op.f("ck_pledge_choice")),
        sa.CheckConstraint(
            "state IN ('concept', 'begrepen', 'ondertekend', 'meegetekend', 'herzien', 'ingetrokken', 'vernieuwd', 'verlopen')",
            name=op.f("ck_pledge_state"),
        ),
        sa.CheckConstraint(
            "understood IN ('', 'module', 'situations', 'teacher', 'paper')", name=op.f("ck_pledge_understood")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by"], ["staff.id"], name=op.f("fk_pledge_confirmed_by_staff"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_pledge_pupil_id_pupil"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_pledge_school_id_school"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["signing_id"], ["pledge_signing.id"], name=op.f("fk_pledge_signing_id_pledge_signing"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
        sa.UniqueConstraint("key", name=op.f("uq_pledge_key")),
        sa.UniqueConstraint(
            "pupil_id", "promise", "meaning", "year", name=op.f("uq_pledge_pupil_id_promise_meaning_year")
        ),
    )
    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.create_index("ix_pledge_school_id_year_state", ["school_id", "year", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_pledge_signing_id"), ["signing_id"], unique=False)

    op.create_table(
        "statement_answer",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("statement", sa.String(length=16), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("face", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["attempt_id"], ["attempt.id"], name=op.f("fk_statement_answer_attempt_id_attempt"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_statement_answer_school_id_school"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attempt_id", "statement", name=op.f("pk_statement_answer")),
    )


def downgrade() -> None:
    op.drop_table("statement_answer")
    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pledge_signing_id"))
        batch_op.drop_index("ix_pledge_school_id_year_state")

    op.drop_table("pledge")
    op.drop_table("attempt_answer")
    op.drop_table("answer_draft")
    with op.batch_alter_table("teach_back", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teach_back_class_id"))

    op.drop_table("teach_back")
    with op.batch_alter_table("step_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_state_school_id"))

    op.drop_table("step_state")
    with op.batch_alter_table("step_memory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_memory_school_id"))

    op.drop_table("step_memory")
    with op.batch_alter_table("step_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_draft_school_id"))

    op.drop_table("step_draft")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_staff_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_pupil_id"))
        batch_op.drop_index(batch_op.f("ix_sign_in_expires_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_class_id"))

    op.drop_table("sign_in")
    op.drop_table("pupil_visit")
    op.drop_table("pledge_talk_wish")
    with op.batch_alter_table("pledge_signing", schema=None) as batch_op:
        batch_op.drop_index("ix_pledge_signing_class_id_year")

    op.drop_table("pledge_signing")
    with op.batch_alter_table("pledge_secret", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pledge_secret_staff_id"))
        batch_op.drop_index(batch_op.f("ix_pledge_secret_pupil_id"))

    op.drop_table("pledge_secret")
    with op.batch_alter_table("pledge_parent_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pledge_parent_link_pupil_id"))

    op.drop_table("pledge_parent_link")
    op.drop_table("pledge_parent_line")
    with op.batch_alter_table("pledge_certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pledge_certificate_pupil_id"))

    op.drop_table("pledge_certificate")
    with op.batch_alter_table("module_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_state_school_id"))

    op.drop_table("module_state")
    with op.batch_alter_table("lesson_progress", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_progress_school_id"))
        batch_op.drop_index(batch_op.f("ix_lesson_progress_class_id"))

    op.drop_table("lesson_progress")
    with op.batch_alter_table("kept_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_answer_pupil_id"))

    op.drop_table("kept_answer")
    with op.batch_alter_table("item_memory", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_memory_school_id"))

    op.drop_table("item_memory")
    with op.batch_alter_table("goal_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_state_school_id"))

    op.drop_table("goal_state")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index("ix_evidence_name_source")
        batch_op.drop_index("ix_evidence_class_id_source")

    op.drop_table("evidence")
    with op.batch_alter_table("draft_clause", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_clause_draft_id"))

    op.drop_table("draft_clause")
    op.drop_table("board_voter")
    op.drop_table("board_tally")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attempt_open",
            sqlite_where=sa.text("finished_at IS NULL AND dropped_at IS NULL"),
            postgresql_where=sa.text("finished_at IS NULL AND dropped_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_attempt_school_id"))
        batch_op.drop_index("ix_attempt_pupil_id_kind_module")
        batch_op.drop_index(batch_op.f("ix_attempt_class_id"))

    op.drop_table("attempt")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_staff_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("pupil", schema=None) as batch_op:
        batch_op.drop_index("ix_pupil_class_id_first_name")

    op.drop_table("pupil")
    op.drop_table("protocol_version")
    with op.batch_alter_table("protocol_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_protocol_draft_school_id"))

    op.drop_table("protocol_draft")
    op.drop_table("pledge_school_side")
    with op.batch_alter_table("own_content", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_own_content_class_id"))

    op.drop_table("own_content")
    with op.batch_alter_table("measurement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_measurement_school_id"))

    op.drop_table("measurement")
    with op.batch_alter_table("live_lesson", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_live_lesson_running",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index("ix_live_lesson_class_id_started_at")

    op.drop_table("live_lesson")
    op.drop_table("left_aside")
    op.drop_table("invitation")
    with op.batch_alter_table("flag_decision", schema=None) as batch_op:
        batch_op.drop_index("ix_flag_decision_school_flag")

    op.drop_table("flag_decision")
    op.drop_table("clause_wording")
    with op.batch_alter_table("class_vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_vote_school_id"))

    op.drop_table("class_vote")
    with op.batch_alter_table("class_teacher", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_class_teacher_staff_id"))

    op.drop_table("class_teacher")
    op.drop_table("class_rule")
    with op.batch_alter_table("class_lesson", schema=None) as batch_op:
        batch_op.drop_index("ix_class_lesson_school_id")

    op.drop_table("class_lesson")
    with op.batch_alter_table("board_vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_board_vote_class_id"))

    op.drop_table("board_vote")
    with op.batch_alter_table("staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_school_id"))

    op.drop_table("staff")
    with op.batch_alter_table("school_class", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_class_school_id"))

    op.drop_table("school_class")
    with op.batch_alter_table("school_break", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_break_school_id"))

    op.drop_table("school_break")
    op.drop_table("record_read")
    op.drop_table("pledge_link")
    op.drop_table("item_total")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_school_at")

    op.drop_table("audit_entry")
    op.drop_table("school")
    op.drop_table("budget")
