"""The pages of minutes: two writers at once, who may what, what everybody reads."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask

from foundation.database import db
from meetings.minutes import queries, services, standing
from meetings.presence.models import Guest
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.minutes import situations as m


def inside(app: Flask) -> str:
    with s.reading_at(app, s.noon(s.TODAY)):
        return f"/conseils/lune/comptes-rendus/{m.the_minutes().id}"


def test_two_writers_see_both_texts_and_nothing_is_lost(site: Flask) -> None:
    m.started(site)
    page = f"{inside(site)}/ecrire"
    pia, nora = m.browser(site, "Pia", page), m.browser(site, "Nora", page)
    pia.presses("Enregistrer", text="## La réunion\n\nLe texte de Pia.")
    nora.presses("Enregistrer", text="## La réunion\n\nLe texte de Nora.")
    assert nora.status == 409
    assert "Le texte de Pia." in nora.text
    assert "Nora" in nora.field("text").value
    nora.presses("Enregistrer mon texte")
    assert nora.status == 200
    assert "Le texte de Nora." in m.browser(site, "Pia", inside(site)).text


def test_what_saves_itself_says_what_became_of_it(site: Flask) -> None:
    m.started(site)
    page = m.browser(site, "Pia", f"{inside(site)}/ecrire")
    sent = {"form_token": _unseen(page, "form_token"), "version": _unseen(page, "version"), "text": "Un texte."}
    headers = {"Origin": page.origin, "Sec-Fetch-Site": "same-origin"}
    first = page._client.post(f"{inside(site)}/brouillon", data=sent, headers=headers)
    assert (first.status_code, first.json["version"]) == (200, 1)
    assert "Enregistré à" in first.json["saved"]
    again = page._client.post(f"{inside(site)}/brouillon", data={**sent, "text": "Un autre."}, headers=headers)
    assert again.status_code == 409
    assert "côte à côte" in again.json["message"]


def _unseen(page: Browser, name: str) -> str:
    """The value of a hidden field of the form that holds the text."""
    return next(e.get("value") for e in page.field("text").element.above("form").all("input") if e.get("name") == name)


def test_a_draft_is_read_by_those_who_write_alone(site: Flask) -> None:
    m.started(site)
    page = inside(site)
    assert m.browser(site, "Awa", page).status == 403
    for name in ("Pia", "Nora", "Samia"):
        assert m.browser(site, name, page).status == 200
    with s.writing_at(site, s.noon(s.TODAY)):
        services.propose(m.the_minutes(), actor=m.scribe())
    awa = m.browser(site, "Awa", page)
    assert "Modifier le texte" not in [words for words, _ in awa.links]
    assert awa.buttons() == ["Envoyer ma remarque"]
    assert m.browser(site, "Gilles", page).buttons() == []
    assert m.browser(site, "Victor", page).status == 403
    assert m.browser(site, "Rose", page).status == 403


def test_the_preview_writes_nothing(site: Flask) -> None:
    m.started(site)
    pia = m.browser(site, "Pia", f"{inside(site)}/ecrire").presses("Aperçu", text="## Seulement regardé")
    assert "Seulement regardé" in pia.text
    assert "Seulement regardé" not in m.browser(site, "Pia", inside(site)).text


def test_taking_back_and_writing_again(site: Flask) -> None:
    m.proposed(site)
    pia = m.browser(site, "Pia", inside(site)).presses("Reprendre la rédaction")
    assert pia.presses("Reprendre la rédaction", reason="").status == 422
    pia.presses("Reprendre la rédaction", reason="Un point manque.")
    pia.visits(inside(site))
    assert "Un point manque." in pia.text
    assert "Envoyer à celles et ceux qui étaient là" in pia.buttons()


def test_a_written_vote_is_opened_by_the_board(site: Flask) -> None:
    m.proposed(site)
    page = inside(site)
    assert m.browser(site, "Pia", f"{page}/vote").status == 403
    samia = m.browser(site, "Samia", page).presses("Approuver par un vote écrit")
    samia.presses("Ouvrir le vote")
    assert "Le conseil vote par écrit" in samia.text
    assert samia.visits(f"{page}/ecrire").status == 409


def test_a_provisional_log_says_what_it_is(site: Flask) -> None:
    key = m.proposed(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        m.publish_now()
    visitor = Browser(site).visits(f"/reunions/{key}")
    assert "provisoire, non approuvé" in visitor.text
    visitor.presses("Lire les décisions")
    assert "Provisoire, non approuvé" in visitor.headings()
    assert "Écrire à la mairie" in visitor.text
    assert "Le reprendre en texte (ODT)" not in [words for words, _ in visitor.links]


def test_the_page_of_a_meeting_leads_to_what_is_public_and_hides_the_rest(site: Flask) -> None:
    key = m.approved(site)
    assert "compte rendu" not in Browser(site).visits(f"/reunions/{key}").text.lower()
    assert Browser(site).visits(f"/reunions/{key}/compte-rendu").status == 404
    with s.writing_at(site, s.noon(s.TODAY)):
        m.publish_now()
    visitor = Browser(site).visits(f"/reunions/{key}").presses("Lire le compte rendu")
    for name in ("Awa", "Chloé", "Driss", "Ben ", "Zora", "06 12"):
        assert name not in visitor.text, name
    for said in ("3 membres présents", "Écrire à la mairie", "Pour : 4", "Un seul banc suffit", "Paul Maire"):
        assert said in visitor.text, said
    council = Browser(site).visits("/conseils/lune")
    assert "Ses derniers comptes rendus" in council.headings()
    assert Browser(site).visits("/donnees/comptes-rendus.csv").text.count("Plénière d’automne") == 1


def test_being_corrected_is_said_and_the_earlier_text_stays(site: Flask) -> None:
    key = m.published(site)
    pia = m.browser(site, "Pia", inside(site)).presses("Rectifier une erreur")
    pia.presses("Commencer la rectification", reason="Le nombre de bancs est faux.")
    assert "Rectification en cours" in Browser(site).visits(f"/reunions/{key}/compte-rendu").headings()


def test_a_moderator_or_the_secretary_takes_words_out_and_nobody_else(site: Flask) -> None:
    key = m.published(site)
    page = f"/reunions/{key}/compte-rendu/masquer"
    for name in ("Pia", "Samia", "Awa", "Victor"):
        assert m.browser(site, name, page).status == 403
    nora = m.browser(site, "Nora", page)
    assert nora.presses("Retirer partout, maintenant", passage="rien de tel").status == 409
    nora.presses("Retirer partout, maintenant", passage="petit square", instead="un lieu")
    assert "petit square" not in Browser(site).visits(f"/reunions/{key}/compte-rendu").text


def test_passages_are_decided_one_by_one_with_own_words_too(site: Flask) -> None:
    m.approved(site)
    pia = m.browser(site, "Pia", inside(site)).presses("Préparer la version publique")
    pia.presses("Remplacer « Awa »", **{"Écrire à la place": "une habitante"})
    assert "« Awa »" not in pia.headings(3)
    pia.presses("Remplacer « 12 rue des Écoles »", **{"Autre chose": "près d’ici"})
    pia.presses("Garder tel quel « Mme Zora Voisine »")
    assert "près d’ici" in pia.text
    assert "Gardés : « Mme Zora Voisine »" in pia.text
    assert m.browser(site, "Gilles", pia.path).status == 200
    text = pia.presses("Enregistrer le texte public", text="Un texte sans personne.").text
    assert "Le site ne trouve plus rien" in text
    gilles = m.browser(site, "Gilles", pia.path).presses("J’ai relu : ce texte ne dit rien de personne")
    assert "Relu le" in gilles.text
    assert pia.visits(pia.path).presses("Publier").path.endswith("/compte-rendu")


@pytest.mark.parametrize("path", ["", ".odt", ".pdf", "/versions/1"])
def test_nothing_is_public_before_it_is(site: Flask, path: str) -> None:
    key = m.approved(site)
    assert Browser(site).visits(f"/reunions/{key}/compte-rendu{path}").status == 404


def test_a_page_costs_the_same_for_few_or_many(
    site: Flask, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    key = m.proposed(site)
    pia = m.browser(site, "Pia", inside(site))
    with queries() as few:
        pia.visits(inside(site))
    with s.writing_at(site, s.noon(s.TODAY)):
        for number in range(12):
            m.remarked("Driss", f"Remarque {number}.")
            db.session.add(Guest(meeting_id=key, name=f"Invitée {number}", function="agent"))
    with queries() as many:
        pia.visits(inside(site))
    assert len(many) == len(few)


def test_old_meetings_are_offered_to_write_and_the_usual_kind_is_chosen(site: Flask) -> None:
    with s.writing_at(site, s.noon(m.HELD_ON)):
        m.a_meeting(kind="board", title="Bureau d’automne")
        convened = {"state": "convened", "opened_at": None, "closed_at": None}
        m.a_meeting(s.TODAY - timedelta(days=2), title="Jamais ouverte", **convened)
        m.a_meeting(s.TODAY + timedelta(days=2), title="À venir", **convened)
    pia = m.browser(site, "Pia", "/conseils/lune/gestion").presses("Les comptes rendus")
    assert pia.headings(3)[:2] == ["Jamais ouverte", "Bureau d’automne"]
    assert "À venir" not in pia.text
    assert "En retard" in pia.text
    chosen = [e.words for e in pia.all("option") if e.has("selected")]
    assert chosen == ["Compte rendu", "Relevé de décisions"]


def test_the_standing_of_texts_is_told_by_their_dates(site: Flask) -> None:
    m.published(site)
    with s.reading_at(site, s.noon(s.TODAY)):
        minutes = queries.of_meeting(m.the_minutes().meeting_id)
        assert minutes
        assert standing.written(minutes) is None
        assert standing.to_publish(minutes) is None
        shown = standing.public(minutes)
        assert shown is standing.approved(minutes)
