from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.sql import ColumnElement

from citizens.accounts.models import Account
from citizens.models import Person
from councils.electorate import entitled_on, sitting_on
from councils.models import College, Council, Membership
from foundation import clock
from foundation.database import db
from meetings.ballots import queries as ballots
from meetings.ballots.models import SeatState, SecretVoter
from meetings.votes.models import ConflictOfInterest, Dissent, Motion, Vote, VoteChoice, VoteMethod
from meetings.votes.moments import last_day
from meetings.votes.tally import Totals, totals

SHOWN = 3


def find(key: uuid.UUID) -> Motion | None:
    """One motion with its council."""
    return db.session.scalar(_motions().where(Motion.id == key))


def find_for_council(slug: str, key: uuid.UUID) -> Motion | None:
    """One motion of a council, with it."""
    return db.session.scalar(_motions().where(Motion.id == key, Council.slug == slug))


def _motions() -> Select[Motion]:
    return select(Motion).join(Motion.council).options(contains_eager(Motion.council))


@dataclass(frozen=True)
class Own:
    """What one person has to do with a motion: the membership, and what it answered, declared or wrote."""

    membership: Membership | None = None
    vote: Vote | None = None
    conflict: ConflictOfInterest | None = None
    dissent: Dissent | None = None


def own(motion: Motion, person_id: uuid.UUID | None) -> Own:
    """What a person has to do with a motion, by the seat they hold today or, once it is over, held on its last day."""
    if person_id is None:
        return Own()
    day = min(clock.today(), last_day(motion))
    return _own(motion, Membership.person_id == person_id, sitting_on(day))


def own_by_membership(motion: Motion, membership_id: uuid.UUID) -> Own:
    """What a membership has to do with a motion, whether or not it still holds; with its person."""
    return _own(motion, Membership.id == membership_id)


def _own(motion: Motion, *which: ColumnElement[bool]) -> Own:
    row = db.session.execute(
        select(Membership, Vote, ConflictOfInterest, Dissent)
        .outerjoin(Vote, _of(Vote, motion))
        .outerjoin(ConflictOfInterest, _of(ConflictOfInterest, motion))
        .outerjoin(Dissent, _of(Dissent, motion))
        .where(Membership.council_id == motion.council_id, *which)
        .options(joinedload(Membership.person))
        .limit(1)
    ).one_or_none()
    return Own() if row is None else Own(*row)


def _of(model: Any, motion: Motion) -> ColumnElement[bool]:
    return and_(model.membership_id == Membership.id, model.motion_id == motion.id)


@dataclass(frozen=True)
class Standing:
    """How many may vote on a motion, and how many answered."""

    voters: int
    answered: int


def base(motion: Motion, day: date) -> int:
    """Who counts for the participation: those who may vote on a day, and those who voted while they might.

    Those who declared an interest are left out (`R-VOT-06`).
    """
    voted = select(Vote.membership_id).where(Vote.motion_id == motion.id)
    apart = select(ConflictOfInterest.membership_id).where(ConflictOfInterest.motion_id == motion.id)
    found = db.session.scalar(
        select(func.count())
        .select_from(Membership)
        .where(
            Membership.council_id == motion.council_id,
            or_(entitled_on(day), Membership.id.in_(voted)),
            Membership.id.not_in(apart),
        )
    )
    return found or 0


def counted(motion: Motion) -> Totals:
    """How many gave each answer so far."""
    rows = db.session.execute(
        select(Vote.choice, func.count()).where(Vote.motion_id == motion.id).group_by(Vote.choice)
    )
    return totals(dict(rows.all()))


def standing(motion: Motion) -> Standing:
    """How many may vote, and how many did; once the totals are frozen, as they were then."""
    if motion.method is VoteMethod.SECRET:
        found = ballots.standing(motion)
        return Standing(found.voters, found.deposited)
    if motion.closed_at is not None:
        return Standing(motion.base or 0, frozen(motion).answered)
    return Standing(base(motion, min(clock.today(), last_day(motion))), counted(motion).answered)


def frozen(motion: Motion) -> Totals:
    """The totals of a closed motion."""
    return Totals(motion.votes_for or 0, motion.votes_against or 0, motion.votes_abstain or 0, motion.votes_apart or 0)


def silent(motion: Motion, day: date) -> Mapping[uuid.UUID, uuid.UUID]:
    """Who may vote on a day and neither voted nor declared an interest: the membership of each person."""
    rows = db.session.execute(
        select(Membership.person_id, Membership.id)
        .join(Motion, Motion.council_id == Membership.council_id)
        .where(Motion.id == motion.id, entitled_on(day), *_silent(Motion.id))
    )
    return dict(rows.all())


def _silent(motion_id: Any) -> tuple[ColumnElement[bool], ...]:
    answered = (
        exists().where(model.motion_id == motion_id, model.membership_id == Membership.id)
        for model in (Vote, ConflictOfInterest)
    )
    waits_for_ballot = exists().where(
        SecretVoter.motion_id == motion_id,
        SecretVoter.membership_id == Membership.id,
        SecretVoter.state == SeatState.NONE,
    )
    return (*(~one for one in answered), or_(Motion.method != VoteMethod.SECRET, waits_for_ballot))


def open_for(person_id: uuid.UUID | None) -> Sequence[Motion]:
    """The open motions between meetings that a person may vote on today and has not answered; first to close first."""
    now = clock.now()
    return db.session.scalars(
        _motions()
        .join(Membership, Membership.council_id == Motion.council_id)
        .where(
            Motion.closed_at.is_(None),
            Motion.opens_at <= now,
            Motion.closes_at > now,
            Motion.agenda_item_id.is_(None),
            Membership.person_id == person_id,
            entitled_on(clock.today()),
            *_silent(Motion.id),
        )
        .order_by(Motion.closes_at, Motion.id)
    ).all()


def answered_by(person_id: uuid.UUID | None, limit: int) -> Sequence[tuple[Motion, VoteChoice | None, bool]]:
    """What a person answered, or None for a ballot or an interest, which is the last word; the latest motions first."""
    declared, voter = ConflictOfInterest, SecretVoter
    deposited = and_(voter.motion_id == Motion.id, voter.membership_id == Membership.id, voter.state == SeatState.CAST)
    rows = db.session.execute(
        select(Motion, Vote.choice, declared.id.is_not(None))
        .join(Membership, Membership.council_id == Motion.council_id)
        .outerjoin(Vote, and_(Vote.motion_id == Motion.id, Vote.membership_id == Membership.id))
        .outerjoin(declared, and_(declared.motion_id == Motion.id, declared.membership_id == Membership.id))
        .outerjoin(voter, deposited)
        .where(
            Membership.person_id == person_id,
            or_(Vote.id.is_not(None), declared.id.is_not(None), voter.id.is_not(None)),
        )
        .options(joinedload(Motion.council))
        .order_by(Motion.closes_at.desc(), Motion.id)
        .limit(limit)
    )
    return rows.all()


def of_council(council_id: uuid.UUID) -> tuple[Sequence[Motion], Sequence[Motion]]:
    """The motions of a council that are not counted yet, and the results last counted. One query."""
    counted_last = (
        select(Motion.id)
        .where(Motion.council_id == council_id, Motion.closed_at.is_not(None))
        .order_by(Motion.closes_at.desc(), Motion.id)
        .limit(SHOWN)
    )
    shown = or_(Motion.closed_at.is_(None), Motion.id.in_(counted_last))
    rows = db.session.scalars(
        select(Motion).where(Motion.council_id == council_id, shown).order_by(Motion.closes_at, Motion.id)
    ).all()
    closed = sorted((one for one in rows if one.closed_at), key=lambda one: (one.closes_at, one.id.int), reverse=True)
    return [one for one in rows if one.closed_at is None], closed


def dissents(motion: Motion) -> Sequence[tuple[str, College]]:
    """The diverging opinions on a motion with the college of each author, and no more of them."""
    rows = db.session.execute(
        select(Dissent.html, Membership.college)
        .join(Membership, Membership.id == Dissent.membership_id)
        .where(Dissent.motion_id == motion.id)
        .order_by(Dissent.id)
    )
    return rows.all()


def link_is_shut(membership: Membership) -> bool:
    """Whether the account of a membership's person was closed: their links open nothing any more."""
    wanted = select(Account.id).where(Account.person_id == membership.person_id, Account.disabled_at.is_not(None))
    return db.session.scalar(wanted) is not None


def sitting(council_id: uuid.UUID, day: date) -> Sequence[tuple[Membership, bool]]:
    """Who sits in a council on a day, in the order of names, and whether each has an open account."""
    has_account = exists().where(Account.person_id == Membership.person_id, Account.disabled_at.is_(None))
    rows = db.session.execute(
        select(Membership, has_account)
        .join(Membership.person)
        .where(Membership.council_id == council_id, sitting_on(day))
        .options(contains_eager(Membership.person))
        .order_by(Person.family_name, Person.given_name, Membership.id)
    )
    return rows.all()


def due_to_close() -> Sequence[uuid.UUID]:
    """The motions whose moment has come and whose totals are not frozen, the oldest first."""
    late = and_(Motion.closed_at.is_(None), Motion.closes_at <= clock.now())
    return db.session.scalars(select(Motion.id).where(late).order_by(Motion.closes_at, Motion.id)).all()


def running() -> Sequence[Motion]:
    """The open motions between meetings of the whole site, with their councils."""
    now = clock.now()
    return db.session.scalars(
        _motions()
        .where(
            Motion.agenda_item_id.is_(None), Motion.closed_at.is_(None), Motion.opens_at <= now, Motion.closes_at > now
        )
        .order_by(Motion.closes_at, Motion.id)
    ).all()
