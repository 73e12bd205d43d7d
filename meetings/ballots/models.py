from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councils.models import Membership
from foundation.choices import Choice
from foundation.database import Id, Key, Model
from meetings.presence.models import Proxy
from meetings.votes import models as votes  # noqa: F401 - the table of motions


class BallotWay(Choice):
    """How secret ballots are given: on the site, or on paper in a meeting."""

    SITE = "site", "Sur le site"
    PAPER = "paper", "Sur papier"


class SeatState(Choice):
    """Where a seat stands in the register of a secret vote. `APART`: declared an interest, out of the base."""

    NONE = "none", "N’a pas déposé de bulletin"
    CAST = "cast", "A déposé un bulletin"
    APART = "apart", "Intérêt déclaré"


class Unopened(Choice):
    """Why the ballots of a vote were not opened."""

    FEW = "few", "Moins de cinq bulletins"
    PARTICIPATION = "participation", "Participation insuffisante"
    KEY = "key", "Clé perdue"
    BOX = "box", "Urne et registre différents"
    UNCOUNTED = "uncounted", "Dépouillement non contresigné"


class BallotBox(Model):
    """What a secret vote was opened with, and what came out of it; one for each motion by secret ballot.

    `public_key` (PEM) seals its ballots and is empty on paper; its private half is a file outside the database and is
    destroyed at the closing. `rules` is what was frozen of the rules (canonical JSON), `frozen_sha256` the hash of
    text, options, roll, rules and public key that stands in the public journal. `cast` is how many ballots were
    deposited, null until the closing. `ballots` are the opened ones, as the file for the council holds them: sorted by
    tracker, null when nothing was opened; forgotten after six months, `ballots_sha256` stays.
    """

    __table_args__ = (
        UniqueConstraint("motion_id"),
        CheckConstraint("(way = 'paper') = (public_key = '')", name="paper_needs_no_key"),
        CheckConstraint("length(frozen_sha256) = 64", name="whole_hash"),
        CheckConstraint("unopened IS NULL OR (ballots IS NULL AND ballots_sha256 = '')", name="unopened_shows_nothing"),
        CheckConstraint("ballots IS NULL OR ballots_sha256 <> ''", name="opened_means_hash"),
    )

    id: Mapped[Key]
    motion_id: Mapped[Id] = mapped_column(ForeignKey("motion.id"))
    way: Mapped[BallotWay]
    public_key: Mapped[str] = mapped_column(Text, default="")
    rules: Mapped[str] = mapped_column(Text)
    frozen_sha256: Mapped[str] = mapped_column(String(64))
    cast: Mapped[int | None]
    unopened: Mapped[Unopened | None]
    ballots: Mapped[str | None] = mapped_column(Text)
    ballots_sha256: Mapped[str] = mapped_column(String(64), default="")


class SecretVoter(Model):
    """A seat in the register of a secret vote: that it deposited, never when nor what.

    `proxy_id`: whoever holds this power deposits for the seat.
    """

    __table_args__ = (UniqueConstraint("motion_id", "membership_id"),)

    id: Mapped[Key]
    motion_id: Mapped[Id] = mapped_column(ForeignKey("motion.id"))
    membership_id: Mapped[Id] = mapped_column(ForeignKey("membership.id"), index=True)
    proxy_id: Mapped[Id | None] = mapped_column(ForeignKey("proxy.id"), index=True)
    state: Mapped[SeatState]

    membership: Mapped[Membership] = relationship(lazy="raise")
    proxy: Mapped[Proxy | None] = relationship(lazy="raise")


class SecretBallot(Model):
    """A sealed ballot in the box: always 384 bytes that the key of its vote alone opens; gone once it is opened.

    On SQLite the rows stand in the order of their random ids, not in that in which they came.
    """

    __table_args__ = (
        CheckConstraint("length(sealed) = 384", name="all_of_one_length"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[Key]
    motion_id: Mapped[Id] = mapped_column(ForeignKey("motion.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PaperCount(Model):
    """What was counted from the paper ballots of a vote: by one person, then countersigned by another.

    `ballots_found` is how many were in the box; blank and void ones are abstentions.
    """

    __table_args__ = (
        UniqueConstraint("motion_id"),
        CheckConstraint("countersigned_by_id <> entered_by_id", name="two_people"),
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND votes_abstain >= 0", name="counts_from_zero"),
        CheckConstraint("votes_for + votes_against + votes_abstain = ballots_found", name="adds_up"),
    )

    id: Mapped[Key]
    motion_id: Mapped[Id] = mapped_column(ForeignKey("motion.id"))
    ballots_found: Mapped[int]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    votes_abstain: Mapped[int]
    entered_by_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), index=True)
    countersigned_by_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id"), index=True)
