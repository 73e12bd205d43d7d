"""A6: the liaison builds a dossier, the authorities are asked, the prefecture decides, the council is recognized."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.accounts.demonstration import PASSWORD
from citizens.models import Gender
from citizens.services import add_person
from councils import services
from councils.models import College, Council, Origin, Rank, Term
from councils.territory.models import Organization
from foundation import clock, jobs
from foundation.database import db, reading, transaction
from foundation.journal import verify
from foundation.policy import Actor
from tests.browser import Browser
from tests.citizens.people import cheap
from tests.files import pdf
from tests.mailbox import Mailbox

NAME, SLUG = "Conseil citoyen des Deux Rives", "deux-rives"
HERE, THERE = "La Prairie Bleue (quartier fictif)", "Les Saules Rieurs (quartier fictif)"
MAYOR, OTHER_MAYOR = "Le maire ou la maire (Haubourdin)", "Le maire ou la maire (Loos)"
PRESIDENT = "Le président de la Métropole"
FACILITATOR = Actor(role="council_facilitator")
SECRETS = ("manque la convention", "Sans elle", "Aline")


@pytest.fixture
def site(demo_app: Flask) -> Flask:
    return cheap(demo_app)


def someone(app: Flask, name: str) -> Browser:
    browser = Browser(app).visits("/connexion")
    return browser.presses("Me connecter", email=f"{name}@example.org", password=PASSWORD)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def link_to(app: Flask, address: str) -> str:
    """The path of the link in the last letter to somebody."""
    link = re.search(r"http://localhost(/repondre/\S+)", Mailbox(app).to(address)[-1].text)
    assert link
    return link[1]


def counters(app: Flask) -> tuple[int, int]:
    """What the home page counts: labelled, under way."""
    found = re.search(r"(\d+) conseils? labellisés?.*?(\d+) en cours", Browser(app).visits("/").text)
    assert found
    return int(found[1]), int(found[2])


def turn_clock(app: Flask) -> None:
    with app.app_context():
        assert all(state is jobs.RunState.DONE for _, state in jobs.run_due())


def on_the_list(women: Sequence[str], men: Sequence[str], actors: Sequence[str]) -> None:
    """Put people who accepted on the list: residents drawn by lot, and people of associations."""
    term = db.session.scalars(select(Term).join(Council).where(Council.slug == SLUG)).one()
    host = db.session.scalars(select(Organization).order_by(Organization.name_key).limit(1)).one()
    people = [(name, Gender.FEMALE, None) for name in women] + [(name, Gender.MALE, None) for name in men]
    for name, gender, structure in [*people, *((name, Gender.FEMALE, host) for name in actors)]:
        services.propose(
            add_person(name, "Coquelicot", gender, actor=FACILITATOR, is_demo=True),
            term,
            actor=FACILITATOR,
            college=College.LOCAL_ACTORS if structure else College.RESIDENTS,
            origin=Origin.DESIGNATED if structure else Origin.DRAWN,
            rank=Rank.TITULAR,
            organization=structure,
            start_on=clock.today(),
            accepted_on=clock.today(),
        )


def a_paper() -> tuple[io.BytesIO, str]:
    return io.BytesIO(pdf()), "piece.pdf"


def test_a_dossier_from_its_opening_to_the_label(site: Flask) -> None:
    today = clock.now()
    with clock.standing_at(today):
        assert counters(site) == (13, 8)
        page = opened(site)
    with clock.standing_at(today + timedelta(hours=1)):
        composed(site, page)
    with clock.standing_at(today + timedelta(hours=2)):
        completed(site, page)
    with clock.standing_at(today + timedelta(days=1)):
        links = consulted(site, page)
        answered(site, page, links)
    with clock.standing_at(today + timedelta(days=33)):
        turn_clock(site)
        silence_is_no_agreement(site, page, links)
    with clock.standing_at(today + timedelta(days=40)):
        sent_back_and_completed(site, page)
    with clock.standing_at(today + timedelta(days=60)):
        turn_clock(site)
        labelled, under_way = counters(site)
        signed_and_published(site, page)
        assert counters(site) == (labelled + 1, under_way - 1)
        everybody_reads(site)
    with site.app_context(), reading():
        assert verify() == []


def opened(site: Flask) -> str:
    """Step 1: the liaison opens a first dossier covering two neighborhoods in two communes; gives its address."""
    nadia = someone(site, "referente").visits("/labellisations").presses("Ouvrir un dossier")
    wanted = {"council": "nouveau", "kind": "initial", "name": NAME}
    nadia.presses("Ouvrir le dossier", **wanted, **{THERE: True})
    assert nadia.status == 409
    assert "Cochez au moins un quartier de votre commune" in plain(nadia.text)
    assert nadia.field("Nom du conseil").value == NAME
    nadia.presses("Ouvrir le dossier", **{HERE: True})
    page = nadia.path
    assert re.fullmatch(r"/labellisations/[0-9a-f-]{36}", page)
    assert "En préparation" in nadia.text
    assert "La balle est chez" in nadia.text
    assert Browser(site).visits(page).status == 403
    assert someone(site, "membre2").visits(page).status == 403
    assert counters(site) == (13, 8)
    return page


def composed(site: Flask, page: str) -> None:
    """Step 2: the description and the papers, as the checklist asks for them; then the council shows."""
    start = clock.today() + timedelta(days=30)
    nadia = someone(site, "referente").visits(f"{page}/description")
    nadia.presses(
        "Enregistrer",
        start_on=start.isoformat(),
        end_on=(start + timedelta(days=4 * 365)).isoformat(),
        residents_target="6",
        local_actors_target="6",
        diagnosis="Deux comités d’habitants se réunissent déjà.",
        host_intention="Le conseil n’a pas encore de structure.",
    )
    assert nadia.path == page
    for kind in ("rules", "sortition_protocol", "host_agreement"):
        nadia.visits(f"{page}/pieces").presses("Joindre cette pièce", kind=kind, file=a_paper())
    nadia.visits(page).presses("Commencer la constitution").presses("Commencer la constitution")
    assert "Constitution en cours" in nadia.text
    assert counters(site) == (13, 9)


def completed(site: Flask, page: str) -> None:
    """Step 2: 45 % of residents are too few; a gap of three between women and men asks for a reason."""
    nadia = someone(site, "referente")
    with site.app_context(), clock.standing_at(clock.now()), transaction():
        on_the_list(("Aline", "Brune", "Carla", "Dora"), ("Eliot",), [f"Fanny{n}" for n in "abcdef"])
    nadia.visits(page).presses("Déposer le dossier")
    assert "ajoutez 1 habitant" in plain(nadia.text)
    assert "Déposer le dossier" not in nadia.buttons()
    with site.app_context(), clock.standing_at(clock.now()), transaction():
        on_the_list(("Gaby",), ("Hugo",), ())
    nadia.visits(page).presses("Déposer le dossier")
    assert "habitant" in nadia.text
    assert "expliquez pourquoi" in nadia.text
    nadia.visits(f"{page}/description").presses("Enregistrer", parity_reason="Trois hommes tirés au sort ont refusé.")
    nadia.visits(page).presses("Déposer le dossier").presses("Déposer le dossier")
    assert "Dossier déposé" in nadia.text


def consulted(site: Flask, page: str) -> dict[str, str]:
    """Step 3: two mayors and the president are asked; the day until which they answer shows."""
    nadia = someone(site, "referente").visits(f"{page}/consultation")
    assert nadia.status == 403
    julie = someone(site, "reseau").visits("/mon-espace")
    julie.presses("Consulter le maire et la Métropole : Conseil citoyen des Deux Rives")
    julie.presses("Consulter le maire et la Métropole")
    asked = {MAYOR: "haubourdin@example.org", OTHER_MAYOR: "loos@example.org", PRESIDENT: "presidence@example.org"}
    julie.presses("Envoyer les demandes d’avis", **asked)
    assert julie.path == page
    words = plain(julie.text)
    assert all(who in words for who in asked)
    assert words.count("Réponse attendue au plus tard le") == 3
    assert "La balle est chez : les maires et le président de la Métropole" in words
    return {who: link_to(site, address) for who, address in asked.items()}


def answered(site: Flask, page: str, links: dict[str, str]) -> None:
    """Step 4: one mayor answers by the link, and may change the answer; nobody's name is on the page."""
    mayor = Browser(site).visits(links[MAYOR])
    assert NAME in mayor.text
    assert "Aline" not in mayor.text
    mayor.presses("Envoyer mon avis", answer="with_remarks", signatory="Maire")
    assert mayor.status == 422
    mayor.presses("Envoyer mon avis", text="Le local reste à trouver.")
    assert "Votre avis est enregistré" in mayor.text
    mayor.presses("Changer mon avis", text="Le local est à trouver avant l’été.")
    Browser(site).visits(links[PRESIDENT]).presses("Envoyer mon avis", answer="favorable", signatory="Vice-présidente")
    assert Browser(site).visits(links[MAYOR] + "x").status == 404
    julie = someone(site, "reseau").visits(page).presses("Transmettre à la préfecture")
    if "Transmettre à la préfecture" in julie.buttons():
        julie.presses("Transmettre à la préfecture")
    assert julie.visits(page).status == 200
    assert "Consultation du maire et de la Métropole" in julie.text


def silence_is_no_agreement(site: Flask, page: str, links: dict[str, str]) -> None:
    """Step 4: the last day has passed: the dossier moves on, and silence is written as such."""
    julie = someone(site, "reseau").visits(page).presses("Transmettre à la préfecture")
    julie.presses("Transmettre à la préfecture")
    assert julie.path == page
    assert "Sans réponse" in julie.text
    assert "Instruction par la préfecture" in julie.text
    late = Browser(site).visits(links[OTHER_MAYOR])
    assert late.status == 410
    assert "Ce lien ne permet plus de répondre" in late.text


def sent_back_and_completed(site: Flask, page: str) -> None:
    """Step 5: the delegate sends the dossier back with two points; the liaison completes; the review goes on."""
    fatoumata = someone(site, "prefecture").visits(page).presses("Demander un complément")
    fatoumata.presses("Ajouter une ligne", point_1_text="Il manque la convention signée.")
    assert fatoumata.field("point_1_text").value == "Il manque la convention signée."
    fatoumata.presses("Renvoyer le dossier", point_2_text="Corrigez la durée du mandat.")
    assert fatoumata.status == 422
    fatoumata.presses(
        "Renvoyer le dossier",
        point_1_reason="Sans elle, on ne sait pas qui accueille le conseil.",
        point_2_reason="Le contrat dit quatre ans.",
    )
    assert fatoumata.path == page
    assert "À compléter" in Browser(site).visits(f"/conseils/{SLUG}/labellisation").text
    nadia = someone(site, "referente").visits(page)
    assert "Sans elle, on ne sait pas qui accueille le conseil." in nadia.text
    for point in ("Il manque la convention signée.", "Corrigez la durée du mandat."):
        nadia.visits(page).presses(f"Dire ce qui a été fait : {point}")
        nadia.presses("Enregistrer", resolution="C’est fait, voir les pièces.")
    nadia.visits(page).presses("Déposer le dossier").presses("Déposer le dossier")
    assert "Instruction par la préfecture" in fatoumata.visits(page).text


def signed_and_published(site: Flask, page: str) -> None:
    """Step 6: the act is signed, then published: the council has its label."""
    fatoumata = someone(site, "prefecture").visits(page)
    assert fatoumata.visits(f"{page}/publication").status == 409
    fatoumata.visits(page).presses("Enregistrer l’acte signé")
    fatoumata.presses(
        "Enregistrer l’acte",
        kind="prefect_order",
        number="59-2027-012",
        signed_on=clock.today().isoformat(),
        signatory_capacity="Préfet du Nord",
        document=a_paper(),
        public_document=a_paper(),
    )
    assert fatoumata.path == page
    restricted = f"{page}/acte/document"
    assert Browser(site).visits(restricted).status == 403
    assert Browser(site).visits(f"/conseils/{SLUG}/labellisation/{page[-36:]}/acte").status == 404
    fatoumata.presses("Enregistrer la publication")
    today = clock.today()
    fatoumata.presses(
        "Enregistrer la publication",
        published_on=today.isoformat(),
        effective_on=(today - timedelta(days=3)).isoformat(),
        published_in="Recueil des actes administratifs n° 12",
    )
    assert fatoumata.status == 409
    assert "écrivez pourquoi" in fatoumata.text
    fatoumata.presses("Enregistrer la publication", effective_on=today.isoformat())
    assert fatoumata.path == page


def everybody_reads(site: Flask) -> None:
    """Who sits is counted; opinions are public, reasons and names are not; the act is there for everybody."""
    council = Browser(site).visits(f"/conseils/{SLUG}")
    assert "Labellisé" in council.text
    assert "13 membres" in council.text
    history = Browser(site).visits(f"/conseils/{SLUG}/labellisation")
    words = plain(history.text)
    for told in ("59-2027-012", "Favorable avec remarques", "Le local est à trouver avant l’été.", "Sans réponse"):
        assert told in words
    for secret in SECRETS:
        assert secret not in words + council.text
    history.presses(next(name for name, _ in history.links if name.startswith("Lire l’acte")))
    assert history.response.headers["Content-Disposition"].startswith("attachment")
    assert history.response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
