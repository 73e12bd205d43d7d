"""What the database itself refuses about seats, and two people who act at once through a real server."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from citizens.models import Contact, Person
from councils.members import links
from councils.models import EndReason, Membership
from foundation import clock
from foundation.database import db
from tests.meetings import situations as s

DAY = timedelta(days=1)
LAST = s.TODAY + 10 * DAY
TOKEN = re.compile(r'name="form_token"[^>]* value="([^"]+)"')


@pytest.fixture
def left(site: Flask) -> uuid.UUID:
    """Ben's seat, whose last day is known."""
    with s.writing(site):
        ben = s.seat("Ben")
        ben.end_on, ben.end_reason = LAST, EndReason.MOVED
        return ben.id


def takes_over(left: uuid.UUID, who: str, start: date, end: date | None = None, **more: Any) -> None:
    """Somebody on a seat after another, written past the services."""
    term = s.term()
    row = Membership(
        person_id=s.person(who).id, term_id=term.id, council_id=term.council_id, college="residents",
        origin="replacement", start_on=start, end_on=end, end_reason=EndReason.REFUSED if end else None,
        replaces_id=left, accepted_on=s.TODAY, **more,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()


@pytest.mark.parametrize("start", [LAST, LAST - DAY, LAST + 2 * DAY, LAST + 40 * DAY])
def test_a_seat_is_taken_over_the_day_after_and_on_no_other(site: Flask, left: uuid.UUID, start: date) -> None:
    with pytest.raises(IntegrityError), s.writing(site):
        takes_over(left, "Rose", start)


def test_a_seat_is_taken_over_by_one_person(site: Flask, left: uuid.UUID) -> None:
    with s.writing(site):
        takes_over(left, "Rose", LAST + DAY)
    with pytest.raises(IntegrityError), s.writing(site):
        takes_over(left, "Nora", LAST + DAY)


def test_whoever_refused_has_not_taken_it(site: Flask, left: uuid.UUID) -> None:
    with s.writing(site):
        takes_over(left, "Rose", LAST + DAY, LAST + DAY)
    with s.writing(site):
        takes_over(left, "Nora", LAST + DAY)


def test_a_seat_that_still_goes_on_is_not_taken_over(site: Flask) -> None:
    with s.reading_at(site, clock.now()):
        key = s.seat("Awa").id
    with pytest.raises(IntegrityError), s.writing(site):
        takes_over(key, "Rose", s.TODAY)


@pytest.mark.parametrize("change", [{"end_on": LAST + DAY}, {"end_on": None, "end_reason": None}])
def test_whoever_left_does_not_come_back_over_their_successor(
    site: Flask, left: uuid.UUID, change: dict[str, Any]
) -> None:
    with s.writing(site):
        takes_over(left, "Rose", LAST + DAY)
    with pytest.raises(IntegrityError), s.writing(site):
        db.session.execute(update(Membership).where(Membership.id == left).values(**change))


def test_a_successor_does_not_move_into_the_time_of_who_left(site: Flask, left: uuid.UUID) -> None:
    with s.writing(site):
        takes_over(left, "Rose", LAST + DAY)
    with pytest.raises(IntegrityError), s.writing(site):
        s.seat("Rose").start_on = LAST


def test_a_seat_of_another_council_is_not_taken_over(site: Flask) -> None:
    with s.writing(site):
        victor = s.seat("Victor")
        victor.end_on, victor.end_reason = LAST, EndReason.MOVED
        key = victor.id
    with pytest.raises(IntegrityError), s.writing(site):
        takes_over(key, "Rose", LAST + DAY)


def post(server: str, path: str, fields: dict[str, str], cookie: str = "") -> int:
    connection = HTTPConnection(urlsplit(server).netloc, timeout=60)
    headers = {"Origin": "http://localhost", "Host": "localhost", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request("POST", path, urlencode(fields), headers | ({"Cookie": cookie} if cookie else {}))
        return connection.getresponse().status
    finally:
        connection.close()


def test_two_replacements_of_one_seat_at_once(empty: Flask, live_server: Callable[[Flask], str]) -> None:
    today = clock.today()
    s.settle(empty, today)
    pia = s.signed_in(empty, "Pia")
    with s.reading_at(empty, clock.now()):
        path = f"/conseils/lune/gestion/membres/{s.seat('Ben').id}/remplacer"
    token = pia.visits(path).field("form_token").value
    found = pia._client.get_cookie("session", domain="localhost")
    assert found is not None
    server = live_server(empty)

    def press(name: str) -> int:
        fields = {
            "form_token": token,
            "last_day": str(today),
            "reason": "moved",
            "who": "new",
            "given_name": name,
            "family_name": "Ensemble",
            "email": "",
        }
        return post(server, path, fields, f"session={found.value}")

    with ThreadPoolExecutor(4) as hands:
        answers = sorted(hands.map(press, ("Zora", "Yasmine", "Ximena", "Willy")))
    assert answers == [302, 409, 409, 409]
    with s.reading_at(empty, clock.now()):
        assert len(db.session.scalars(select(Person).where(Person.family_name == "Ensemble")).all()) == 1


def test_one_link_pressed_many_times_at_once(empty: Flask, live_server: Callable[[Flask], str]) -> None:
    s.settle(empty, clock.today())
    with s.writing_at(empty, clock.now()):
        seat = s.seat("Ben")
        seat.accepted_on = None
        path = f"/siege/{links.token(seat.id, 'ben@example.org')}"
        from_address(seat.person_id)
    page = empty.test_client().get(path).get_data(as_text=True)
    found = TOKEN.search(page)
    assert found
    fields = {"form_token": found[1], "reponse": "oui"}
    server = live_server(empty)
    with ThreadPoolExecutor(6) as hands:
        answers = sorted(hands.map(lambda _: post(server, path, fields), range(6)))
    assert answers[0] == 302
    assert set(answers[1:]) <= {409, 410}


def from_address(person_id: uuid.UUID) -> None:
    """Ben has an address, and no account."""
    db.session.add(Contact(person_id=person_id, email="ben@example.org"))
