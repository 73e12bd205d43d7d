from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from citizens.models import Person
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment
from foundation.html import RichText


class CommentKind(Choice):
    """What somebody brings to a discussion (ruling 16)."""

    ARGUMENT_FOR = "argument_for", "Argument pour"
    ARGUMENT_AGAINST = "argument_against", "Argument contre"
    QUESTION = "question", "Question"
    REPLY = "reply", "Réponse"


class CommentState(Choice):
    """Whether a comment is read by others."""

    WAITING = "waiting", "En attente de relecture"
    SHOWN = "shown", "Publié"
    DECLINED = "declined", "Non publié"
    HIDDEN = "hidden", "Retiré"


class Comment(Model):
    """Something said in the discussion of a subject, which a package above knows by its kind and id.

    `text` is Markdown; its HTML is made when written. A reply answers a comment of the same subject, which is none.
    `trusted` says that its author was one of the subject's own people when it was written, `open_to_all` that everyone
    could read the discussion then: else it is for the subject's own people, whatever is opened later. `hidden_reason`
    is shown in its place, for everyone (`R-IND-03`). One that its author took back at `withdrawn_at` is read no more.
    """

    __table_args__ = (
        CheckConstraint("(kind = 'reply') = (reply_to_id IS NOT NULL)", name="reply_answers_one"),
        CheckConstraint("(state = 'hidden') = (hidden_reason IS NOT NULL)", name="hidden_means_reason"),
        Index(None, "subject_kind", "subject_id", "written_at"),
    )

    id: Mapped[Key]
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    author_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[CommentKind]
    reply_to_id: Mapped[Id | None] = mapped_column(ForeignKey("comment.id"), index=True)
    state: Mapped[CommentState]
    trusted: Mapped[bool] = mapped_column(default=False)
    open_to_all: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(RichText)
    written_at: Mapped[Moment]
    edited_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    hidden_reason: Mapped[str | None] = mapped_column(String(1000))
    version: Mapped[int] = mapped_column()

    author: Mapped[Person] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once


class ReportGround(Choice):
    """Why something is reported; to be off the subject is no ground (domain §9.7)."""

    DANGER = "danger", "Quelqu’un est en danger"
    PERSONAL_DATA = "personal_data", "Une personne y est nommée ou reconnaissable"
    HATE = "hate", "Haine, menace ou insulte"
    DEFAMATION = "defamation", "Une accusation contre quelqu’un"
    SPAM = "spam", "Publicité"


class ReportState(Choice):
    """Where a report stands."""

    RECEIVED = "received", "Reçu"
    REMOVED = "removed", "Contenu retiré"
    KEPT = "kept", "Contenu gardé"


class ContentReport(Model):
    """Somebody's word that a comment should not stay, and what a moderator decided, with reasons.

    A stranger may report what everyone reads, and gives an address for the answer. A year after the decision neither
    person nor address is known any more (domain §9.5).
    """

    __table_args__ = (
        CheckConstraint("(state = 'received') = (decided_at IS NULL)", name="decided_means_dated"),
        CheckConstraint("(state = 'received') = (decision_reason IS NULL)", name="decided_means_reason"),
        CheckConstraint("reporter_id IS NULL OR reporter_email IS NULL", name="one_reporter"),
        CheckConstraint(
            "state <> 'received' OR reporter_id IS NOT NULL OR reporter_email IS NOT NULL", name="open_means_reporter"
        ),
        Index(None, "state", "reported_at"),
    )

    id: Mapped[Key]
    comment_id: Mapped[Id] = mapped_column(ForeignKey("comment.id"), index=True)
    reporter_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id"), index=True)
    reporter_email: Mapped[str | None] = mapped_column(String(254))
    ground: Mapped[ReportGround]
    words: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[ReportState]
    reported_at: Mapped[Moment]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None] = mapped_column(String(1000))
    version: Mapped[int] = mapped_column()

    comment: Mapped[Comment] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once
