from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from citizens.models import Person
from foundation.database import Id, Key, Model, Moment


class PersonMerge(Model):
    """Two rows found to be one person: what pointed to the double points to the kept one, until it is undone."""

    __table_args__ = (
        CheckConstraint("kept_id <> double_id", name="two_rows"),
        CheckConstraint("undone_at IS NULL OR undone_at >= merged_at", name="undone_after_merged"),
        Index(None, "double_id"),
        Index(None, "merged_at"),
        Index(
            "uq_person_merge_standing",
            "double_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    kept_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), index=True)
    double_id: Mapped[Id] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text)
    merged_at: Mapped[Moment]
    merged_by_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    undone_at: Mapped[datetime | None]

    kept: Mapped[Person] = relationship(lazy="raise", foreign_keys=[kept_id])
    double: Mapped[Person] = relationship(lazy="raise", foreign_keys=[double_id])
    merged_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[merged_by_id])
    rows: Mapped[list[MovedRow]] = relationship(lazy="raise", back_populates="merge", cascade="all, delete-orphan")


class MovedRow(Model):
    """One reference that a merge moved, so that it can be moved back; or left, where the kept row had its like."""

    __table_args__ = (Index(None, "merge_id"),)

    id: Mapped[Key]
    merge_id: Mapped[Id] = mapped_column(ForeignKey("person_merge.id", ondelete="CASCADE"))
    table_name: Mapped[str] = mapped_column(String(60))
    column_name: Mapped[str] = mapped_column(String(60))
    row_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    stayed: Mapped[bool] = mapped_column(default=False)

    merge: Mapped[PersonMerge] = relationship(lazy="raise", back_populates="rows")
