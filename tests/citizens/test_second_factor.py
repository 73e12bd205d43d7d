"""A code of the telephone: asked after the password, good once; paper codes, good once each; roles that wait for it."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from citizens.roles.models import Role
from foundation import clock
from foundation.settings import SettingsError
from tests.browser import Browser
from tests.citizens.people import PASSWORD, account, cheap, link_in, person, sessions, signs_in
from tests.mailbox import Mailbox
from tests.sites import Sites

EMAIL = "nour@example.org"


def code(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.real_now())


def protect(site: Flask, browser: Browser, email: str = EMAIL) -> tuple[str, list[str]]:
    """Ask for a code from now on; gives the secret and the paper codes."""
    browser.visits("/compte/code")
    words = browser.text.partition("Tapez dans l’application : ")[2]
    secret = words.partition(" Recopiez")[0].replace(" ", "").rstrip(".")
    secret = "".join(c for c in secret if c.isalnum())
    known = account(site, email).password_hash is not None
    browser.presses("Demander ce code désormais", code=code(secret), **({"current": PASSWORD} if known else {}))
    papers = [e.words for e in browser.all("li") if e.get("class") == "code"]
    assert len(set(papers)) == 10, browser.text
    return secret, papers


def at_code(site: Flask, email: str = EMAIL) -> Browser:
    page = Browser(site).visits("/connexion").presses("Me connecter", email=email, password=PASSWORD)
    assert page.headings(1) == ["Votre code"]
    return page


def test_a_code_is_asked_after_the_password_and_serves_once(site: Flask) -> None:
    person(site, EMAIL)
    start = clock.real_now()
    with clock.standing_at(start):
        secret, _ = protect(site, signs_in(site, EMAIL))
        replayed = at_code(site).presses("Continuer", code=code(secret))
        assert replayed.status == 422
        assert replayed.visits("/mon-espace").status == 403
    with clock.standing_at(start + timedelta(seconds=40)):
        first, second = at_code(site), at_code(site)
        assert first.presses("Continuer", code=code(secret)).path == "/mon-espace"
        assert second.presses("Continuer", code=code(secret)).status == 422
        assert "déjà servi" in second.text


def test_the_secret_is_not_kept_in_plain(site: Flask) -> None:
    person(site, EMAIL)
    secret, papers = protect(site, signs_in(site, EMAIL))
    kept = account(site, EMAIL).totp_secret or ""
    assert secret not in kept
    assert "Un code de votre téléphone est désormais demandé" in Mailbox(site).to(EMAIL)[-1].text
    assert papers[0] not in str(vars(account(site, EMAIL)))


def test_a_paper_code_serves_once_however_it_is_typed(site: Flask) -> None:
    person(site, EMAIL)
    _, papers = protect(site, signs_in(site, EMAIL))
    typed = papers[0].upper().replace("-", " ")
    assert at_code(site).presses("Continuer", code=typed).path == "/mon-espace"
    assert at_code(site).presses("Continuer", code=papers[0]).status == 422
    left = at_code(site).presses("Continuer", code=papers[1]).visits("/compte")
    assert "Codes de secours restants 8" in left.text
    left.visits("/compte/code").presses("Donner dix nouveaux codes", code=papers[2])
    assert left.headings(1) == ["Vos codes de secours"]
    assert at_code(site).presses("Continuer", code=papers[3]).status == 422


def test_guessing_codes_is_slowed(site: Flask) -> None:
    person(site, EMAIL)
    with clock.standing_at(clock.real_now()):
        protect(site, signs_in(site, EMAIL))
        page = at_code(site)
        assert [page.presses("Continuer", code=f"{n:06}").status for n in range(10)] == [422] * 10
        assert page.presses("Continuer", code="000000").status == 429


def test_a_link_asks_for_the_code_too_and_the_step_runs_out(site: Flask) -> None:
    person(site, EMAIL)
    start = clock.real_now()
    secret, _ = protect(site, signs_in(site, EMAIL))
    Browser(site).visits("/connexion/lien").presses("Envoyer le lien", email=EMAIL)
    page = Browser(site).visits(link_in(site, EMAIL)).presses("Me connecter")
    assert page.headings(1) == ["Votre code"]
    with clock.standing_at(start + timedelta(seconds=70)):
        assert page.presses("Continuer", code=code(secret)).path == "/mon-espace"


def test_the_code_is_given_up_with_a_code(site: Flask) -> None:
    person(site, EMAIL)
    samia = signs_in(site, EMAIL)
    _, papers = protect(site, samia)
    samia.visits("/compte/code").presses("Ne plus demander de code", code="000000")
    assert samia.status == 422
    samia.presses("Ne plus demander de code", code=papers[0])
    assert samia.path == "/compte"
    signs_in(site, EMAIL)


def test_a_wrong_first_code_starts_nothing(site: Flask) -> None:
    person(site, EMAIL)
    page = signs_in(site, EMAIL).visits("/compte/code")
    page.presses("Demander ce code désormais", code="000000", current=PASSWORD)
    assert page.status == 422
    assert account(site, EMAIL).totp_secret is None


def test_a_sensitive_role_waits_for_its_code_in_production(site: Flask) -> None:
    person(site, EMAIL, Role.PLATFORM_ADMIN)
    alix = signs_in(site, EMAIL)
    assert "Protéger votre compte par un code" in alix.text
    assert alix.visits("/comptes").status == 403
    protect(site, alix)
    assert alix.visits("/comptes").status == 200
    assert len(sessions(site, EMAIL)) == 1


def test_which_roles_wait_is_a_setting(sites: Sites) -> None:
    app = cheap(sites.empty(totp_roles=()))
    person(app, EMAIL, Role.PLATFORM_ADMIN)
    assert signs_in(app, EMAIL).visits("/comptes").status == 200


def test_a_setting_that_names_no_role_stops_the_site(sites: Sites) -> None:
    with pytest.raises((SettingsError, SystemExit)):
        sites.empty(totp_roles=("admin",))
