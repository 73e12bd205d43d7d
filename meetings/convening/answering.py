"""Answering a notice: I come, I take part from a distance, I do not come. The last answer counts until it begins."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from councils.electorate import membership_on
from councils.models import Membership
from foundation import clock
from foundation.database import db
from foundation.policy import Actor, Denied, require
from foundation.text import moment_words
from foundation.workflow import Refused
from meetings.convening import helping, queries
from meetings.models import Coming, Meeting, MeetingState, NeedKind, Notice, NoticeAnswer, NoticeDelivery
from meetings.presence import proxies


def seat_of(meeting: Meeting, actor: Actor) -> Membership | None:
    """The seat by which somebody is convened."""
    return membership_on(actor.id, meeting.council_id, meeting.day)


def reason_against(meeting: Meeting) -> str:
    """Why nobody may answer any more; empty when one may."""
    if meeting.state is MeetingState.CANCELLED:
        return "Cette réunion est annulée\u00a0: il n’y a plus rien à répondre."
    if meeting.starts_at <= clock.now():
        return f"Cette réunion a commencé le {moment_words(meeting.starts_at)}\u00a0: il est trop tard pour répondre."
    return ""


def answer(
    meeting: Meeting,
    membership: Membership | None,
    coming: Coming,
    needs: Collection[NeedKind] = (),
    *,
    actor: Actor,
) -> NoticeAnswer:
    """Answer, or change one's answer, with what one needs in order to come. Raises Refused."""
    require(actor, "meeting.answer", meeting)
    if membership is None:
        raise Refused("Vous ne siégez pas dans ce conseil ce jour-là\u00a0: votre réponse n’est pas attendue.")
    if membership.council_id != meeting.council_id or membership.person_id != actor.id:
        raise Denied("meeting.answer")
    db.session.refresh(meeting, ["state", "starts_at", "remote_url", "version"], with_for_update={"read": True})
    # two tabs of one person wait for each other
    db.session.refresh(membership, ["end_on"], with_for_update=True)
    reason = reason_against(meeting)
    if reason:
        raise Refused(reason)
    if coming is Coming.REMOTE and not meeting.remote_url:
        raise Refused("Cette réunion n’est pas retransmise\u00a0: répondez que vous venez, ou que vous ne venez pas.")
    row = queries.answer_of(meeting.id, membership.id)
    if row is None:
        row = NoticeAnswer(meeting_id=meeting.id, membership_id=membership.id)
        db.session.add(row)
    row.coming, row.answered_at = coming, clock.now()
    if coming is not Coming.EXCUSED:
        proxies.came_after_all(meeting, membership)
    wanted = {one for one in needs if one in meeting.offers and coming is Coming.PRESENT}
    helping.write(meeting.id, membership.id, wanted)
    db.session.flush()
    return row


def was_convened(meeting: Meeting, membership: Membership) -> bool:
    """Whether the last notice of a meeting went to a seat."""
    wanted = (
        select(NoticeDelivery.id)
        .join(Notice, Notice.id == NoticeDelivery.notice_id)
        .where(
            Notice.meeting_id == meeting.id,
            Notice.round == meeting.round,
            NoticeDelivery.membership_id == membership.id,
        )
    )
    return db.session.scalar(wanted) is not None
