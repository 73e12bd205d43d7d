"""What a result moves, in the transaction that closes the vote."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from meetings.minutes.approving import settled
from meetings.proposals.services import decided
from meetings.votes.models import Motion

AFTER_CLOSING: Sequence[Callable[[Motion], None]] = (decided, settled)
