"""The documents of an agenda: joined to an item, each for everybody or for the council alone (story A2)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from foundation import audit, documents
from foundation.database import db
from foundation.documents import Received
from foundation.policy import Actor, require
from foundation.workflow import Refused
from meetings.convening import services
from meetings.convening.models import AgendaDocument
from meetings.models import WITH_CONVENER, AgendaItem, Meeting

MOST = 10


def of_meeting(meeting_id: uuid.UUID) -> Sequence[AgendaDocument]:
    """The documents of an agenda with their files, in its order. One query."""
    return db.session.scalars(
        select(AgendaDocument)
        .join(AgendaDocument.agenda_item)
        .where(AgendaItem.meeting_id == meeting_id)
        .options(contains_eager(AgendaDocument.agenda_item), joinedload(AgendaDocument.document))
        .order_by(AgendaItem.position, AgendaDocument.position, AgendaDocument.id)
    ).all()


def of_item(item_id: uuid.UUID) -> Sequence[AgendaDocument]:
    """The documents of one item with their files."""
    return db.session.scalars(
        select(AgendaDocument)
        .where(AgendaDocument.agenda_item_id == item_id)
        .options(joinedload(AgendaDocument.document))
        .order_by(AgendaDocument.position, AgendaDocument.id)
    ).all()


def find(meeting_id: uuid.UUID, paper: uuid.UUID) -> AgendaDocument | None:
    """One document of a meeting, with its file, its item, the meeting and the council."""
    return db.session.scalar(
        select(AgendaDocument)
        .join(AgendaDocument.agenda_item)
        .join(AgendaItem.meeting)
        .where(AgendaDocument.id == paper, Meeting.id == meeting_id)
        .options(
            contains_eager(AgendaDocument.agenda_item).contains_eager(AgendaItem.meeting).options(*WITH_CONVENER),
            joinedload(AgendaDocument.document),
        )
    )


def attach(item: AgendaItem, received: Received, *, is_public: bool, actor: Actor) -> AgendaDocument:
    """Join a document to an item, before the meeting begins. Raises Refused."""
    require(actor, "meeting.plan", item.meeting)
    services.hold(item.meeting)
    services.refuse_over(item.meeting)
    count, last = db.session.execute(
        select(func.count(AgendaDocument.id), func.max(AgendaDocument.position)).where(
            AgendaDocument.agenda_item_id == item.id
        )
    ).one()
    if count >= MOST:
        raise Refused(
            f"Ce point a déjà {MOST} documents\u00a0: retirez-en un, ou réunissez-en plusieurs en un seul PDF."
        )
    document = documents.keep(received, actor=actor)
    paper = AgendaDocument(
        id=uuid.uuid4(),
        agenda_item_id=item.id,
        agenda_item=item,
        document_id=document.id,
        document=document,
        position=(last or 0) + 1,
        is_public=is_public,
    )
    db.session.add(paper)
    db.session.flush()
    audit.record(actor, "agenda.attach", item.meeting, after="public" if is_public else "internal")
    return paper


def turn(paper: AgendaDocument, *, is_public: bool, actor: Actor) -> None:
    """Show a document to everybody, or to the council alone; at any time, since a mistake must be mended at once."""
    require(actor, "meeting.plan", paper)
    if paper.is_public != is_public:
        paper.is_public = is_public
        db.session.flush()
        audit.record(actor, "agenda.show_paper", paper.meeting, after="public" if is_public else "internal")


def detach(paper: AgendaDocument, *, actor: Actor) -> None:
    """Take a document away, after the notice too: what must not be there goes, and the trail keeps that it went."""
    require(actor, "meeting.plan", paper)
    audit.record(actor, "agenda.detach", paper.meeting)
    services.forget_papers([paper], actor=actor)
