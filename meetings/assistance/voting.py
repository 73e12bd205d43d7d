"""What a member votes in a meeting, recorded at their written demand: a vote by name alone, never a secret one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from citizens.naming import name_in
from councils.assistance import queries as mandates
from councils.assistance.models import AssistedAct, AssistedActKind
from councils.assistance.services import Decision, note
from foundation import clock
from foundation.policy import Actor, require
from foundation.workflow import Refused
from meetings.assistance.services import tell_them
from meetings.models import Meeting
from meetings.votes import electors, putting
from meetings.votes.assisted import NOT_SECRETLY
from meetings.votes.models import Elector, Motion, VoteChoice, VoteMethod
from meetings.votes.wording import ANSWERS

NO_VOICE = "Cette personne ne vote pas ici\u00a0: elle n’était pas notée présente à l’ouverture de ce vote."


@dataclass(frozen=True)
class Voice:
    """One seat on the list of a motion, for which somebody who gave a mandate answers; the name in words."""

    elector: Elector
    words: str


def voices(motion: Motion) -> Sequence[Voice]:
    """The voices of those who gave a mandate that stands today: their own, and those whose power they hold."""
    found = []
    for seat in mandates.mandated(motion.council_id, clock.today()):
        name = name_in(seat.person, motion.council_id)
        for voice in electors.voices_of(motion.id, seat.person_id):
            one = voice.elector
            given = name_in(one.membership.person, motion.council_id) if one.proxy is not None else ""
            found.append(Voice(one, f"{name}, qui vote pour {given}" if given else name))
    return found


def vote_for(
    motion: Motion, meeting: Meeting, elector: Elector | None, choice: VoteChoice, *, actor: Actor
) -> AssistedAct:
    """Record what a member there decided, for themselves or for who gave them power. Raises Refused, Denied."""
    require(actor, "assistance.record", motion)
    if motion.method is VoteMethod.SECRET:
        raise Refused(NOT_SECRETLY)
    if elector is None or elector.motion_id != motion.id:
        raise Refused(NO_VOICE)
    act = note(motion.council_id, _decides(elector), _decision(motion, elector, choice), actor=actor)
    putting.record(motion, elector, choice, act)
    tell_them(meeting, _decides(elector), act, ANSWERS[choice])
    return act


def _decides(elector: Elector) -> uuid.UUID:
    """Who answers for a seat: whoever sits in it, or holds its power."""
    return (elector.proxy.holder if elector.proxy is not None else elector.membership).person_id


def _decision(motion: Motion, elector: Elector, choice: VoteChoice) -> Decision:
    named = elector.membership.person_id if elector.proxy is not None else None
    return Decision(
        AssistedActKind.VOTE, motion.id, motion.question, putting.page(motion), ANSWERS[choice], named_id=named
    )
