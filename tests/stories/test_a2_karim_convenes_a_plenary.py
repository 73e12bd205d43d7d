"""A2: Karim convenes a plenary on the demonstration; each member is told, everybody sees when, where and what for."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from flask import Flask

from citizens.accounts.demonstration import PASSWORD
from foundation import clock
from foundation.text import date_words
from tests.browser import Browser
from tests.citizens.people import cheap
from tests.files import pdf
from tests.mailbox import Mailbox

COUNCIL = "/conseils/haubourdin"


@pytest.fixture
def site(demo_app: Flask) -> Flask:
    return cheap(demo_app)


def someone(app: Flask, name: str) -> Browser:
    browser = Browser(app).visits("/connexion")
    return browser.presses("Me connecter", email=f"{name}@example.org", password=PASSWORD)


def test_a_plenary_from_its_plan_to_its_public_page(site: Flask) -> None:
    today = clock.today()
    first = today + timedelta(days=8)

    # 1, 2: a date inside the notice period gets a warning, and the first valid date
    karim = someone(site, "animateur").visits(f"{COUNCIL}/gestion").presses("Préparer une réunion")
    karim.presses("Continuer vers l’ordre du jour", title="Plénière d’hiver", day=str(today + timedelta(days=3)))
    assert date_words(first).replace("\u202f", " ").replace("\u00a0", " ") in karim.text

    # 3: the valid date, three items, one of them a decision, and the notice in plain French
    karim.presses("Modifier la date, le lieu ou le titre").presses("Enregistrer", day=str(first))
    assert "serait courte" not in karim.text
    for title, kind in (("Nouvelles", "information"), ("Le square", "discussion"), ("La fête", "decision")):
        karim.presses("Ajouter ce point", title=title, kind=kind)
    # with a plan for everybody and notes for the council alone
    office = karim.path
    for name, whose in (("plan-du-square.pdf", "public"), ("notes-du-bureau.pdf", "interne")):
        karim.visits(office).presses("Documents du point Le square")
        karim.presses("Joindre ce fichier", file=(io.BytesIO(pdf()), name), shown=whose)
    karim.visits(office)
    karim.presses("Relire et envoyer la convocation")
    assert "La fête (décision)" in karim.text
    assert "notes-du-bureau.pdf (pour le point « Le square », réservé aux membres)" in karim.text

    # 4: each member shows how they are told; those without e-mail get a letter to print
    karim.presses("Envoyer la convocation")
    assert "Lettre, à remettre" in karim.text
    assert "Courriel, le" in karim.text
    office = karim.path
    letters = karim.presses("Imprimer les lettres")
    assert len([title for title in letters.headings(2) if title.startswith("Convocation de")]) >= 2

    # 5: everybody sees date, place and agenda
    public = Browser(site).visits(COUNCIL).presses("Plénière d’hiver")
    assert {"Nouvelles", "Le square", "La fête"} <= set(re.findall("Nouvelles|Le square|La fête", public.text))
    assert "Comment entrer" in public.text
    assert "plan-du-square.pdf" in public.text
    assert "notes-du-bureau.pdf" not in public.text
    members = {words.split(" ")[0]: url for words, url in someone(site, "membre").visits(public.path).links}
    stranger = site.test_client()
    assert stranger.get(members["plan-du-square.pdf"]).mimetype == "application/pdf"
    assert stranger.get(members["notes-du-bureau.pdf"]).status_code == 403

    # 6: what is added afterwards goes to the other business and carries no vote
    karim.visits(office).presses("Ajouter ce point", title="Les bancs")
    assert "rien ne sera voté sur ce point" in public.visits(public.path).text

    # and a member answers in one press, from the letter
    letter = next(one for one in Mailbox(site) if one.subject.endswith("Plénière d’hiver"))
    link = re.search(r"http://localhost(/convocation/\S+)", letter.text)
    assert link
    assert "Vous avez répondu que vous venez" in Browser(site).visits(link[1]).presses("Je viens").text
    assert "1 vient" in karim.visits(office).text
