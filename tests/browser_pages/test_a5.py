"""A5 as it is lived: a phone of 320 px, no script, the keyboard alone; axe looks at every page that was opened."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Route

from citizens.accounts.demonstration import PASSWORD
from foundation import clock, jobs
from foundation.database import transaction
from foundation.demo import move_clock
from foundation.policy import SYSTEM
from tests.browser_pages.window import Window
from tests.citizens.people import cheap
from tests.databases import Databases
from tests.mailbox import Mailbox
from tests.serving import serving
from tests.sites import Sites

TITLE = "Un abri à vélos devant la piscine"
COMMITTEE = "Comité de pilotage du contrat de ville"


@pytest.fixture
def demo(engines: Callable[[str], Databases], tmp_path: Path, shared_folder: Path) -> Iterator[Flask]:
    """A demonstration that this story may change."""
    sites = Sites(engines("sqlite"), tmp_path, shared_folder)
    yield cheap(sites.demonstration())
    sites.close()


class Phone(Window):
    """The phone of one person: every page that they see is kept as it was, for axe to look at."""

    def __init__(self, browser: Browser, site: str, kept: dict[str, str]) -> None:
        super().__init__(browser, site, width=320, scripts=False)
        self._kept = kept

    def signs_in(self, name: str) -> Phone:
        """Come in by the keyboard."""
        self.opens("/connexion").types("email", f"{name}@example.org").types("password", PASSWORD).enters()
        return self.looks()

    def goes(self, path: str) -> Phone:
        """Open an address and look."""
        self.opens(path)
        return self.looks()

    def presses(self, words: str) -> Phone:
        """Reach it, press it, and look at the page that it leads to."""
        super().presses(words)
        return self.looks()

    def tab(self) -> dict[str, Any] | None:
        """Press the tabulation key: what has the focus shows it."""
        focus = super().tab()
        assert focus is None or focus["seen"], f"{focus} sur {self.path}"
        return focus

    def looks(self) -> Phone:
        """Keep the page as it is; nothing of it may stick out."""
        assert self.overflow() == [], self.path
        self._kept[f"{self.path} {len(self._kept)}"] = self.page.content()
        return self

    def chooses(self, name: str, words: str, at_most: int = 20) -> Phone:
        """Move through the answers of a question with the arrows, up to one of them."""
        self.reaches(name)
        self.page.keyboard.press("Space")
        for _ in range(at_most):
            if self.page.evaluate("document.activeElement.labels[0].textContent").strip().startswith(words):
                return self
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"le clavier n’atteint pas « {words} » de « {name} »")

    def picks(self, name: str, words: str) -> Phone:
        """Choose in a list by typing its words."""
        self.reaches(name).page.keyboard.type(words)
        return self

    def dates(self, name: str, day: date) -> Phone:
        """Type a date, whichever part the browser asks first."""
        self.reaches(name)
        for order in ("%d%m%Y", "%m%d%Y"):
            self.page.keyboard.type(day.strftime(order))
            if self.page.evaluate("document.activeElement.value") == day.isoformat():
                return self
            self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.press("ArrowLeft")
        raise AssertionError(f"« {name} » ne prend pas {day}")


@pytest.fixture
def phones(chromium: Browser, demo: Flask) -> Iterator[Callable[[str], Phone]]:
    """`phones("membre")` is the phone of somebody who came in; `phones("")` that of a stranger."""
    kept: dict[str, str] = {}
    held: dict[str, Phone] = {}
    with serving(demo) as site:

        def phone(name: str) -> Phone:
            if name not in held:
                held[name] = Phone(chromium, site, kept)
                if name:
                    held[name].signs_in(name)
            return held[name]

        yield phone
        assert [fault for one in held.values() for fault in one.faults] == []
        for one in held.values():
            one.__exit__()
        assert judged(chromium, site, kept) == {}


def show(html: str, route: Route) -> None:
    """Answer with a page that was seen."""
    route.fulfill(body=html, content_type="text/html; charset=utf-8")


def judged(chromium: Browser, site: str, kept: dict[str, str]) -> dict[str, list[str]]:
    """What axe finds wrong on each page kept, shown again as it was."""
    wrong = {}
    with Window(chromium, site, width=320) as judge:
        for number, (seen, html) in enumerate(kept.items()):
            judge.page.route(f"**/vu-{number}", partial(show, html))
            judge.opens(f"/vu-{number}")
            faults = judge.axe()
            if faults:
                wrong[seen] = faults
    return wrong


def letter(app: Flask, name: str, words: str) -> str:
    """The path of the link in the last letter to somebody whose subject holds some words."""
    found = [one for one in Mailbox(app).to(f"{name}@example.org") if words in one.subject]
    link = re.search(r"http://localhost(?::\d+)?(/\S+)", found[-1].text)
    assert link
    return link[1]


def later(app: Flask, days: int) -> None:
    """So many days after now the site goes on, and does what is due."""
    with app.app_context(), transaction():
        move_clock(SYSTEM, clock.real_now().astimezone(clock.PARIS) + timedelta(days=days))
    with app.app_context():
        assert all(state is jobs.RunState.DONE for _, state in jobs.run_due())


def test_a5_by_keyboard_on_a_small_phone_without_script(demo: Flask, phones: Callable[[str], Phone]) -> None:
    page = written(phones)
    voted(demo, phones, page)
    later(demo, 9)
    number = transmitted(phones, page)
    later(demo, 20)
    answered(demo, phones, number)
    everybody_reads(phones, number)


def written(phones: Callable[[str], Phone]) -> str:
    roger = phones("membre").goes("/conseils/haubourdin/propositions/nouvelle")
    roger.types("title", TITLE).types("text", "Nous demandons un **abri fermé**, avec une lampe.")
    roger.picks("theme", "Déplacements").presses("Enregistrer le brouillon")
    page = roger.path.removesuffix("/ecrire")
    roger.presses("Ouvrir la discussion…").presses("Ouvrir la discussion")
    assert roger.path == page
    return page


def voted(app: Flask, phones: Callable[[str], Phone], page: str) -> None:
    awa = phones("bureau").goes(page).presses("Ouvrir le vote")
    awa.dates("day", clock.today() + timedelta(days=8)).presses("Ouvrir le vote")
    assert "Vote en cours" in awa.text
    by_mail = phones("").goes(letter(app, "membre", TITLE)).presses("Pour")
    assert "Votre réponse est gardée" in by_mail.text
    paul = phones("secretaire").goes(letter(app, "secretaire", TITLE)).presses("Contre")
    assert "Votre réponse est gardée : « Contre »" in paul.text
    awa.goes(letter(app, "bureau", TITLE)).presses("Pour")


def transmitted(phones: Callable[[str], Phone], page: str) -> str:
    awa = phones("bureau").goes(page)
    assert "Adoptée par le conseil" in awa.text
    awa.presses("Transmettre au comité").chooses("committee", COMMITTEE).presses("Transmettre")
    return awa.path.removeprefix("/propositions/")


def answered(app: Flask, phones: Callable[[str], Phone], number: str) -> None:
    helene = phones("copil").goes(letter(app, "copil", number)).presses(f"Accuser réception de {number}")
    helene.presses(f"Répondre à {number}").chooses("outcome", "Retenue avec modification")
    helene.types("changes", "Douze vélos.").presses("Relire avant de publier")
    assert "Écrivez les raisons de cette réponse" in helene.text
    assert helene.page.input_value("[name=changes]") == "Douze vélos."
    assert "422" in helene.faults.pop()
    helene.types("reasons", "Le comité retient l’abri, mais pour douze vélos\u202f: la place manque devant la piscine.")
    helene.types("commitment_1_text", "Poser un abri fermé").types("commitment_1_organization", "La commune")
    helene.dates("commitment_1_due_on", clock.today() + timedelta(days=200))
    helene.types("signatory_function", "Vice-présidente aux déplacements").presses("Relire avant de publier")
    helene.presses("Publier la réponse")
    assert helene.path == f"/propositions/{number}"


def everybody_reads(phones: Callable[[str], Phone], number: str) -> None:
    samia = phones("").goes("/propositions")
    samia.reaches("Filtrer").page.keyboard.press("Enter")
    samia.types("q", "abri a velos").presses("Appliquer").presses(TITLE)
    assert samia.path == f"/propositions/{number}"
    for words in ("Retenue avec modification", "Douze vélos.", "Poser un abri fermé", "après l’envoi"):
        assert words in samia.text
    samia.goes(f"/propositions/{number}/courrier").goes("/conseils/haubourdin")
    assert TITLE in samia.text
