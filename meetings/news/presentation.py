"""What is new in a council, in plain French: what is public of it already, totals and masked texts alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

from councils.models import Council
from councils.wording import bare_name
from foundation.addresses import whole
from foundation.html import visible_text
from foundation.text import date_short
from meetings.convening.wording import when, where
from meetings.minutes import standing
from meetings.models import Meeting, MeetingState
from meetings.news import queries
from meetings.news.atom import Feed, News, document
from meetings.votes.wording import result_sentence, totals_sentence

LONGEST = 600
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)


def on_the_council(council: Council) -> Mapping[str, Any]:
    """On a council's page: where its feed is."""
    return {"council": council}


def feed(council: Council) -> bytes:
    """The feed of a council; six queries, whatever there is in it."""
    news = sorted(_news(council), key=lambda one: (one.changed_at, one.key), reverse=True)
    since = datetime.combine(council.created_on, time(), UTC) if council.created_on else EARLIEST
    told = Feed(
        key=council.id,
        title=f"{council.name}\u00a0: ce qui est nouveau",
        author=bare_name(council.name),
        url=whole("news.atom", slug=council.slug),
        page=whole("councils.read", slug=council.slug),
        since=since,
    )
    return document(told, news)


def _news(council: Council) -> Iterator[News]:
    yield from _meetings(council)
    yield from _results(council)
    yield from _minutes(council)
    yield from _proposals(council)


def _meetings(council: Council) -> Iterator[News]:
    found: Sequence[Meeting] = queries.meetings(council.id)
    told = queries.told_at([one.id for one in found])
    for one in found:
        title, words = _announced(one)
        moment = told.get(one.id) or one.convened_at or one.starts_at
        yield News(one.id, "Réunion", title, words, whole("meetings.read", key=one.id), moment)


def _announced(meeting: Meeting) -> tuple[str, str]:
    named = f"{meeting.title}, {date_short(meeting.day)}"
    if meeting.state is MeetingState.CANCELLED:
        return f"Réunion annulée\u00a0: {named}", f"Cette réunion n’aura pas lieu. {meeting.cancelled_reason}"
    told = f"{when(meeting)[:1].upper()}{when(meeting)[1:]}. {where(meeting)}"
    if meeting.round > 1:
        return f"Réunion déplacée\u00a0: {named}", f"La date ou le lieu a changé. {told}"
    return f"Réunion\u00a0: {named}", told


def _results(council: Council) -> Iterator[News]:
    for one in queries.results(council.id):
        words = f"{result_sentence(one)} {totals_sentence(one)}"
        url = whole("votes.read", slug=council.slug, key=one.id)
        yield News(
            one.id, "Vote", f"Résultat du vote\u00a0: {one.question}", words, url, one.closed_at or one.closes_at
        )


def _minutes(council: Council) -> Iterator[News]:
    for one in queries.minutes(council.id):
        shown = standing.public(one)
        if shown is None or not shown.number or shown.published_at is None:
            continue
        title = f"{one.kind.label}\u00a0: {one.meeting.title}, {date_short(one.meeting.day)}"
        url = whole("minutes.public", key=one.meeting_id)
        yield News(one.id, "Compte rendu", title, _short(visible_text(shown.public_html)), url, shown.published_at)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]}…"


def _proposals(council: Council) -> Iterator[News]:
    for one in queries.proposals(council.id):
        if one.transmitted_at is None:
            continue
        said = "Réponse rendue" if one.answered_at else "Proposition transmise"
        due = f" Réponse attendue au plus tard le {date_short(one.answer_due_on)}." if one.answer_due_on else ""
        words = f"Proposition {one.number}.{'' if one.answered_at else due}"
        url = whole("proposals.read_numbered", number=one.number)
        yield News(
            one.id, "Proposition", f"{said}\u00a0: {one.title}", words, url, one.answered_at or one.transmitted_at
        )
