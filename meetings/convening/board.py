"""What meetings add to the board of all councils: dates alone (ruling 1)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import func, select

from foundation import clock
from foundation.board import BoardCell, BoardColumn
from foundation.database import db
from meetings.models import Meeting, MeetingState

# one that was never opened on the site was held all the same
HELD = (MeetingState.CONVENED, MeetingState.OPEN, MeetingState.CLOSED)


def last_meeting(ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, BoardCell]:
    """The day of the last meeting of each council that was held. One query."""
    rows = db.session.execute(
        select(Meeting.council_id, func.max(Meeting.day))
        .where(Meeting.council_id.in_(ids), Meeting.state.in_(HELD), Meeting.day < clock.today())
        .group_by(Meeting.council_id)
    )
    return {key: BoardCell(f"{day:%d/%m/%Y}", day.isoformat()) for key, day in rows if key is not None}


COLUMNS = (BoardColumn("reunion", "Dernière réunion", last_meeting),)
