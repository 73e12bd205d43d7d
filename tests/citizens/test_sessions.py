"""Sessions are rows: five ways to end, a new id at each sign-in, a cookie that nothing else can make."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from citizens.accounts import granting, queries, services
from citizens.accounts.models import SessionEnd
from citizens.roles.models import Role
from foundation import clock
from foundation.database import transaction
from foundation.policy import SYSTEM
from tests.browser import Browser
from tests.citizens.people import PASSWORD, person, sessions, signs_in
from tests.sites import Sites

EMAIL = "samia@example.org"


def is_out(browser: Browser) -> bool:
    return browser.visits("/mon-espace").status == 403


def cookie_of(browser: Browser) -> str:
    found = browser._client.get_cookie("session")
    assert found is not None
    return found.value


def with_cookie(app: Flask, value: str) -> Browser:
    browser = Browser(app)
    browser._client.set_cookie("session", value)
    return browser


def test_it_ends_at_sign_out_and_the_old_cookie_opens_nothing(site: Flask) -> None:
    person(site, EMAIL)
    samia = signs_in(site, EMAIL)
    kept = cookie_of(samia)
    samia.presses("Se déconnecter")
    assert samia.path == "/"
    assert is_out(samia)
    assert is_out(with_cookie(site, kept))
    assert [row.ended_because for row in sessions(site, EMAIL)] == [SessionEnd.SIGN_OUT]


def test_it_ends_elsewhere_when_the_password_changes(site: Flask) -> None:
    person(site, EMAIL)
    here, there = signs_in(site, EMAIL), signs_in(site, EMAIL)
    here.visits("/compte/mot-de-passe").presses(
        "Garder ce mot de passe", current=PASSWORD, password="encore quatre mots autres"
    )
    assert here.path == "/compte"
    assert not is_out(here)
    assert is_out(there)
    signs_in(site, EMAIL, "encore quatre mots autres")


def test_it_ends_when_a_role_is_given_and_when_it_is_taken_back(site: Flask) -> None:
    person(site, EMAIL)
    for change in ("give", "take"):
        samia = signs_in(site, EMAIL)
        with site.app_context(), transaction():
            account = queries.by_email(EMAIL)
            assert account is not None
            if change == "give":
                granting.grant(account.person, Role.MODERATOR, actor=SYSTEM)
            else:
                granting.end(queries.roles_of(account.person_id)[0].assignment, actor=SYSTEM)
        assert is_out(samia)
    assert [row.ended_because for row in sessions(site, EMAIL)] == [SessionEnd.ROLE] * 2


def test_it_ends_when_the_account_is_closed(site: Flask) -> None:
    person(site, EMAIL)
    samia = signs_in(site, EMAIL)
    with site.app_context(), transaction():
        account = queries.by_email(EMAIL)
        assert account is not None
        services.disable(account, actor=SYSTEM)
    assert is_out(samia)
    page = Browser(site).visits("/connexion").presses("Me connecter", email=EMAIL, password=PASSWORD)
    assert page.status == 422


def test_it_ends_at_its_time_or_after_an_hour_of_rest_for_an_office(site: Flask) -> None:
    person(site, EMAIL)
    person(site, "nour@example.org", Role.MODERATOR)
    start = clock.real_now()
    with clock.standing_at(start):
        short, kept = signs_in(site, EMAIL), signs_in(site, EMAIL, kept=True)
        office = signs_in(site, "nour@example.org", kept=True)
    with clock.standing_at(start + timedelta(minutes=29)):
        assert not is_out(office)
    with clock.standing_at(start + timedelta(minutes=29 + 36)):
        assert is_out(office)
    with clock.standing_at(start + timedelta(hours=13)):
        assert is_out(short)
        assert not is_out(kept)
    with clock.standing_at(start + timedelta(days=30, minutes=1)):
        assert is_out(kept)


def test_last_seen_is_written_every_five_minutes_at_most(site: Flask, queries) -> None:
    person(site, EMAIL)
    samia = signs_in(site, EMAIL)
    start: datetime = sessions(site, EMAIL)[0].last_seen_at
    with queries() as made:
        samia.visits("/aide")
    assert not any("UPDATE account_session" in statement for statement in made)
    later = start + timedelta(minutes=6)
    with clock.standing_at(later):
        samia.visits("/aide")
    assert sessions(site, EMAIL)[0].last_seen_at == later


def test_each_sign_in_gives_a_new_id_and_drops_the_one_before(site: Flask) -> None:
    """A cookie planted by somebody else before the sign-in is not the one used after it."""
    person(site, EMAIL)
    attacker = signs_in(site, EMAIL)
    planted = cookie_of(attacker)
    victim = with_cookie(site, planted)
    assert victim.visits("/connexion").path == "/mon-espace"
    token = Browser(site).visits("/connexion").field("form_token").value
    data = {"email": EMAIL, "password": PASSWORD, "form_token": token}
    victim._client.post("/connexion", data=data, headers={"Origin": "http://localhost"})
    assert cookie_of(victim) != planted
    assert is_out(with_cookie(site, planted))
    assert not is_out(victim)


@pytest.mark.parametrize("value", ["", "x", "a.b.c", "eyJfdXNlcl9pZCI6InRvdG8ifQ.x.y"])
def test_a_forged_cookie_opens_nothing_and_breaks_nothing(site: Flask, value: str) -> None:
    assert is_out(with_cookie(site, value))
    assert with_cookie(site, value).visits("/").status == 200


def test_a_well_signed_cookie_with_an_unknown_token_opens_nothing(site: Flask) -> None:
    person(site, EMAIL)
    row = sessions(site, EMAIL)
    assert row == []
    signs_in(site, EMAIL)
    for token in ("unknown", str(sessions(site, EMAIL)[0].id), sessions(site, EMAIL)[0].token_hash):
        interface = site.session_interface
        assert isinstance(interface, SecureCookieSessionInterface)
        serializer = interface.get_signing_serializer(site)
        assert serializer is not None
        assert is_out(with_cookie(site, serializer.dumps({"_user_id": token})))


def test_the_cookie_is_out_of_reach_and_says_nothing(sites: Sites) -> None:
    app = sites.empty(public_url="https://localhost")
    app.config["PASSWORD_COST"] = (8, 1)
    person(app, EMAIL)
    client = app.test_client()
    ours = {"Origin": "https://localhost"}
    page = client.get("/connexion", base_url="https://localhost")
    assert "Set-Cookie" not in page.headers
    token = page.text.partition('name="form_token" type="hidden" value="')[2].partition('"')[0]
    data = {"email": EMAIL, "password": PASSWORD, "form_token": token, "kept": "y"}
    answer = client.post("/connexion", data=data, headers=ours, base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 302, answer.text
    assert cookie.startswith("__Host-session=")
    for word in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax", "Expires="):
        assert word in cookie
    assert "Domain" not in cookie


def test_pages_of_who_has_signed_in_are_kept_nowhere(site: Flask) -> None:
    person(site, EMAIL)
    samia = signs_in(site, EMAIL)
    for path in ("/mon-espace", "/compte", "/", "/aide"):
        samia.visits(path)
        assert samia.response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in samia.response.headers
        assert "Set-Cookie" not in samia.response.headers


def test_one_closes_the_other_sessions_one_by_one_or_all(site: Flask) -> None:
    person(site, EMAIL)
    here, second, third, fourth = (signs_in(site, EMAIL) for _ in range(4))
    here.visits("/compte").presses("Mes connexions et leur historique")
    named = next(words for words in here.buttons() if words.startswith("Fermer la connexion"))
    here.presses(named)
    assert [is_out(other) for other in (second, third, fourth)].count(True) == 1
    here.visits("/compte/connexions").presses("Fermer toutes les autres")
    assert [is_out(other) for other in (second, third, fourth)] == [True] * 3
    assert not is_out(here)


def test_nobody_closes_the_sessions_of_somebody_else(site: Flask) -> None:
    person(site, EMAIL)
    person(site, "karim@example.org")
    samia, karim = signs_in(site, EMAIL), signs_in(site, "karim@example.org")
    signs_in(site, "karim@example.org")
    karim.visits("/compte/connexions")
    theirs = sessions(site, EMAIL)[0].id
    token = karim.all("input")[0].get("value")
    data = {"form_token": token, "session": str(theirs)}
    karim._client.post("/compte/connexions", data=data, headers={"Origin": "http://localhost"})
    assert not is_out(samia)
