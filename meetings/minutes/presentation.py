"""What the pages of minutes show, prepared."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from citizens.naming import name_in
from councils.models import Council
from foundation import clock
from foundation.addresses import page as address
from foundation.clock import PARIS
from foundation.policy import Actor, can
from foundation.state import once
from foundation.text import date_short, date_words, moment_words
from meetings.convener import Convener
from meetings.convening.wording import when
from meetings.minutes import public, queries, remarks, standing
from meetings.minutes.drafting import USUAL
from meetings.minutes.models import Minutes, MinutesRevision, MinutesState
from meetings.models import Meeting, MeetingState
from meetings.votes.services import page as vote_page

S = MinutesState
LOOKS = {
    S.DRAFT: ("empty", "quiet"),
    S.PROPOSED: ("half", "ongoing"),
    S.APPROVED: ("half", "on"),
    S.PUBLISHED: ("full", "on"),
    S.CORRECTED: ("full", "on"),
}
ON_COUNCIL = 3
PROVISIONAL = "provisoire, non approuvé"


def look(minutes: Minutes) -> tuple[str, str, str]:
    """The mark of a state: shape, tone, words."""
    return (*LOOKS[minutes.state], minutes.state.label)


@dataclass(frozen=True)
class Told:
    """A remark as the office and its author read it."""

    key: uuid.UUID
    author: str
    text: str
    when: str
    outcome: str
    answer: str
    waits: bool


def inside(minutes: Minutes, actor: Actor) -> Mapping[str, Any]:
    """The page of minutes for the council: the text, where it stands, what whoever reads may do."""
    writes = can("minutes.write", minutes, actor)
    written, approved = standing.written(minutes), standing.approved(minutes)
    shown = written or approved
    return {
        "minutes": minutes,
        "convener": minutes.convener,
        "meeting": minutes.meeting,
        "when": when(minutes.meeting),
        "look": look(minutes),
        "revision": shown,
        "may_write": writes,
        "steps": _steps(minutes, written) if writes else {},
        "told": [_told(one, minutes) for one in queries.remarks(minutes.id) if writes or _is_own(one, actor)],
        "remark_refusal": remarks.reason_against(minutes, actor.id) if can("minutes.remark", minutes, actor) else None,
        "vote": vote_page(written.motion) if written is not None and written.motion is not None else "",
        "item": written.item_id is not None if written is not None else False,
        "agendas": [(str(one.id), f"{one.title}, {date_short(one.day)}") for one in _agendas(minutes, writes)],
        "until": date_words(minutes.comments_until) if minutes.comments_until else "",
        "published": standing.public(minutes),
        "mask": can("minutes.mask", minutes, actor),
        "may_vote": writes and can("vote.open", minutes, actor),
        "checking": _checking(minutes, actor),
        "dues": dues(minutes),
    }


def _checking(minutes: Minutes, actor: Actor) -> tuple[str, str] | None:
    """The public version that was begun, for whoever may go on with it or read it over: its address, and what to do."""
    revision = standing.to_publish(minutes)
    if revision is None or revision.prepared_at is None or not can("minutes.check", minutes, actor):
        return None
    url = url_for("minutes.checking", slug=minutes.convener.slug, key=minutes.id)
    if revision.checked_at is not None:
        return url, "Publier la version publique"
    mine = revision.prepared_by_id == actor.id
    return url, "Continuer la version publique" if mine else "Relire la version publique"


def _agendas(minutes: Minutes, writes: bool) -> Sequence[Meeting]:
    council_id = minutes.council_id
    return queries.open_agendas(council_id) if council_id and writes and minutes.state is not S.DRAFT else ()


def _steps(minutes: Minutes, written: MinutesRevision | None) -> dict[str, bool]:
    """What the office may press now."""
    free = written is not None and written.motion_id is None
    return {
        "write": free,
        "propose": minutes.state is S.DRAFT,
        "ask": free and minutes.state is not S.DRAFT and minutes.council_id is not None,
        "validate": free and minutes.state is not S.DRAFT and minutes.council_id is None,
        "take_back": free and minutes.state is S.PROPOSED and written is not None and written.item_id is None,
        "prepare": standing.to_publish(minutes) is not None
        or (minutes.state in {S.DRAFT, S.PROPOSED} and all(one.number for one in minutes.revisions)),
        "correct": written is None and standing.approved(minutes) is not None and standing.to_publish(minutes) is None,
    }


def _is_own(remark: Any, actor: Actor) -> bool:
    return bool(remark.membership.person_id == actor.id)


def _told(remark: Any, minutes: Minutes) -> Told:
    outcomes = {None: "En attente", True: "Reprise dans le texte", False: "Pas reprise"}
    return Told(
        remark.id,
        name_in(remark.membership.person, minutes.council_id),
        remark.text,
        moment_words(remark.written_at),
        outcomes[remark.is_accepted],
        remark.answer,
        remark.is_accepted is None,
    )


def dues(minutes: Minutes) -> list[tuple[str, str]]:
    """The dates by which minutes should have gone on (`R-MIN-05`), as (what, when) pairs."""
    if minutes.state is S.DRAFT:
        return [("À envoyer au plus tard le", date_words(standing.proposed_by(minutes.meeting)))]
    if minutes.state is S.PROPOSED and minutes.comments_until is not None:
        return [("Remarques reçues jusqu’au", date_words(minutes.comments_until))]
    by = standing.public_by(minutes)
    if minutes.state is S.APPROVED and by is not None:
        return [("Version publique au plus tard le", date_words(by))]
    return []


@dataclass(frozen=True)
class Line:
    """Minutes in a list."""

    url: str
    title: str
    words: str
    look: tuple[str, str, str]


def office(convener: Convener) -> Mapping[str, Any]:
    """The minutes of a convener for those who write them: what is to be written, and what is."""
    unwritten = [one for one in queries.unwritten(convener, clock.now()) if standing.was_held(one, clock.now())]
    return {
        "convener": convener,
        "unwritten": [(one, when(one), USUAL[one.kind].value, _late(standing.proposed_by(one))) for one in unwritten],
        "lines": [_line(one, convener) for one in queries.of_convener(convener)],
    }


def _late(day: date) -> str:
    if clock.today() > day:
        return f"En retard\u00a0: à envoyer avant le {date_short(day)}."
    return f"À envoyer au plus tard le {date_short(day)}."


def _line(minutes: Minutes, convener: Convener) -> Line:
    url = address("minutes.read", slug=convener.slug, key=minutes.id)
    return Line(url, minutes.meeting.title, f"{minutes.kind.label}, {date_words(minutes.meeting.day)}", look(minutes))


def public_page(minutes: Minutes, number: int | None = None) -> Mapping[str, Any] | None:
    """What everybody reads: the present text, or the one of a number; None when there is none."""
    now = standing.public(minutes)
    older = standing.earlier(minutes)
    if now is None:
        return None
    shown = now if number is None else next((one for one in (now, *older) if one.number == number), None)
    if shown is None:
        return None
    return {
        "minutes": minutes,
        "convener": minutes.convener,
        "meeting": minutes.meeting,
        "when": when(minutes.meeting),
        "revision": shown,
        "is_present": shown is now,
        "provisional": shown.number == 0,
        "correcting": standing.is_being_corrected(minutes),
        "approved_on": _day(shown.approved_at),
        "published_on": _day(shown.published_at),
        "older": [(one.number, _day(one.published_at), one.hidden_at is not None) for one in older],
        "mask": can("minutes.mask", minutes),
        "inside": can("minutes.inside", minutes),
    }


def _day(moment: Any) -> str:
    return date_short(moment.astimezone(PARIS).date()) if moment else ""


def checking(minutes: Minutes, actor: Actor) -> Mapping[str, Any]:
    """The page where a public version is prepared and checked. Raises Refused when there is none."""
    revision = public.waiting(minutes)
    passages = public.undecided(minutes, revision)
    return {
        "minutes": minutes,
        "convener": minutes.convener,
        "meeting": minutes.meeting,
        "revision": revision,
        "passages": passages,
        "kept": [one.words for one in revision.kept],
        "prepared_by_me": revision.prepared_by_id == actor.id,
        "checked_on": moment_words(revision.checked_at) if revision.checked_at else "",
        "provisional": revision.number == 0,
        "may_write": can("minutes.write", minutes, actor),
        "kept_as": kept_as(minutes.id, actor),
    }


def kept_as(key: uuid.UUID, actor: Actor) -> str:
    """The name under which this reader's device keeps what is not saved yet."""
    return hashlib.sha256(f"minutes {key} {actor.id}".encode()).hexdigest()[:20]


def meeting_panel(meeting: Meeting) -> Mapping[str, Any] | None:
    """On the page of a meeting: what is public of its minutes, and the way to them for those who write or read them."""
    if meeting.state in {MeetingState.DRAFT, MeetingState.CANCELLED}:
        return None
    minutes = queries.of_meeting(meeting.id)
    now = standing.public(minutes) if minutes is not None else None
    own = minutes is not None and can("minutes.inside", minutes)
    begins = minutes is None and can("minutes.write", meeting) and standing.was_held(meeting, clock.now())
    if now is None and not own and not begins:
        return None
    return {
        "meeting": meeting,
        "minutes": minutes,
        "revision": now,
        "provisional": now is not None and now.number == 0,
        "published_on": _day(now.published_at) if now else "",
        "own": url_for("minutes.read", slug=meeting.convener.slug, key=minutes.id) if own and minutes else "",
        "begins": url_for("minutes.office", slug=meeting.convener.slug) if begins else "",
    }


def over(meeting: Meeting) -> Mapping[str, Any] | None:
    """On the page of a meeting for whoever holds it: its minutes, once it is over. None for whom they are not open."""
    if meeting.state is not MeetingState.CLOSED or not can("minutes.write", meeting):
        return None
    minutes = queries.of_meeting(meeting.id)
    if minutes is None:
        return {"due": _late(standing.proposed_by(meeting)), "kind": USUAL[meeting.kind].value}
    url = url_for("minutes.read", slug=meeting.convener.slug, key=minutes.id)
    words = "Continuer le compte rendu" if minutes.state is MinutesState.DRAFT else "Voir le compte rendu"
    return {"due": "", "look": look(minutes), "url": url, "words": words}


def council_panel(council: Council) -> Mapping[str, Any] | None:
    """The latest public minutes, on the page of a council."""
    found = once(("minutes", council.id), lambda: _latest(council.id))
    return {"lines": found} if found else None


def _latest(council_id: uuid.UUID) -> list[tuple[str, str, str]]:
    return [
        (address("minutes.public", key=one.meeting_id), one.meeting.title, date_words(one.meeting.day))
        for one in queries.published_of(council_id, ON_COUNCIL)
    ]


def office_panel(council: Council) -> Mapping[str, Any] | None:
    """On the council's office: the way to the minutes and to the decisions to follow."""
    return {"council": council, "writes": can("minutes.write", council)} if can("decision.list", council) else None
