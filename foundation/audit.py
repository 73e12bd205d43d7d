"""The internal trail: who did what, when and why, for those entitled. It only grows."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Index, Select, String, Text, Uuid, select
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock
from foundation.database import Key, Model, UtcDateTime, db
from foundation.policy import Actor
from foundation.text import nfc


class Identified(Protocol):
    """Any row that can be spoken of in the trail."""

    @property
    def id(self) -> Any: ...


class AuditEntry(Model):
    """One act: ids and roles only, never names or personal values (ruling 2), so no foreign key to people."""

    __table_args__ = (Index(None, "object_type", "object_id", "at"), Index(None, "at"))

    id: Mapped[Key]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    actor_role: Mapped[str] = mapped_column(String(40))
    action: Mapped[str] = mapped_column(String(80))
    object_type: Mapped[str] = mapped_column(String(60))
    object_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    before: Mapped[str | None] = mapped_column(String(40))
    after: Mapped[str | None] = mapped_column(String(40))
    comment: Mapped[str] = mapped_column(Text, default="")


def record(
    actor: Actor,
    action: str,
    subject: Identified,
    *,
    before: str | None = None,
    after: str | None = None,
    comment: str = "",
) -> AuditEntry:
    """Note an act in the current transaction (R-AUD-01). `subject` must already have its id.

    `before` and `after` are the stored values of its state when the act moved it.
    """
    entry = AuditEntry(
        at=_next_moment(),
        actor_id=actor.id,
        actor_role=actor.role,
        action=action,
        object_type=type(subject).__name__,
        object_id=subject.id,
        before=before,
        after=after,
        comment=nfc(comment),
    )
    db.session.add(entry)
    return entry


def was_last(actor: Actor, subject: Identified, *actions: str) -> bool:
    """Whether the latest of these acts on an object was this person's: who does it again, alike, has done it."""
    latest = (
        select(AuditEntry.actor_id)
        .where(
            AuditEntry.object_type == type(subject).__name__,
            AuditEntry.object_id == subject.id,
            AuditEntry.action.in_(actions),
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(1)
    )
    return actor.id is not None and db.session.scalar(latest) == actor.id


def _next_moment() -> datetime:
    """Now, or just after the entry before when the clock has not moved: acts of a transaction keep their order."""
    kept, now = db.session().info, clock.now()
    last = kept.get("last_audited")
    if last is not None and last >= now > last - timedelta(milliseconds=1):
        now = last + timedelta(microseconds=1)
    kept["last_audited"] = now
    return now


def history(kind: type[Any], ids: Collection[uuid.UUID]) -> Select[AuditEntry]:
    """The acts on some objects of one kind, oldest first."""
    return (
        select(AuditEntry)
        .where(AuditEntry.object_type == kind.__name__, AuditEntry.object_id.in_(ids))
        .order_by(AuditEntry.at, AuditEntry.id)
    )
