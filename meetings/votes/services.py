"""Opening a written vote, and answering it. Each act judges the clock after it holds the motion (`decisions/0010`).

An answer leaves one row and no line in the trail: who answered what is written nowhere else, and is forgotten with
that row (`R-VOT-08`).
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select, update

from citizens.notifications.services import tell
from councils.accreditation.services import write_line
from councils.charter.articles import Articles
from councils.charter.queries import articles_on
from councils.electorate import refusal, voters
from councils.facts import status_on
from councils.models import Council, Membership
from councils.status import LABELED, CouncilStatus, PublicStatus
from foundation import audit, clock
from foundation.addresses import path
from foundation.database import db
from foundation.html import markdown, visible_length
from foundation.journal import ActKind
from foundation.policy import Actor, Denied, require
from foundation.text import date_words, moment_words, nfc, number, plural
from foundation.workflow import Refused
from meetings.ballots import services as ballots
from meetings.ballots.wording import BY_BALLOT
from meetings.models import AgendaItem
from meetings.votes import mails, moments
from meetings.votes.closing import close_due, forget, remind_due
from meetings.votes.models import ConflictOfInterest, Dissent, Motion, Vote, VoteChoice, VoteMethod
from meetings.votes.moments import Stage, stage

__all__ = [
    "cast", "close_due", "declare_conflict", "forget", "open_vote", "remind_due", "settle", "withdraw_dissent",
    "write_dissent",
]  # fmt: skip

MAY_VOTE = LABELED | {CouncilStatus.IN_PROGRESS}
MOST_DISSENT = 5000
LATE = "votre réponse arrive trop tard et ne compte pas."


def open_vote(
    council: Council,
    *,
    actor: Actor,
    question: str,
    text: str,
    html: str,
    url: str,
    closes_at: datetime,
    opens_at: datetime | None = None,
    participation_percent: int | None = None,
    method: VoteMethod = VoteMethod.WRITTEN,
    is_demo: bool = False,
) -> Motion:
    """Put a text to the vote of a council, from now on unless `opens_at` says later; everyone who may vote is told.

    `text` (Markdown) is frozen with its hash. `method`: written, or secret, which asks for five people (`R-VOT-05`).
    Raises Refused when the council may not decide, when too few may vote, or when the moments do not hold.
    """
    require(actor, "vote.open", council)
    opening = _opens(opens_at)
    rules = articles_on(council.id, moments.day_of(opening))
    _check_rules(rules, opening, closes_at, participation_percent)
    _check_council(status_on(council, clock.today()), moments.day_of(closes_at))
    entitled = voters(council.id, moments.day_of(opening))
    if not entitled:
        raise Refused("Personne ne peut voter dans ce conseil ce jour-là\u00a0: le vote ne peut pas s’ouvrir.")
    motion = Motion(
        id=uuid.uuid4(),
        council_id=council.id,
        council=council,
        question=nfc(question),
        text=text,
        html=html,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        url=url,
        method=method,
        participation_percent=participation_percent,
        opens_at=opening,
        closes_at=closes_at,
        is_demo=is_demo or council.is_demo,
    )
    db.session.add(motion)
    db.session.flush()
    audit.record(actor, "vote.open", motion)
    write_line(ActKind.VOTE_OPENED, council, _opening(motion, entitled), page(motion))
    links = {one.person_id: one.id for one in entitled}
    tell(list(links), lambda to: mails.opened(to, motion, links[to.person_id]), once=f"vote/{motion.id}/opened")
    return motion


def page(motion: Motion) -> str:
    """The path of a motion's own page."""
    return path("votes.read", slug=motion.council.slug, key=motion.id)


def _opening(motion: Motion, entitled: Sequence[Membership]) -> dict[str, object]:
    """What the line of the opening tells; of a secret vote also what it was sealed with, which is made here."""
    roll = [(one, None) for one in entitled]
    return {
        "title": motion.question,
        "opens_at": motion.opens_at.isoformat(),
        "closes_at": motion.closes_at.isoformat(),
        "voters": len(entitled),
        "participation_percent": motion.participation_percent,
        "text_sha256": motion.text_sha256,
        **(ballots.prepare(motion, roll) if motion.method is VoteMethod.SECRET else {}),
        **({"demo": True} if motion.is_demo else {}),
    }


def _opens(asked: datetime | None) -> datetime:
    """When a vote opens: at the moment asked, or now."""
    now = clock.now()
    if asked is not None and asked < now:
        raise Refused("L’ouverture du vote est déjà passée\u00a0: choisissez un moment à venir.")
    return asked or now


def _check_rules(rules: Articles, opening: datetime, closing: datetime, percent: int | None) -> None:
    """What the rules of the council, as they are in force when the vote opens, ask of it."""
    if fault := moments.fault_of_closing(opening, closing, rules.written_vote_days):
        raise Refused(fault)
    least = rules.written_vote_percent
    if least is not None and (percent is None or percent < least):
        raise Refused(
            f"Les règles du conseil demandent une participation d’au moins {least}\u00a0%\u00a0: "
            f"écrivez {least}, ou plus."
        )


def _check_council(found: PublicStatus, closing: date) -> None:
    if found.status not in MAY_VOTE:
        raise Refused(
            f"Ce conseil ne peut pas voter\u00a0: son état est «\u202f{found.status.label}\u202f». "
            "Il votera de nouveau quand il sera reconnu."
        )
    until = found.until
    if until is not None and closing > until:
        raise Refused(
            f"Le mandat du conseil se termine le {date_words(until)}\u00a0: "
            "le vote doit se clore ce jour-là au plus tard."
        )


@dataclass(frozen=True)
class Held:
    """A motion and a seat that nobody else changes before the end of the transaction, and the moment it was held."""

    motion: Motion
    seat: Membership
    now: datetime
    declared: bool


def _hold(motion: Motion, membership: Membership | None, actor: Actor) -> Held:
    require(actor, "vote.cast", motion)
    if membership is None:
        raise Refused(str(refusal(None, clock.today())))
    if membership.council_id != motion.council_id or membership.person_id != actor.id:
        raise Denied("vote.cast")
    return hold(motion, membership)


def hold(motion: Motion, membership: Membership) -> Held:
    """Take hold of both. The closing waits for us, or we see what it did; other tabs of the same voter wait."""
    db.session.refresh(
        motion, ["opens_at", "closes_at", "closed_at", "settled_at", "version"], with_for_update={"read": True}
    )
    db.session.refresh(
        membership, ["start_on", "end_on", "suspended_from", "suspended_to", "voting"], with_for_update=True
    )
    declared = db.session.scalar(
        select(ConflictOfInterest.id).where(
            ConflictOfInterest.motion_id == motion.id, ConflictOfInterest.membership_id == membership.id
        )
    )
    return Held(motion, membership, clock.now(), declared is not None)


def reason_against(motion: Motion, seat: Membership | None, declared: bool, now: datetime, late: str = LATE) -> str:
    """Why a seat may not answer a motion at a moment, as a sentence; empty when it may."""
    found = stage(motion, now)
    if found is Stage.COMING:
        return f"Le vote ouvre le {moment_words(motion.opens_at)}\u00a0: revenez à ce moment."
    if found is not Stage.OPEN:
        return f"Le vote est clos depuis le {moment_words(motion.closes_at)}\u00a0: {late}"
    if declared:
        return "Vous avez déclaré un intérêt\u00a0: vous ne prenez pas part à ce vote."
    return refusal(seat, moments.day_of(now)) or ""


def must_be_open(held: Held, late: str = LATE) -> None:
    """Raises Refused with the reason when the seat held may not answer now."""
    reason = reason_against(held.motion, held.seat, held.declared, held.now, late)
    if reason:
        raise Refused(reason)


def cast(motion: Motion, membership: Membership | None, choice: VoteChoice, *, actor: Actor) -> Vote:
    """Answer a motion, or change one's answer: the last one counts (`R-VOT-02`, `R-VOT-03`). Raises Refused."""
    if motion.method is VoteMethod.SECRET:
        raise Refused(BY_BALLOT)
    held = _hold(motion, membership, actor)
    must_be_open(held)
    vote = db.session.scalar(select(Vote).where(Vote.motion_id == motion.id, Vote.membership_id == held.seat.id))
    if vote is None:
        vote = Vote(motion_id=motion.id, membership_id=held.seat.id)
        db.session.add(vote)
    vote.choice, vote.cast_at, vote.assisted_act_id = choice, held.now, None
    db.session.flush()
    return vote


def declare_conflict(motion: Motion, membership: Membership | None, *, actor: Actor) -> None:
    """Say that a motion touches one's own interest: for good, with no vote and no opinion left (`R-VOT-06`)."""
    held = _hold(motion, membership, actor)
    if held.declared:
        return
    must_be_open(held, "il est trop tard pour déclarer un intérêt. Dites-le au bureau du conseil.")
    if motion.method is VoteMethod.SECRET:
        ballots.set_apart(motion, held.seat.id)
    for left in (Vote, Dissent):
        db.session.execute(delete(left).where(left.motion_id == motion.id, left.membership_id == held.seat.id))
    db.session.add(ConflictOfInterest(motion_id=motion.id, membership_id=held.seat.id, declared_at=held.now))
    audit.record(actor, "vote.interest", motion)
    db.session.flush()


def write_dissent(motion: Motion, membership: Membership | None, text: str, *, actor: Actor) -> Dissent:
    """Attach a diverging opinion, or change it, as long as `moments` says (`R-VOT-07`). Raises Refused."""
    held = _hold_dissent(motion, membership, actor)
    words = nfc(text)
    if not visible_length(words):
        raise Refused("Écrivez votre avis, ou revenez en arrière.")
    excess = visible_length(words) - MOST_DISSENT
    if excess > 0:
        raise Refused(
            f"Il y a {plural(excess, 'caractère', 'caractères')} de trop\u00a0: {number(MOST_DISSENT)} au plus."
        )
    dissent = _dissent(held)
    if dissent is None:
        dissent = Dissent(motion_id=motion.id, membership_id=held.seat.id)
        db.session.add(dissent)
    dissent.text, dissent.html, dissent.written_at = words, markdown(words), held.now
    db.session.flush()
    return dissent


def withdraw_dissent(motion: Motion, membership: Membership | None, *, actor: Actor) -> None:
    """Take one's diverging opinion back, as long as it may be changed."""
    dissent = _dissent(_hold_dissent(motion, membership, actor))
    if dissent is not None:
        db.session.delete(dissent)
        db.session.flush()


def settle(meeting_id: uuid.UUID) -> None:
    """Let nobody attach an opinion to the votes of a meeting any more: its minutes were approved just now (`R-VOT-07`).

    Whoever writes one at this moment holds the motion: they come before, or are refused.
    """
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)
    db.session.execute(
        update(Motion)
        .where(Motion.agenda_item_id.in_(items), Motion.settled_at.is_(None))
        .values(settled_at=clock.now())
    )


def _dissent(held: Held) -> Dissent | None:
    return db.session.scalar(
        select(Dissent).where(Dissent.motion_id == held.motion.id, Dissent.membership_id == held.seat.id)
    )


def _hold_dissent(motion: Motion, membership: Membership | None, actor: Actor) -> Held:
    held = _hold(motion, membership, actor)
    last_change = min(moments.day_of(held.now), moments.last_day(motion))
    reason = moments.fault_of_dissent(motion, held.now) or refusal(held.seat, last_change)
    if reason:
        raise Refused(reason)
    if held.declared:
        raise Refused("Vous avez déclaré un intérêt\u00a0: vous ne joignez pas d’avis à ce vote.")
    return held
