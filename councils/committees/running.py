"""Which seats of committees run on a day, and whose they are: conditions for every query that asks."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.sql import ColumnElement

from councils.committees.models import CommitteeSeat, SeatVoice
from councils.models import Membership
from councils.status import LABELED, CouncilStatus


def running_on(day: date) -> ColumnElement[bool]:
    """The condition that a seat exists on a Paris day, its first and last included, held or vacant."""
    ends = or_(CommitteeSeat.end_on.is_(None), CommitteeSeat.end_on >= day)
    return and_(CommitteeSeat.start_on <= day, ends)


def held_by(membership: Any) -> ColumnElement[bool]:
    """The condition that a membership is the titular or the substitute of a seat."""
    named = or_(CommitteeSeat.titular_id == membership.id, CommitteeSeat.substitute_id == membership.id)
    return and_(CommitteeSeat.council_id == membership.council_id, named)


def goes_on(seat: CommitteeSeat, day: date) -> bool:
    """Whether a seat exists on a day or will later."""
    return seat.end_on is None or seat.end_on >= day


def runs(seat: CommitteeSeat, day: date) -> bool:
    """Whether a seat exists on a day."""
    return seat.start_on <= day and goes_on(seat, day)


def sits(membership: Membership | None, day: date) -> bool:
    """Whether a membership, if there is one, was accepted and holds on a day."""
    return (
        membership is not None
        and membership.accepted_on is not None
        and membership.start_on <= day
        and (membership.end_on is None or membership.end_on >= day)
    )


def voices_of(status: CouncilStatus) -> tuple[SeatVoice, ...]:
    """With which voices a council of this status may sit in committees (table of §2.5): all, as observer, or none."""
    if status in LABELED:
        return tuple(SeatVoice)
    return (SeatVoice.OBSERVER,) if status is CouncilStatus.IN_PROGRESS else ()


def voice_in_force(voice: SeatVoice, status: CouncilStatus) -> SeatVoice | None:
    """The voice of a seat while its council has this status: a label that ends suspends it, one awaited lessens it."""
    allowed = voices_of(status)
    if voice in allowed:
        return voice
    return allowed[0] if allowed else None
