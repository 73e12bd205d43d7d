"""Several who merge the same two rows at once, through a real server: it is done once, and nothing is lost."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.merging.models import PersonMerge
from citizens.models import Person
from citizens.roles import services as roles
from citizens.roles.models import Role
from foundation import clock
from foundation.database import db
from foundation.policy import SYSTEM
from tests.browser import Browser
from tests.citizens.merging import doubles
from tests.meetings import situations as s
from tests.sites import Sites


@pytest.fixture
def site(sites: Sites) -> Flask:
    """The situations of today, since the server's clock goes on."""
    app = s.cheap(sites.empty(totp_roles=()))
    s.settle(app, clock.today())
    with s.writing_at(app, clock.now()):
        roles.grant(s.person("Rose"), Role.NETWORK_COORDINATOR, actor=SYSTEM)
    return app


def post(server: str, path: str, fields: dict[str, str], browser: Browser) -> int:
    """What a real server answers to a form."""
    cookie = browser._client.get_cookie("session", domain="localhost")
    assert cookie is not None
    address = urlsplit(server)
    assert address.hostname
    connection = HTTPConnection(address.hostname, address.port, timeout=30)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"session={cookie.value}",
        "Host": "localhost",
        "Origin": "http://localhost",
        "Sec-Fetch-Site": "same-origin",
    }
    try:
        connection.request("POST", path, urlencode(fields), headers)
        return connection.getresponse().status
    finally:
        connection.close()


def rows(app: Flask) -> tuple[uuid.UUID, uuid.UUID]:
    with s.writing_at(app, clock.now()):
        kept, double = s.person("Chloé").id, doubles.added()
        doubles.sits(double, "soleil", clock.today())
        return kept, double.id


def test_two_rows_are_merged_once_whichever_way(site: Flask, live_server: Callable[[Flask], str]) -> None:
    one, other = rows(site)
    rose = s.signed_in(site, "Rose")
    ways = [(one, other), (other, one)] * 3
    tokens = [rose.visits(f"/personnes/doublons/{a}/{b}").field("form_token").value for a, b in ways]
    server = live_server(site)

    def press(number: int) -> int:
        a, b = ways[number]
        fields = {"form_token": tokens[number], "reason": f"{doubles.WHY} {number}"}
        return post(server, f"/personnes/doublons/{a}/{b}", fields, rose)

    with ThreadPoolExecutor(6) as hands:
        answers = sorted(hands.map(press, range(6)))
    assert answers == [303, 409, 409, 409, 409, 409]
    with s.reading_at(site, clock.now()):
        (row,) = db.session.scalars(select(PersonMerge))
        assert db.session.get_one(Person, row.double_id).merged_into_id == row.kept_id


def test_a_merge_is_undone_once(site: Flask, live_server: Callable[[Flask], str]) -> None:
    one, other = rows(site)
    with s.writing_at(site, clock.now()):
        stood = doubles.tables()
    path = f"/personnes/doublons/reunies/{doubles.merged(site, one, other)}"
    rose = s.signed_in(site, "Rose")
    tokens = [rose.visits(path).field("form_token").value for _ in range(4)]
    server = live_server(site)
    with ThreadPoolExecutor(4) as hands:
        answers = sorted(hands.map(lambda token: post(server, path, {"form_token": token}, rose), tokens))
    assert answers == [303, 409, 409, 409]
    with s.writing_at(site, clock.now()):
        again = doubles.tables()
        assert [name for name in stood if again[name] != stood[name] and not name.startswith("account")] == []
