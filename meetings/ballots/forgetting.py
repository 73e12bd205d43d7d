"""What is forgotten of secret votes with time: who deposited, and the list of trackers; totals and hashes stay."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, update

from foundation.database import db
from meetings.ballots.models import BallotBox, PaperCount, SecretVoter


def forget(old: Any) -> None:
    """Forget the register, the trackers and who counted, of the motions that a query gives (domain §9.5)."""
    for model in (SecretVoter, PaperCount):
        statement = delete(model).where(model.motion_id.in_(old))
        db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.execute(
        update(BallotBox)
        .where(BallotBox.motion_id.in_(old), BallotBox.ballots.is_not(None))
        .values(ballots=None)
        .execution_options(synchronize_session=False)
    )
