"""Many at once, through a real server; and pages that cost the same for five members or fifty."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from flask import Flask
from sqlalchemy import func, select

from foundation import clock
from foundation.clock import standing_at
from foundation.database import db, reading
from foundation.kept import KeptPages
from meetings.votes import links, services
from meetings.votes.models import Vote, VoteChoice
from tests.meetings import polls
from tests.meetings import situations as s

VOTERS, HANDS = 200, 16
TOKEN = re.compile(r'name="form_token"[^>]* value="([^"]+)"')
Queries = Callable[[], AbstractContextManager[list[str]]]


def ask(server: str, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
    """One request of its own connection."""
    connection = HTTPConnection(urlsplit(server).netloc, timeout=60)
    headers = {"Origin": "http://localhost", "Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request(
            method, path, urlencode(fields) if fields else None, headers if fields else {"Host": "localhost"}
        )
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def test_r_vot_03_two_hundred_double_votes_at_once(empty: Flask, live_server: Callable[[Flask], str]) -> None:
    today = clock.today()
    s.settle(empty, today)
    seats = polls.crowd(empty, VOTERS, today)
    with s.writing_at(empty, clock.now()):
        key = polls.open_here(closes_at=clock.now() + timedelta(days=8)).id
        paths = [f"/voter/{links.token(key, seat)}" for seat in seats]
    server = live_server(empty)

    def token(path: str) -> str:
        status, page = ask(server, "GET", path)
        assert status == 200
        found = TOKEN.search(page)
        assert found
        return found[1]

    def press(what: tuple[str, str, VoteChoice]) -> int:
        path, held, choice = what
        return ask(server, "POST", path, {"form_token": held, "choice": choice.value})[0]

    with ThreadPoolExecutor(HANDS) as hands:
        tokens = list(hands.map(token, paths))
        pairs = [
            (path, held, choice)
            for path, held in zip(paths, tokens, strict=True)
            for choice in (VoteChoice.FOR, VoteChoice.AGAINST)
        ]
        assert set(hands.map(press, pairs)) == {303}
    with empty.app_context(), reading():
        counts = select(func.count(), func.count(Vote.membership_id.distinct())).where(Vote.motion_id == key)
        assert tuple(db.session.execute(counts).one()) == (VOTERS, VOTERS)


def costs(app: Flask, queries: Queries, paths: list[str]) -> dict[str, int]:
    """Queries of each page for a stranger and for the board, when nothing is kept from an earlier one."""
    told = {}
    for name, reader in (("stranger", app.test_client()), ("Samia", s.signed_in(app, "Samia"))):
        for path in paths:
            app.extensions["once"].clear()
            app.extensions["kept"] = KeptPages()
            with queries() as made:
                status = reader.visits(path).status if hasattr(reader, "visits") else reader.get(path).status_code
            if status == 200:
                told[f"{name} {path}"] = len(made)
    return told


def test_five_or_fifty_members_cost_the_same(site: Flask, queries: Queries) -> None:
    running, done = polls.opened(site), polls.opened(site)
    polls.answer(site, running, "Samia", VoteChoice.FOR, s.noon(s.TODAY))
    paths = [polls.page(running), polls.page(done), "/conseils/lune", "/conseils/lune/votants", "/mon-espace"]
    link = polls.link(site, running, "Awa")
    few = costs(site, queries, [*paths, link])
    seats = polls.crowd(site, 50, s.TODAY)
    with s.writing(site):
        for seat in seats:
            db.session.add(
                Vote(motion_id=running, membership_id=seat, choice=VoteChoice.ABSTAIN, cast_at=clock.now())
            )  # fmt: skip
    assert costs(site, queries, [*paths, link]) == few
    # one’s own page asks every part of the site what waits for its reader
    assert max(few.values()) <= 26, few


def test_a_closed_vote_costs_the_same_with_many_opinions(site: Flask, queries: Queries) -> None:
    one, many = polls.opened(site), polls.opened(site)
    with s.writing(site):
        for key, names in ((one, s.VOTERS[:1]), (many, s.VOTERS)):
            for name in names:
                services.write_dissent(polls.motion(key), s.seat(name), "Je préfère un arbre.", actor=s.acting(name))
    polls.close(site)
    with standing_at(polls.CLOSING + timedelta(minutes=1)):
        few, more = (costs(site, queries, [polls.page(key)]) for key in (one, many))
        assert list(few.values()) == list(more.values())
