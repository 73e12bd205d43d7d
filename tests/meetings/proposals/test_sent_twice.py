"""A form sent twice does once what it says: a double press, at once or one after the other, makes one thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from citizens.discussion.models import Comment
from foundation import clock, submissions
from foundation.database import db, reading
from foundation.submissions import SubmittedForm
from foundation.workflow import Refused
from meetings.answers import services as answers
from meetings.answers.models import Answer
from meetings.proposals import services, transmission
from meetings.proposals.models import Proposal, ProposalState
from meetings.votes.models import Motion
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.answers import situations as sent
from tests.meetings.proposals import drafts, shelf

HANDS = 6
TOKEN = re.compile(r'name="form_token"[^>]* value="([^"]+)"')
NEW = "/conseils/lune/propositions/nouvelle"
BANC = {"kind": "proposal", "title": "Un banc", "theme": "mobility", "text": "Nous demandons un banc."}


def token(page: Browser) -> str:
    found = TOKEN.search(page.response.get_data(as_text=True))
    assert found
    return found[1]


def post(server: str, reader: Browser, path: str, fields: dict[str, str]) -> tuple[int, str]:
    """One request of its own connection, as the browser of somebody who has signed in; where it leads."""
    connection = HTTPConnection(urlsplit(server).netloc, timeout=60)
    headers = {
        "Origin": "http://localhost", "Host": "localhost", "Cookie": reader.response.request.headers["Cookie"],
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    try:
        connection.request("POST", path, urlencode(fields), headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location") or ""
    finally:
        connection.close()


def again(reader: Browser, path: str, **fields: str) -> str:
    """The same form of the same page, sent twice, the one after the other; where both lead."""
    sent_fields = {"form_token": token(reader), **fields}
    headers = {"Origin": reader.origin}
    found = [reader._client.post(path, data=sent_fields, headers=headers) for _ in range(2)]
    assert [one.status_code // 100 for one in found] == [3, 3], found[1].get_data(as_text=True)
    assert found[0].location == found[1].location
    return str(found[0].location)


def count(app: Flask, model: type[Any]) -> int:
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_one_draft_of_many_presses_at_once(empty: Flask, live_server: Callable[[Flask], str]) -> None:
    s.settle(empty, clock.today())
    awa = s.signed_in(empty, "Awa").visits(NEW)
    fields, server = {"form_token": token(awa), **BANC}, live_server(empty)
    with ThreadPoolExecutor(HANDS) as hands:
        found = list(hands.map(lambda _: post(server, awa, NEW, fields), range(HANDS)))
    (draft,) = drafts.all_of(empty)
    assert {status // 100 for status, _ in found} == {3}
    assert {place for _, place in found} == {drafts.address(draft.id, "/ecrire")}


def test_one_comment_of_many_presses_at_once(empty: Flask, live_server: Callable[[Flask], str]) -> None:
    s.settle(empty, clock.today())
    key = drafts.discussed(empty)
    samia = s.signed_in(empty, "Samia").visits(drafts.address(key))
    fields = {"form_token": token(samia), "kind": "question", "text": "Qui paie ?"}
    server = live_server(empty)
    with ThreadPoolExecutor(HANDS) as hands:
        found = list(hands.map(lambda _: post(server, samia, f"/discussion/proposal/{key}", fields), range(HANDS)))
    assert count(empty, Comment) == 1
    assert len(set(found)) == 1
    assert "#commentaire-" in found[0][1]


def test_another_page_or_other_words_are_another_draft(site: Flask) -> None:
    awa = s.signed_in(site, "Awa").visits(NEW)
    again(awa, NEW, **BANC)
    changed = {"form_token": token(awa), **BANC, "title": "Deux bancs"}
    assert awa._client.post(NEW, data=changed, headers={"Origin": awa.origin}).status_code == 303
    again(awa.visits(NEW), NEW, **BANC)
    assert sorted(row.title for row in drafts.all_of(site)) == ["Deux bancs", "Un banc", "Un banc"]


def test_a_form_that_was_refused_or_only_looked_at_is_sent_anew(site: Flask) -> None:
    awa = s.signed_in(site, "Awa").visits(NEW)
    fields = {"form_token": token(awa), **BANC, "act": "preview"}
    for _ in range(2):
        assert awa._client.post(NEW, data=fields, headers={"Origin": awa.origin}).status_code == 200
    for _ in range(2):
        assert (
            awa._client.post(NEW, data={**fields, "act": "", "kind": ""}, headers={"Origin": awa.origin}).status_code
            == 422
        )
    assert count(site, SubmittedForm) == 0


def test_every_act_on_the_way_to_an_answer_bears_a_double_press(site: Flask) -> None:
    key = drafts.draft(site)
    awa = s.signed_in(site, "Awa").visits(drafts.address(key, "/etapes/discuss"))
    assert again(awa, awa.path) == drafts.address(key)
    samia = s.signed_in(site, "Samia").visits(drafts.address(key, "/vote"))
    day = drafts.in_days(8).isoformat()
    assert again(samia, samia.path, day=day, hour="20:00", percent="") == drafts.address(key)
    assert count(site, Motion) == 1
    (other,) = shelf.put(site)
    samia.visits(shelf.address(other, "/transmettre"))
    number = again(samia, samia.path, committee="copil").rpartition("/")[2]
    max_ = s.signed_in(site, "Max").visits("/comites/copil/bureau")
    assert again(max_, sent.office(number, "accuser-reception")) == "/comites/copil/bureau"
    max_.visits(sent.office(number, "repondre"))
    words = {"outcome": "noted", "reasons": sent.REASONS, "signatory_function": "Maire", "seen": "0"}
    refused = {**words, "outcome": "not_retained", "reason_category": "cost"}
    assert again(max_, max_.path, **refused) == f"/propositions/{number}"
    assert count(site, Answer) == 1


def test_what_the_same_person_did_the_same_way_is_done(site: Flask) -> None:
    """From another page, or a tab left open: no second act, and no reproach."""
    key, closing = drafts.discussed(site), s.paris(drafts.in_days(7), 20)
    (other,) = shelf.put(site)
    for _ in range(2):
        with s.writing(site):
            samia = s.acting("Samia", "board_member")
            services.open_vote(drafts.row(key), closing, None, actor=samia)
            number = transmission.transmit(shelf.row(other), s.committee(), actor=samia)
    for _ in range(2):
        with s.writing(site):
            transmission.acknowledge(shelf.row(other), actor=s.acting("Max", "committee_secretary"))
    for _ in range(2):
        with s.writing(site):
            answers.answer(shelf.row(other), sent.given(), actor=s.acting("Max", "committee_secretary"), seen=0)
    for _ in range(2):
        with s.writing(site):
            more = sent.given(reasons=sent.REASONS + " Le banc sera en bois.")
            answers.complete(shelf.row(other), more, actor=s.acting("Max", "committee_secretary"), seen=1)
    assert (count(site, Motion), len(sent.versions(site, number))) == (2, 2)
    with s.writing(site), pytest.raises(Refused, match="déjà ouvert"):
        services.open_vote(drafts.row(key), closing + timedelta(days=1), None, actor=s.acting("Samia", "board_member"))
    with s.writing(site), pytest.raises(Refused, match="Cette étape"):
        transmission.acknowledge(shelf.row(other), actor=s.acting("Rose", "committee_secretary"))


def test_a_sent_proposal_is_not_sent_again_from_an_old_page(site: Flask) -> None:
    (key,) = shelf.put(site)
    number = shelf.send(site, key)
    samia = s.signed_in(site, "Samia").visits(shelf.address(key, "/transmettre"))
    assert samia.path == f"/propositions/{number}"


def test_they_are_forgotten_after_a_day(site: Flask) -> None:
    again(s.signed_in(site, "Awa").visits(NEW), NEW, **BANC)
    assert count(site, SubmittedForm) == 1
    with s.writing_at(site, clock.now() + timedelta(hours=25)):
        submissions.purge()
    assert count(site, SubmittedForm) == 0
    assert drafts.state(site, drafts.all_of(site)[0].id) is ProposalState.DRAFT
    assert count(site, Proposal) == 1
