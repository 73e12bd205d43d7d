"""The agenda put in another order at once, as a page does whose items are dragged."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from foundation import audit
from foundation.database import db
from foundation.policy import Actor, require
from foundation.workflow import Refused
from meetings.convening import queries, services
from meetings.models import Meeting, MeetingState

SENT = "La convocation est partie avec cet ordre du jour\u00a0: il ne change plus."
CHANGED = (
    "L’ordre du jour a changé entre-temps, sur une autre page. "
    "Le voici tel qu’il est\u00a0: déplacez de nouveau le point."
)
Keys = Sequence[uuid.UUID]


def is_reordering(current: Keys, seen: Keys, asked: Keys) -> bool:
    """Whether an order may be put in place of another: it was made from that one, and names each item once."""
    return list(seen) == list(current) and len(asked) == len(current) and set(asked) == set(current)


def put_in_order(meeting: Meeting, seen: Keys, asked: Keys, *, actor: Actor) -> None:
    """Put the agenda of a meeting in preparation in an order; `seen` is the one whoever asks had before them.

    Raises Refused once the notice is out, and when an item is gone, new or moved since.
    """
    require(actor, "meeting.plan", meeting)
    services.hold(meeting)
    if meeting.state is not MeetingState.DRAFT:
        raise Refused(SENT)
    items = {one.id: one for one in queries.items(meeting.id)}
    if not is_reordering(list(items), seen, asked):
        raise Refused(CHANGED)
    for place, key in enumerate(asked, 1):
        items[key].position = place
    db.session.flush()
    audit.record(actor, "agenda.order", meeting)
