"""The office of accounts: who is looked for stays out of every address (R-SEC-01)."""

from __future__ import annotations

import pytest
from flask import Flask

from citizens.roles.models import Role
from tests.browser import Browser
from tests.citizens.people import cheap, person, signs_in
from tests.sites import Sites

ALIX = "alix@example.org"


@pytest.fixture
def alix(sites: Sites) -> Browser:
    """Who administers a site with two other accounts."""
    app = cheap(sites.empty(totp_roles=()))
    person(app, ALIX, Role.PLATFORM_ADMIN, name="Alix")
    person(app, "nour@example.org", name="Nour")
    person(app, "karim@example.org", name="Karim")
    return signs_in(app, ALIX).visits("/comptes")


def test_an_account_is_found_by_name_or_address_and_the_address_does_not_say_which(alix: Browser) -> None:
    assert alix.headings(2).count("Nour Essai") == 1
    for words in ("nour", "NOUR@example"):
        alix.visits("/comptes").presses("Chercher", q=words)
        assert "nour" not in alix.path.lower()
        assert "?pour=" in alix.path
        assert [name for name in alix.headings(2) if name.endswith("Essai")] == ["Nour Essai"]
        assert alix.field("q").value == words
    alix.presses("Montrer tous les comptes")
    assert len([name for name in alix.headings(2) if name.endswith("Essai")]) == 3
    alix.presses("Chercher", q="personne de ce nom")
    assert "Aucun compte ne correspond" in alix.text
    assert alix.visits("/comptes?pour=invente").status == 200


def test_no_address_says_anything_of_people(app: Flask) -> None:
    """Addresses name rows by ids, slugs, numbers and steps; tokens are those of letters, good once."""
    names = {name for rule in app.url_map.iter_rules() for name in rule.arguments}
    personal = {"email", "name", "password", "code", "person", "phone", "session"}
    assert not names & personal
    with_token = {rule.endpoint for rule in app.url_map.iter_rules() if "token" in rule.arguments}
    own = {endpoint for endpoint in with_token if endpoint.startswith("accounts.")}
    assert own == {
        *("accounts.sign_in_link", "accounts.use_sign_in_link", "accounts.reset", "accounts.set_password"),
        *("accounts.invitation", "accounts.join"),
    }
