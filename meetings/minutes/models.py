from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from councils.models import Membership
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment, on_create
from foundation.documents import Document
from foundation.html import RichText
from meetings.convener import Convener
from meetings.models import AgendaItem, Meeting, OfMeeting
from meetings.votes.models import Motion


class MinutesKind(Choice):
    """What is written of a meeting (domain §3.3)."""

    ACCOUNT = "account", "Compte rendu"
    RECORD = "record", "Procès-verbal"
    DECISION_LOG = "decision_log", "Relevé de décisions"


class MinutesState(Choice):
    """Where the minutes of a meeting stand."""

    DRAFT = "draft", "Brouillon"
    PROPOSED = "proposed", "Proposé"
    APPROVED = "approved", "Approuvé"
    PUBLISHED = "published", "Publié"
    CORRECTED = "corrected", "Rectifié"


class RevisionKind(Choice):
    """Why a text of the minutes was written: number 0 is provisional, 1 the text itself, others follow it."""

    PROVISIONAL = "provisional", "Relevé provisoire"
    ORIGINAL = "original", "Texte du conseil"
    CORRECTION = "correction", "Rectification"
    MASKING = "masking", "Données personnelles retirées"


class Minutes(Model):
    """What is kept in writing of one meeting. Its texts are its revisions.

    `comments_until` is the last day for the remarks of those who were there, once it was sent to them.
    `returned_reason` says why the council did not approve it; empty when it did, or was not asked.
    """

    __table_args__ = (
        CheckConstraint("(proposed_at IS NULL) = (comments_until IS NULL)", name="sent_means_until"),
        CheckConstraint("state = 'draft' OR proposed_at IS NOT NULL", name="proposed_means_dated"),
        CheckConstraint(
            "(state IN ('approved', 'published', 'corrected')) = (approved_at IS NOT NULL)", name="approved_means_dated"
        ),
        CheckConstraint(
            "(state IN ('published', 'corrected')) = (published_at IS NOT NULL)", name="public_means_dated"
        ),
        Index(None, "council_id", "state"),
        Index(None, "published_at", "id"),
    )

    id: Mapped[Key]
    council_id: Mapped[Id | None] = mapped_column(ForeignKey("council.id"))
    meeting_id: Mapped[Id] = mapped_column(ForeignKey("meeting.id"), unique=True)
    kind: Mapped[MinutesKind]
    state: Mapped[MinutesState] = mapped_column(default=MinutesState.DRAFT)
    started_at: Mapped[Moment]
    proposed_at: Mapped[datetime | None]
    comments_until: Mapped[date | None]
    returned_reason: Mapped[str] = mapped_column(String(500), default="")
    approved_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    revisions: Mapped[list[MinutesRevision]] = relationship(
        lazy="raise", back_populates="minutes", order_by="MinutesRevision.number"
    )

    @property
    def committee_id(self) -> uuid.UUID | None:
        """The committee whose minutes they are."""
        return self.meeting.committee_id

    @property
    def convener(self) -> Convener:
        """Who met; the meeting is loaded with its council or committee."""
        return self.meeting.convener

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once


class MinutesRevision(Model):
    """One text of the minutes, for the council and for everybody (`R-MIN-01`): each Markdown, with the HTML made of it.

    `saved` counts what was written in the text for the council, so that two writers see each other. The text is
    approved by a motion on `item_id`, an item of a later agenda, or by `motion_id`, a written vote. `public_saved`
    counts the changes of the public text; whoever checks it is not who prepared it. `sha256` is that of the public text
    once it is published. `hidden_at`: taken away since it told who somebody is; its words are gone, its dates stay.
    """

    __table_args__ = (
        UniqueConstraint("minutes_id", "number"),
        CheckConstraint("number >= 0 AND saved >= 0 AND public_saved >= 0", name="counts_from_zero"),
        CheckConstraint("(kind = 'provisional') = (number = 0)", name="zero_is_provisional"),
        CheckConstraint("(kind = 'original') = (number = 1)", name="one_is_original"),
        CheckConstraint("number < 2 OR reason <> ''", name="later_means_reason"),
        CheckConstraint("(checked_at IS NULL) OR prepared_at IS NOT NULL", name="checked_means_prepared"),
        CheckConstraint("checked_by_id <> prepared_by_id", name="checked_by_a_second"),
        CheckConstraint("published_at IS NULL OR approved_at IS NOT NULL OR number = 0", name="public_means_approved"),
        CheckConstraint("published_at IS NULL OR checked_at IS NOT NULL OR kind = 'masking'", name="public_is_checked"),
        CheckConstraint("(published_at IS NULL) = (sha256 IS NULL)", name="published_means_hash"),
        CheckConstraint("length(sha256) = 64", name="whole_hash"),
        Index(
            "uq_minutes_revision_one_under_way",
            "minutes_id",
            unique=True,
            sqlite_where=text("kind = 'correction' AND published_at IS NULL AND hidden_at IS NULL"),
            postgresql_where=text("kind = 'correction' AND published_at IS NULL AND hidden_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    minutes_id: Mapped[Id] = mapped_column(ForeignKey("minutes.id"))
    number: Mapped[int]
    kind: Mapped[RevisionKind]
    reason: Mapped[str] = mapped_column(String(500), default="")
    text: Mapped[str] = deferred(mapped_column(Text, nullable=False, default=""))
    html: Mapped[str] = deferred(mapped_column(RichText, nullable=False, default=""))
    saved: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[Moment]
    author_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id"), index=True)
    item_id: Mapped[Id | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"), unique=True)
    motion_id: Mapped[Id | None] = mapped_column(ForeignKey("motion.id"), unique=True)
    approved_at: Mapped[datetime | None]
    public_text: Mapped[str] = deferred(mapped_column(Text, nullable=False, default=""))
    public_html: Mapped[str] = deferred(mapped_column(RichText, nullable=False, default=""))
    public_saved: Mapped[int] = mapped_column(default=0)
    prepared_by_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id"), index=True)
    prepared_at: Mapped[datetime | None]
    checked_by_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id"), index=True)
    checked_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    sha256: Mapped[str | None] = mapped_column(String(64))
    hidden_at: Mapped[datetime | None]
    document_id: Mapped[Id | None] = mapped_column(ForeignKey("document.id"), unique=True)
    version: Mapped[int] = mapped_column()

    minutes: Mapped[Minutes] = relationship(lazy="raise", back_populates="revisions")
    item: Mapped[AgendaItem | None] = relationship(lazy="raise")
    motion: Mapped[Motion | None] = relationship(lazy="raise")
    document: Mapped[Document | None] = relationship(lazy="raise")
    kept: Mapped[list[KeptPassage]] = relationship(lazy="raise", order_by="KeptPassage.words")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once


# a text that was approved, and one that is public, change no more: they can only be taken away
_APPROVED = "OLD.approved_at IS NOT NULL AND NEW.hidden_at IS NULL"
_PUBLIC = "OLD.published_at IS NOT NULL AND NEW.hidden_at IS NULL"
SQLITE_GUARDS = (
    "CREATE TRIGGER minutes_revision_no_change BEFORE UPDATE OF text, html, number, reason ON minutes_revision "
    f"WHEN {_APPROVED} BEGIN SELECT RAISE(ABORT, 'approved minutes never change'); END",
    "CREATE TRIGGER minutes_revision_no_public_change BEFORE UPDATE OF public_text, public_html, sha256 "
    f"ON minutes_revision WHEN {_PUBLIC} BEGIN SELECT RAISE(ABORT, 'published minutes never change'); END",
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION minutes_revision_never_changes() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'approved minutes never change'; END $$",
    "CREATE TRIGGER minutes_revision_no_change BEFORE UPDATE OF text, html, number, reason ON minutes_revision "
    f"FOR EACH ROW WHEN ({_APPROVED}) EXECUTE FUNCTION minutes_revision_never_changes()",
    "CREATE TRIGGER minutes_revision_no_public_change BEFORE UPDATE OF public_text, public_html, sha256 "
    f"ON minutes_revision FOR EACH ROW WHEN ({_PUBLIC}) EXECUTE FUNCTION minutes_revision_never_changes()",
)
for _statement in SQLITE_GUARDS:
    on_create(MinutesRevision.__table__, _statement, "sqlite")
for _statement in POSTGRESQL_GUARDS:
    on_create(MinutesRevision.__table__, _statement, "postgresql")


class KeptPassage(Model):
    """Words of a public text that the site found and somebody decided to leave: named for a function, say."""

    __table_args__ = (UniqueConstraint("revision_id", "words"),)

    id: Mapped[Key]
    revision_id: Mapped[Id] = mapped_column(ForeignKey("minutes_revision.id", ondelete="CASCADE"))
    words: Mapped[str] = mapped_column(String(200))
    decided_by_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[Moment]


class MinutesRemark(OfMeeting, Model):
    """What somebody who was at the meeting asks to change in its minutes, and what became of it.

    `is_accepted` is null as long as nobody answered; `answer` says why it was declined.
    """

    __table_args__ = (
        CheckConstraint("(is_accepted IS NULL) = (answered_at IS NULL)", name="answered_means_dated"),
        CheckConstraint("is_accepted IS NULL OR is_accepted OR answer <> ''", name="declined_means_reason"),
        Index(None, "minutes_id", "written_at"),
    )

    id: Mapped[Key]
    minutes_id: Mapped[Id] = mapped_column(ForeignKey("minutes.id"))
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[Moment]
    is_accepted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(String(1000), default="")
    answered_at: Mapped[datetime | None]

    minutes: Mapped[Minutes] = relationship(lazy="raise")
    membership: Mapped[Membership] = relationship(lazy="raise")

    @property
    def meeting(self) -> Meeting:
        """The meeting whose minutes they are."""
        return self.minutes.meeting
