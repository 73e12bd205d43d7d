"""What the addresses of meetings and discussions name: an object of two councils or committees, for the matrix."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence

from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from citizens.accounts import queries as accounts
from citizens.discussion import moderation
from citizens.discussion import queries as comments
from citizens.discussion.models import Comment, ContentReport, ReportGround
from councils.committees.models import Committee
from councils.models import Council
from foundation import documents
from foundation.database import db, transaction
from foundation.policy import Actor
from meetings.models import AgendaItem, Meeting, MeetingState, Notice, NoticeDelivery
from meetings.proposals import attachments
from meetings.proposals.models import Proposal, ProposalAttachment, ProposalState
from meetings.votes.models import Motion
from tests.files import pdf

Objects = list[tuple[uuid.UUID, dict[str, object]]]
S = ProposalState


def furnish(app: Flask) -> None:
    """Give each proposal in discussion a document, and the moderators a report to decide on."""
    with app.app_context(), transaction():
        talked = select(Proposal).where(Proposal.state == S.DELIBERATING, Proposal.motion_id.is_(None))
        for row in db.session.scalars(talked).all():
            received = documents.receive(FileStorage(io.BytesIO(pdf()), filename="plan.pdf"))
            attachments.attach(row, received, actor=Actor(id=row.author_id, role="board_member"))
        comment, reporter = _first_comment(), accounts.by_email("membre@example.org")
        assert reporter
        said = comments.said(comment.id)
        assert said
        moderation.report(said, ReportGround.SPAM, "", actor=Actor(id=reporter.person_id, role="member"))


def _first_comment() -> Comment:
    return db.session.scalars(select(Comment).order_by(Comment.written_at).limit(1)).one()


def _of(council: Council, state: ProposalState) -> Proposal:
    """The first proposal of a council in a state, its text free when it is discussed."""
    wanted = select(Proposal).where(Proposal.council_id == council.id, Proposal.state == state)
    if state is S.DELIBERATING:
        wanted = wanted.where(Proposal.published_at.is_(None))
    return db.session.scalars(wanted.order_by(Proposal.started_at).limit(1)).one()


def of_proposals(councils: Sequence[Council]) -> Objects:
    """A proposal that each council discusses, with its document, and one that was answered."""
    found: Objects = []
    for council in councils:
        row = _of(council, S.DELIBERATING)
        document = select(ProposalAttachment.id).where(ProposalAttachment.proposal_id == row.id)
        values = {"key": row.id, "attachment": db.session.scalars(document).one(), "step": "withdraw"}
        found.append((council.id, {"slug": council.slug, "number": _of(council, S.ANSWERED).number, **values}))
    return found


def of_meetings(councils: Sequence[Council]) -> Objects:
    """A meeting that each council convened, with an item of its agenda and how somebody was told."""
    found: Objects = []
    for council in councils:
        ahead = select(Meeting).where(Meeting.council_id == council.id, Meeting.state == MeetingState.CONVENED)
        meeting = db.session.scalars(ahead.order_by(Meeting.starts_at.desc()).limit(1)).one()
        item = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id).limit(1)
        told = select(NoticeDelivery.id).join(NoticeDelivery.notice).where(Notice.meeting_id == meeting.id).limit(1)
        values = {"point": db.session.scalars(item).one(), "delivery": db.session.scalars(told).one()}
        found.append((council.id, {"slug": council.slug, "key": meeting.id, "way": "monter", **values}))
    return found


def of_subjects(councils: Sequence[Council]) -> Objects:
    """What each council discusses, as a subject of a discussion."""
    return [(council.id, {"kind": "proposal", "key": _of(council, S.DELIBERATING).id}) for council in councils]


def of_comments(councils: Sequence[Council]) -> Objects:
    """Something said of what each council discusses."""
    found: Objects = []
    for council in councils:
        said = select(Comment.id).where(Comment.subject_id == _of(council, S.DELIBERATING).id)
        found.append((council.id, {"key": db.session.scalars(said.order_by(Comment.written_at).limit(1)).one()}))
    return found


def of_reports() -> Objects:
    """The one report, which is no council's."""
    return [(uuid.UUID(int=0), {"key": db.session.scalars(select(ContentReport.id)).one()})]


def of_votes(councils: Sequence[Council]) -> Objects:
    """A vote of each council."""
    found: Objects = []
    for council in councils:
        latest = select(Motion.id).where(Motion.council_id == council.id).order_by(Motion.closes_at.desc()).limit(1)
        found.append((council.id, {"slug": council.slug, "key": db.session.scalars(latest).one()}))
    return found


def of_committees() -> Objects:
    """The committee of the demonstration's secretary with what it must answer, and another."""
    row = db.session.scalars(select(Proposal).where(Proposal.state == S.ACKNOWLEDGED).limit(1)).one()
    others = select(Committee).where(Committee.id != row.committee_id).order_by(Committee.slug).limit(1)
    committees = [db.session.get_one(Committee, row.committee_id), db.session.scalars(others).one()]
    return [(one.id, {"slug": one.slug, "number": row.number}) for one in committees]
