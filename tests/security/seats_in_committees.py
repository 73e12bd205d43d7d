"""What the addresses of seats in committees name: a seat of two committees, or of two councils, for the matrix."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from councils.committees.models import CommitteeKind, CommitteeSeat
from councils.models import Council
from foundation.database import db
from tests.security.objects import Objects


def _all() -> Sequence[CommitteeSeat]:
    whole = select(CommitteeSeat).options(joinedload(CommitteeSeat.committee), joinedload(CommitteeSeat.council))
    return db.session.scalars(whole.order_by(CommitteeSeat.id)).all()


def of_committees() -> Objects:
    """A seat in the committee of the demonstration's secretary, and one in another."""
    kinds = (CommitteeKind.METROPOLITAN_STEERING, CommitteeKind.LOCAL_STEERING)
    found = [next(seat for seat in _all() if seat.committee.kind is kind) for kind in kinds]
    return [(seat.committee_id, {"slug": seat.committee.slug, "key": seat.id}) for seat in found]


def of_councils(councils: Sequence[Council]) -> Objects:
    """A seat of each council in the committee of the demonstration's secretary."""
    metropolitan = [seat for seat in _all() if seat.committee.kind is CommitteeKind.METROPOLITAN_STEERING]
    found = [next(seat for seat in metropolitan if seat.council_id == council.id) for council in councils]
    return [(seat.council_id, {"slug": seat.council.slug, "key": seat.id}) for seat in found]
