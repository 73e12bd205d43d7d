"""The warning of an office that rests: told in time, never in the way of who types, heard by the other tabs too.

The clock of the browser is moved on, and the row of the session moved back by as much: nothing here waits.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from citizens.accounts.demonstration import PASSWORD
from citizens.accounts.models import Account, AccountSession
from foundation import clock
from foundation.database import db, transaction
from tests.browser_pages.window import Window

EMAIL = "moderation@example.org"
SOON, OVER = "Êtes-vous toujours là", "Vous êtes déconnecté."


def rested(app: Flask, minutes: int) -> None:
    """Let the sessions of the office be as if nothing had come from them for so long."""
    whose = select(Account.id).where(Account.login_email == EMAIL).scalar_subquery()
    with app.app_context(), transaction():
        seen = clock.real_now() - timedelta(minutes=minutes)
        db.session.execute(
            update(AccountSession)
            .where(AccountSession.account_id == whose, AccountSession.ended_at.is_(None))
            .values(last_seen_at=seen)
            .execution_options(synchronize_session=False)
        )


@pytest.fixture
def office(window: Callable[..., Window]) -> Window:
    opened = window(width=320)
    opened.page.clock.install()
    opened.opens("/connexion")
    opened.page.get_by_label("Adresse de courriel").fill(EMAIL)
    opened.page.get_by_label("Mot de passe").fill(PASSWORD)
    opened.page.get_by_role("button", name="Me connecter").click()
    expect(opened.page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    return opened


def passes(app: Flask, pages: list[Page], minutes: int) -> None:
    """So many minutes go by, for the site and for these tabs."""
    rested(app, minutes)
    for page in pages:
        page.clock.fast_forward(minutes * 60 * 1000)


def test_it_warns_without_taking_the_focus_and_stays_when_asked(shown_app: Flask, office: Window) -> None:
    page = office.opens("/compte/nom").page
    name = page.get_by_label("Prénom")
    before = name.input_value()
    name.focus()
    page.keyboard.press("End")
    passes(shown_app, [page], 31)
    warning = page.get_by_text(SOON)
    expect(warning).to_be_visible()
    expect(name).to_be_focused()
    page.keyboard.type("Nour")
    expect(name).to_have_value(before + "Nour")
    assert office.axe() == []
    assert office.overflow() == []
    office.reaches("Rester connecté")
    page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "contenu"
    passes(shown_app, [page], 20)
    expect(warning).to_be_hidden()
    assert office.faults == []


def test_the_other_tabs_are_told(shown_app: Flask, office: Window) -> None:
    here = office.opens("/compte").page
    there = here.context.new_page()
    there.clock.install()
    there.goto(here.url)
    passes(shown_app, [here, there], 31)
    for page in (here, there):
        expect(page.get_by_text(SOON)).to_be_visible()
    there.get_by_role("button", name="Rester connecté").click()
    for page in (there, here):
        expect(page.get_by_text(SOON)).to_be_hidden()


def test_when_it_has_ended_what_was_typed_is_kept(shown_app: Flask, office: Window) -> None:
    page = office.opens("/compte/nom").page
    page.get_by_label("Prénom").fill("Nour, pendant une longue absence")
    passes(shown_app, [page], 36)
    expect(page.get_by_text(OVER)).to_be_visible()
    expect(page.get_by_role("button", name="Rester connecté")).to_be_hidden()
    page.get_by_role("button", name="Garder ce nom").click()
    expect(page.get_by_text("Rien n’est perdu")).to_be_visible()
    page.get_by_label("Adresse de courriel").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Me connecter").click()
    expect(page.get_by_text("Nour, pendant une longue absence")).to_be_visible()
