"""The offices, one page of each kind that their links reach, on a phone: accessible, and nothing sticks out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser
from werkzeug.exceptions import HTTPException

from citizens.accounts.demonstration import PASSWORD
from tests.browser_pages.window import Window
from tests.serving import serving

LINKS = "[...document.querySelectorAll('main a[href]')].map((e) => e.getAttribute('href'))"
FILES = (".csv", ".xlsx", ".ics", ".txt", ".py", "/document", "/pv")
# council's own offices lead nowhere else: what everybody reads is looked at in `test_pages.py`
OFFICES = {
    "animateur": ("/conseils/haubourdin/gestion",),
    "reseau": ("/tableau-de-bord", "/personnes/doublons", "/labellisations"),
}


def signed_in(browser: Browser, site: str, name: str) -> Window:
    window = Window(browser, site, width=320, dark=name == "reseau")
    window.opens("/connexion")
    window.page.fill('main [name="email"]', f"{name}@example.org")
    window.page.fill('main [name="password"]', PASSWORD)
    with window.page.expect_navigation():
        window.page.locator("main").get_by_role("button", name="Me connecter", exact=True).click()
    return window


def office_pages(app: Flask, window: Window, starts: tuple[str, ...]) -> dict[str, str]:
    """Endpoint → one address of it, of the offices that links lead to."""
    match: Callable[..., tuple[str, object]] = app.url_map.bind("localhost").match
    found: dict[str, str] = {}
    waiting = deque(starts)
    while waiting:
        path = urlsplit(waiting.popleft()).path
        try:
            endpoint, _ = match(path, "GET")
        except HTTPException:
            continue
        if endpoint in found or path.endswith(FILES) or not ("/gestion" in path or path.startswith(starts)):
            continue
        found[endpoint] = path
        waiting.extend(window.opens(path).page.evaluate(LINKS))
    return found


@pytest.mark.parametrize("name", OFFICES)
def test_every_kind_of_office_page_is_accessible(chromium: Browser, own_app: Flask, name: str) -> None:
    with serving(own_app) as site, signed_in(chromium, site, name) as window:
        found = office_pages(own_app, window, OFFICES[name])
        assert len(found) >= {"animateur": 20, "reseau": 4}[name], found
        wrong = {}
        for path in found.values():
            faults = window.opens(path).axe() + [f"dépasse : {what}" for what in window.overflow()]
            if faults:
                wrong[path] = faults
        assert wrong == {}
        assert window.faults == []
