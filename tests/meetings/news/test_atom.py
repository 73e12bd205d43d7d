"""What is new in a council, as a feed: well made, totals alone, nothing that is not public, the same cost always."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from foundation.database import change_in_public, db
from meetings.convening import noticing
from meetings.minutes import masking
from meetings.minutes.models import MinutesRevision
from meetings.news.atom import ATOM, Feed, News, document
from meetings.votes.closing import close_due
from meetings.votes.models import VoteChoice
from tests.browser import Browser
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.holding import steps as h
from tests.meetings.minutes import situations as m

FEED = "/conseils/lune/flux.atom"


def read(app: Flask) -> ET.Element:
    """The feed as a reader takes it, with all that the format asks for (RFC 4287, 4.1)."""
    answer = app.test_client().get(FEED)
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    root = ET.fromstring(answer.data)
    check(root)
    return root


def check(root: ET.Element) -> None:
    assert root.tag == f"{{{ATOM}}}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert root.findtext("{*}author/{*}name")
    for element in (root, *entries(root)):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{{*}}{name}")) == 1
        assert uuid.UUID(element.findtext("{*}id", "").removeprefix("urn:uuid:"))
        assert datetime.fromisoformat(element.findtext("{*}updated", "")).tzinfo is not None
        assert sum(link.get("rel") == "alternate" for link in element.findall("{*}link")) == 1
        assert all(link.get("href", "").startswith("http://") for link in element.findall("{*}link"))
    keys = [one.findtext("{*}id") for one in entries(root)]
    assert len(set(keys)) == len(keys)
    moments = [one.findtext("{*}updated", "") for one in entries(root)]
    assert moments == sorted(moments, reverse=True)
    assert root.findtext("{*}updated") == max(moments, default=root.findtext("{*}updated"))


def entries(root: ET.Element) -> list[ET.Element]:
    return root.findall("{*}entry")


def titles(root: ET.Element) -> list[str]:
    return [one.findtext("{*}title", "") for one in entries(root)]


def kind(entry: ET.Element) -> str:
    (category,) = entry.findall("{*}category")
    return category.get("term", "")


def test_the_page_of_a_council_leads_to_its_feed_empty_at_first(site: Flask) -> None:
    council = Browser(site).visits("/conseils/lune")
    (head,) = [e for e in council.all("link") if e.get("rel") == "alternate"]
    assert (head.get("type"), head.get("href")) == ("application/atom+xml", FEED)
    assert entries(read(site)) == []
    assert site.test_client().get("/conseils/nulle-part/flux.atom").status_code == 404


def test_a_meeting_is_one_entry_announced_then_cancelled(site: Flask) -> None:
    h.a_meeting(site)
    assert FEED in [path for _words, path in Browser(site).visits("/conseils/lune").links]
    (first,) = entries(read(site))
    assert first.findtext("{*}title", "").startswith("Réunion\u00a0: Plénière de décembre, ")
    assert "Maison de quartier" in first.findtext("{*}summary", "")
    with s.writing(site, s.TODAY + timedelta(days=1)):
        noticing.cancel(h.the_meeting(), "La salle est fermée.", actor=h.nora())
        change_in_public()
    (second,) = entries(read(site))
    assert second.findtext("{*}id") == first.findtext("{*}id")
    assert second.findtext("{*}title", "").startswith("Réunion annulée\u00a0: ")
    assert "La salle est fermée." in second.findtext("{*}summary", "")
    assert second.findtext("{*}updated", "") > first.findtext("{*}updated", "")


def test_a_meeting_in_preparation_and_a_vote_under_way_are_not_in_it(site: Flask) -> None:
    polls.opened(site)
    assert titles(read(site)) == []


def test_the_result_of_a_vote_is_told_in_totals(site: Flask) -> None:
    key = polls.opened(site)
    with s.writing(site):
        polls.services.cast(polls.motion(key), s.seat("Awa"), VoteChoice.FOR, actor=s.acting("Awa"))
    with s.writing_at(site, polls.CLOSING + timedelta(minutes=1)):
        close_due()
    (entry,) = entries(read(site))
    assert entry.findtext("{*}title") == f"Résultat du vote\u00a0: {polls.TYPESET}"
    assert "Pour\u00a0: 1. Contre\u00a0: 0." in entry.findtext("{*}summary", "")
    assert "Awa" not in ET.tostring(entry, encoding="unicode")


def test_what_is_masked_in_minutes_is_gone_from_the_feed_at_once(site: Flask) -> None:
    key = m.published(site)
    (entry,) = [one for one in entries(read(site)) if kind(one) == "Compte rendu"]
    assert "petit square" in entry.findtext("{*}summary", "")
    (link,) = entry.findall("{*}link")
    assert link.get("href", "").endswith(f"/reunions/{key}/compte-rendu")
    with s.writing_at(site, s.noon(s.TODAY)):
        masking.mask(m.the_minutes(), "Petit Square", "(un lieu)", actor=m.scribe(m.NORA, "secretary"))
    after = ET.tostring(read(site), encoding="unicode")
    assert "petit square" not in after
    assert "(un lieu)" in after
    with s.writing_at(site, s.noon(s.TODAY)):
        db.session.execute(update(MinutesRevision).values(hidden_at=s.noon(s.TODAY)))
        change_in_public()
    assert "Compte rendu" not in ET.tostring(read(site), encoding="unicode")


def test_who_has_it_already_is_answered_in_one_line(site: Flask) -> None:
    client = site.test_client()
    tag = client.get(FEED).headers["ETag"]
    again = client.get(FEED, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_it_costs_the_same_for_one_vote_or_for_many(
    site: Flask, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    h.a_meeting(site)
    polls.opened(site)
    with s.writing_at(site, polls.CLOSING + timedelta(minutes=1)):
        close_due()
    with queries() as few:
        read(site)
    for _ in range(4):
        polls.opened(site)
    with s.writing_at(site, polls.CLOSING + timedelta(minutes=1)):
        close_due()
    with queries() as many:
        assert len(entries(read(site))) == 6
    assert len(many) == len(few) <= 9


@given(st.text(), st.text())
def test_whatever_was_typed_the_feed_is_well_made(title: str, words: str) -> None:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    news = News(uuid.UUID(int=1), "Vote", title + "x", words, "http://localhost/a?b=1&c=2", moment)
    feed = Feed(uuid.UUID(int=2), title + "x", "Conseil", "http://localhost/f", "http://localhost/p", moment)
    check(ET.fromstring(document(feed, [news])))
