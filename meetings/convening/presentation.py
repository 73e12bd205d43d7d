"""What the pages of meetings show, prepared."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from citizens.naming import name_in
from councils.models import Council
from councils.wording import bare_name
from foundation import clock
from foundation.addresses import page as address
from foundation.clock import PARIS
from foundation.pagination import Page, paginate
from foundation.policy import Actor, can
from foundation.state import once
from foundation.text import date_short, date_words, plural
from meetings.convener import Convener
from meetings.convening import (
    agenda,
    answering,
    carrying,
    conveners,
    days,
    helping,
    noticing,
    papers,
    proposing,
    queries,
    wording,
)
from meetings.models import OPEN_AGENDA, Coming, DeliveryChannel, ItemKind, Meeting, MeetingState

S = MeetingState
ON_HOME, ON_COUNCIL, RECENT = 4, 3, 40
PRESENT_WORDS = {
    Coming.PRESENT: ("vient", "viennent"),
    Coming.REMOTE: ("participe à distance", "participent à distance"),
    Coming.EXCUSED: ("ne vient pas", "ne viennent pas"),
}


@dataclass(frozen=True)
class Line:
    """A meeting in a list."""

    url: str
    title: str
    convener: str
    when: str
    place: str
    look: tuple[str, str, str]
    day: date
    access: str


def line(meeting: Meeting) -> Line:
    """A meeting as lists show it to everybody."""
    url = address("meetings.read", key=meeting.id)
    return Line(
        url,
        meeting.title,
        bare_name(meeting.convener.name),
        wording.when(meeting),
        wording.where(meeting),
        wording.look(meeting),
        meeting.day,
        meeting.access,
    )


def listing(cursor: str | None, *, past: bool) -> tuple[Page[Meeting], list[Line]]:
    """A page of the meetings announced: those to come, the next first; or those gone by, the latest first."""
    order, wanted = queries.listed(start_of_today(), past=past)
    page = paginate(wanted, order, cursor=cursor)
    return page, [line(one) for one in page.rows]


def home_tile() -> Mapping[str, Any] | None:
    """The next meetings, on the home page."""
    found = once("meetings.next", lambda: [line(one) for one in queries.coming_up(start_of_today(), most=ON_HOME)])
    return {"lines": found} if found else None


def council_panel(council: Council) -> Mapping[str, Any] | None:
    """The next meetings of a council, on its page; the way to those gone by."""
    found = once(("meetings", council.id), lambda: ahead_and_gone(Convener(council)))
    return {"slug": council.slug, **found} if found["next"] or found["past"] else None


def ahead_and_gone(convener: Convener) -> dict[str, Any]:
    """The next meetings of a convener, and the last ones gone by. One query."""
    rows, now = queries.latest_of(convener, most=RECENT), start_of_today()
    coming = [line(one) for one in reversed(rows) if one.starts_at >= now]
    gone = [line(one) for one in rows if one.starts_at < now]
    return {"next": coming[:ON_COUNCIL], "past": gone[:ON_COUNCIL]}


def start_of_today() -> datetime:
    """Public pages may be kept until midnight: a meeting of today is still to come on them."""
    return datetime.combine(clock.today(), datetime.min.time(), PARIS)


@dataclass(frozen=True)
class Answering:
    """Where somebody who is convened stands: what they answered, what they may, or why they may not."""

    said: str
    current: Coming | None
    choices: Sequence[tuple[str, str]]
    reason: str
    remote_url: str


def answering_view(meeting: Meeting, membership_id: uuid.UUID) -> Answering:
    """What one member reads and presses about one meeting."""
    row = queries.answer_of(meeting.id, membership_id)
    reason = answering.reason_against(meeting)
    offered = [(one.value, words) for one, words in wording.ANSWERS.items() if meeting.remote_url or one != "remote"]
    return Answering(
        wording.SAID[row.coming] if row else "",
        row.coming if row else None,
        () if reason else offered,
        reason,
        meeting.remote_url,
    )


def read(meeting: Meeting, actor: Actor) -> Mapping[str, Any]:
    """The page of a meeting: what everybody may know, and what whoever reads may do."""
    inside = can("meeting.inside", meeting)
    seat = answering.seat_of(meeting, actor) if actor.id is not None and inside else None
    return {
        "meeting": meeting,
        "look": wording.look(meeting),
        "when": wording.when(meeting),
        "where": wording.where(meeting),
        "who": wording.who_comes(meeting, conveners.articles(meeting, meeting.day)),
        "items": agenda.shown(meeting, inside=inside) if inside or meeting.kind in OPEN_AGENDA else None,
        "offered": wording.offered(meeting),
        "needs": helping.counts(meeting.id) if inside and meeting.offers else "",
        "seat": seat,
        "own": answering_view(meeting, seat.id) if seat is not None and meeting.state is not S.DRAFT else None,
        "manage": address("meetings.manage", slug=meeting.convener.slug, key=meeting.id)
        if can("meeting.plan", meeting)
        else "",
    }


@dataclass(frozen=True)
class Delivered:
    """A member on the list of who is convened."""

    key: uuid.UUID
    name: str
    how: str
    answer: str
    by_hand: bool
    waits: bool


def managed(meeting: Meeting) -> Mapping[str, Any]:
    """The page of a meeting for those who prepare it."""
    items, rows = agenda.shown(meeting, inside=True), queries.deliveries(meeting)
    said = queries.answers(meeting.id)
    people = [_delivered(row, said.get(row.membership_id), meeting.council_id) for row in rows]
    return {
        "meeting": meeting,
        "look": wording.look(meeting),
        "facts": facts(meeting),
        "items": items,
        "minutes": sum(item.minutes or 0 for item in items),
        "people": people,
        "waiting": sum(one.waits for one in people),
        "tally": tally(said.values(), len(people)),
        "needs": helping.names(meeting) if meeting.offers else [],
        "is_draft": meeting.state is S.DRAFT,
        "may_change": meeting.state is S.CONVENED and meeting.starts_at > clock.now(),
        "sms": wording.sms(meeting),
        "warning": warning(meeting) if meeting.state is S.DRAFT else "",
        **_around(meeting),
    }


def _around(meeting: Meeting) -> Mapping[str, Any]:
    """What comes to an agenda from elsewhere: what was left before, what members propose."""
    is_over, ahead = carrying.is_over(meeting), meeting.starts_at > clock.now()
    left = carrying.waiting(meeting) if is_over or meeting.state is S.DRAFT else ()
    titles = [one.title for one in left if meeting.state is S.DRAFT or one.meeting_id == meeting.id]
    asked = (
        proposed(meeting.council_id) if meeting.council_id and ahead and meeting.state in (S.DRAFT, S.CONVENED) else []
    )
    return {"is_over": is_over, "left": titles, "asked": asked}


def proposed(council_id: uuid.UUID) -> list[tuple[uuid.UUID, str, str, str]]:
    """What members propose and nobody answered: (id, title, reason, name)."""
    rows = proposing.waiting(council_id)
    return [(one.id, one.title, one.reason, name_in(one.membership.person, council_id)) for one in rows]


def facts(meeting: Meeting) -> list[tuple[str, str]]:
    """A meeting as (what, how) pairs."""
    return [
        ("Quand", wording.when(meeting)),
        ("Où", wording.where(meeting)),
        ("Comment entrer", meeting.access),
        ("À distance", "Oui, par un lien" if meeting.remote_url else ""),
        ("Aide pour venir", wording.offered(meeting)),
        ("Convoquée le", date_words(meeting.convened_at.astimezone(PARIS).date()) if meeting.convened_at else ""),
        ("Urgence", meeting.urgent_reason),
        ("Annulée", meeting.cancelled_reason),
    ]


def _delivered(row: Any, coming: Coming | None, council_id: uuid.UUID | None) -> Delivered:
    name = name_in(row.membership.person, council_id)
    waits = row.delivered_on is None
    how = f"{row.channel.label}, à remettre" if waits else f"{row.channel.label}, le {date_short(row.delivered_on)}"
    by_hand = row.channel is not DeliveryChannel.EMAIL
    return Delivered(row.id, name, how, coming.label if coming else "Pas encore de réponse", by_hand, waits)


def tally(said: Any, convened: int) -> str:
    """« 5 viennent, 1 ne vient pas ; 4 n’ont pas répondu »."""
    count = Counter(said)
    parts = [plural(count[one], *PRESENT_WORDS[one]) for one in Coming if count[one]]
    left = convened - sum(count.values())
    if left > 0:
        parts.append(plural(left, "n’a pas répondu", "n’ont pas répondu"))
    return ", ".join(parts)


def warning(meeting: Meeting) -> str:
    """What to know when a notice that left today would be too late; empty when it would not (`R-MTG-01`)."""
    today = clock.today()
    clear = noticing.clear_days(meeting, today)
    if days.clear_days(today, meeting.day) >= clear:
        return ""
    first = days.first_day(today, clear)
    return (
        f"Il faut {plural(clear, 'jour plein', 'jours pleins')} entre le jour de la convocation et celui de la "
        f"réunion, sans les compter. Envoyée aujourd’hui, elle permet de décider à partir du {date_words(first)}. "
        "Plus tôt, la réunion peut discuter, pas décider, sauf urgence expliquée."
    )


def preview(meeting: Meeting) -> Mapping[str, Any]:
    """The notice as it will leave, and to how many people."""
    items = queries.items(meeting.id)
    people = noticing.members(meeting)
    told = warning(meeting)
    decides = any(item.kind is ItemKind.DECISION for item in items)
    return {
        "meeting": meeting,
        "text": wording.notice_text(meeting, items, papers.of_meeting(meeting.id)),
        "count": len(people),
        "warning": told,
        "asks_reason": bool(told) and decides,
    }


def letters(meeting: Meeting) -> list[tuple[str, str]]:
    """The letters to print: (name, text) of each member who has no e-mail."""
    notice = queries.notice_of(meeting)
    if notice is None:
        return []
    rows = [row for row in queries.deliveries(meeting) if row.channel is not DeliveryChannel.EMAIL]
    return [(name_in(row.membership.person, meeting.council_id), notice.text) for row in rows]
