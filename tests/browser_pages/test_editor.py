"""The editor as it is lived with a script: buttons, preview in place, a draft that saves itself, nothing lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from citizens.accounts.demonstration import PASSWORD
from citizens.accounts.models import Account
from councils.electorate import sitting_on
from councils.models import Council, Membership
from foundation import clock
from foundation.database import db, reading
from tests.browser_pages.window import Window


@pytest.fixture
def new_page(shown_app: Flask) -> str:
    """Where the demonstration's member begins a proposal."""
    with shown_app.app_context(), reading():
        slug = db.session.scalar(
            db.select(Council.slug)
            .join(Membership, Membership.council_id == Council.id)
            .join(Account, Account.person_id == Membership.person_id)
            .where(Account.login_email == "membre@example.org", sitting_on(clock.today()))
        )
    return f"/conseils/{slug}/propositions/nouvelle"


def signed_in(window: Window) -> Window:
    window.opens("/connexion")
    window.page.fill("[name=email]", "membre@example.org")
    window.page.fill("[name=password]", PASSWORD)
    window.page.locator("main").get_by_role("button", name="Me connecter", exact=True).click()
    window.page.wait_for_url("**/mon-espace")
    return window


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1280, False)])
def test_a_proposal_is_written_with_the_editor(
    window: Callable[..., Window], new_page: str, width: int, dark: bool
) -> None:
    desk = signed_in(window(width=width, dark=dark)).opens(new_page)
    page = desk.page
    assert desk.axe() == []

    page.fill("[name=title]", "Un banc devant l’école")
    page.fill("[name=text]", "avant l’été")
    page.locator("textarea").select_text()
    page.get_by_role("button", name="Gras").click()
    assert page.input_value("[name=text]") == "**avant l’été**"
    page.locator("textarea").select_text()
    page.keyboard.press("Control+i")
    assert page.input_value("[name=text]") == "_**avant l’été**_"

    page.get_by_role("button", name="Aperçu").click()
    page.wait_for_selector("#apercu")
    assert page.evaluate("document.activeElement.id") == "apercu"
    assert page.inner_html("#apercu .prose strong") == "avant l’été"
    assert desk.path == new_page
    assert desk.axe() + desk.overflow() == []

    # a page closed by mistake: what was typed is offered again
    desk.opens(new_page)
    assert page.input_value("[name=text]") == ""
    page.get_by_role("button", name="Reprendre ce texte").click()
    assert page.input_value("[name=text]") == "_**avant l’été**_"
    page.select_option("[name=theme]", "public_space")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.wait_for_url("**/ecrire")
    assert desk.axe() + desk.overflow() == []

    # leaving saves by itself; the page may be asked for again before the site has received it
    page.fill("[name=text]", "avant le printemps")
    draft = desk.path
    desk.opens(draft.removesuffix("/ecrire") + "/documents")
    found = ""
    for _ in range(20):
        found = desk.opens(draft).page.input_value("[name=text]")
        if found == "avant le printemps":
            break
        page.wait_for_timeout(200)
    assert found == "avant le printemps"
    assert desk.faults == []


def test_a_draft_saves_itself_and_sees_another_tab(window: Callable[..., Window], new_page: str) -> None:
    desk = signed_in(window())
    page = desk.page
    page.clock.install()
    desk.opens(new_page)
    page.fill("[name=title]", "Un jardin partagé")
    page.select_option("[name=theme]", "environment")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    page.wait_for_url("**/ecrire")
    page.fill("[name=text]", "Un jardin.")
    with page.expect_response("**/brouillon") as saved:
        page.clock.run_for(11_000)
    assert saved.value.ok
    page.wait_for_function("document.querySelector('[data-editor-saved]').textContent.startsWith('Enregistré à')")
    assert desk.faults == []

    other = page.context.new_page()
    other.goto(page.url)
    other.fill("[name=text]", "Un autre jardin.")
    other.get_by_role("button", name="Enregistrer", exact=True).click()
    other.wait_for_load_state()
    page.fill("[name=text]", "Un grand jardin.")
    with page.expect_response("**/brouillon") as refused:
        page.clock.run_for(11_000)
    assert refused.value.status == 409
    page.wait_for_selector("[data-editor-said]:not(:empty)")
    assert "gardé sur cet appareil" in page.inner_text("[data-editor-said]")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_load_state()
    assert "Deux textes à choisir" in desk.text
    assert page.input_value("[name=text]") == "Un grand jardin."
    assert desk.axe() + desk.overflow() == []
