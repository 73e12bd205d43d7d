"""The screens of a dossier: the list, who may, no state jumped, two people at once, papers, links taken back."""

from __future__ import annotations

import io
import re
import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from councils.accreditation.models import Accreditation, AccreditationKind, AccreditationState
from councils.models import Council
from foundation.database import db, reading
from tests.browser import Browser
from tests.citizens.people import cheap, has_signed_in
from tests.files import pdf
from tests.mailbox import Mailbox

S = AccreditationState
EMAILS = {
    "Le maire ou la maire (Faches-Thumesnil)": "mairie@example.org",
    "Le président de la Métropole": "mel@example.org",
}


@pytest.fixture
def site(demo_app: Flask) -> Flask:
    return cheap(demo_app)


def someone(site: Flask, name: str) -> Browser:
    return has_signed_in(site, f"{name}@example.org")


def page_of(site: Flask, slug: str, kind: AccreditationKind = AccreditationKind.INITIAL) -> str:
    with site.app_context(), reading():
        wanted = select(Accreditation.id).join(Council).where(Council.slug == slug, Accreditation.kind == kind)
        return f"/labellisations/{db.session.scalars(wanted).one()}"


def state_of(site: Flask, page: str) -> AccreditationState:
    with site.app_context(), reading():
        return db.session.scalars(select(Accreditation.state).where(Accreditation.id == uuid.UUID(page[-36:]))).one()


def listed(browser: Browser) -> list[str]:
    return [href for _, href in browser.links if re.fullmatch(r"/labellisations/[0-9a-f-]{36}", href)]


def test_theirs_come_first(site: Flask) -> None:
    delegate = someone(site, "prefecture").visits("/labellisations")
    assert delegate.headings() == ["La balle est chez vous", "Les autres dossiers en cours"]
    places = listed(delegate)
    theirs = [places.index(page_of(site, slug)) for slug in ("lambersart", "seclin")]
    others = [places.index(page_of(site, slug)) for slug in ("armentieres", "marcq-en-baroeul")]
    assert max(theirs) < min(others)
    assert delegate.visits("/labellisations?tour=moi").text.count("La balle est chez :") >= 2


@pytest.mark.parametrize(
    ("asked", "there", "away"),
    [
        ("etat=returned", "marcq-en-baroeul", "lambersart"),
        ("etat=reviewing&demande=initial", "lambersart", "marcq-en-baroeul"),
        ("commune=seclin", "seclin", "lambersart"),
        ("tour=prefecture", "lambersart", "armentieres"),
        ("tour=commune", "armentieres", "lambersart"),
        ("etat=tous&commune=lambersart", "lambersart", "seclin"),
    ],
)
def test_the_filters_of_the_list(site: Flask, asked: str, there: str, away: str) -> None:
    found = listed(someone(site, "reseau").visits(f"/labellisations?{asked}"))
    assert page_of(site, there) in found
    assert page_of(site, away) not in found


def test_a_filter_that_is_none_is_refused_in_words(site: Flask) -> None:
    julie = someone(site, "reseau").visits("/labellisations?etat=perdu")
    assert julie.status == 400
    assert "n’est pas dans la liste" in julie.text


def test_everybody_sees_their_own_dossiers_only(site: Flask) -> None:
    nadia = someone(site, "referente").visits("/labellisations?etat=tous")
    assert listed(nadia) == [page_of(site, "haubourdin")]
    assert nadia.visits(page_of(site, "lambersart")).status == 403
    for name in ("membre2", "copil", "moderation"):
        assert someone(site, name).visits("/labellisations").status == 403
    assert Browser(site).visits("/labellisations").status == 403
    assert someone(site, "membre").visits(page_of(site, "haubourdin")).status == 200


def test_a_member_reads_and_changes_nothing(site: Flask) -> None:
    page = page_of(site, "haubourdin")
    roger = someone(site, "membre").visits(page)
    assert roger.buttons() == []
    for rest in ("description", "pieces", "changements", "renvoi", "acte", "publication", "consultation"):
        assert roger.visits(f"{page}/{rest}").status == 403


@pytest.mark.parametrize(
    ("slug", "name", "rest"),
    [
        ("armentieres", "prefecture", "acte"),
        ("armentieres", "prefecture", "publication"),
        ("armentieres", "prefecture", "renvoi"),
        ("armentieres", "prefecture", "etapes/refuse"),
        ("lambersart", "prefecture", "publication"),
        ("armentieres", "reseau", "consultation"),
        ("lambersart", "reseau", "etapes/submit"),
        ("haubourdin", "reseau", "etapes/abandon"),
    ],
)
def test_no_state_is_jumped_by_its_address(site: Flask, slug: str, name: str, rest: str) -> None:
    page = page_of(site, slug)
    before = state_of(site, page)
    jumper = someone(site, name).visits(f"{page}/{rest}")
    assert jumper.status == 409
    assert "Cette étape n’est plus possible" in jumper.text
    assert state_of(site, page) is before


def test_a_step_that_is_not_theirs_is_denied(site: Flask) -> None:
    page = page_of(site, "lambersart")
    for name, rest in (("reseau", "acte"), ("reseau", "renvoi"), ("reseau", "etapes/refuse")):
        assert someone(site, name).visits(f"{page}/{rest}").status == 403
    assert someone(site, "prefecture").visits(f"{page}/etapes/abandon").status == 403


def test_whoever_comes_second_sees_what_the_first_did(site: Flask) -> None:
    page = page_of(site, "armentieres")
    first, second = (someone(site, "reseau").visits(f"{page}/etapes/abandon") for _ in range(2))
    first.presses("Arrêter la procédure", comment="La commune y renonce.")
    assert first.path == page
    second.presses("Arrêter la procédure", comment="Le conseil ne se réunit plus.")
    assert second.status == 409
    assert "Procédure arrêtée" in second.text
    assert "La commune y renonce." in second.text
    assert "Le conseil ne se réunit plus." in second.text


def test_two_descriptions_at_once_lose_nothing(site: Flask) -> None:
    page = page_of(site, "armentieres")
    first, second = (someone(site, "reseau").visits(f"{page}/description") for _ in range(2))
    first.presses("Enregistrer", diagnosis="Un comité de locataires.")
    assert first.path == page
    second.presses("Enregistrer", diagnosis="Deux associations de quartier.")
    assert second.status == 409
    assert "Le dossier a changé pendant que vous écriviez" in second.text
    assert "Un comité de locataires." in second.text
    assert second.field("diagnosis").value == "Deux associations de quartier."
    second.presses("Enregistrer")
    assert second.path == page
    assert "Deux associations de quartier." in second.text


def test_a_paper_is_known_by_its_content_and_handed_out_by_rule(site: Flask) -> None:
    page = page_of(site, "armentieres")
    julie = someone(site, "reseau").visits(f"{page}/pieces")
    bad = (io.BytesIO(b"<html><script>alert(1)</script>"), "statuts.pdf")
    julie.presses("Joindre cette pièce", kind="statutes", file=bad)
    assert julie.status == 422
    assert "n’est ni un PDF" in julie.text
    assert julie.field("kind").value == "statutes"
    julie.presses("Joindre cette pièce", file=(io.BytesIO(pdf()), "statuts.pdf"))
    assert julie.path == f"{page}/pieces"
    address = next(href for words, href in julie.links if words == "statuts.pdf")
    assert Browser(site).visits(address).status == 403
    assert someone(site, "membre").visits(address).status == 403
    julie.visits(address)
    assert julie.response.mimetype == "application/pdf"
    assert julie.response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_link_taken_back_says_so_and_can_be_sent_anew(site: Flask) -> None:
    page = page_of(site, "faches-thumesnil")
    julie = someone(site, "reseau").visits(f"{page}/consultation")
    julie.presses("Envoyer les demandes d’avis", **EMAILS)
    link = re.search(r"http://localhost(/repondre/\S+)", Mailbox(site).to("mairie@example.org")[-1].text)
    assert link
    assert Browser(site).visits(link[1]).status == 200
    julie.visits(page)
    form = next(e for e in julie.all("form") if "Faches-Thumesnil" in e.words)
    said = form.all("button")[0].words
    julie.presses(said)
    gone = Browser(site).visits(link[1])
    assert gone.status == 410
    assert "retiré" in gone.text or "annulé" in gone.text
    again = next(words for words, _ in julie.links if words.startswith("Envoyer un nouveau lien"))
    julie.presses(again).presses("Envoyer les demandes d’avis", **{next(iter(EMAILS)): "autre@example.org"})
    assert "autre@example.org" in julie.text
    assert Mailbox(site).to("autre@example.org")


def test_an_amendment_says_who_and_what_changes(site: Flask) -> None:
    julie = someone(site, "reseau").visits("/labellisations/nouvelle?conseil=wattrelos&demande=amendment")
    julie.presses("Ouvrir le dossier")
    assert julie.status == 422
    assert "Dites en une phrase pourquoi ce dossier est ouvert." in julie.text
    julie.presses("Ouvrir le dossier", reason="Deux personnes déménagent.")
    page = julie.path
    assert "Deux personnes déménagent." in julie.text
    julie.presses("Dire qui change, quel quartier change")
    julie.presses("Demander ce changement", given_name="Aline")
    assert julie.status == 422
    assert julie.field("given_name").value == "Aline"
    leaving = next(o for o in julie.field("leaving").element.all("option") if o.get("value")).get("value")
    whole = {"leaving": leaving, "end_reason": "moved", "family_name": "Coquelicot", "college": "residents"}
    julie.presses("Demander ce changement", **whole, origin="replacement", rank="titular")
    assert "Aline Coquelicot arrive (habitants, titulaire)" in julie.text
    covered = julie.field("place").element.all("option")[1].get("value")
    julie.presses("Demander ce changement de quartier", place=covered, way="drop")
    assert julie.status == 409
    assert "ne couvre pas ce quartier" in julie.text
    julie.presses("Demander ce changement de quartier", way="add")
    assert "le conseil le couvrira" in julie.text
    place = next(words for words in julie.buttons() if words.startswith("Retirer") and "Aline" not in words)
    julie.presses(place)
    assert "le conseil le couvrira" not in julie.text.split("Un changement de membre")[0]
    assert "Aline Coquelicot arrive" in julie.visits(page).text


def test_a_second_dossier_of_a_kind_is_refused_and_what_was_typed_stays(site: Flask) -> None:
    julie = someone(site, "reseau").visits("/labellisations/nouvelle?conseil=lambersart&demande=initial")
    julie.presses("Ouvrir le dossier")
    assert julie.status == 409
    assert "est déjà ouvert pour ce conseil" in julie.text
    assert julie.field("council").value == "lambersart"


def test_a_spelling_goes_straight_to_the_prefecture(site: Flask) -> None:
    julie = someone(site, "reseau").visits("/labellisations/nouvelle?conseil=wattrelos&demande=amendment")
    julie.presses("Ouvrir le dossier", reason="Un nom est mal écrit.", clerical=True)
    julie.presses("Transmettre la correction").presses("Transmettre la correction")
    assert "Instruction par la préfecture" in julie.text


def test_a_refusal_is_public_by_its_label_and_its_date_only(site: Flask) -> None:
    page = page_of(site, "lambersart")
    fatoumata = someone(site, "prefecture").visits(page).presses("Ne pas reconnaître")
    fatoumata.presses("Ne pas reconnaître")
    assert fatoumata.status == 422
    fatoumata.presses("Ne pas reconnaître", comment="La liste ne vient pas des quartiers.")
    assert "La liste ne vient pas des quartiers." in fatoumata.text
    history = Browser(site).visits("/conseils/lambersart/labellisation").text
    assert "Non reconnu" in history
    assert "La liste ne vient pas" not in history


def test_the_office_of_a_council_leads_to_its_dossiers(site: Flask) -> None:
    karim = someone(site, "animateur").visits("/conseils/haubourdin/gestion")
    assert page_of(site, "haubourdin") in listed(karim)
    assert karim.visits("/mon-espace").presses("Tous les dossiers").status == 200
