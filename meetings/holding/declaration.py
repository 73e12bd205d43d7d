"""What this part of the package declares; `meetings/feature.py` plugs it in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from flask import Blueprint, url_for

from foundation import clock
from foundation.datasets import Dataset
from foundation.discussions import Discussable
from foundation.home import Tile
from foundation.jobs import Job
from foundation.menu import Entry
from foundation.panels import Panel
from foundation.personal import PersonalData
from foundation.policy import Actor, actor, can
from foundation.search import SearchSource
from foundation.state import once
from foundation.todos import Todo
from meetings.convening import answering
from meetings.convening.link_views import Behind
from meetings.holding import jobs, link_views, member, member_views, motion_views, sheet_views, views, writing_views
from meetings.holding.forms import CheckInForm, VoiceForm
from meetings.holding.presentation import result
from meetings.models import Meeting, MeetingState
from meetings.presence import personal
from meetings.votes import electors

S = MeetingState


def held_now(meeting: Meeting) -> Mapping[str, Any] | None:
    """On the page of a meeting: what goes on, for its members."""
    if meeting.state is not S.OPEN or not can("meeting.inside", meeting):
        return None
    part = member.part(meeting, answering.seat_of(meeting, actor()))
    follow = url_for("holding.follow", key=meeting.id)
    return {**part, "follow": follow, "hour": clock.now().isoformat()} if part is not None else None


def power(meeting: Meeting) -> Mapping[str, Any] | None:
    """On the page of a meeting to come: the power that a member gave or holds."""
    if meeting.state is not S.CONVENED or not can("meeting.answer", meeting):
        return None
    seat = answering.seat_of(meeting, actor())
    return _power(meeting, seat, url_for("holding.power_page", key=meeting.id)) if seat is not None else None


def _power(meeting: Meeting, seat: Any, url: str) -> Mapping[str, Any] | None:
    found = member.power_of(meeting, seat)
    return {"power": found, "url": url} if found.may_give or found.given_to or found.held_from else None


def held(meeting: Meeting) -> Mapping[str, Any] | None:
    """On the page of a meeting: the way for whoever holds it."""
    if meeting.state not in {S.CONVENED, S.OPEN, S.CLOSED} or not can("meeting.hold", meeting):
        return None
    words = {S.CONVENED: "Tenir cette réunion", S.OPEN: "Continuer à tenir cette réunion"}
    url = url_for("holding.hold_page", slug=meeting.convener.slug, key=meeting.id)
    return {"url": url, "words": words.get(meeting.state, "Présences, notes et votes de cette réunion")}


def voted(meeting: Meeting) -> Mapping[str, Any] | None:
    """On the page of a meeting: what was voted, in totals, for everybody (`R-VOT-08`)."""
    if meeting.state is not S.CLOSED:
        return None
    results = once(("meeting.voted", meeting.id), lambda: [result(one) for one in electors.motions_of(meeting.id)])
    return {"results": results} if results else None


def by_link(behind: Behind) -> Mapping[str, Any] | None:
    """On the page behind the link of a notice: power before the meeting, presence and votes while it is held."""
    meeting, token = behind.meeting, behind.token
    if meeting.state is S.OPEN:
        part = member.part(meeting, behind.seat) or {}
        return {
            **part,
            "power": None,
            "check_in": CheckInForm(address=url_for("holding.check_in_by_link", token=token))
            if part["waits"]
            else None,
            "voice": VoiceForm(address=url_for("holding.answer_by_link", token=token)),
            "to_voice": url_for("holding.answer_by_link", token=token),
            "to_check_in": url_for("holding.check_in_by_link", token=token),
        }
    found = _power(meeting, behind.seat, url_for("holding.power_by_link_page", token=token))
    return {**found, "is_open": False} if found is not None and meeting.state is S.CONVENED else None


def being_held(reader: Actor) -> Iterable[Todo]:
    """The meetings that go on now, for whoever is convened to them."""
    for meeting in jobs.open_for(reader.id):
        url = url_for("meetings.read", key=meeting.id, _anchor="seance")
        yield Todo(f"Réunion en cours\u00a0: {meeting.title}", url, meeting.convener.name, meeting.starts_at)


def to_hold(reader: Actor) -> Iterable[Todo]:
    """The meetings of today, for the office of whoever holds them."""
    for meeting in jobs.to_hold(reader):
        url = url_for("holding.hold_page", slug=meeting.convener.slug, key=meeting.id)
        yield Todo(f"Tenir la réunion\u00a0: {meeting.title}", url, meeting.convener.name, meeting.starts_at)


BLUEPRINTS: Sequence[Blueprint] = tuple(
    {module.holding for module in (views, motion_views, writing_views, member_views, link_views, sheet_views)}
)
MENU: Sequence[Entry] = ()
TILES: Sequence[Tile] = ()
PANELS: Sequence[Panel] = (
    Panel("meeting_now", "meetings/holding/_held.html", held, 5),
    Panel("meeting_now", "meetings/holding/_now.html", held_now, 10),
    Panel("meeting_now", "meetings/holding/_power.html", power, 20),
    Panel("meeting", "meetings/holding/_voted.html", voted, 60),
    Panel("notice_link", "meetings/holding/_by_link.html", by_link, 10),
)
SEARCHES: Sequence[SearchSource] = ()
DATASETS: Sequence[Dataset] = ()
JOBS: Sequence[Job] = jobs.JOBS
TODOS: Sequence[Callable[[Actor], Iterable[Todo]]] = (being_held, to_hold)
DISCUSSABLES: Sequence[Discussable] = ()
SEEDS: Sequence[Callable[[], None]] = ()
PERSONAL: Sequence[PersonalData] = personal.PERSONAL
