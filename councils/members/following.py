"""What becomes of a line of the reserve list once its person was offered a seat."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from councils.members.models import ReserveEntry, ReserveStatus
from councils.models import EndReason, Membership
from foundation import clock
from foundation.database import db

R = ReserveStatus


def follow(membership: Membership) -> None:
    """Let the list say what became of somebody's call: called, seated or refused, as their seat says."""
    refused = membership.end_reason is EndReason.REFUSED
    status = R.REFUSED if refused else R.SEATED if membership.accepted_on is not None else R.CALLED
    values: dict[str, Any] = {"status": status}
    values |= {"called_at": clock.now()} if status is R.CALLED else {"answered_on": clock.today()}
    mine = update(ReserveEntry).where(
        ReserveEntry.term_id == membership.term_id,
        ReserveEntry.person_id == membership.person_id,
        ReserveEntry.status.in_((R.WAITING, R.CALLED)),
    )
    db.session.execute(mine.values(**values).execution_options(synchronize_session=False))
