"""A5: a member writes, the council votes, the committee answers, everybody reads the way it went (steps 1, 2, 5, 6)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask

from citizens.accounts.demonstration import PASSWORD
from foundation import clock, jobs
from foundation.database import reading
from foundation.journal import verify
from tests.browser import Browser
from tests.citizens.people import cheap
from tests.mailbox import Mailbox

TITLE = "Un abri à vélos devant la piscine"
QUESTION = f"Voter : « {TITLE} » : adopter ce texte ?"
TEXT = "Nous demandons un **abri fermé** pour vingt vélos, avec une lampe."
SEVEN_IN_THE_EVENING = timedelta(hours=19)
COMMITTEE = (
    "Comité de pilotage du contrat de ville. Il décide pour tout le contrat de ville. "
    "Accuse réception en 15 jours, répond en 3 mois au plus."
)
REASONS = "Le comité retient l’abri, mais pour douze vélos. La place manque devant l’entrée de la piscine."


@pytest.fixture
def site(demo_app: Flask) -> Flask:
    return cheap(demo_app)


def someone(app: Flask, name: str) -> Browser:
    browser = Browser(app).visits("/connexion")
    return browser.presses("Me connecter", email=f"{name}@example.org", password=PASSWORD)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def letter(app: Flask, name: str, words: str) -> str:
    """The path of the link in the last letter to somebody whose subject holds some words."""
    found = [one for one in Mailbox(app).to(f"{name}@example.org") if words in one.subject]
    assert found, [one.subject for one in Mailbox(app).to(f"{name}@example.org")]
    link = re.search(r"http://localhost(/\S+)", found[-1].text)
    assert link
    return link[1]


def turn_clock(app: Flask) -> None:
    """Let the clock do what is due."""
    with app.app_context():
        assert all(state is jobs.RunState.DONE for _, state in jobs.run_due())


def test_a_proposal_from_its_draft_to_its_answer(site: Flask) -> None:
    today = clock.now()
    with clock.standing_at(today):
        page = written(site)
        closing, link = voted(site, page)
    with clock.standing_at(closing + timedelta(minutes=2)):
        turn_clock(site)
        number = transmitted(site, page, link)
    with clock.standing_at(closing + timedelta(days=9)):
        acknowledged(site, number)
    with clock.standing_at(closing + timedelta(days=40)):
        answered(site, number)
        everybody_reads(site, number, page)
    with site.app_context(), reading():
        assert verify() == []


def written(site: Flask) -> str:
    """Roger writes in three screens and puts his text to discussion; gives its address."""
    roger = someone(site, "membre").visits("/conseils/haubourdin/propositions/nouvelle")
    roger.presses("Enregistrer le brouillon", Titre=TITLE, Texte=TEXT, Thème="Déplacements")
    page = roger.path.removesuffix("/ecrire")
    assert Browser(site).visits(page).status == 403
    assert someone(site, "bureau").visits(page).status == 403
    roger.presses("Ouvrir la discussion…").presses("Ouvrir la discussion")
    assert roger.path == page
    assert Browser(site).visits(page).status == 403
    paul = someone(site, "secretaire").visits(page)
    paul.presses("Envoyer mon texte", text="Qui gardera la clé, et où", kind="question")
    assert "Qui gardera la clé, et où" in plain(roger.visits(page).text)
    return page


def voted(site: Flask, page: str) -> tuple[datetime, str]:
    """Awa opens the vote; three people answer; gives the moment at which it closes, and the link of a letter."""
    awa = someone(site, "bureau").visits(page).presses("Ouvrir le vote")
    day = clock.today() + timedelta(days=8)
    awa.presses("Ouvrir le vote", day=day.isoformat(), hour="19:00")
    assert awa.path == page
    assert "Vote en cours" in awa.text

    by_mail = Browser(site).visits(letter(site, "membre", TITLE))
    by_mail.presses("Pour")
    assert "Pour" in by_mail.text
    awa.visits("/mon-espace").presses(QUESTION).presses("Pour")
    paul = someone(site, "secretaire").visits("/mon-espace").presses(QUESTION).presses("Contre")
    paul.presses("Joindre un avis divergent").presses("Joindre cet avis", text="Un abri ouvert coûterait moins cher.")
    assert someone(site, "membre2").visits(paul.path).buttons() == []
    return datetime.combine(day, datetime.min.time(), clock.PARIS) + SEVEN_IN_THE_EVENING, by_mail.path


def transmitted(site: Flask, page: str, link: str) -> str:
    """The vote has closed by itself; Awa sends the text; gives its number."""
    late = Browser(site).visits(link)
    assert late.status == 410
    assert "Adoptée par le conseil" in Browser(site).visits(page).text
    assert someone(site, "membre").visits(f"{page}/transmettre").status == 403
    awa = someone(site, "bureau").visits("/mon-espace").visits(page).presses("Transmettre au comité")
    awa.presses("Transmettre", **{COMMITTEE: True})
    number = awa.path.removeprefix("/propositions/")
    assert re.fullmatch(rf"CC-HAUBOURDIN-{clock.today().year}-\d{{3}}", number)
    assert Browser(site).visits(page).path == awa.path
    return number


def acknowledged(site: Flask, number: str) -> None:
    """Hélène says that it has come."""
    assert someone(site, "bailleur").visits(letter(site, "copil", number)).status == 403
    helene = someone(site, "copil").visits(letter(site, "copil", number))
    helene.presses(f"Accuser réception de {number}")
    assert "Reçue, réponse attendue" in Browser(site).visits(f"/propositions/{number}").text
    assert letter(site, "membre", number) == f"/propositions/{number}"


def answered(site: Flask, number: str) -> None:
    """Hélène answers: refused without reasons, taken with them and one dated commitment."""
    helene = someone(site, "copil").visits(letter(site, "copil", number)).presses(f"Répondre à {number}")
    helene.presses("Relire avant de publier", outcome="retained_modified", changes="Douze vélos et non vingt.")
    assert helene.status == 422
    assert "Écrivez les raisons de cette réponse" in helene.text
    assert helene.field("changes").value == "Douze vélos et non vingt."
    helene.presses(
        "Relire avant de publier",
        reasons=REASONS,
        signatory_function="Vice-présidente aux déplacements",
        commitment_1_text="Poser un abri fermé",
        commitment_1_organization="La commune",
        commitment_1_due_on=(clock.today() + timedelta(days=120)).isoformat(),
    ).presses("Publier la réponse")
    assert helene.path == f"/propositions/{number}"


def everybody_reads(site: Flask, number: str, page: str) -> None:
    """Samia reads the whole path without an account; the members are told."""
    samia = (
        Browser(site)
        .visits(
            "/propositions",
        )
        .presses("Appliquer", q="abri a velos")
    )
    samia.presses(TITLE)
    assert samia.path == f"/propositions/{number}"
    words = plain(samia.text)
    for part in ("Retenue avec modification", "Douze vélos et non vingt.", plain(REASONS), "Poser un abri fermé"):
        assert part in words
    assert "40 jours après l’envoi" in words
    assert "Un abri ouvert coûterait moins cher." in words
    assert "Pour 2" in words.replace("Pour : 2", "Pour 2")
    for name in ("Roger", "Démo-Membre", "Paul"):
        assert name not in words
    assert letter(site, "membre", "Réponse") == f"/propositions/{number}"
    assert TITLE in samia.visits("/recherche?q=abri velos").text
    assert TITLE in samia.visits("/conseils/haubourdin").text
    assert TITLE in samia.visits("/").text
    printed = samia.visits(f"/propositions/{number}/courrier")
    assert "abri fermé" in printed.text
    assert samia.visits(page).path == f"/propositions/{number}"
