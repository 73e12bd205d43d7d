"""A10, steps 1 and 2, as they are lived: on a phone of 320 px without a script, each page seen by axe."""

from __future__ import annotations

import io
import zipfile

from flask import Flask
from playwright.sync_api import Browser

from citizens.accounts.demonstration import PASSWORD
from tests.browser_pages.window import Window
from tests.serving import serving

PUBLIC = "/conseils/hellemmes/membres"
PAGES = ("/compte/donnees", "/compte/donnees/demander", "/compte/donnees/corriger", "/compte/connexions", PUBLIC)
AGREE = "(Mon nom dans la liste publique des membres)"


def signed_in(browser: Browser, site: str, **look: bool) -> Window:
    window = Window(browser, site, width=320, **look)
    window.opens("/connexion")
    window.page.fill('main [name="email"]', "membre2@example.org")
    window.page.fill('main [name="password"]', PASSWORD)
    with window.page.expect_navigation():
        window.page.locator("main").get_by_role("button", name="Me connecter", exact=True).click()
    return window


def press(window: Window, words: str) -> None:
    with window.page.expect_navigation():
        window.page.get_by_role("button", name=words, exact=True).click()


def test_a_member_shows_hides_and_takes_away(chromium: Browser, own_app: Flask) -> None:
    with serving(own_app) as site, signed_in(chromium, site, scripts=False) as member:
        member.opens("/compte/donnees")
        if member.page.get_by_role("button", name=f"Retirer mon accord {AGREE}").count():
            press(member, f"Retirer mon accord {AGREE}")
        name = " ".join(member.page.locator(f"#identite >> xpath=../.. >> dd >> nth={place}").inner_text()
                        for place in (0, 1))  # fmt: skip
        press(member, f"Donner mon accord {AGREE}")
        with Window(chromium, site, width=320, scripts=False) as visitor:
            assert name in visitor.opens(PUBLIC).page.locator("main").inner_text()
            press(member, f"Retirer mon accord {AGREE}")
            assert name not in visitor.opens(PUBLIC).page.locator("main").inner_text()
        with member.page.expect_download() as download:
            member.page.get_by_role("button", name="Télécharger une copie", exact=True).click()
        with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as copy:
            assert name in copy.read("lisez-moi.txt").decode("utf-8-sig")
        with signed_in(chromium, site) as eyes:
            for path in PAGES:
                assert eyes.opens(path).axe() + eyes.overflow() == [], path
        assert member.faults == []
