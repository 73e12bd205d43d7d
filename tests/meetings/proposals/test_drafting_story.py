"""Awa writes a proposal and brings it before her council, pressing buttons, without a script (story A5, step 1)."""

from __future__ import annotations

import re

from flask import Flask

from meetings.proposals.models import ProposalState
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.proposals import drafts

LONG = "Nous demandons un **banc** devant l’école.\n\n- pour les parents\n- pour les anciens"


def test_awa_writes_and_opens_the_discussion(site: Flask) -> None:
    awa = s.signed_in(site, "Awa").visits("/conseils/lune/propositions/nouvelle")
    assert awa.headings(1) == ["Écrire une proposition"]

    # she looks first: nothing is saved, nothing typed is lost
    awa.presses("Aperçu", Titre=drafts.TITLE, Texte=LONG)
    assert awa.status == 200
    assert "Aperçu" in awa.headings()
    assert [e.words for e in awa.all("strong") if e.above("section")] == ["banc"]
    assert [e.words for e in awa.all("li") if e.above("section") and e.above("section").get("id") == "apercu"] == [
        "pour les parents", "pour les anciens",
    ]  # fmt: skip
    assert awa.field("Texte").value == LONG
    assert drafts.all_of(site) == []

    # no theme is needed yet; a title is: she is told, and what she wrote stays
    awa.presses("Enregistrer le brouillon", Titre="")
    assert awa.status == 422
    assert "Donnez un titre." in awa.text
    assert awa.field("Texte").value == LONG

    awa.presses("Enregistrer le brouillon", Titre=drafts.TITLE)
    assert "choisir un thème" in awa.presses("Ouvrir la discussion…").text
    awa.presses("choisir un thème").presses("Enregistrer", Thème="Rues et espaces publics")
    assert re.fullmatch(r"/conseils/lune/propositions/[0-9a-f-]{36}/ecrire", awa.path)
    assert "Vous seul ou vous seule le lisez." in awa.text
    (kept,) = drafts.all_of(site)
    assert (kept.state, kept.title, str(kept.theme)) == (ProposalState.DRAFT, drafts.TITLE, "public_space")

    awa.presses("Enregistrer", Titre="Deux bancs devant l’école")
    assert awa.field("Titre").value == "Deux bancs devant l’école"
    assert "Finir votre brouillon : Deux bancs devant l’école" in awa.visits("/mon-espace").text

    # what happens next is said before the button, which saves first
    awa.visits(drafts.address(kept.id, "/ecrire")).presses("Ouvrir la discussion…", Titre="Trois bancs")
    assert awa.headings(1) == ["Ouvrir la discussion"]
    assert "« Trois bancs »" in awa.text
    assert "Rien n’est public tant que le bureau n’a pas ouvert le vote, ou la discussion aux habitants." in awa.text
    awa.presses("Ouvrir la discussion")
    assert awa.path == drafts.address(kept.id)
    assert drafts.state(site, kept.id) is ProposalState.DELIBERATING

    told = {letter.recipient for letter in Mailbox(site) if letter.subject == "À discuter\u00a0: Trois bancs"}
    assert s.email("Chloé") in told
    assert s.email("Pia") in told
    assert s.email("Awa") not in told
    assert s.email("Victor") not in told


def test_a_revision_says_what_changes_and_the_versions_show_it(site: Flask) -> None:
    key = drafts.discussed(site)
    samia = s.signed_in(site, "Samia").visits(drafts.address(key, "/ecrire"))
    samia.presses("Enregistrer ce nouveau texte", Texte="Nous demandons deux **bancs** devant l’école.")
    assert samia.status == 422
    assert "Dites en une phrase ce qui change." in samia.text
    assert samia.field("Texte").value == "Nous demandons deux **bancs** devant l’école."
    samia.presses("Enregistrer ce nouveau texte", **{"Ce qui change": "Deux bancs au lieu d’un"})
    assert samia.path == drafts.address(key)

    samia.visits(drafts.address(key, "/versions"))
    assert samia.headings(3)[:2] == ["Version 2", "Version 1"]
    assert "Deux bancs au lieu d’un" in samia.text
    assert [e.words.removeprefix("retiré : ").removesuffix(" fin du retrait") for e in samia.all("del")] == [
        "un", "banc",
    ]  # fmt: skip
    assert [e.words.removeprefix("ajouté : ").removesuffix(" fin de l’ajout") for e in samia.all("ins")] == [
        "deux", "bancs",
    ]  # fmt: skip
    samia.presses("Version 1")
    assert samia.all("ins") == []
    assert "Première version" in samia.text


def test_the_board_opens_the_vote(site: Flask) -> None:
    key = drafts.discussed(site)
    samia = s.signed_in(site, "Samia")
    assert "Ouvrir le vote quand le texte est prêt" in samia.visits("/mon-espace").text
    samia.visits(drafts.address(key, "/vote"))
    assert "9 personnes peuvent voter" in samia.text
    assert "Le texte devient public, et le reste" in samia.text
    assert samia.field("Dernier jour du vote").value == drafts.in_days(7).isoformat()
    assert samia.field("Heure de clôture").value == "20:00"
    assert "2 personnes n’ont pas de compte : prévenez-les vous-même." in samia.text
    assert "ce que le conseil y a écrit ne devient pas public" in samia.text
    # two faults are said together
    samia.presses("Ouvrir le vote", percent="120", **{"Dernier jour du vote": drafts.in_days(4).isoformat()})
    assert samia.status == 422
    assert "Un vote écrit dure au moins 5 jours entiers" in samia.text
    assert "Écrivez un nombre de 1 à 100" in samia.text
    samia.presses("Ouvrir le vote", percent="", **{"Dernier jour du vote": drafts.in_days(8).isoformat()})
    assert samia.path == drafts.address(key)
    with s.reading_at(site, s.noon(s.TODAY)):
        row = drafts.row(key)
        assert row.motion is not None
        assert row.motion.closes_at == s.paris(drafts.in_days(8), 20)
        assert row.published_at is not None


def test_the_board_takes_a_rejected_text_back_to_discussion(site: Flask) -> None:
    key = drafts.voted(site)
    assert drafts.state(site, key) is ProposalState.REJECTED
    samia = s.signed_in(site, "Samia").visits(drafts.address(key, "/etapes/rework"))
    samia.presses("Reprendre la discussion")
    assert samia.status == 422
    assert "Écrivez pourquoi" in samia.text
    samia.presses("Reprendre la discussion", **{"Pourquoi ?": "Personne n’a voté."})
    assert drafts.state(site, key) is ProposalState.DELIBERATING
    letters = [one for one in Mailbox(site) if one.subject.startswith("De nouveau en discussion")]
    assert len(letters) >= 7
    assert "Personne n’a voté." in letters[0].text


def test_a_draft_is_thrown_away(site: Flask) -> None:
    key = drafts.draft(site)
    awa = s.signed_in(site, "Awa").visits(drafts.address(key, "/ecrire")).presses("Jeter ce brouillon")
    assert "On ne revient pas en arrière." in awa.text
    awa.presses("Jeter ce brouillon")
    assert awa.path == "/conseils/lune/propositions"
    assert drafts.state(site, key) is ProposalState.DISCARDED
    assert "Finir votre brouillon" not in awa.visits("/mon-espace").text


def test_inhabitants_are_let_in_and_out(site: Flask) -> None:
    key = drafts.discussed(site)
    pia, rose = s.signed_in(site, "Pia"), s.signed_in(site, "Rose")
    assert rose.visits(drafts.address(key)).status == 403
    pia.visits(drafts.address(key, "/ouverture")).presses("Ouvrir aux habitants")
    assert rose.visits(drafts.address(key)).status == 200
    pia.visits(drafts.address(key, "/ouverture")).presses("Fermer aux habitants")
    assert rose.visits(drafts.address(key)).status == 403
