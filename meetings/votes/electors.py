"""Who may vote on a motion that was put in a meeting: the list frozen when it opened."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from citizens.models import Person
from councils.models import Membership
from foundation.database import db
from meetings.models import AgendaItem, Meeting
from meetings.presence.models import Proxy
from meetings.votes.models import ConflictOfInterest, Elector, Motion, Vote, VoteChoice


@dataclass(frozen=True)
class Voice:
    """One seat on the list with what was answered for it, or that it stands aside."""

    elector: Elector
    choice: VoteChoice | None = None
    aside: bool = False


def voices(motion_id: uuid.UUID) -> Sequence[Voice]:
    """Every seat on the list of a motion, in the order of names, with its person and whoever holds its proxy."""
    rows = db.session.execute(
        select(Elector, Vote.choice, ConflictOfInterest.id)
        .join(Elector.membership)
        .join(Membership.person)
        .outerjoin(Vote, and_(Vote.motion_id == Elector.motion_id, Vote.membership_id == Elector.membership_id))
        .outerjoin(
            ConflictOfInterest,
            and_(
                ConflictOfInterest.motion_id == Elector.motion_id,
                ConflictOfInterest.membership_id == Elector.membership_id,
            ),
        )
        .where(Elector.motion_id == motion_id)
        .options(
            contains_eager(Elector.membership).contains_eager(Membership.person),
            joinedload(Elector.proxy).joinedload(Proxy.holder).joinedload(Membership.person),
        )
        .order_by(Person.family_name, Person.given_name, Membership.id)
    )
    return [Voice(elector, choice, aside is not None) for elector, choice, aside in rows]


def find(motion_id: uuid.UUID, elector_id: uuid.UUID) -> Elector | None:
    """One seat on the list of a motion."""
    return db.session.scalar(
        select(Elector)
        .where(Elector.motion_id == motion_id, Elector.id == elector_id)
        .options(joinedload(Elector.membership), joinedload(Elector.proxy).joinedload(Proxy.holder))
    )


def voices_of(motion_id: uuid.UUID, person_id: uuid.UUID | None) -> Sequence[Voice]:
    """The seats for which somebody answers, with the answers: their own, then those whose proxy they hold."""
    holder = aliased(Membership)
    rows = db.session.execute(
        select(Elector, Vote.choice)
        .join(Elector.membership)
        .outerjoin(Vote, and_(Vote.motion_id == Elector.motion_id, Vote.membership_id == Elector.membership_id))
        .outerjoin(Proxy, Proxy.id == Elector.proxy_id)
        .outerjoin(holder, holder.id == Proxy.holder_id)
        .where(
            Elector.motion_id == motion_id,
            or_(and_(Elector.proxy_id.is_(None), Membership.person_id == person_id), holder.person_id == person_id),
        )
        .options(
            contains_eager(Elector.membership).joinedload(Membership.person),
            joinedload(Elector.proxy).joinedload(Proxy.holder),
        )
        .order_by(Elector.proxy_id.is_not(None), Elector.id)
    )
    return [Voice(elector, choice) for elector, choice in rows]


def count(motion_id: uuid.UUID) -> int:
    """How many may vote: all on the list but those who stand aside (`R-VOT-06`)."""
    aside = select(ConflictOfInterest.membership_id).where(ConflictOfInterest.motion_id == motion_id)
    found = db.session.scalar(
        select(func.count())
        .select_from(Elector)
        .where(Elector.motion_id == motion_id, Elector.membership_id.not_in(aside))
    )
    return found or 0


def motions_of(meeting_id: uuid.UUID) -> Sequence[Motion]:
    """The motions put in a meeting, in the order they opened, with their council."""
    return db.session.scalars(
        select(Motion)
        .join(AgendaItem, AgendaItem.id == Motion.agenda_item_id)
        .where(AgendaItem.meeting_id == meeting_id)
        .options(joinedload(Motion.council), joinedload(Motion.agenda_item))
        .order_by(Motion.opens_at, Motion.id)
    ).all()


def meeting_of(motion: Motion) -> Meeting | None:
    """The meeting in which a motion was put, with its council; None for one between meetings."""
    if motion.agenda_item_id is None:
        return None
    return db.session.scalar(
        select(Meeting)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .where(AgendaItem.id == motion.agenda_item_id)
        .options(joinedload(Meeting.council))
    )
