"""A meeting as two people live it at once, each on a phone of 320 px: who does what shows at the other's by itself.

The clocks of both browsers are moved on: nothing here waits for the seconds between two looks.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, expect

from foundation import clock
from meetings.presence import attending
from meetings.presence.models import AttendanceStatus
from tests.browser_pages.window import Window
from tests.citizens.people import PASSWORD, cheap
from tests.databases import Databases
from tests.meetings import situations as s
from tests.meetings.holding import room as rooms
from tests.meetings.holding.room import Room
from tests.serving import serving
from tests.sites import Sites

QUESTION = "La date de la fête"


@dataclass
class Evening:
    """A meeting that is open now, and a phone for each person."""

    app: Flask
    room: Room
    phone: Callable[[str], Window]

    @property
    def office(self) -> str:
        return f"/conseils/lune/gestion/reunions/{self.room.key}/seance"


@pytest.fixture
def evening(
    chromium: Browser, engines: Callable[[str], Databases], tmp_path: Path, shared_folder: Path
) -> Iterator[Evening]:
    """Four members are there already; Samia, of the board, and Nora, the secretary, have phones."""
    sites = Sites(engines("sqlite"), tmp_path, shared_folder)
    app = cheap(sites.empty())
    s.settle(app, clock.today())
    with s.reading_at(app, clock.now()):
        council = s.council().id
    room = rooms.opened_now(app, council)
    with s.writing_at(app, clock.now()):
        for name in ("Awa", "Chloé", "Driss", "Émile"):
            attending.tick(rooms.found(room.key), s.seat(name), AttendanceStatus.PRESENT, actor=rooms.FACILITATOR)
    with ExitStack() as opened:
        site = opened.enter_context(serving(app))

        def phone(name: str) -> Window:
            window = opened.enter_context(Window(chromium, site, width=320, dark=name == "Samia"))
            window.page.clock.install()
            window.opens("/connexion")
            window.page.fill("main [name=email]", s.email(name))
            window.page.fill("main [name=password]", PASSWORD)
            window.page.locator("main").get_by_role("button", name="Me connecter", exact=True).click()
            window.page.wait_for_url("**/mon-espace")
            return window

        yield Evening(app, room, phone)
    sites.close()


def followed(window: Window) -> Locator:
    """What the page replaces by itself first, five seconds later: the quorum, and the vote that goes on."""
    window.page.clock.run_for(5_000)
    return window.page.locator("[data-live]").first


def well(*windows: Window) -> None:
    """Nothing wrong on the pages that they show; seen as pictures where they are asked for."""
    for place, window in enumerate(windows):
        assert window.faults == []
        assert window.axe() + window.overflow() == []
        if os.environ.get("PICTURES"):
            name = f"{window.path.rsplit('/', 1)[-1][:12]}-{place}-{len(list(Path(os.environ['PICTURES']).iterdir()))}"
            window.page.screenshot(path=f"{os.environ['PICTURES']}/{name}.png", full_page=True)


def test_two_people_hold_a_meeting_from_two_phones(evening: Evening) -> None:
    nora, samia = evening.phone("Nora"), evening.phone("Samia")
    nora.opens(evening.office)
    samia.opens(f"/reunions/{evening.room.key}")
    office, member = nora.page, samia.page
    expect(followed(nora)).to_contain_text("4 présents")
    office.evaluate("window.stays = true")

    member.fill("[name=word]", evening.room.code.lower())
    member.get_by_role("button", name="Je suis dans la salle").click()
    expect(member.get_by_text("Vous êtes noté·e présent·e")).to_be_visible()
    expect(followed(nora)).to_contain_text("5 présents")
    assert office.evaluate("window.stays")
    member.evaluate("window.stays = true")

    office.get_by_role("button", name=re.compile("^Vote nominatif")).click()
    expect(office.get_by_role("heading", name="Finir le vote")).to_be_visible()
    expect(followed(samia)).to_contain_text(QUESTION)
    assert member.evaluate("window.stays")
    well(nora, samia)
    member.get_by_role("button", name="Pour", exact=True).click()
    expect(member.get_by_text("« Pour », gardée")).to_be_visible()
    expect(followed(nora)).to_contain_text("répondu")
    office.get_by_role("button", name="Clore le vote").click()
    expect(office.get_by_role("heading", name="Finir le vote")).to_have_count(0)
    expect(followed(samia)).to_contain_text("Adopt")
    expect(office.locator("main ol.steps")).to_contain_text("Adopt")
    well(nora, samia)


def begins_notes(window: Window, words: str) -> None:
    """Open the notes of the first item from the page of the meeting."""
    window.page.get_by_role("link", name=re.compile(f"^{words}")).first.click()
    window.page.wait_for_selector("[name=text]")


def saves_itself(window: Window, status: int = 200) -> None:
    """Eleven seconds later the text has been sent."""
    with window.page.expect_response("**/brouillon") as saved:
        window.page.clock.run_for(11_000)
    assert saved.value.status == status


def test_notes_are_written_by_one_at_a_time_and_survive_a_cut(evening: Evening) -> None:
    nora, samia = evening.phone("Nora").opens(evening.office), evening.phone("Samia").opens(evening.office)
    office, other = nora.page, samia.page
    begins_notes(nora, "Prendre des notes")
    office.fill("[name=text]", "Nora écrit.")
    saves_itself(nora)

    samia.opens(evening.office)
    begins_notes(samia, "Reprendre les notes")
    expect(other.get_by_text("Nora Essai écrit ces notes en ce moment")).to_be_visible()
    well(samia)
    other.get_by_role("button", name="Prendre la main").click()
    expect(other.get_by_text("écrit ces notes en ce moment")).to_have_count(0)
    other.fill("[name=text]", "Nora écrit. Samia aussi.")
    saves_itself(samia)

    office.fill("[name=text]", "Nora écrit encore.")
    saves_itself(nora, 409)
    expect(office.locator("[data-editor-said]")).to_contain_text("gardé sur cet appareil")
    nora.faults.clear()
    office.get_by_role("button", name="Enregistrer et revenir").click()
    expect(office.get_by_text("Samia aussi.")).to_be_visible()
    assert office.input_value("[name=text]") == "Nora écrit encore."
    nora.faults.clear()
    well(nora)
    # a page closed there takes nothing with it
    nora.opens(nora.path)
    office.get_by_role("button", name="Reprendre ce texte").click()
    assert office.input_value("[name=text]") == "Nora écrit encore."
    office.fill("[name=text]", "Nora et Samia écrivent.")
    office.get_by_role("button", name="Enregistrer et revenir").click()
    office.get_by_role("button", name="Prendre la main et enregistrer").click()
    office.wait_for_url("**/seance#*")
    expect(office.get_by_text("Nora et Samia écrivent.")).to_be_visible()

    begins_notes(nora, "Reprendre les notes")
    here = nora.path
    nora.faults.clear()
    office.context.set_offline(True)
    office.fill("[name=text]", "Nora et Samia écrivent, sans réseau.")
    office.clock.run_for(11_000)
    expect(office.locator("[data-editor-said]")).to_contain_text("Le site ne répond pas")
    # back on the network, the page would send its text by itself at once: it is closed before it can
    office.context.route("**/brouillon", lambda route: route.abort())
    office.context.set_offline(False)
    nora.opens(here)
    office.context.unroute("**/brouillon")
    nora.faults.clear()
    assert office.input_value("[name=text]") == "Nora et Samia écrivent."
    office.get_by_role("button", name="Reprendre ce texte").click()
    saves_itself(nora)
    nora.opens(here)
    assert office.input_value("[name=text]") == "Nora et Samia écrivent, sans réseau."
    expect(office.get_by_role("button", name="Reprendre ce texte")).to_be_hidden()
