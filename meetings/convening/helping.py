"""What members need in order to come: written with their answer, counted, and soon forgotten (domain §9.5)."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from citizens.naming import name_in
from councils.models import Membership
from foundation.database import db
from meetings.convening.models import MeetingNeed
from meetings.models import Meeting, NeedKind


def write(meeting_id: uuid.UUID, membership_id: uuid.UUID, kinds: Collection[NeedKind]) -> None:
    """Keep what somebody needs for a meeting in the place of what they needed before."""
    mine = delete(MeetingNeed).where(MeetingNeed.meeting_id == meeting_id, MeetingNeed.membership_id == membership_id)
    db.session.execute(mine)
    db.session.add_all(
        MeetingNeed(meeting_id=meeting_id, membership_id=membership_id, kind=kind) for kind in sorted(kinds)
    )


def of_seat(meeting_id: uuid.UUID, membership_id: uuid.UUID) -> list[NeedKind]:
    """What somebody said they need."""
    wanted = select(MeetingNeed.kind).where(
        MeetingNeed.meeting_id == meeting_id, MeetingNeed.membership_id == membership_id
    )
    return list(db.session.scalars(wanted.order_by(MeetingNeed.kind)))


def counts(meeting_id: uuid.UUID) -> str:
    """« garde d’enfants (2), transport (1) »: how many ask for what, without a name."""
    found = Counter(db.session.scalars(select(MeetingNeed.kind).where(MeetingNeed.meeting_id == meeting_id)))
    return ", ".join(f"{kind.label.lower()} ({found[kind]})" for kind in NeedKind if found[kind])


def names(meeting: Meeting) -> list[tuple[str, str]]:
    """Who needs what, for those who organize: (kind, names)."""
    rows: Sequence[MeetingNeed] = db.session.scalars(
        select(MeetingNeed)
        .where(MeetingNeed.meeting_id == meeting.id)
        .options(joinedload(MeetingNeed.membership).joinedload(Membership.person))
    ).all()
    asked = {
        kind: sorted(name_in(row.membership.person, meeting.council_id) for row in rows if row.kind is kind)
        for kind in NeedKind
    }
    return [(f"{kind.label} ({len(who)})", ", ".join(who)) for kind, who in asked.items() if who]


def forget(meeting_id: uuid.UUID) -> None:
    """Forget what everybody needed for a meeting."""
    db.session.execute(delete(MeetingNeed).where(MeetingNeed.meeting_id == meeting_id))
