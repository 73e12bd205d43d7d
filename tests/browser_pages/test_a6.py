"""A6 as it is lived: on phones of 320 px without a script, each page of it seen by axe at the same width."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from citizens.accounts.demonstration import PASSWORD
from foundation import clock
from foundation.database import transaction
from tests.browser_pages.window import Window
from tests.files import pdf
from tests.serving import serving
from tests.stories.test_a6_the_labellisation_file import (
    HERE,
    MAYOR,
    NAME,
    OTHER_MAYOR,
    PRESIDENT,
    SLUG,
    THERE,
    link_to,
    on_the_list,
    plain,
)

WIDTH = 320
EMAILS = {MAYOR: "haubourdin@example.org", OTHER_MAYOR: "loos@example.org", PRESIDENT: "presidence@example.org"}


class Someone:
    """Two hands on a phone without a script, and eyes on another window that look at each page with axe."""

    def __init__(self, browser: Browser, site: str, name: str = "") -> None:
        self.hands = Window(browser, site, width=WIDTH, scripts=False)
        self.eyes = Window(browser, site, width=WIDTH)
        for window in (self.hands, self.eyes) if name else ():
            window.opens("/connexion")
            window.page.fill('main [name="email"]', f"{name}@example.org")
            window.page.fill('main [name="password"]', PASSWORD)
            with window.page.expect_navigation():
                window.page.locator("main").get_by_role("button", name="Me connecter", exact=True).click()

    def opens(self, path: str) -> Someone:
        self.hands.opens(path)
        return self.looks()

    def presses(self, words: str, **typed: str | Path) -> Someone:
        """Fill the form of the page, then press the link or the button of its own part that says these words."""
        for name, value in typed.items():
            self._types(name, value)
        main = self.hands.page.locator("main")
        exactly = re.compile(rf"^\s*{re.escape(words)}\s*$")
        found = main.get_by_role("button", name=exactly).or_(main.get_by_role("link", name=exactly))
        with self.hands.page.expect_navigation():
            found.first.click()
        return self.looks()

    def _types(self, name: str, value: str | Path) -> None:
        control = self.hands.page.locator(f'main [name="{name}"]').first
        kind = control.get_attribute("type") or control.evaluate("e => e.localName")
        if kind in {"radio", "checkbox"}:
            self.hands.page.locator(f'main [name="{name}"][value="{value}"]').check(force=True)
        elif kind == "file":
            control.set_input_files(value)
        elif kind == "select":
            control.select_option(str(value))
        else:
            control.fill(str(value))

    def looks(self) -> Someone:
        """See the page with axe, as whoever opens its address does."""
        assert self.hands.overflow() == [], self.hands.path
        self.eyes.opens(self.hands.path)
        assert self.eyes.axe() + self.eyes.overflow() == [], self.hands.path
        # a page that says no is one too: the browser tells its number as if it were an error
        assert [one for one in self.hands.faults + self.eyes.faults if "status of 4" not in one] == []
        return self

    @property
    def path(self) -> str:
        return self.hands.path.partition("#")[0]

    @property
    def text(self) -> str:
        return plain(self.hands.text)


@pytest.mark.long
def test_a6_a_dossier_on_a_phone(chromium: Browser, own_app: Flask, tmp_path: Path) -> None:
    paper = tmp_path / "piece.pdf"
    paper.write_bytes(pdf())
    with serving(own_app) as site:
        nadia, julie, fatoumata, visitor = (
            Someone(chromium, site, name) for name in ("referente", "reseau", "prefecture", "")
        )
        page = composed(nadia, paper)
        submitted(own_app, nadia, page)
        consulted(own_app, julie, visitor, page)
        decided(nadia, fatoumata, page, paper)
        read_by_everybody(visitor)
        for one in (nadia, julie, fatoumata, visitor):
            one.hands.page.context.close()
            one.eyes.page.context.close()


def composed(nadia: Someone, paper: Path) -> str:
    """A council of two communes begins with its dossier; gives its address."""
    nadia.opens("/mon-espace").presses("Tous les dossiers").presses("Ouvrir un dossier")
    form = nadia.hands.page.locator("main")
    for place in (HERE, THERE):
        box = form.get_by_label(place, exact=True)
        form.locator("details", has=nadia.hands.page.get_by_label(place, exact=True)).locator("summary").click()
        box.check()
    nadia.presses("Ouvrir le dossier", council="nouveau", kind="initial", name=NAME)
    page = nadia.path
    nadia.presses("Décrire le dossier")
    start = clock.today() + timedelta(days=20)
    nadia.presses(
        "Enregistrer",
        start_on=start.isoformat(),
        end_on=(start + timedelta(days=4 * 365)).isoformat(),
        residents_target="6",
        local_actors_target="6",
        diagnosis="Deux comités d’habitants se réunissent déjà.",
        host_intention="Le conseil n’a pas encore de structure.",
    )
    for kind in ("rules", "sortition_protocol", "host_agreement"):
        nadia.opens(f"{page}/pieces").presses("Joindre cette pièce", kind=kind, file=paper)
    nadia.opens(page).presses("Commencer la constitution").presses("Commencer la constitution")
    assert "Constitution en cours" in nadia.text
    return page


def submitted(app: Flask, nadia: Someone, page: str) -> None:
    """Too few residents, then too few men, then all that is asked for."""
    with app.app_context(), transaction():
        on_the_list(("Aline", "Brune", "Carla", "Dora"), ("Eliot",), [f"Fanny{n}" for n in "abcdef"])
    nadia.opens(page).presses("Déposer le dossier")
    assert "ajoutez 1 habitant" in nadia.text
    with app.app_context(), transaction():
        on_the_list(("Gaby",), ("Hugo",), ())
    nadia.opens(f"{page}/description").presses("Enregistrer", parity_reason="Trois hommes ont refusé.")
    nadia.presses("Déposer le dossier").presses("Déposer le dossier")
    assert "Dossier déposé" in nadia.text


def consulted(app: Flask, julie: Someone, visitor: Someone, page: str) -> None:
    """Three links leave; one mayor answers; the other's silence is written when the days are over."""
    julie.opens("/labellisations").opens("/labellisations?etat=tous").opens(page)
    julie.presses("Consulter le maire et la Métropole")
    for who, address in EMAILS.items():
        julie.hands.page.get_by_label(who, exact=True).fill(address)
    julie.presses("Envoyer les demandes d’avis")
    links = {who: link_to(app, address) for who, address in EMAILS.items()}
    visitor.opens(links[MAYOR]).presses("Envoyer mon avis", answer="favorable", signatory="Maire")
    assert "Votre avis est enregistré" in visitor.text
    visitor.opens("/demo/horloge")
    moment = datetime.fromisoformat(visitor.hands.page.input_value('main [name="moment"]')) + timedelta(days=33)
    visitor.presses("Régler l’horloge", moment=moment.isoformat(timespec="minutes"))
    julie.opens(page).presses("Transmettre à la préfecture").presses("Transmettre à la préfecture")
    assert "Sans réponse" in julie.text
    visitor.opens(links[OTHER_MAYOR])
    assert "Ce lien ne permet plus de répondre" in visitor.text


def decided(nadia: Someone, fatoumata: Someone, page: str, paper: Path) -> None:
    """Sent back with two points, completed, signed, published."""
    fatoumata.opens(page).presses("Demander un complément")
    fatoumata.presses("Ajouter une ligne", point_1_text="La durée du mandat.", point_1_reason="Le contrat dit 4 ans.")
    fatoumata.presses("Renvoyer le dossier", point_4_text="La charte.", point_4_reason="Elle n’est pas datée.")
    for _ in range(2):
        nadia.opens(page)
        link = nadia.hands.page.locator("#points ~ *, .rubric").get_by_role("link", name="Dire ce qui a été fait").first
        with nadia.hands.page.expect_navigation():
            link.click()
        nadia.looks().presses("Enregistrer", resolution="C’est corrigé.")
    nadia.opens(page).presses("Déposer le dossier").presses("Déposer le dossier")
    today = clock_of(fatoumata)
    fatoumata.opens(page).presses("Enregistrer l’acte signé")
    fatoumata.presses(
        "Enregistrer l’acte",
        kind="prefect_order",
        number="59-2027-012",
        signed_on=today.isoformat(),
        signatory_capacity="Préfet du Nord",
        public_document=paper,
    )
    fatoumata.presses("Enregistrer la publication")
    fatoumata.presses("Enregistrer la publication", published_on=today.isoformat(), effective_on=today.isoformat())
    assert fatoumata.path == page


def clock_of(someone: Someone) -> date:
    """The day that the site has."""
    return date.fromisoformat(str(someone.hands.page.locator(".masthead__date time").get_attribute("datetime")))


def read_by_everybody(visitor: Someone) -> None:
    """The history says who was asked and what they said; never a resident's name, nor why it was sent back."""
    visitor.opens(f"/conseils/{SLUG}/labellisation")
    for words in ("59-2027-012", "Favorable", "Sans réponse", "Lire l’acte"):
        assert words in visitor.text
    for secret in ("Aline", "Le contrat dit 4 ans"):
        assert secret not in visitor.text
