"""A10, steps 1 and 2: a member lets his name be public and takes it back; then he takes a copy of his data away."""

from __future__ import annotations

import io
import zipfile

from flask import Flask

from tests.browser import Browser
from tests.citizens.people import cheap
from tests.sites import Sites

PASSWORD = "demo-conseils-2026"
AGREE = "Mon nom dans la liste publique des membres"


def member_of(app: Flask) -> Browser:
    """Roger, as the start page of the demonstration lets him in."""
    browser = Browser(app).visits("/connexion")
    return browser.presses("Me connecter", email="membre2@example.org", password=PASSWORD)


def test_a_name_is_public_for_as_long_as_its_bearer_wants(sites: Sites) -> None:
    app = cheap(sites.demonstration())
    member, visitor = member_of(app), Browser(app)
    member.visits("/mon-espace").presses("Mes données")
    name = f"{_said(member, 'Prénom')} {_said(member, 'Nom')}"
    if f"Retirer mon accord ({AGREE})" in member.buttons():
        member.presses(f"Retirer mon accord ({AGREE})")
    public = visitor.visits("/conseils/hellemmes").presses("Les membres et les structures").path
    assert name not in visitor.text

    member.presses(f"Donner mon accord ({AGREE})")
    assert name in visitor.visits(public).text
    assert "noindex" in "".join(e.get("content") for e in visitor.all("meta") if e.get("name") == "robots")

    member.presses(f"Retirer mon accord ({AGREE})")
    assert name not in visitor.visits(public).text
    assert "Retiré le" in member.text

    member.presses("Télécharger une copie")
    assert member.response.mimetype == "application/zip"
    content = member.response.data
    member.response.close()
    with zipfile.ZipFile(io.BytesIO(content)) as copy:
        guide = copy.read("lisez-moi.txt").decode("utf-8-sig")
        assert f"Copie faite pour {name}" in guide
        told = copy.read("mes-donnees.json").decode()
        assert AGREE in told
        assert "Conseil citoyen" in told


def _said(browser: Browser, term: str) -> str:
    """What the page says beside a term."""
    return next(
        pair.all("dd")[0].words
        for pair in browser.all("div")
        if [e.words for e in pair.children if getattr(e, "name", "") == "dt"] == [term]
    )
