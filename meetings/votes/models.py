from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councils.models import Council, Membership
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment
from foundation.html import RichText
from meetings.models import AgendaItem
from meetings.presence.models import Proxy


class VoteMethod(Choice):
    """How a motion is voted on (`R-VOT-01`). Secret ballots are in a meeting, or between meetings."""

    WRITTEN = "written", "Vote écrit"
    CONSENSUS = "consensus", "Consensus"
    SHOW_OF_HANDS = "show_of_hands", "À main levée"
    NAMED = "named", "Nominatif"
    SECRET = "secret", "À bulletin secret"


class VoteChoice(Choice):
    """What one may answer (`R-VOT-04`)."""

    FOR = "for", "Pour"
    AGAINST = "against", "Contre"
    ABSTAIN = "abstain", "Abstention"
    DOES_NOT_TAKE_PART = "does_not_take_part", "Ne prend pas part au vote"


class MotionResult(Choice):
    """How a vote ended."""

    ADOPTED = "adopted", "Adoptée"
    REJECTED = "rejected", "Rejetée"
    NO_QUORUM = "no_quorum", "Participation insuffisante"
    NOT_PUT = "not_put", "Non mise aux voix"
    NOT_OPENED = "not_opened", "Bulletins non ouverts"


class Motion(Model):
    """A question put to the vote of a council. Whether it is open is computed from its moments (ruling 11).

    One that is put in a meeting belongs to an item of its agenda; somebody closes it, `closes_at` is when
    the clock would at the latest. It carries the quorum as it was when it opened (`R-QUO-04`): `quorum_base`,
    `quorum_required`, `quorum_counted`.

    `question` is one sentence; `text` (Markdown) and `html` are what is voted, frozen. `text_sha256` stands in the
    public journal. The totals are null until the clock has closed it. `participation_percent`: the share of those
    who may vote that must have answered, null when none is asked. A motion that was not put to the vote, and one closed
    by consensus, carry totals of the people there: nobody raised a hand. `settled_at`: the minutes of its meeting were
    approved; no opinion is attached to it any more.
    """

    __table_args__ = (
        CheckConstraint("closes_at > opens_at", name="closes_after_opening"),
        CheckConstraint(
            "(agenda_item_id IS NULL) = (quorum_base IS NULL) AND (agenda_item_id IS NULL) = (quorum_required IS NULL)"
            " AND (agenda_item_id IS NULL) = (quorum_counted IS NULL)",
            name="quorum_in_meetings",
        ),
        CheckConstraint(
            "method = 'secret' OR (method = 'written') = (agenda_item_id IS NULL)",
            name="method_fits_place",
        ),
        CheckConstraint("participation_percent BETWEEN 1 AND 100", name="share_of_voters"),
        CheckConstraint("(closed_at IS NULL) = (result IS NULL)", name="closed_means_result"),
        CheckConstraint(
            "(closed_at IS NULL) = (votes_for IS NULL) AND (closed_at IS NULL) = (votes_against IS NULL)"
            " AND (closed_at IS NULL) = (votes_abstain IS NULL) AND (closed_at IS NULL) = (votes_apart IS NULL)"
            " AND (closed_at IS NULL) = (base IS NULL) AND (closed_at IS NULL) = (required IS NULL)",
            name="closed_means_totals",
        ),
        CheckConstraint(
            "result <> 'adopted' OR votes_for > votes_against OR (by_casting_vote AND votes_for = votes_against)",
            name="adopted_means_more_for",
        ),
        CheckConstraint("length(text_sha256) = 64", name="whole_hash"),
        CheckConstraint("settled_at IS NULL OR agenda_item_id IS NOT NULL", name="settled_with_its_meeting"),
        Index(None, "council_id", "closed_at", "closes_at"),
        Index(None, "closed_at", "closes_at"),
    )

    id: Mapped[Key]
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"))
    agenda_item_id: Mapped[Id | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    question: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(RichText)
    text_sha256: Mapped[str] = mapped_column(String(64))
    url: Mapped[str] = mapped_column(String(300))
    method: Mapped[VoteMethod]
    participation_percent: Mapped[int | None]
    opens_at: Mapped[Moment]
    closes_at: Mapped[Moment]
    closed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    result: Mapped[MotionResult | None]
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    votes_abstain: Mapped[int | None]
    votes_apart: Mapped[int | None]
    base: Mapped[int | None]
    required: Mapped[int | None]
    quorum_base: Mapped[int | None]
    quorum_required: Mapped[int | None]
    quorum_counted: Mapped[int | None]
    by_casting_vote: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()

    council: Mapped[Council] = relationship(lazy="raise")
    agenda_item: Mapped[AgendaItem | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once


class Vote(Model):
    """What one membership answered to one motion; the last answer counts (`R-VOT-03`). Never public (`R-VOT-08`).

    `proxy_id`: whoever held the proxy of that membership answered for it. `called`: said aloud at the roll call of a
    meeting, and entered by the secretary.
    """

    __table_args__ = (UniqueConstraint("motion_id", "membership_id"),)

    id: Mapped[Key]
    motion_id: Mapped[Id] = mapped_column(ForeignKey("motion.id"))
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    choice: Mapped[VoteChoice]
    cast_at: Mapped[Moment]
    assisted_act_id: Mapped[Id | None] = mapped_column(ForeignKey("assisted_act.id"), index=True)
    proxy_id: Mapped[Id | None] = mapped_column(ForeignKey("proxy.id"), index=True)
    called: Mapped[bool] = mapped_column(default=False)


class Elector(Model):
    """A seat that may vote on a motion put in a meeting: there, or represented, when it opened (`R-VOT-02`).

    Frozen with the opening: who comes or goes later counts from the next motion on (`R-PRX-04`, `R-QUO-04`).
    """

    __table_args__ = (UniqueConstraint("motion_id", "membership_id"),)

    id: Mapped[Key]
    motion_id: Mapped[Id] = mapped_column(ForeignKey("motion.id"))
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    proxy_id: Mapped[Id | None] = mapped_column(ForeignKey("proxy.id"), index=True)

    membership: Mapped[Membership] = relationship(lazy="raise")
    proxy: Mapped[Proxy | None] = relationship(lazy="raise")


class ConflictOfInterest(Model):
    """A member's word that a motion touches their own interest: they do not vote, and leave its base (`R-VOT-06`)."""

    __table_args__ = (UniqueConstraint("motion_id", "membership_id"),)

    id: Mapped[Key]
    motion_id: Mapped[Id] = mapped_column(ForeignKey("motion.id"))
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    declared_at: Mapped[Moment]


class Dissent(Model):
    """A diverging opinion that travels with what was voted (`R-VOT-07`); public without its author's name."""

    __table_args__ = (UniqueConstraint("motion_id", "membership_id"),)

    id: Mapped[Key]
    motion_id: Mapped[Id] = mapped_column(ForeignKey("motion.id"))
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(RichText)
    written_at: Mapped[Moment]

    membership: Mapped[Membership] = relationship(lazy="raise")
