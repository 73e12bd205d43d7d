"""An agenda is put in order by dragging, and the item that a meeting deals with shows how long it has lasted."""

from __future__ import annotations

import re
import uuid
from datetime import time, timedelta

from flask import Flask
from playwright.sync_api import Browser, Page, expect

from citizens.accounts.demonstration import PASSWORD
from citizens.accounts.models import Account
from councils.electorate import sitting_on
from councils.models import Council, Membership
from foundation import clock
from foundation.database import db, transaction
from foundation.policy import Actor
from meetings.convener import Convener
from meetings.convening import services
from meetings.convening.asked import Plan, Point
from meetings.models import ItemKind, Meeting, MeetingKind, MeetingState
from tests.browser_pages.window import Window
from tests.serving import serving

SECRETARY = "secretaire@example.org"
TEAM = Actor(role="board_member")
TITLES = ["Nouvelles du quartier", "Les pieds d’arbres", "La date de la fête"]


def a_meeting(app: Flask) -> str:
    """A meeting in preparation in the secretary's council; gives the address of its office."""
    with app.app_context(), transaction():
        council = db.session.scalars(
            db.select(Council)
            .join(Membership, Membership.council_id == Council.id)
            .join(Account, Account.person_id == Membership.person_id)
            .where(Account.login_email == SECRETARY, sitting_on(clock.today()))
        ).one()
        plan = Plan(
            kind=MeetingKind.PLENARY, title="Plénière de l’essai", day=clock.today() + timedelta(days=20),
            hour=time(18, 30), duration_min=120, place="Maison de quartier", address="1 place de l’Essai, Lille",
        )  # fmt: skip
        meeting = services.plan(Convener(council), plan, actor=TEAM)
        for title in TITLES:
            services.add_item(meeting, Point(title, ItemKind.DISCUSSION, 10), actor=TEAM)
        return f"/conseils/{council.slug}/gestion/reunions/{meeting.id}"


def opens(app: Flask, office: str) -> None:
    """The meeting began twelve minutes ago."""
    with app.app_context(), transaction():
        meeting = db.session.get_one(Meeting, uuid.UUID(office.rpartition("/")[2]))
        meeting.state, meeting.day, meeting.starts_at = MeetingState.OPEN, clock.today(), clock.now()
        meeting.convened_at = meeting.opened_at = clock.now() - timedelta(minutes=12)
        meeting.round = 1


def signed_in(window: Window) -> Window:
    window.opens("/connexion")
    window.page.fill("[name=email]", SECRETARY)
    window.page.fill("[name=password]", PASSWORD)
    window.page.locator("main").get_by_role("button", name="Me connecter", exact=True).click()
    window.page.wait_for_url("**/mon-espace")
    return window


def titles(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all("[data-item]", "(items) => items.map((one) => one.dataset.title)")
    return found


def drags(page: Page, title: str, onto: str) -> None:
    """Take an item by its grip and let it go on another."""
    grip = page.locator(f"[data-title='{title}'] [data-grip]")
    grip.scroll_into_view_if_needed()
    start, target = grip.bounding_box(), page.locator(f"[data-title='{onto}']").bounding_box()
    assert start
    assert target
    down = 1 if target["y"] > start["y"] else -1
    middle = target["y"] + target["height"] / 2
    page.mouse.move(start["x"] + 20, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 18, start["y"] + 20 + 30 * down, steps=4)
    page.mouse.move(start["x"] + 18, middle + 6 * down, steps=8)
    page.mouse.up()


def said(page: Page, words: str) -> None:
    expect(page.locator("[data-order-said]")).to_contain_text(words)


def test_an_agenda_is_dragged_and_its_item_timed(chromium: Browser, own_app: Flask) -> None:
    office = a_meeting(own_app)
    with serving(own_app) as site:
        for width, dark in ((320, True), (1280, False)):
            with signed_in(Window(chromium, site, width=width, dark=dark)) as window:
                page = window.opens(office).page
                page.set_viewport_size({"width": width, "height": 2400})
                before = titles(page)
                assert window.axe() == []
                assert window.overflow() == []
                drags(page, before[0], before[1])
                said(page, "est à la place 2 sur 3")
                assert titles(page) == [before[1], before[0], before[2]]
                page.reload()
                assert titles(page) == [before[1], before[0], before[2]]
                drags(page, before[2], before[1])
                said(page, "est à la place 1 sur 3")
                assert page.locator("[data-item]").first.get_by_role("button", name="Monter").count() == 0
                assert window.faults == []
        meets_another_hand(chromium, site, office)
        opens(own_app, office)
        for calm, words in ((True, r"\b12 min : 2 min de plus"), (False, r"\b12 min \d\d s : 2 min de plus")):
            lasts(chromium, site, f"{office}/seance", words, calm=calm)


def meets_another_hand(chromium: Browser, site: str, office: str) -> None:
    """Two who prepare the same agenda: the one whose page is old sees it as it is, and why."""
    with signed_in(Window(chromium, site)) as one, signed_in(Window(chromium, site)) as other:
        for window in (one, other):
            window.opens(office).page.set_viewport_size({"width": 1280, "height": 2400})
        before = titles(one.page)
        drags(one.page, before[0], before[2])
        said(one.page, "est à la place 3 sur 3")
        drags(other.page, before[1], before[0])
        said(other.page, "a changé entre-temps")
        assert titles(other.page) == titles(one.page) == [before[1], before[2], before[0]]
        drags(other.page, before[1], before[2])
        said(other.page, "est à la place 2 sur 3")


def lasts(chromium: Browser, site: str, path: str, words: str, *, calm: bool) -> None:
    with signed_in(Window(chromium, site)) as window:
        window.page.emulate_media(reduced_motion="reduce" if calm else "no-preference")
        page = window.opens(path).page
        gone = page.locator("[data-timer-gone]")
        expect(gone).to_have_text(re.compile(words.replace(" :", "\u00a0:")))
        assert gone.get_attribute("aria-live") == "off"
        assert window.axe() == []
        assert window.faults == []
