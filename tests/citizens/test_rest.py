"""An office that rests half an hour is signed out: its pages say when and can prolong it; asking does not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from citizens.accounts import sessions as rows
from citizens.roles.models import Role
from foundation import clock
from foundation.text import hour_words
from tests.browser import Browser
from tests.citizens.people import PASSWORD, person, sessions, signs_in

EMAIL = "nour@example.org"
OURS = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def office(site: Flask) -> Browser:
    person(site, EMAIL, Role.MODERATOR)
    return signs_in(site, EMAIL)


def left(browser: Browser) -> int:
    answer = browser._client.get("/connexion/reste")
    assert answer.headers["Cache-Control"] == "no-store"
    return int(answer.get_json()["seconds"])


def stays(browser: Browser) -> int:
    return int(browser._client.post("/connexion/reste", headers=OURS).get_json()["seconds"])


def test_every_page_of_an_office_says_how_long_it_may_rest(site: Flask, office: Browser) -> None:
    end = sessions(site, EMAIL)[0].last_seen_at + rows.OFFICE_IDLE
    sentence = f"Sans activité, vous serez déconnecté à {hour_words(end.astimezone(clock.PARIS))}"
    for path in ("/mon-espace", "/compte/nom", "/", "/aide"):
        assert sentence in office.visits(path).response.text.replace("<span data-rest-hour>", "").replace("</span>", "")
        assert office.response.text.count("ce que vous envoyez alors est gardé") == 1
        assert [e.get("src").rpartition("/")[2] for e in office.all("script")] == ["rest.js"]


def test_who_holds_no_office_is_not_watched(site: Flask) -> None:
    person(site, EMAIL)
    samia = signs_in(site, EMAIL)
    for browser in (samia, Browser(site)):
        browser.visits("/")
        assert browser.all("script") == []
        assert "Sans activité" not in browser.text
    assert left(samia) > 11 * 3600


def test_asking_what_is_left_does_not_prolong_it(site: Flask, office: Browser) -> None:
    start = sessions(site, EMAIL)[0].last_seen_at
    with clock.standing_at(start + timedelta(minutes=20)):
        assert left(office) == left(office) == 15 * 60
    assert sessions(site, EMAIL)[0].last_seen_at == start
    with clock.standing_at(start + timedelta(minutes=36)):
        over = office._client.get("/connexion/reste")
        assert over.status_code == 403


def test_staying_prolongs_it(site: Flask, office: Browser) -> None:
    start = sessions(site, EMAIL)[0].last_seen_at
    with clock.standing_at(start + timedelta(minutes=33)):
        assert left(office) == 2 * 60
        assert stays(office) == 35 * 60
        assert left(office) == 35 * 60
    with clock.standing_at(start + timedelta(minutes=60)):
        assert office.visits("/mon-espace").status == 200


def test_nothing_prolongs_the_longest_time(site: Flask, office: Browser) -> None:
    start = sessions(site, EMAIL)[0].created_at
    for minutes in range(0, 12 * 60, 30):
        with clock.standing_at(start + timedelta(minutes=minutes)):
            assert office.visits("/mon-espace").status == 200
    with clock.standing_at(start + timedelta(hours=11, minutes=57)):
        assert stays(office) == 3 * 60
    with clock.standing_at(start + timedelta(hours=12, minutes=1)):
        assert office._client.post("/connexion/reste", headers=OURS).status_code == 403


def test_what_is_sent_after_the_end_is_kept(site: Flask, office: Browser) -> None:
    office.visits("/compte/nom")
    with clock.standing_at(clock.real_now() + timedelta(minutes=36)):
        office.presses("Garder ce nom", given_name="Nour, écrite pendant un long repos", family_name="Essai")
        assert office.status == 403
        assert "Rien n’est perdu" in office.text
        office.presses("Me connecter", email=EMAIL, password=PASSWORD)
        assert "Nour, écrite pendant un long repos" in office.text
