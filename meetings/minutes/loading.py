"""From an address to its row, for the pages of minutes."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from councils.models import Membership
from foundation.database import db
from meetings.convener import Convener
from meetings.convening import conveners
from meetings.convening import queries as convening
from meetings.minutes import queries, standing
from meetings.minutes.models import Minutes, MinutesRemark
from meetings.models import WITH_CONVENER, Meeting, MeetingState
from meetings.presence.models import Decision


def convener(slug: str) -> Convener | None:
    """The convener of an address."""
    return conveners.find(slug)


def meeting(slug: str, key: uuid.UUID) -> Meeting | None:
    """A meeting of the convener of an address."""
    return convening.find_of(slug, key)


def minutes(slug: str, key: uuid.UUID) -> Minutes | None:
    """The minutes of an address of a convener's own."""
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
    """A decision of the convener of an address, with who has it."""
    found = db.session.scalar(
        select(Decision)
        .where(Decision.id == key)
        .options(
            joinedload(Decision.owner).joinedload(Membership.person),
            joinedload(Decision.meeting).options(*WITH_CONVENER),
        )
    )
    return found if found is not None and found.meeting.convener.slug == slug else None
