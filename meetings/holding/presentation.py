"""What the page of a meeting that is held shows to whoever holds it, prepared."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import segno
from flask import url_for

from citizens.naming import name_in
from councils.models import Membership
from foundation import clock
from foundation.addresses import whole
from foundation.clock import PARIS
from foundation.text import date_short, hour_words, plural
from meetings import quorum
from meetings.ballots.queries import standing
from meetings.convening import queries, wording
from meetings.holding import services
from meetings.holding.guiding import answered_words, deposited_words, next_step, settled
from meetings.holding.timing import timing
from meetings.models import AgendaItem, ItemKind, Meeting, MeetingState
from meetings.presence import decisions, guests, notes, proxies
from meetings.presence.models import AttendanceStatus, Decision, Proxy
from meetings.presence.roll import Place, Roll, articles_of, quorum_of, roll_of
from meetings.quorum import Quorum
from meetings.votes import electors, putting
from meetings.votes import wording as voting
from meetings.votes.electors import Voice
from meetings.votes.models import Motion, MotionResult, VoteMethod
from meetings.votes.moments import Stage

A = AttendanceStatus


@dataclass(frozen=True)
class Attendee:
    """A member on the list of presences: how they are there, and what may be noted of them."""

    key: uuid.UUID
    name: str
    how: str
    is_here: bool


@dataclass(frozen=True)
class Result:
    """A motion that was put: its question, how it ended, where it stands."""

    key: uuid.UUID
    question: str
    look: tuple[str, str, str]
    said: str
    url: str


@dataclass(frozen=True)
class Point:
    """An item of the agenda as it is dealt with."""

    item: AgendaItem
    planned: str
    note: str
    writer: bool
    results: Sequence[Result]
    decisions: Sequence[tuple[uuid.UUID, str]]
    may_vote: bool
    is_settled: bool


@dataclass(frozen=True)
class Counting:
    """The motion that is open: its list of voters, and what each answered."""

    motion: Motion
    method: str
    voters: int
    said: str
    voices: Sequence[tuple[uuid.UUID, str, str, str]]


def head(meeting: Meeting, roll: Roll, found: Quorum) -> Mapping[str, Any]:
    """How many are there, in words; in a council with the quorum by the rules in force that day."""
    elsewhere = f"{quorum.there_words(roll.there)}."
    line = quorum.sentence(found, roll.there) if meeting.council_id is not None else elsewhere
    return {"line": line, "reached": found.is_reached, "required": found.required}


def presences(meeting: Meeting, roll: Roll) -> Mapping[str, Any]:
    """The members: those awaited, then those there."""
    names = {one.seat.id: name_in(one.seat.person, meeting.council_id) for one in roll.places}
    is_over = meeting.state is MeetingState.CLOSED
    known = [one for one in roll.places if meeting.council_id or one.status is not None or one.said is not None]
    people = [_person(one, names, is_over=is_over) for one in known]
    return {
        "awaited": [one for one in people if not one.is_here],
        "here": [one for one in people if one.is_here],
        # of a meeting to which hundreds are invited, those of whom nothing is known are chosen from a list
        "others": [(str(one.seat.id), names[one.seat.id]) for one in roll.places if one not in known],
    }


def _person(place: Place, names: Mapping[uuid.UUID, str], *, is_over: bool) -> Attendee:
    facts = _facts(place, names, is_over=is_over)
    return Attendee(place.seat.id, names[place.seat.id], ". ".join(facts), place.is_here)


def _facts(place: Place, names: Mapping[uuid.UUID, str], *, is_over: bool) -> list[str]:
    facts = []
    if place.left_at is not None:
        facts.append(f"Est parti·e à {_hour(place.left_at)}")
    elif place.status in {A.PRESENT, A.REMOTE} and place.arrived_at is not None:
        facts.append(f"{place.status.label} depuis {_hour(place.arrived_at)}")
    elif place.status is not None and (is_over or place.status is not A.ABSENT):
        facts.append(place.status.label)
    elif place.said is not None:
        facts.append(f"A répondu\u00a0: «\u202f{wording.ANSWERS[place.said].lower()}\u202f»")
    if place.proxy is not None and not place.is_here:
        facts.append(f"A donné pouvoir à {names.get(place.proxy.holder_id, 'quelqu’un qui ne siège plus')}")
    if not place.votes:
        facts.append("Ne vote pas")
    return facts


def _hour(moment: datetime) -> str:
    return hour_words(moment.astimezone(PARIS))


def live(meeting: Meeting) -> Mapping[str, Any]:
    """What several people change at once: presences, quorum, the motion that is open."""
    roll, motions = roll_of(meeting), electors.motions_of(meeting.id)
    running = next((one for one in motions if one.closed_at is None), None)
    found = quorum_of(meeting, roll, articles_of(meeting))
    return {
        "meeting": meeting,
        "is_open": meeting.state is MeetingState.OPEN,
        "counting": counting(running) if running else None,
        "timing": timing(meeting),
        "step": next_step(meeting, found, roll, queries.items(meeting.id), motions),
        **head(meeting, roll, found),
        **presences(meeting, roll),
    }


def counting(motion: Motion) -> Counting:
    """The motion that is open, for whoever holds the meeting. Of a named vote it says who answered, not what."""
    found = electors.voices(motion.id)
    voting_now = [one for one in found if not one.aside]
    answered = sum(one.choice is not None for one in voting_now)
    said = f"{plural(len(voting_now), 'personne vote', 'personnes votent')}, présentes ou représentées."
    if motion.method is VoteMethod.NAMED:
        said += answered_words(answered, len(voting_now))
    if motion.method is VoteMethod.SECRET:
        said += deposited_words(standing(motion))
    rows = [_voice(one, motion) for one in found]
    return Counting(motion, motion.method.label, len(voting_now), said, rows)


def _voice(voice: Voice, motion: Motion) -> tuple[uuid.UUID, str, str, str]:
    seat, proxy = voice.elector.membership, voice.elector.proxy
    by = f"par pouvoir à {name_in(proxy.holder.person, motion.council_id)}" if proxy is not None else ""
    state = "se retire du vote" if voice.aside else ("a répondu" if voice.choice else "")
    return voice.elector.id, name_in(seat.person, motion.council_id), by, state


def held(meeting: Meeting) -> Mapping[str, Any]:
    """The page of a meeting for whoever holds it."""
    shown = dict(live(meeting))
    is_over = meeting.state is MeetingState.CLOSED
    return {
        **shown,
        "look": wording.look(meeting),
        "when": wording.when(meeting),
        "may_open": meeting.state is MeetingState.CONVENED,
        "is_over": is_over,
        "hour": clock.now().isoformat(),
        "too_early": services.too_early(meeting),
        "points": points(meeting),
        "guests": guests.listed(meeting.id),
        "powers": powers(meeting, roll_of(meeting)),
        "check_in": check_in(meeting),
        "casting": articles_of(meeting).casting_vote,
        "ratify": meeting.state is MeetingState.OPEN and putting.must_ratify(meeting),
        "second_call": is_over and services.lacked_quorum(meeting),
        "manage": url_for("meetings.manage", slug=meeting.convener.slug, key=meeting.id),
    }


def check_in(meeting: Meeting) -> Mapping[str, str] | None:
    """The code of the room, and its picture for telephones; None while the meeting is not open."""
    if meeting.state is not MeetingState.OPEN:
        return None
    address = whole("holding.check_in_page", key=meeting.id, word=meeting.check_in_code)
    return {
        "word": " ".join(meeting.check_in_code),
        "picture": str(segno.make(address, error="m").svg_data_uri(scale=4, border=3, dark="#000", light="#fff")),
    }


def powers(meeting: Meeting, roll: Roll) -> list[tuple[uuid.UUID, str, bool]]:
    """The powers given: to whom, whether they count now, and whether their paper is kept."""
    counting = {one.proxy.id for one in roll.represented if one.proxy is not None}
    return [
        (one.id, _power(one, meeting, counts=one.id in counting), one.document_id is not None)
        for one in proxies.named(meeting)
    ]


def _power(proxy: Proxy, meeting: Meeting, *, counts: bool) -> str:
    giver, holder = (name_in(one.person, meeting.council_id) for one in (proxy.giver, proxy.holder))
    void = (
        "" if counts or meeting.state is not MeetingState.OPEN else ", qui n’est pas là\u00a0: ce pouvoir ne compte pas"
    )
    return f"{giver} a donné pouvoir à {holder}{void}"


def points(meeting: Meeting) -> list[Point]:
    """The agenda as it is dealt with: planned hours, notes, motions, decisions."""
    items, written = queries.items(meeting.id), notes.notes_of(meeting.id)
    motions, made = electors.motions_of(meeting.id), decisions.listed(meeting.id)
    running, is_open = any(one.closed_at is None for one in motions), meeting.state is MeetingState.OPEN
    start, found = meeting.opened_at or meeting.starts_at, []
    for item in items:
        note = written.get(item.id)
        votable = is_open and meeting.council_id is not None and item.kind is ItemKind.DECISION and not item.added_later
        found.append(
            Point(
                item=item,
                planned=_planned(start, item),
                note=note.text if note else "",
                writer=note is not None and notes.is_being_written(note),
                results=[result(one) for one in motions if one.agenda_item_id == item.id and one.closed_at],
                decisions=[(one.id, decision_words(one)) for one in made if one.agenda_item_id == item.id],
                may_vote=votable and not running,
                is_settled=item.id in settled(motions),
            )
        )
        start += timedelta(minutes=item.minutes or 0)
    return found


def _planned(start: datetime, item: AgendaItem) -> str:
    if item.minutes is None:
        return ""
    return f"prévu de {_hour(start)} à {_hour(start + timedelta(minutes=item.minutes))}"


def decision_words(decision: Decision) -> str:
    """« Écrire au bailleur. Ada Exemple, pour le 3 décembre 2026. »."""
    who = name_in(decision.owner.person, decision.council_id) if decision.owner is not None else ""
    until = f"pour le {date_short(decision.due_on)}" if decision.due_on else ""
    tail = ", ".join(part for part in (who, until) if part)
    return f"{decision.text.rstrip('.')}." + (f" {tail[0].upper()}{tail[1:]}." if tail else "")


def result(motion: Motion) -> Result:
    """A motion that was put and has ended."""
    said = motion_words(motion)
    url = url_for("votes.read", slug=motion.council.slug, key=motion.id)
    return Result(motion.id, motion.question, voting.look(motion, Stage.CLOSED), said, url)


def motion_words(motion: Motion) -> str:
    """How a motion put in a meeting ended, with the quorum of its opening (`R-QUO-04`)."""
    if motion.result is MotionResult.NOT_PUT:
        return "Retirée sans vote."
    if motion.method is VoteMethod.CONSENSUS:
        found = f"Adoptée par consensus, {plural(motion.base or 0, 'personne', 'personnes')}."
    else:
        found = f"{motion.method.label}. {voting.totals_sentence(motion)}"
    if motion.quorum_required:
        kept = Quorum(motion.quorum_base or 0, motion.quorum_required, motion.quorum_counted or 0)
        found += f" Quorum\u00a0: {kept.counted} pour {kept.required} demandés sur {kept.base}."
    return found


def voters_of(meeting: Meeting) -> list[Membership]:
    """All who may vote on the day of a meeting, in the order of names."""
    return [one.seat for one in roll_of(meeting).places if one.votes]


def sheet(meeting: Meeting) -> Mapping[str, Any]:
    """The sheet to sign."""
    names = [name_in(one.seat.person, meeting.council_id) for one in roll_of(meeting).places]
    return {"meeting": meeting, "when": wording.when(meeting), "where": wording.where(meeting), "names": names}


def seats_of(meeting: Meeting) -> list[Membership]:
    """All who sit on the day of a meeting, in the order of names."""
    return [one.seat for one in roll_of(meeting).places]
