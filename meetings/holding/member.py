"""What a member reads of a meeting that is held, and may do there: be noted present, vote, give power."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from citizens.naming import name_in
from councils.models import Membership
from foundation import clock
from meetings.holding.forms import CheckInForm, VoiceForm
from meetings.holding.presentation import head, result
from meetings.holding.timing import timing
from meetings.models import Meeting, MeetingState
from meetings.presence import proxies
from meetings.presence.roll import Place, Roll, quorum_of, roll_of
from meetings.votes import electors
from meetings.votes import wording as voting
from meetings.votes.models import Elector, Motion, VoteChoice, VoteMethod


@dataclass(frozen=True)
class Answering:
    """One voice that somebody may give: their own, or that of whoever gave them power."""

    key: uuid.UUID
    whose: str
    said: str
    present: str
    about: str


@dataclass(frozen=True)
class Running:
    """The question that is being voted, for one member."""

    motion: Motion
    method: str
    advice: str
    voices: Sequence[Answering]


ADVICE = {
    VoteMethod.SHOW_OF_HANDS: "On vote à main levée, dans la salle.",
    VoteMethod.CONSENSUS: "On cherche un accord\u00a0: dites-le à voix haute si vous vous y opposez.",
    VoteMethod.SECRET: "On vote à bulletin secret.",
    VoteMethod.NAMED: "Répondez ici, ou à voix haute quand on vous appelle.",
    VoteMethod.WRITTEN: "",
}


def live(meeting: Meeting, seat: Membership | None) -> Mapping[str, Any]:
    """What a member follows: how many are there, the question being voted, the results."""
    roll = roll_of(meeting)
    motions = electors.motions_of(meeting.id)
    running = next((one for one in motions if one.closed_at is None), None)
    place = roll.place_of(seat.id) if seat is not None else None
    return {
        "meeting": meeting,
        "is_open": meeting.state is MeetingState.OPEN,
        "standing": _standing(place, roll),
        "timing": timing(meeting),
        "waits": place is not None and not place.is_here,
        "running": _running(running, seat) if running is not None else None,
        "results": [result(one) for one in motions if one.closed_at is not None],
        **head(meeting, roll, quorum_of(meeting, roll)),
    }


def _standing(place: Place | None, roll: Roll) -> str:
    """How somebody is noted, in a sentence to them."""
    if place is None:
        return ""
    if place.is_here:
        how = "à distance" if place.status == "remote" else "dans la salle"
        held = [one for one in roll.represented if one.proxy is not None and one.proxy.holder_id == place.seat.id]
        names = ", ".join(name_in(one.seat.person, place.seat.council_id) for one in held)
        also = f" Vous votez aussi pour {names}." if names and place.votes else ""
        return f"Vous êtes noté·e présent·e, {how}.{also}"
    if place.left_at is not None:
        return "Vous êtes noté·e parti·e."
    return "Vous n’êtes pas encore noté·e présent·e."


def _running(motion: Motion, seat: Membership | None) -> Running:
    voices = answering(motion, seat) if motion.method is VoteMethod.NAMED else []
    advice = ADVICE[motion.method]
    if motion.method is VoteMethod.NAMED and not voices:
        advice = "Vous n’étiez pas noté·e présent·e à l’ouverture de ce vote\u00a0: vous voterez à partir du prochain."
    return Running(motion, motion.method.label, advice, voices)


def answering(motion: Motion, seat: Membership | None) -> list[Answering]:
    """The voices that a member gives on a motion."""
    if seat is None:
        return []
    return [_answer(one.elector, one.choice) for one in electors.voices_of(motion.id, seat.person_id)]


def _answer(elector: Elector, choice: VoteChoice | None) -> Answering:
    seat, proxy = elector.membership, elector.proxy
    name = name_in(seat.person, seat.council_id) if proxy is not None else ""
    whose = f"Pour {name}, qui vous a donné pouvoir" if name else "Votre réponse"
    said, present = (voting.ANSWERS[choice], choice.value) if choice is not None else ("", "")
    return Answering(elector.id, whose, said, present, f"pour {name}" if name else "")


def part(meeting: Meeting, seat: Membership | None) -> Mapping[str, Any] | None:
    """The part of a meeting's page that a member sees once it is open; None before and after."""
    if meeting.state is not MeetingState.OPEN:
        return None
    found = dict(live(meeting, seat))
    return {
        **found,
        "check_in": CheckInForm(address=url_for("holding.check_in", key=meeting.id)) if found["waits"] else None,
        "voice": VoiceForm(address=url_for("holding.answer_motion", key=meeting.id)),
    }


@dataclass(frozen=True)
class ProxyView:
    """Where somebody stands with powers for a meeting: to whom they gave theirs, whose they hold, whether they may."""

    given_to: str
    held_from: str
    may_give: bool


def power_of(meeting: Meeting, seat: Membership) -> ProxyView:
    """The powers of one member for one meeting."""
    rows = proxies.named(meeting)
    given = next((one for one in rows if one.giver_id == seat.id), None)
    held = [name_in(one.giver.person, meeting.council_id) for one in rows if one.holder_id == seat.id]
    return ProxyView(
        name_in(given.holder.person, meeting.council_id) if given is not None else "",
        ", ".join(held),
        meeting.council_id is not None and meeting.state is MeetingState.CONVENED and meeting.starts_at > clock.now(),
    )
