"""Going out, being sent out, and what the logs keep of comings and goings."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.roles.models import Role
from foundation.audit import AuditEntry
from foundation.database import db, reading
from foundation.logs import JsonFormatter
from tests.browser import Browser
from tests.citizens.people import PASSWORD, cheap, link_in, person, sessions, signs_in
from tests.citizens.test_second_factor import at_code, protect
from tests.sites import Sites

EMAIL, ALIX = "nour@example.org", "alix@example.org"


@pytest.fixture
def office(sites: Sites) -> Flask:
    """A site where the administration needs no code."""
    return cheap(sites.empty(totp_roles=()))


def is_out(browser: Browser) -> bool:
    return browser.visits("/mon-espace").status == 403


def acts(app: Flask) -> list[str]:
    with app.app_context(), reading():
        return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.at)))


def test_the_way_out_is_on_every_page(office: Flask) -> None:
    key = person(office, EMAIL)
    person(office, ALIX, Role.PLATFORM_ADMIN)
    alix = signs_in(office, ALIX)
    rules = [rule.rule for rule in office.url_map.iter_rules() if "GET" in (rule.methods or set())]
    seen = 0
    for path in [*(rule for rule in rules if "<" not in rule), f"/comptes/{key}", f"/comptes/{key}/roles"]:
        alix.visits(path)
        if alix.response.data and alix.response.mimetype == "text/html" and not alix.path.startswith("/demo"):
            assert [e.words for e in alix.all("button")].count("Se déconnecter") == 1, path
            seen += 1
    assert seen > 15


def test_going_out_leaves_nothing_in_the_browser(site: Flask) -> None:
    person(site, EMAIL)
    nour = signs_in(site, EMAIL)
    token = nour.all("input")[0].get("value")
    answer = nour._client.post("/deconnexion", data={"form_token": token}, headers={"Origin": "http://localhost"})
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert "Clear-Site-Data" not in Browser(site).visits("/aide").response.headers


def test_the_administration_ends_the_sessions_of_one_account(office: Flask) -> None:
    key = person(office, EMAIL)
    person(office, ALIX, Role.PLATFORM_ADMIN)
    here, there, alix = signs_in(office, EMAIL), signs_in(office, EMAIL), signs_in(office, ALIX)
    alix.visits(f"/comptes/{key}").presses("Déconnecter de tous ses appareils")
    assert is_out(here)
    assert is_out(there)
    assert not is_out(alix)
    assert acts(office)[-1] == "account.sessions_ended"
    signs_in(office, EMAIL)


def test_the_administration_ends_all_sessions_but_its_own(office: Flask) -> None:
    person(office, EMAIL)
    person(office, "max@example.org", Role.MODERATOR)
    person(office, ALIX, Role.PLATFORM_ADMIN)
    others = [signs_in(office, EMAIL), signs_in(office, "max@example.org"), signs_in(office, ALIX)]
    alix = signs_in(office, ALIX).visits("/comptes").presses("Déconnecter tout le monde")
    alix.presses("Déconnecter tout le monde")
    assert "3 comptes ont été déconnectés" in alix.text
    assert [is_out(other) for other in others] == [True] * 3
    assert not is_out(alix)


def test_whoever_runs_the_machine_ends_sessions_too(site: Flask) -> None:
    person(site, EMAIL)
    person(site, ALIX)
    nour, alix = signs_in(site, EMAIL), signs_in(site, ALIX)
    command = site.test_cli_runner().invoke
    assert command(args=["admin", "end-sessions", "--email", EMAIL.upper()]).exit_code == 0
    assert is_out(nour)
    assert not is_out(alix)
    assert "2 comptes" not in command(args=["admin", "end-sessions", "--all"]).output
    assert is_out(alix)
    assert all(row.ended_at for row in [*sessions(site, EMAIL), *sessions(site, ALIX)])
    for wrong in ([], ["--all", "--email", EMAIL], ["--email", "nobody@example.org"]):
        assert command(args=["admin", "end-sessions", *wrong]).exit_code != 0


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What the site writes into its logs from now on."""
    written: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    keeper, logger = Keeper(), logging.getLogger("citizens.accounts.events")
    keeper.setFormatter(JsonFormatter())
    logger.addHandler(keeper)
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(keeper)
    logger.setLevel(logging.NOTSET)


def test_comings_and_goings_are_logged_without_saying_who(site: Flask, lines: list[str]) -> None:
    key = person(site, EMAIL)
    Browser(site).visits("/connexion").presses("Me connecter", email=EMAIL, password="not the right words")
    Browser(site).visits("/connexion").presses("Me connecter", email="nobody@example.org", password="no words")
    nour = signs_in(site, EMAIL)
    _, papers = protect(site, nour)
    nour.presses("Se déconnecter")
    page = at_code(site)
    page.presses("Continuer", code="000000")
    page.presses("Continuer", code=papers[0])
    Browser(site).visits("/connexion/lien").presses("Envoyer le lien", email=EMAIL)
    path = link_in(site, EMAIL)
    first, second = Browser(site).visits(path), Browser(site).visits(path)
    first.presses("Me connecter").presses("Continuer", code=papers[1])
    second.presses("Me connecter")
    said = [json.loads(line) for line in lines]
    assert [(line["level"], line["message"]) for line in said] == [
        ("warning", "sign-in refused: password"),
        ("warning", "sign-in refused: password"),
        ("info", "signed in by password"),
        ("info", "proved again by password"),
        ("info", "signed out"),
        ("warning", "sign-in refused: code"),
        ("info", "signed in by password and code"),
        ("info", "signed in by link and code"),
        ("warning", "sign-in refused: link"),
    ]
    assert all(line["request"] and line["rule"] for line in said)
    everything = "".join(lines)
    for secret in (EMAIL, "nobody", "Samia", str(key), PASSWORD, papers[0], path.rpartition("/")[2]):
        assert secret not in everything
