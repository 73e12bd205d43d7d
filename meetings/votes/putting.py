"""A motion put in a meeting: opened on those who are there, voted in the room or from afar, closed by hand.

Quorum and list of voters are those of the opening, kept with the motion (`R-QUO-04`). Whoever opens or closes holds the
meeting: presences ticked at that very moment wait, and count from the next motion on.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from councils.accreditation.services import write_line
from councils.assistance.models import AssistedAct
from councils.models import Council, Membership
from foundation import audit, clock
from foundation.addresses import path
from foundation.clock import PARIS
from foundation.database import change_in_public, db
from foundation.html import markdown
from foundation.journal import ActKind
from foundation.policy import Actor, Denied, require
from foundation.text import nfc
from foundation.workflow import Refused
from meetings import quorum
from meetings.ballots import services as ballots
from meetings.ballots.counting import LEAST
from meetings.convening import days
from meetings.models import AgendaItem, ItemKind, Meeting, MeetingState, Notice
from meetings.presence import proxies
from meetings.presence.roll import Roll, articles_of, quorum_of, roll_of
from meetings.quorum import Quorum
from meetings.votes import electors
from meetings.votes.models import ConflictOfInterest, Elector, Motion, MotionResult, Vote, VoteChoice, VoteMethod

LONGEST = timedelta(hours=12)
OWN_ANSWER = "Cette personne a déjà répondu elle-même\u00a0: elle seule peut changer sa réponse, ici ou à voix haute."
IN_ROOM = (VoteMethod.SHOW_OF_HANDS, VoteMethod.NAMED, VoteMethod.CONSENSUS, VoteMethod.SECRET)
After = Sequence[Callable[[Motion], None]]


@dataclass(frozen=True)
class Question:
    """What is put to the vote of a meeting: one sentence, the text if it is longer (Markdown), and how."""

    question: str
    method: VoteMethod
    text: str = ""


def put(item: AgendaItem, asked: Question, *, actor: Actor) -> Motion:
    """Open a motion on an item of the agenda, for those there and represented now. Raises Refused."""
    require(actor, "meeting.hold", item)
    meeting = item.meeting
    hold(meeting)
    if asked.method not in IN_ROOM:
        raise Refused("Choisissez comment on vote\u00a0: à main levée, nominatif, par consensus ou à bulletin secret.")
    council = _council(meeting)
    _refuse_item(meeting, item)
    roll = roll_of(meeting)
    found = _assess(meeting, roll)
    if asked.method is VoteMethod.SECRET and len(roll.voters) < LEAST:
        raise Refused(ballots.TOO_FEW)
    motion = _motion(council, item, _asked(meeting, asked), found)
    db.session.add(motion)
    db.session.flush()
    db.session.add_all(
        Elector(motion_id=motion.id, membership_id=one.seat.id, proxy_id=one.proxy.id if one.proxy else None)
        for one in roll.voters
    )
    db.session.flush()
    told: Mapping[str, object] = {}
    if motion.method is VoteMethod.SECRET:
        told = ballots.prepare(motion, [(one.seat, one.proxy) for one in roll.voters])
    audit.record(actor, "vote.open", motion)
    write_line(ActKind.VOTE_OPENED, council, {**_opening(motion, len(roll.voters)), **told}, page(motion))
    proxies.tell_adrift(meeting, roll.adrift)
    change_in_public()
    return motion


def _council(meeting: Meeting) -> Council:
    if meeting.council is None:
        raise Refused("On ne vote pas sur le site dans cette réunion\u00a0: seuls les conseils y votent.")
    return meeting.council


def hold(meeting: Meeting) -> None:
    """Let nobody tick, open or close anything in a meeting before the end of the transaction. Raises Refused."""
    db.session.refresh(meeting, ["state", "version", "opened_at", "closed_at"], with_for_update=True)
    if meeting.state is not MeetingState.OPEN:
        raise Refused("La réunion n’est pas ouverte\u00a0: on ne vote pas.")


def _refuse_item(meeting: Meeting, item: AgendaItem) -> None:
    if item.added_later:
        raise Refused(
            "Ce point a été ajouté après la convocation\u00a0: on en discute, on ne vote pas. "
            "Mettez-le à l’ordre du jour de la prochaine réunion."
        )
    if item.kind is not ItemKind.DECISION:
        raise Refused("La convocation n’annonçait pas de décision sur ce point\u00a0: on en discute, on ne vote pas.")
    before = electors.motions_of(meeting.id)
    if any(one.closed_at is None for one in before):
        raise Refused("Une question est déjà aux voix\u00a0: terminez ce vote avant d’en ouvrir un autre.")
    if is_short(meeting) and not meeting.urgent_reason:
        raise Refused(
            "La convocation est partie trop tard pour décider\u00a0: la réunion peut discuter, pas voter. "
            "Mettez ce point à l’ordre du jour de la prochaine réunion."
        )
    if before and meeting.urgent_reason and before[0].result != MotionResult.ADOPTED:
        raise Refused("L’urgence n’a pas été approuvée\u00a0: la réunion peut discuter, pas voter.")


def is_short(meeting: Meeting) -> bool:
    """Whether the last notice of a meeting left too late for it to decide (`R-MTG-01`)."""
    sent = db.session.scalar(
        select(Notice.sent_at).where(Notice.meeting_id == meeting.id, Notice.round == meeting.round)
    )
    clear = articles_of(meeting).notice_days[meeting.kind.value]
    return sent is not None and meeting.day < days.first_day(sent.astimezone(PARIS).date(), clear)


def _assess(meeting: Meeting, roll: Roll) -> Quorum:
    if not roll.voters:
        raise Refused("Personne de présent ne peut voter\u00a0: notez d’abord les présences.")
    found = quorum_of(meeting, roll)
    if not found.is_reached:
        words = quorum.sentence(found, roll.there)
        raise Refused(
            f"{words} On peut discuter, pas voter. Une seconde réunion sur le même ordre du jour pourra décider."
        )
    return found


def must_ratify(meeting: Meeting) -> bool:
    """Whether the next motion of a meeting has to approve its urgency: it was convened late and none was put yet."""
    return bool(meeting.urgent_reason) and not electors.motions_of(meeting.id)


def _asked(meeting: Meeting, asked: Question) -> Question:
    if not must_ratify(meeting):
        return asked
    reason = meeting.urgent_reason
    return Question(
        "Le conseil approuve-t-il l’urgence de cette réunion, convoquée plus tard que prévu\u00a0?",
        asked.method,
        reason,
    )


def _motion(council: Council, item: AgendaItem, asked: Question, found: Quorum) -> Motion:
    text = nfc(asked.text) or nfc(asked.question)
    return Motion(
        id=uuid.uuid4(),
        council_id=council.id,
        council=council,
        agenda_item_id=item.id,
        agenda_item=item,
        question=nfc(asked.question),
        text=text,
        html=markdown(text),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        url=path("meetings.read", key=item.meeting_id),
        method=asked.method,
        opens_at=clock.now(),
        closes_at=clock.now() + LONGEST,
        quorum_base=found.base,
        quorum_required=found.required,
        quorum_counted=found.counted,
        is_demo=item.meeting.is_demo,
    )


def page(motion: Motion) -> str:
    """The path of a motion's own page."""
    return path("votes.read", slug=motion.council.slug, key=motion.id)


def _opening(motion: Motion, entitled: int) -> dict[str, object]:
    return {
        "title": motion.question,
        "method": motion.method.value,
        "opens_at": motion.opens_at.isoformat(),
        "voters": entitled,
        "quorum": [motion.quorum_base, motion.quorum_required, motion.quorum_counted],
        "text_sha256": motion.text_sha256,
        **({"demo": True} if motion.is_demo else {}),
    }


def cast(motion: Motion, elector: Elector, choice: VoteChoice, *, actor: Actor) -> Vote:
    """Answer by oneself, or for whoever gave one power, until the closing (`R-VOT-03`). Raises Refused."""
    require(actor, "vote.cast", motion)
    seat = elector.proxy.holder if elector.proxy is not None else elector.membership
    if seat.person_id != actor.id:
        raise Denied("vote.cast")
    return _answer(motion, elector, choice)


def call(motion: Motion, elector: Elector, choice: VoteChoice, *, actor: Actor) -> Vote:
    """Enter what somebody said aloud at the roll call. Raises Refused."""
    require(actor, "meeting.hold", motion)
    return _answer(motion, elector, choice, called=True)


def record(motion: Motion, elector: Elector, choice: VoteChoice, act: AssistedAct) -> Vote:
    """Enter what somebody decided as `act` records it, never in place of what they answered or said aloud.

    Raises Refused. Who may say it was asked before.
    """
    return _answer(motion, elector, choice, act=act)


def _answer(
    motion: Motion, elector: Elector, choice: VoteChoice, *, called: bool = False, act: AssistedAct | None = None
) -> Vote:
    hold_motion(motion, read=True)
    if motion.method is not VoteMethod.NAMED:
        raise Refused("Ce vote se fait dans la salle, à main levée ou par consensus\u00a0: on n’y répond pas ici.")
    _lock_seat(elector)
    if is_aside(motion, elector):
        raise Refused("Un intérêt est déclaré pour cette personne\u00a0: elle ne prend pas part à ce vote.")
    vote = db.session.scalar(
        select(Vote).where(Vote.motion_id == motion.id, Vote.membership_id == elector.membership_id)
    )
    if vote is None:
        vote = Vote(motion_id=motion.id, membership_id=elector.membership_id)
        db.session.add(vote)
    elif act is not None and vote.assisted_act_id is None:
        raise Refused(OWN_ANSWER)
    vote.choice, vote.cast_at, vote.called, vote.proxy_id = choice, clock.now(), called, elector.proxy_id
    vote.assisted_act_id = act.id if act is not None else None
    db.session.flush()
    return vote


def set_aside(motion: Motion, elector: Elector, *, actor: Actor) -> None:
    """Note that somebody declares an interest: no vote of theirs stands, they leave the base (`R-VOT-06`)."""
    require(actor, "meeting.hold", motion)
    hold_motion(motion, read=True)
    _lock_seat(elector)
    if is_aside(motion, elector):
        return
    db.session.execute(delete(Vote).where(Vote.motion_id == motion.id, Vote.membership_id == elector.membership_id))
    db.session.add(
        ConflictOfInterest(motion_id=motion.id, membership_id=elector.membership_id, declared_at=clock.now())
    )
    db.session.flush()
    audit.record(actor, "vote.interest", motion)


def is_aside(motion: Motion, elector: Elector) -> bool:
    """Whether a seat declared an interest in a motion."""
    wanted = select(ConflictOfInterest.id).where(
        ConflictOfInterest.motion_id == motion.id, ConflictOfInterest.membership_id == elector.membership_id
    )
    return db.session.scalar(wanted) is not None


def _lock_seat(elector: Elector) -> None:
    db.session.execute(select(Membership.id).where(Membership.id == elector.membership_id).with_for_update())


def hold_motion(motion: Motion, *, read: bool = False) -> None:
    """Let nobody close a motion before the end of the transaction. Raises Refused when it is closed already."""
    db.session.refresh(motion, ["closed_at", "closes_at", "version"], with_for_update={"read": read})
    if motion.closed_at is not None or motion.closes_at <= clock.now():
        raise Refused("Ce vote est clos\u00a0: plus rien n’y change.")
