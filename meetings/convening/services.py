"""Preparing a meeting: when, where, what for. Convening it is in `noticing.py`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from councils.facts import status_on
from councils.models import Council
from councils.status import LABELED, CouncilStatus
from foundation import audit, clock, documents
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import nfc
from foundation.workflow import Refused
from meetings.convener import Convener
from meetings.convening import conveners, days, queries
from meetings.convening.asked import Plan, Point
from meetings.convening.models import AgendaDocument
from meetings.models import AgendaItem, ItemKind, Meeting, MeetingState, NeedKind

MAY_MEET = LABELED | {CouncilStatus.IN_PROGRESS}
FARTHEST = timedelta(days=550)
MOST_ITEMS = 40
UP, DOWN = "monter", "descendre"


def plan(convener: Convener, asked: Plan, *, actor: Actor, is_demo: bool = False) -> Meeting:
    """Begin to prepare a meeting; only those who prepare the meetings of its convener know of it. Raises Refused."""
    require(actor, "meeting.plan", convener)
    if convener.council is not None:
        _refuse_at_rest(convener.council)
    meeting = Meeting(id=uuid.uuid4(), council_id=convener.council_id, committee_id=convener.committee_id)
    meeting.council, meeting.committee, meeting.is_demo = (
        convener.council,
        convener.committee,
        is_demo or convener.is_demo,
    )
    write(meeting, asked)
    db.session.add(meeting)
    db.session.flush()
    audit.record(actor, "meeting.plan", meeting, after=MeetingState.DRAFT.value)
    return meeting


def _refuse_at_rest(council: Council) -> None:
    found = status_on(council, clock.today())
    if found.status not in MAY_MEET:
        raise Refused(
            f"Ce conseil ne peut pas se réunir\u00a0: son état est «\u202f{found.status.label}\u202f». "
            "Il se réunira de nouveau quand il sera reconnu."
        )


def again(meeting: Meeting) -> Plan:
    """The plan of the same meeting, the first same weekday that is a week away or more."""
    ahead = (clock.today() - meeting.day).days
    day = meeting.day + timedelta(days=7 * (ahead // 7 + 2))
    return Plan(
        kind=meeting.kind,
        title=meeting.title,
        day=day,
        hour=meeting.hour,
        duration_min=meeting.duration_min,
        place=meeting.place,
        address=meeting.address,
        access=meeting.access,
        remote_url=meeting.remote_url,
    )


def change(meeting: Meeting, asked: Plan, *, actor: Actor) -> None:
    """Change a meeting that nobody was convened to yet. Raises Refused."""
    require(actor, "meeting.plan", meeting)
    hold(meeting)
    if meeting.state is not MeetingState.DRAFT:
        raise Refused("La convocation est partie\u00a0: changez la date depuis la page de la réunion, ou annulez-la.")
    write(meeting, asked)
    db.session.flush()
    audit.record(actor, "meeting.change", meeting)


def hold(meeting: Meeting) -> None:
    """Let nobody else change a meeting before the end of the transaction."""
    db.session.refresh(meeting, ["state", "version", "round", "changes", "starts_at"], with_for_update=True)


def write(meeting: Meeting, asked: Plan) -> None:
    """Put what was asked into a meeting. Raises Refused when its hour cannot be."""
    if asked.kind not in conveners.kinds(meeting.convener):
        raise Refused("Choisissez une des réunions de la liste.")
    starts_at = moment(asked)
    meeting.kind, meeting.title = asked.kind, nfc(asked.title)
    meeting.day, meeting.hour, meeting.starts_at = asked.day, asked.hour, starts_at
    meeting.duration_min = asked.duration_min
    meeting.place, meeting.address, meeting.access = nfc(asked.place), nfc(asked.address), nfc(asked.access)
    meeting.remote_url = asked.remote_url
    for kind in NeedKind:
        setattr(meeting, f"offers_{kind.value}", kind in asked.offers)


def moment(asked: Plan) -> datetime:
    """The moment that a plan names. Raises Refused for one that is past, too far, or that no clock shows."""
    found = days.moment_of(asked.day, asked.hour, second=asked.second)
    if found <= clock.now():
        raise Refused("Ce moment est déjà passé\u00a0: choisissez un jour et une heure à venir.")
    if found > clock.now() + FARTHEST:
        raise Refused("Cette date est à plus de dix-huit mois\u00a0: vérifiez l’année.")
    return found


def add_item(meeting: Meeting, point: Point, *, actor: Actor) -> AgendaItem:
    """Put something on the agenda. After the notice it goes to « questions diverses » (`R-MTG-03`). Raises Refused."""
    require(actor, "meeting.plan", meeting)
    hold(meeting)
    refuse_over(meeting)
    items = queries.items(meeting.id)
    if len(items) >= MOST_ITEMS:
        raise Refused(
            f"L’ordre du jour a déjà {MOST_ITEMS} points\u00a0: retirez-en un, ou prévoyez une autre réunion."
        )
    later = meeting.state is not MeetingState.DRAFT
    item = AgendaItem(
        id=uuid.uuid4(),
        meeting_id=meeting.id,
        meeting=meeting,
        position=max((one.position for one in items), default=0) + 1,
        title=nfc(point.title),
        kind=ItemKind.OTHER_BUSINESS if later else point.kind,
        minutes=point.minutes,
        added_later=later,
    )
    db.session.add(item)
    db.session.flush()
    audit.record(actor, "agenda.add", meeting)
    return item


def move_item(item: AgendaItem, way: str, *, actor: Actor) -> None:
    """Take an item one place up or down; at an end it stays. Raises Refused once the notice is out."""
    items = _hold_agenda(item, actor)
    place = next(number for number, one in enumerate(items) if one.id == item.id)
    other = place - 1 if way == UP else place + 1
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
    for number, one in enumerate(items, 1):
        one.position = number
    db.session.flush()


def drop_item(item: AgendaItem, *, actor: Actor) -> None:
    """Take an item off the agenda. Raises Refused once the notice is out."""
    _hold_agenda(item, actor)
    forget_papers(_papers([item.id]), actor=actor)
    db.session.delete(item)
    db.session.flush()


def _papers(items: Sequence[uuid.UUID]) -> Sequence[AgendaDocument]:
    return db.session.scalars(
        select(AgendaDocument)
        .where(AgendaDocument.agenda_item_id.in_(items))
        .options(joinedload(AgendaDocument.document))
    ).all()


def forget_papers(papers: Sequence[AgendaDocument], *, actor: Actor) -> None:
    """Forget documents of an agenda with their files. Who may is for the caller to have asked."""
    for paper in papers:
        document = paper.document
        db.session.delete(paper)
        db.session.flush()
        documents.remove(document, actor=actor)


def _hold_agenda(item: AgendaItem, actor: Actor) -> list[AgendaItem]:
    require(actor, "meeting.plan", item.meeting)
    hold(item.meeting)
    if item.meeting.state is not MeetingState.DRAFT and not item.added_later:
        raise Refused("La convocation est partie avec cet ordre du jour\u00a0: il ne change plus.")
    refuse_over(item.meeting)
    return list(queries.items(item.meeting_id))


def refuse_over(meeting: Meeting) -> None:
    """Raise Refused when a meeting was called off, or has begun: its agenda is what it was."""
    if meeting.state is MeetingState.CANCELLED or (meeting.convened_at and meeting.starts_at <= clock.now()):
        raise Refused("Cette réunion est passée ou annulée\u00a0: son ordre du jour ne change plus.")


def discard(meeting: Meeting, *, actor: Actor) -> None:
    """Throw away a meeting that nobody was convened to. Raises Refused."""
    require(actor, "meeting.plan", meeting)
    hold(meeting)
    if meeting.state is not MeetingState.DRAFT:
        raise Refused("La convocation est partie\u00a0: une réunion convoquée s’annule, avec une raison.")
    audit.record(actor, "meeting.discard", meeting)
    agenda = queries.items(meeting.id)
    forget_papers(_papers([item.id for item in agenda]), actor=actor)
    for item in agenda:
        db.session.delete(item)
    db.session.flush()
    db.session.delete(meeting)
    db.session.flush()
