"""Answering a notice: I come, I take part from a distance, I do not come. The last answer counts until it begins."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from councils.assistance.models import AssistedAct
from councils.models import Membership
from foundation import clock
from foundation.database import db
from foundation.policy import Actor, Denied, require
from foundation.text import moment_words
from foundation.workflow import Refused
from meetings.convening import conveners, helping, queries
from meetings.models import Coming, Meeting, MeetingState, NeedKind, Notice, NoticeAnswer, NoticeDelivery
from meetings.presence import proxies

OWN_ANSWER = "Cette personne a déjà répondu elle-même\u00a0: elle seule peut changer sa réponse."


def seat_of(meeting: Meeting, actor: Actor) -> Membership | None:
    """The seat by which somebody is convened."""
    return conveners.seat_of(meeting, actor.id, meeting.day)


def reason_against(meeting: Meeting) -> str:
    """Why nobody may answer any more; empty when one may."""
    if meeting.state is MeetingState.CANCELLED:
        return "Cette réunion est annulée\u00a0: il n’y a plus rien à répondre."
    if meeting.state in {MeetingState.OPEN, MeetingState.CLOSED} and clock.now() < meeting.starts_at:
        return "Cette réunion a commencé plus tôt que prévu\u00a0: venez, ou rejoignez-la à distance."
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
        raise Refused(
            "Vous n’êtes pas parmi les personnes convoquées ce jour-là\u00a0: votre réponse n’est pas attendue."
        )
    if not conveners.invites(meeting, membership) or membership.person_id != actor.id:
        raise Denied("meeting.answer")
    return write(meeting, membership, coming, needs)


def write(
    meeting: Meeting,
    membership: Membership,
    coming: Coming,
    needs: Collection[NeedKind] = (),
    act: AssistedAct | None = None,
) -> NoticeAnswer:
    """Keep what a seat answers: by itself, or as `act` records it, which never replaces its own word. Raises Refused.

    Who may say it was asked before.
    """
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
    elif act is not None and row.assisted_act_id is None:
        raise Refused(OWN_ANSWER)
    row.coming, row.answered_at, row.assisted_act_id = coming, clock.now(), act.id if act is not None else None
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
