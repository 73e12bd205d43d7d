"""Powers to vote: given to one member for one meeting, never passed on (`R-PRX-01` to `R-PRX-06`).

Whoever gives and whoever holds are locked in the order of their ids: of two who give one holder the last power they
may take, one is told no.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from citizens.notifications.services import tell
from councils.assistance.models import AssistedAct
from councils.charter.articles import Articles
from councils.electorate import refusal, voters
from councils.models import Membership
from foundation import audit, clock
from foundation.database import db
from foundation.documents import Document
from foundation.policy import Actor, Denied, require
from foundation.workflow import Refused
from meetings.convening import conveners
from meetings.convening import queries as meetings
from meetings.models import Coming, Meeting, MeetingState, NoticeAnswer
from meetings.presence import mails, powers
from meetings.presence.models import Attendance, AttendanceStatus, Proxy

ARRIVED = "La personne est arrivée."
GAVE_OWN = "La personne qui devait voter pour vous a elle-même donné son pouvoir."
MOVED = "La réunion a changé de date ou de lieu."
OWN_WORD = "Cette personne a déjà répondu ou donné pouvoir elle-même\u00a0: elle seule peut le changer."
THERE = "Cette personne est notée présente\u00a0: elle vote elle-même."
TOO_LATE = "La réunion a commencé\u00a0: un pouvoir se donne avant. Dites au secrétariat que vous ne venez pas."


def give(meeting: Meeting, giver: Membership | None, holder: Membership | None, *, actor: Actor) -> Proxy:
    """Give one's power to vote to another member, in place of one given before. Raises Refused."""
    require(actor, "meeting.answer", meeting)
    if giver is None:
        raise Refused("Vous ne siégez pas dans ce conseil ce jour-là\u00a0: vous n’avez pas de pouvoir à donner.")
    if giver.person_id != actor.id:
        raise Denied("meeting.answer")
    return give_before(meeting, giver, holder, actor=actor)


def give_before(
    meeting: Meeting, giver: Membership, holder: Membership | None, *, actor: Actor, act: AssistedAct | None = None
) -> Proxy:
    """Give a power before the meeting: by oneself, or as `act` records it, never in place of one's own. Raises Refused.

    Who may say it was asked before.
    """
    _hold(meeting)
    if meeting.state is not MeetingState.CONVENED or meeting.starts_at <= clock.now():
        raise Refused(TOO_LATE)
    return _give(meeting, giver, holder, actor=actor, act=act)


def note_paper(
    meeting: Meeting, giver: Membership | None, holder: Membership | None, scan: Document | None, *, actor: Actor
) -> Proxy:
    """Enter a power made on paper, with its scan, until the meeting is over (`R-PRX-06`). Raises Refused."""
    require(actor, "meeting.hold", meeting)
    _hold(meeting)
    if meeting.state not in {MeetingState.CONVENED, MeetingState.OPEN}:
        raise Refused("Cette réunion n’est ni convoquée ni ouverte\u00a0: un pouvoir n’y sert pas.")
    if giver is None:
        raise Refused("Choisissez qui donne son pouvoir.")
    if _is_there(meeting, giver):
        raise Refused(THERE)
    made = _give(meeting, giver, holder, actor=actor)
    made.is_paper, made.document_id = True, scan.id if scan is not None else None
    db.session.flush()
    return made


def _is_there(meeting: Meeting, seat: Membership) -> bool:
    found = db.session.scalar(
        select(Attendance.status).where(
            Attendance.meeting_id == meeting.id, Attendance.membership_id == seat.id, Attendance.left_at.is_(None)
        )
    )
    return found in {AttendanceStatus.PRESENT, AttendanceStatus.REMOTE}


def _hold(meeting: Meeting) -> None:
    db.session.refresh(meeting, ["state", "version", "starts_at", "opened_at"], with_for_update={"read": True})


def _give(
    meeting: Meeting, giver: Membership, holder: Membership | None, *, actor: Actor, act: AssistedAct | None = None
) -> Proxy:
    if holder is None:
        raise Refused("Choisissez à qui vous donnez votre pouvoir.")
    _lock(giver, holder)
    if act is not None:
        _keep_own_word(meeting, giver)
    articles = conveners.articles(meeting, meeting.day)
    if reason := reason_against(meeting, giver, holder, articles):
        raise Refused(reason)
    _end(meeting, Proxy.giver_id == giver.id)
    for voided in _end(meeting, Proxy.holder_id == giver.id, reason=GAVE_OWN):
        _tell_giver(meeting, voided, GAVE_OWN)
    made = Proxy(id=uuid.uuid4(), meeting_id=meeting.id, giver_id=giver.id, holder_id=holder.id, given_at=clock.now())
    made.assisted_act_id = act.id if act is not None else None
    db.session.add(made)
    _excuse(meeting, giver, act)
    db.session.flush()
    audit.record(actor, "proxy.give", meeting)
    name = giver.person
    tell([holder.person_id], lambda to: mails.given(to, meeting, name), once=f"proxy/{made.id}/given")
    return made


def _keep_own_word(meeting: Meeting, giver: Membership) -> None:
    """Refuse to record for somebody what would undo what they said themselves."""
    said = meetings.answer_of(meeting.id, giver.id)
    comes = said is not None and said.assisted_act_id is None and said.coming is not Coming.EXCUSED
    if comes or active(meeting, Proxy.giver_id == giver.id, Proxy.assisted_act_id.is_(None)):
        raise Refused(OWN_WORD)


def _lock(*seats: Membership) -> None:
    keys = sorted(one.id for one in seats)
    db.session.scalars(
        select(Membership)
        .where(Membership.id.in_(keys))
        .options(joinedload(Membership.person))
        .order_by(Membership.id)
        .with_for_update(of=Membership)
        .execution_options(populate_existing=True)
    ).all()


def reason_against(meeting: Meeting, giver: Membership, holder: Membership, articles: Articles) -> str:
    """Why a power may not go from one seat to another, as a sentence; empty when it may (`R-PRX-01`, `-02`, `-05`)."""
    if meeting.council_id is None:
        return "On ne donne pas de pouvoir pour cette réunion\u00a0: personne n’y vote sur le site."
    if {giver.council_id, holder.council_id} != {meeting.council_id}:
        return "Cette personne ne siège pas dans ce conseil\u00a0: choisissez un membre du conseil."
    if refusal(giver, meeting.day) is not None:
        return "La personne qui donne son pouvoir n’a pas le droit de vote ce jour-là."
    if refusal(holder, meeting.day) is not None:
        return "Cette personne n’a pas le droit de vote ce jour-là\u00a0: choisissez quelqu’un d’autre."
    if articles.proxy_same_college and giver.college is not holder.college:
        return "Les règles du conseil demandent un pouvoir dans le même collège\u00a0: choisissez quelqu’un du vôtre."
    given = [(one.giver_id, one.holder_id) for one in active(meeting)]
    return powers.fault(given, giver.id, holder.id, articles.max_proxies_per_holder)


def choosable(meeting: Meeting, giver: Membership) -> list[Membership]:
    """Who may still receive the power of a member, with their people, in the order of names."""
    if meeting.council_id is None:
        return []
    articles = conveners.articles(meeting, meeting.day)
    given, most = [(one.giver_id, one.holder_id) for one in active(meeting)], articles.max_proxies_per_holder
    return [
        seat
        for seat in voters(meeting.council_id, meeting.day)
        if not powers.fault(given, giver.id, seat.id, most)
        and (not articles.proxy_same_college or seat.college is giver.college)
    ]


def active(meeting: Meeting, *which: object) -> Sequence[Proxy]:
    """The powers of a meeting that count, of some."""
    return db.session.scalars(
        select(Proxy)
        .where(Proxy.meeting_id == meeting.id, Proxy.revoked_at.is_(None), *which)  # type: ignore[arg-type]
        .order_by(Proxy.given_at, Proxy.id)
    ).all()


def named(meeting: Meeting) -> Sequence[Proxy]:
    """The powers of a meeting that count, with the people on both sides."""
    return db.session.scalars(
        select(Proxy)
        .where(Proxy.meeting_id == meeting.id, Proxy.revoked_at.is_(None))
        .options(joinedload(Proxy.giver).joinedload(Membership.person))
        .options(joinedload(Proxy.holder).joinedload(Membership.person))
        .order_by(Proxy.given_at, Proxy.id)
    ).all()


def revoke(meeting: Meeting, giver: Membership | None, *, actor: Actor) -> None:
    """Take one's power back, before the meeting opens (`R-PRX-04`). Raises Refused."""
    require(actor, "meeting.answer", meeting)
    if giver is None or giver.person_id != actor.id:
        raise Denied("meeting.answer")
    take_back(meeting, giver, actor=actor)


def take_back(meeting: Meeting, giver: Membership, *, actor: Actor, act: AssistedAct | None = None) -> None:
    """End the power of a seat before the meeting opens; as `act` records it, never one that it gave itself.

    Raises Refused. Who may say it was asked before.
    """
    _hold(meeting)
    if meeting.state is not MeetingState.CONVENED:
        raise Refused("La réunion est ouverte\u00a0: votre pouvoir cesse quand vous arrivez, dès le vote suivant.")
    _lock(giver)
    if act is not None:
        _keep_own_word(meeting, giver)
    ended = _end(meeting, Proxy.giver_id == giver.id)
    if not ended:
        raise Refused("Vous n’avez pas donné de pouvoir pour cette réunion\u00a0: il n’y a rien à reprendre.")
    audit.record(actor, "proxy.revoke", meeting)
    name = giver.person
    for one in ended:
        seat = db.session.get_one(Membership, one.holder_id)
        tell([seat.person_id], lambda to: mails.taken_back(to, meeting, name), once=f"proxy/{one.id}/revoked")


def came_after_all(meeting: Meeting, giver: Membership) -> None:
    """End the power of somebody who answers that they come."""
    _end(meeting, Proxy.giver_id == giver.id)


def arrived(meeting: Meeting, seat: Membership) -> None:
    """End the power of somebody who is there, from the next motion on (`R-PRX-04`)."""
    _end(meeting, Proxy.giver_id == seat.id, reason=ARRIVED)


def cancel_all(meeting: Meeting) -> None:
    """End all powers of a meeting that was moved: those who gave them are told, and may give again (`R-MTG-05`)."""
    for one in _end(meeting, reason=MOVED):
        _tell_giver(meeting, one, MOVED)


def tell_adrift(meeting: Meeting, rows: Sequence[Proxy]) -> None:
    """Tell those whose power counts for nothing, since its holder is not there (`R-PRX-03`); once each."""
    for one in rows:
        _tell_giver(meeting, one, "La personne qui devait voter pour vous n’est pas là.")


def _tell_giver(meeting: Meeting, one: Proxy, reason: str) -> None:
    seat = db.session.get_one(Membership, one.giver_id)
    may = meeting.state is MeetingState.CONVENED
    tell([seat.person_id], lambda to: mails.void(to, meeting, reason, may_give=may), once=f"proxy/{one.id}/void")


def _end(meeting: Meeting, *which: object, reason: str = "") -> Sequence[Proxy]:
    """End some of the powers that count, and give them."""
    found = active(meeting, *which)
    if found:
        db.session.execute(
            update(Proxy)
            .where(Proxy.id.in_([one.id for one in found]))
            .values(revoked_at=clock.now(), void_reason=reason)
        )
        db.session.flush()
    return found


def _excuse(meeting: Meeting, giver: Membership, act: AssistedAct | None) -> None:
    """Whoever gives a power does not come; that they said so themselves stays noted."""
    row = meetings.answer_of(meeting.id, giver.id)
    if row is None:
        row = NoticeAnswer(meeting_id=meeting.id, membership_id=giver.id)
        db.session.add(row)
    elif act is not None and row.assisted_act_id is None:
        return
    row.coming, row.answered_at = Coming.EXCUSED, clock.now()
    row.assisted_act_id = act.id if act is not None else None
