"""From an address to its row, for the pages of minutes."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from councils import queries as councils
from councils.models import Council, Membership
from foundation.database import db
from meetings.convening import queries as convening
from meetings.minutes import queries, standing
from meetings.minutes.models import Minutes, MinutesRemark
from meetings.models import Meeting, MeetingState
from meetings.presence.models import Decision


def council(slug: str) -> Council | None:
    """The council of an address."""
    return councils.by_slug(slug)


def meeting(slug: str, key: uuid.UUID) -> Meeting | None:
    """A meeting of the council of an address."""
    return convening.find_of(slug, key)


def minutes(slug: str, key: uuid.UUID) -> Minutes | None:
    """The minutes of an address of the council's own."""
    return queries.find_of(slug, key)


def remark(slug: str, key: uuid.UUID, remark: uuid.UUID) -> MinutesRemark | None:
    """A remark of an address."""
    return queries.remark_of(slug, key, remark)


def public(key: uuid.UUID, **_more: object) -> Minutes | None:
    """The minutes of a meeting that everybody may read; None when nothing of them is public."""
    found = of_meeting(key)
    return found if found is not None and standing.public(found) is not None else None


def of_meeting(key: uuid.UUID) -> Minutes | None:
    """The minutes of a meeting that was announced, public or not."""
    found = queries.of_meeting(key)
    return found if found is not None and found.meeting.state is not MeetingState.DRAFT else None


def decision(slug: str, key: uuid.UUID) -> Decision | None:
    """A decision of the council of an address, with who has it."""
    return db.session.scalar(
        select(Decision)
        .join(Council, Council.id == Decision.council_id)
        .outerjoin(Decision.owner)
        .where(Decision.id == key, Council.slug == slug)
        .options(contains_eager(Decision.owner).joinedload(Membership.person), joinedload(Decision.meeting))
    )
