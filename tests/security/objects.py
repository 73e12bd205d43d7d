"""What the addresses of meetings and discussions name: an object of two councils or committees, for the matrix."""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from datetime import timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import FileStorage

from citizens.accounts import queries as accounts
from citizens.accounts.models import Account
from citizens.discussion import moderation
from citizens.discussion import queries as comments
from citizens.discussion.models import Comment, ContentReport, ReportGround
from councils.committees.models import Committee
from councils.electorate import voters
from councils.models import Council, Membership
from foundation import clock, documents
from foundation.database import db, transaction
from foundation.policy import Actor
from meetings.ballots import services as ballots
from meetings.ballots.models import BallotBox, BallotWay
from meetings.convening.models import AgendaDocument, ProposedItem
from meetings.minutes.models import Minutes, MinutesRemark, MinutesState
from meetings.models import AgendaItem, Meeting, MeetingState, Notice, NoticeDelivery
from meetings.presence.models import AttendanceSheet, Decision, Guest, Proxy
from meetings.proposals import attachments
from meetings.proposals.models import Proposal, ProposalAttachment, ProposalState
from meetings.votes.models import Elector, Motion, VoteMethod
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
        secret = select(Motion.council_id).where(Motion.method == VoteMethod.SECRET)
        for council in db.session.scalars(select(Council).where(Council.id.in_(secret))).all():
            _put_on_paper(council)
        _put_powers_on_paper()
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


def of_meetings(councils: Sequence[Council], way: str = "monter") -> Objects:
    """A meeting that each council convened, with an item of its agenda and how somebody was told."""
    found: Objects = []
    for council in councils:
        ahead = select(Meeting).where(Meeting.council_id == council.id, Meeting.state == MeetingState.CONVENED)
        meeting = db.session.scalars(ahead.order_by(Meeting.starts_at.desc()).limit(1)).one()
        told = select(NoticeDelivery.id).join(NoticeDelivery.notice).where(Notice.meeting_id == meeting.id).limit(1)
        paper = select(AgendaDocument).join(AgendaDocument.agenda_item).where(AgendaItem.meeting_id == meeting.id)
        internal = db.session.scalars(paper.where(AgendaDocument.is_public.is_(False)).limit(1)).one()
        values = {"point": internal.agenda_item_id, "delivery": db.session.scalars(told).one(), "paper": internal.id}
        asked = (
            select(ProposedItem.id)
            .join(ProposedItem.membership)
            .join(Account, Account.person_id == Membership.person_id)
        )
        mine = asked.where(ProposedItem.council_id == council.id, Account.login_email.like("membre%"))
        values |= {"item": db.session.scalars(mine.limit(1)).one(), "kind": "decision"}
        found.append((council.id, {"slug": council.slug, "key": meeting.id, "way": way, **values}))
    return found


def of_minutes(councils: Sequence[Council]) -> Objects:
    """The minutes of each council, sent to those who were there, with a remark."""
    found: Objects = []
    for council in councils:
        sent = select(Minutes).where(Minutes.council_id == council.id, Minutes.state != MinutesState.DRAFT)
        minutes = db.session.scalars(sent.order_by(Minutes.started_at).limit(1)).one()
        remark = select(MinutesRemark.id).where(MinutesRemark.minutes_id == minutes.id).limit(1)
        values = {"key": minutes.id, "remark": db.session.scalars(remark).one()}
        found.append((council.id, {"slug": council.slug, **values}))
    return found


def of_public_minutes(councils: Sequence[Council]) -> Objects:
    """The meeting of public minutes of each council: the addresses of what everybody reads."""
    found: Objects = []
    for council in councils:
        out = select(Minutes.meeting_id).where(Minutes.council_id == council.id, Minutes.published_at.is_not(None))
        found.append((council.id, {"key": db.session.scalars(out.limit(1)).one(), "number": 1}))
    return found


def of_decisions(councils: Sequence[Council]) -> Objects:
    """A decision of each council that one of its members shown in the demonstration has to see to."""
    found: Objects = []
    for council, name in zip(councils, ("membre", "membre2"), strict=True):
        account = accounts.by_email(f"{name}@example.org")
        assert account
        mine = select(Decision.id).join(Decision.owner).where(Membership.person_id == account.person_id)
        (key, *_) = db.session.scalars(mine.where(Decision.council_id == council.id))
        found.append((council.id, {"slug": council.slug, "key": key}))
    return found


def _put_powers_on_paper() -> None:
    """For each meeting that voted, a power made on paper, that ended since, and the photo of its signed sheet."""
    voted = select(Elector.motion_id)
    wanted = select(Motion).where(Motion.id.in_(voted)).options(joinedload(Motion.agenda_item))
    for motion in db.session.scalars(wanted).all():
        assert motion.agenda_item is not None
        giver, holder = db.session.scalars(
            select(Elector.membership_id).where(Elector.motion_id == motion.id).limit(2)
        ).all()
        received = documents.receive(FileStorage(io.BytesIO(pdf()), filename="pouvoir.pdf"))
        paper = documents.keep(received, actor=Actor(role="council_facilitator"))
        now, key = clock.now(), motion.agenda_item.meeting_id
        db.session.add(
            Proxy(
                meeting_id=key, giver_id=giver, holder_id=holder, given_at=now, revoked_at=now,
                is_paper=True, document_id=paper.id,
            )
        )  # fmt: skip
        signed = documents.keep(received, actor=Actor(role="council_facilitator"))
        db.session.add(AttendanceSheet(meeting_id=key, document_id=signed.id))


def of_held(councils: Sequence[Council]) -> Objects:
    """A meeting that each council held, with what the addresses of its parts name."""
    found: Objects = []
    for council in councils:
        motion = db.session.scalars(
            select(Motion)
            .where(Motion.council_id == council.id, Motion.id.in_(select(Elector.motion_id)))
            .options(joinedload(Motion.agenda_item))
        ).first()
        assert motion is not None
        assert motion.agenda_item is not None
        key = motion.agenda_item.meeting_id
        electors = db.session.scalars(select(Elector).where(Elector.motion_id == motion.id).limit(2)).all()
        power = db.session.scalars(select(Proxy.id).where(Proxy.meeting_id == key)).first()
        values = {
            "point": motion.agenda_item_id,
            "seat": electors[0].membership_id,
            "guest": db.session.scalars(select(Guest.id).where(Guest.meeting_id == key)).first(),
            "decision": db.session.scalars(select(Decision.id).where(Decision.meeting_id == key)).first(),
            "power": power,
            "sheet": db.session.scalars(select(AttendanceSheet.id).where(AttendanceSheet.meeting_id == key)).first(),
            "vote": motion.id,
            "elector": electors[0].id,
            "way": "retirer",
            "word": "ABCDE",
        }
        found.append((council.id, {"slug": council.slug, "key": key, **values}))
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


def of_ballots(councils: Sequence[Council], *, closed: bool = False) -> Objects:
    """A secret vote of each council, open or closed."""
    found: Objects = []
    for council in councils:
        over = Motion.closed_at.is_not(None) if closed else Motion.closed_at.is_(None)
        wanted = select(Motion.id).where(Motion.council_id == council.id, Motion.method == VoteMethod.SECRET, over)
        wanted = wanted.join(BallotBox, BallotBox.motion_id == Motion.id).where(BallotBox.way == BallotWay.SITE)
        found.append((council.id, {"slug": council.slug, "key": db.session.scalars(wanted.limit(1)).one()}))
    return found


def of_paper_ballots(councils: Sequence[Council]) -> Objects:
    """A vote on paper of each council."""
    found: Objects = []
    for council in councils:
        paper = select(Motion.id).join(BallotBox, BallotBox.motion_id == Motion.id)
        wanted = paper.where(Motion.council_id == council.id, BallotBox.way == BallotWay.PAPER)
        found.append((council.id, {"slug": council.slug, "key": db.session.scalars(wanted).one()}))
    return found


def _put_on_paper(council: Council) -> None:
    """A motion on paper in the last meeting of a council."""
    meeting = select(AgendaItem.id).join(AgendaItem.meeting).where(Meeting.council_id == council.id).limit(1)
    motion = Motion(
        id=uuid.uuid4(), council_id=council.id, agenda_item_id=db.session.scalars(meeting).one(), question="Un banc",
        text="Un banc.", html="<p>Un banc.</p>", text_sha256="0" * 64, url="/", method=VoteMethod.SECRET,
        opens_at=clock.now(), closes_at=clock.now() + timedelta(days=1), quorum_base=9, quorum_required=0,
        quorum_counted=9, is_demo=True,
    )  # fmt: skip
    db.session.add(motion)
    db.session.flush()
    ballots.prepare(motion, [(seat, None) for seat in voters(council.id, clock.today())], BallotWay.PAPER)


def of_committees() -> Objects:
    """The committee of the demonstration's secretary with what it must answer, and another."""
    row = db.session.scalars(select(Proposal).where(Proposal.state == S.ACKNOWLEDGED).limit(1)).one()
    others = select(Committee).where(Committee.id != row.committee_id).order_by(Committee.slug).limit(1)
    committees = [db.session.get_one(Committee, row.committee_id), db.session.scalars(others).one()]
    return [(one.id, {"slug": one.slug, "number": row.number}) for one in committees]
