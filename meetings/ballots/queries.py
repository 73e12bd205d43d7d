from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from councils.models import Membership
from foundation.database import db
from meetings.ballots.models import BallotBox, PaperCount, SeatState, SecretBallot, SecretVoter
from meetings.presence.models import Proxy
from meetings.votes.models import Motion, VoteMethod

LATEST = 3


@dataclass(frozen=True)
class Standing:
    """How many seats may deposit a ballot (those who declared an interest left out), and how many did."""

    voters: int
    deposited: int


def standing(motion: Motion) -> Standing:
    """How a secret vote stands: from the register while it is open, as it was frozen once it is closed."""
    if motion.closed_at is not None:
        return Standing(motion.base or 0, box_of(motion.id).cast or 0)
    rows = db.session.execute(
        select(SecretVoter.state, func.count()).where(SecretVoter.motion_id == motion.id).group_by(SecretVoter.state)
    )
    counts = dict(rows.all())
    deposited = counts.get(SeatState.CAST, 0)
    return Standing(deposited + counts.get(SeatState.NONE, 0), deposited)


def box_of(motion_id: uuid.UUID) -> BallotBox:
    """What a secret vote was opened with."""
    return db.session.scalars(select(BallotBox).where(BallotBox.motion_id == motion_id)).one()


def register(motion_id: uuid.UUID) -> Sequence[SecretVoter]:
    """The seats of a vote, in the order of their ids."""
    found = select(SecretVoter).where(SecretVoter.motion_id == motion_id).order_by(SecretVoter.membership_id)
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def sealed_rows(motion_id: uuid.UUID) -> Sequence[bytes]:
    """The sealed ballots of a vote, in no order that says anything."""
    rows = select(SecretBallot.sealed).where(SecretBallot.motion_id == motion_id).order_by(SecretBallot.id)
    return db.session.scalars(rows).all()


def held_by(motion_id: uuid.UUID, person_id: uuid.UUID | None) -> Sequence[SecretVoter]:
    """The seats for which a person deposits: their own first, then those that gave them their power."""
    holder = aliased(Membership)
    return (
        db.session.scalars(
            select(SecretVoter)
            .join(SecretVoter.membership)
            .outerjoin(SecretVoter.proxy)
            .outerjoin(holder, holder.id == Proxy.holder_id)
            .where(
                SecretVoter.motion_id == motion_id,
                or_(
                    SecretVoter.proxy_id.is_(None) & (Membership.person_id == person_id),
                    SecretVoter.proxy_id.is_not(None) & (holder.person_id == person_id),
                ),
            )
            .options(contains_eager(SecretVoter.membership).joinedload(Membership.person))
            .order_by(SecretVoter.proxy_id.is_not(None), SecretVoter.membership_id)
        )
        .unique()
        .all()
    )


def paper_count(motion_id: uuid.UUID) -> PaperCount | None:
    """What was counted from the paper ballots of a vote, if it was."""
    return db.session.scalar(select(PaperCount).where(PaperCount.motion_id == motion_id))


def still_open(motion_ids: Sequence[uuid.UUID]) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Of some votes, those that are known, and of these the ones that are not closed."""
    rows = db.session.execute(select(Motion.id, Motion.closed_at).where(Motion.id.in_(motion_ids))).all()
    return {row.id for row in rows}, {row.id for row in rows if row.closed_at is None}


def latest() -> Sequence[Motion]:
    """The secret votes that were closed last, with their councils."""
    return db.session.scalars(
        select(Motion)
        .where(Motion.method == VoteMethod.SECRET, Motion.closed_at.is_not(None))
        .options(joinedload(Motion.council))
        .order_by(Motion.closed_at.desc(), Motion.id)
        .limit(LATEST)
    ).all()
