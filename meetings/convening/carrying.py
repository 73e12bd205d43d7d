"""What a meeting had no time for, taken up again at the next: marked when it is over, carried in one press."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import aliased, contains_eager

from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import date_words
from foundation.workflow import Refused
from meetings.convening import conveners, queries, services, wording
from meetings.convening.asked import Point
from meetings.models import AgendaItem, ItemKind, Meeting, MeetingState

# what is older than that is forgotten, not waiting
LONGEST = timedelta(days=400)
HELD = (MeetingState.CONVENED, MeetingState.CLOSED)


def is_over(meeting: Meeting) -> bool:
    """Whether a meeting took place: closed, or begun long enough ago that nobody opened it on the site."""
    if meeting.state is MeetingState.CLOSED:
        return True
    return meeting.state is MeetingState.CONVENED and wording.ends_at(meeting) <= clock.now()


def mark(item: AgendaItem, *, is_left: bool, actor: Actor) -> None:
    """Say that there was no time for an item, or that there was. Raises Refused before the meeting is over."""
    require(actor, "meeting.plan", item.meeting)
    services.hold(item.meeting)
    if not is_over(item.meeting):
        raise Refused("La réunion n’est pas terminée\u00a0: dites ensuite ce qui n’a pas été traité.")
    if not is_left and taken_up(item.id):
        raise Refused("Ce point est déjà reporté à une autre réunion\u00a0: retirez-le d’abord de son ordre du jour.")
    item.is_left = is_left
    db.session.flush()
    audit.record(actor, "agenda.leave" if is_left else "agenda.treat", item.meeting)


def taken_up(item_id: uuid.UUID) -> bool:
    """Whether a later meeting has an item on its agenda."""
    return db.session.scalar(select(AgendaItem.id).where(AgendaItem.carried_from_id == item_id)) is not None


def waiting(meeting: Meeting) -> Sequence[AgendaItem]:
    """What the convener of a meeting left and none took up since: items with their meetings, the oldest first."""
    later = aliased(AgendaItem)
    return db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(
            conveners.same_convener(meeting),
            Meeting.state.in_(HELD),
            Meeting.starts_at > clock.now() - LONGEST,
            AgendaItem.is_left,
            ~select(later.id).where(later.carried_from_id == AgendaItem.id).exists(),
        )
        .options(contains_eager(AgendaItem.meeting))
        .order_by(Meeting.starts_at, AgendaItem.position, AgendaItem.id)
    ).all()


def carry(meeting: Meeting, *, actor: Actor) -> int:
    """Put all that waits on the agenda of a meeting in preparation; gives how many items. Raises Refused."""
    require(actor, "meeting.plan", meeting)
    services.hold(meeting)
    if meeting.state is not MeetingState.DRAFT:
        raise Refused(
            "La convocation est partie avec son ordre du jour\u00a0: reportez ces points à une autre réunion."
        )
    left = waiting(meeting)
    for item in left:
        kind = ItemKind.DISCUSSION if item.kind is ItemKind.OTHER_BUSINESS else item.kind
        again = services.add_item(meeting, Point(item.title, kind, item.minutes), actor=actor)
        again.carried_from_id = item.id
    db.session.flush()
    return len(left)


def carry_on(meeting: Meeting, *, actor: Actor) -> Meeting:
    """Carry all that waits to the next meeting in preparation, and give that. Raises Refused when there is none."""
    require(actor, "meeting.plan", meeting)
    ahead = [one for one in queries.drafts(meeting.convener) if one.starts_at > clock.now()]
    if not ahead:
        raise Refused(
            "Aucune réunion n’est en préparation\u00a0: préparez la prochaine, les points non traités vous y "
            "attendront."
        )
    ahead[0].council, ahead[0].committee = meeting.council, meeting.committee
    carry(ahead[0], actor=actor)
    return ahead[0]


def origins(items: Sequence[AgendaItem]) -> Mapping[uuid.UUID, str]:
    """Where the items that were carried come from, in words, by item."""
    before = {item.carried_from_id: item.id for item in items if item.carried_from_id}
    if not before:
        return {}
    rows = db.session.execute(
        select(AgendaItem.id, Meeting.title, Meeting.day).join(AgendaItem.meeting).where(AgendaItem.id.in_(before))
    )
    return {before[key]: f"{title}, {date_words(day)}" for key, title, day in rows}
