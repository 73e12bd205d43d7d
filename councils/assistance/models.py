from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from citizens.models import Person
from councils.models import Council
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment
from foundation.documents import Document


class AssistedActKind(Choice):
    """What was done for somebody. Never a secret ballot."""

    VOTE = "vote", "Vote"
    NOTICE = "notice", "Réponse à une convocation"
    PROXY = "proxy", "Pouvoir"


class AssistanceMandate(Model):
    """A member's written wish that the facilitator records for them what they decide; dated, revocable at any time.

    `document_id` is the signed paper. `kept_at_place` says where the paper lies when it was not copied.
    """

    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= written_on", name="ends_after_written"),
        CheckConstraint("document_id IS NOT NULL OR kept_at_place IS NOT NULL", name="paper_somewhere"),
        Index(None, "council_id", "person_id"),
    )

    id: Mapped[Key]
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"))
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), index=True)
    written_on: Mapped[date]
    valid_to: Mapped[date | None]
    document_id: Mapped[Id | None] = mapped_column(ForeignKey("document.id"), index=True)
    kept_at_place: Mapped[str | None] = mapped_column(String(200))
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    revoked_at: Mapped[datetime | None]

    council: Mapped[Council] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    document: Mapped[Document | None] = relationship(lazy="raise")


class AssistedAct(Model):
    """One thing that was recorded for somebody under their mandate; `receipt` is the code on their receipt.

    `object_id` names a row of an upper package (a motion, a notice): no foreign key can say it. `about` is its title,
    `url` its page, `until` the moment up to which the answer may change. `said` is the answer in words, forgotten
    together with the answer itself (`R-VOT-08`). `named_id` is the person whom the answer names, when it does: who
    holds the power, whose voice it was. The name is looked up when shown.
    """

    __table_args__ = (Index(None, "mandate_id", "at"), Index(None, "object_id"))

    id: Mapped[Key]
    mandate_id: Mapped[Id] = mapped_column(ForeignKey("assistance_mandate.id"))
    kind: Mapped[AssistedActKind]
    object_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    about: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(300))
    said: Mapped[str | None] = mapped_column(String(80))
    named_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    until: Mapped[datetime | None]
    at: Mapped[Moment]
    receipt: Mapped[str] = mapped_column(String(12), unique=True)
    done_by_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)

    mandate: Mapped[AssistanceMandate] = relationship(lazy="raise")
    named: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[named_id])
