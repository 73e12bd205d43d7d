"""A vote recorded for somebody, at their written demand: by the facilitator, under a mandate noted first.

The person's own answer always wins: once they voted by themselves, nobody records another for them.
"""

from __future__ import annotations

from sqlalchemy import select

from citizens.notifications.services import tell
from councils.assistance.models import AssistedAct, AssistedActKind
from councils.assistance.services import Decision, note
from councils.electorate import refusal
from councils.models import Membership
from foundation import clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.workflow import Refused
from meetings.votes import mails, services
from meetings.votes.models import Motion, Vote, VoteChoice, VoteMethod
from meetings.votes.wording import ANSWERS

OPEN_METHODS = frozenset({VoteMethod.WRITTEN})
NOT_SECRETLY = "Ce vote est à bulletin secret\u00a0: personne ne peut voter pour quelqu’un d’autre."
OWN_ANSWER = (
    "Cette personne a déjà répondu elle-même\u00a0: elle seule peut changer sa réponse, "
    "par son espace ou par le lien de son courriel."
)


def cast_for(motion: Motion, membership: Membership | None, choice: VoteChoice, *, actor: Actor) -> AssistedAct:
    """Record the answer that a member decided, and give the receipt to hand to them. Raises Refused, Denied."""
    require(actor, "assistance.record", motion)
    if motion.method not in OPEN_METHODS:
        raise Refused(NOT_SECRETLY)
    if membership is None or membership.council_id != motion.council_id:
        raise Refused(str(refusal(None, clock.today())))
    held = services.hold(motion, membership)
    services.must_be_open(held)
    vote = db.session.scalar(select(Vote).where(Vote.motion_id == motion.id, Vote.membership_id == membership.id))
    if vote is not None and vote.assisted_act_id is None:
        raise Refused(OWN_ANSWER)
    act = note(motion.council_id, membership.person_id, _decision(motion, choice), actor=actor)
    if vote is None:
        vote = Vote(motion_id=motion.id, membership_id=membership.id)
        db.session.add(vote)
    vote.choice, vote.cast_at, vote.assisted_act_id = choice, held.now, act.id
    db.session.flush()
    tell([membership.person_id], lambda to: mails.recorded(to, motion, act), once=f"vote/recorded/{act.id}")
    return act


def _decision(motion: Motion, choice: VoteChoice) -> Decision:
    return Decision(
        AssistedActKind.VOTE, motion.id, motion.question, services.page(motion), ANSWERS[choice], motion.closes_at
    )
