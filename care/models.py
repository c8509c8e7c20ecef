"""Tables of asking for help: the adults whom a school named, and what children wrote to one of them.

A message is between one child and one adult. It is on no page of a class, in no report, and not in the copy of a
child's data that an administrator gives out (see docs/adr/050-messages-for-help.md).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.database import Base, Keyed


class HelpAdult(Keyed, Base):
    """A member of staff to whom the children of the school may write. Without such a row nobody can be written to."""

    __tablename__ = "help_adult"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), unique=True)
    task: Mapped[str] = mapped_column(String(60))
    """What children know this adult as: *vertrouwenspersoon*, *juf van groep 5*."""
    named_at: Mapped[datetime]
    named_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))


class HelpMessage(Keyed, Base):
    """What a child wrote to one adult, and how far it is: read, answered with a fixed sentence, talked about."""

    __tablename__ = "help_message"

    school_id: Mapped[int] = mapped_column(ForeignKey("school.id", ondelete="CASCADE"), index=True)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id", ondelete="CASCADE"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id", ondelete="SET NULL"))
    token: Mapped[str] = mapped_column(String(64))
    """Made with the form: the same form sent twice is one message."""
    words: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(5), default="nl", server_default="nl")
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(String(16), default="")
    """A key of ``care.rules.help.REPLIES``."""
    replied_at: Mapped[datetime | None]
    talked_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("pupil_id", "token"),
        Index("ix_help_message_staff_id_read_at", "staff_id", "read_at"),
    )
