"""What a member decided before a meeting, recorded at their written demand: whether they come, their power.

By the facilitator, under a mandate noted first. The person's own word always wins: once they answered or gave power by
themselves, nobody records another for them.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from citizens.naming import name_in
from citizens.notifications.services import tell
from councils.assistance import queries as mandates
from councils.assistance.models import AssistedAct, AssistedActKind
from councils.assistance.services import Decision, note
from councils.electorate import membership_on
from councils.models import Membership
from foundation import clock
from foundation.addresses import path
from foundation.policy import Actor, require
from foundation.workflow import Refused
from meetings.assistance import mails
from meetings.convening import answering
from meetings.convening.wording import ANSWERS
from meetings.models import Coming, Meeting, NeedKind
from meetings.presence import proxies

K = AssistedActKind
GIVES, TAKES_BACK = "Je donne pouvoir à", "Je reprends mon pouvoir"
NO_SEAT = "Cette personne ne siège pas dans ce conseil le jour de la réunion."
NO_HOLDER = "Choisissez à qui la personne donne son pouvoir."


def _council(meeting: Meeting) -> uuid.UUID:
    """The council of a meeting. Raises Refused for any other: a mandate is given within a council."""
    if meeting.council_id is None:
        raise Refused(
            "Cette réunion n’est pas celle d’un conseil\u00a0: rien ne s’y enregistre pour quelqu’un d’autre."
        )
    return meeting.council_id


def helped(meeting: Meeting) -> Sequence[Membership]:
    """Those who gave a mandate that stands today and who sit on the day of a meeting, in the order of names."""
    return mandates.mandated(_council(meeting), clock.today(), meeting.day)


def answer_for(
    meeting: Meeting, seat: Membership | None, coming: Coming, needs: Collection[NeedKind] = (), *, actor: Actor
) -> AssistedAct:
    """Record whether a member comes, with what they need in order to. Raises Refused, Denied."""
    found = _seat(meeting, seat, actor)
    act = _note(meeting, found, Decision(K.NOTICE, **_about(meeting), said=ANSWERS[coming]), actor=actor)
    answering.write(meeting, found, coming, needs, act)
    tell_them(meeting, found.person_id, act, ANSWERS[coming])
    return act


def give_for(meeting: Meeting, seat: Membership | None, holder: Membership | None, *, actor: Actor) -> AssistedAct:
    """Record to whom a member gives their power, which says that they do not come. Raises Refused, Denied."""
    found = _seat(meeting, seat, actor)
    if holder is None or holder.council_id != meeting.council_id:
        raise Refused(NO_HOLDER)
    decision = Decision(K.PROXY, **_about(meeting), said=GIVES, named_id=holder.person_id)
    act = _note(meeting, found, decision, actor=actor)
    proxies.give_before(meeting, found, holder, actor=actor, act=act)
    tell_them(meeting, found.person_id, act, f"{GIVES} {name_in(holder.person, holder.council_id)}")
    return act


def take_back_for(meeting: Meeting, seat: Membership | None, *, actor: Actor) -> AssistedAct:
    """Record that a member takes back the power that was recorded for them. Raises Refused, Denied."""
    found = _seat(meeting, seat, actor)
    act = _note(meeting, found, Decision(K.PROXY, **_about(meeting), said=TAKES_BACK), actor=actor)
    proxies.take_back(meeting, found, actor=actor, act=act)
    tell_them(meeting, found.person_id, act, TAKES_BACK)
    return act


def _seat(meeting: Meeting, seat: Membership | None, actor: Actor) -> Membership:
    """The seat that decides, once more asked of the database: it may have ended since the page was shown."""
    require(actor, "assistance.record", meeting)
    if seat is None or seat.council_id != meeting.council_id:
        raise Refused(NO_SEAT)
    sits = membership_on(seat.person_id, meeting.council_id, meeting.day)
    if sits is None or sits.id != seat.id:
        raise Refused(NO_SEAT)
    return seat


def _about(meeting: Meeting) -> dict[str, Any]:
    return {
        "object_id": meeting.id,
        "about": meeting.title,
        "url": path("meetings.read", key=meeting.id),
        "until": meeting.starts_at,
    }


def _note(meeting: Meeting, seat: Membership, decision: Decision, *, actor: Actor) -> AssistedAct:
    return note(_council(meeting), seat.person_id, decision, actor=actor)


def tell_them(meeting: Meeting, person_id: uuid.UUID, act: AssistedAct, words: str) -> None:
    """Write to somebody what was recorded for them, if they have an account."""
    tell([person_id], lambda to: mails.recorded(to, meeting, act, words), once=f"assisted/{act.id}")
