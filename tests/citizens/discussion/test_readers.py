"""Who reads a discussion: what the council wrote among itself stays there; one takes one's own words back."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask import Flask

from citizens.discussion import moderation, services
from citizens.discussion.models import ReportGround
from citizens.models import Person
from foundation import clock
from foundation.database import db, transaction
from foundation.text import moment_words
from foundation.workflow import Refused
from tests.browser import Browser
from tests.citizens.discussion.situations import CLOSED, comment, does, enters, reports, said, says, who
from tests.citizens.discussion.test_thread import NOON, PAGE


def about(app: Flask, key: uuid.UUID) -> str:
    row = comment(app, key)
    return f"{row.kind.label} du {moment_words(row.written_at)}".replace("\u00a0", " ").replace("\u202f", " ")


def opens(app: Flask, key: uuid.UUID, *, public: bool = True) -> None:
    """Let everyone read a square, or no longer."""
    with app.app_context(), transaction():
        db.session.get_one(Person, key).family_name = "Public" if public else "Interne"


def test_what_was_written_among_the_council_stays_there(site: Flask) -> None:
    """Whatever is opened later; and whoever writes is told who will read."""
    page = f"/essai/{CLOSED}"
    roger = enters(site, "Roger").visits(page)
    assert "Seuls les membres du conseil peuvent la lire." in roger.text
    assert "Seuls les membres du conseil lisent votre texte, avec votre nom" in roger.text
    inside = says(site, "Roger", "Entre nous", about=CLOSED)
    opens(site, CLOSED)
    roger.visits(page)
    assert "Tout le monde peut lire votre texte, sans votre nom." in roger.text
    assert "Entre nous" in roger.text
    assert "lu par le conseil seulement" in roger.text
    says(site, "Roger", "Devant tous", about=CLOSED)
    for reader in (Browser(site), enters(site, "Rose")):
        reader.visits(page)
        assert "Devant tous" in reader.text
        assert "1 texte." in reader.text
        assert "Entre nous" not in reader.text
        assert "lu par le conseil" not in reader.text
        assert reader.visits(f"/commentaires/{inside}/signaler").status == 403
    assert enters(site, "Rose").visits(f"/commentaires/{inside}/repondre").status == 403
    awa = enters(site, "Awa").visits(f"/commentaires/{inside}/repondre")
    assert "Seuls les membres du conseil lisent votre texte" in awa.text
    awa.presses("Envoyer ma réponse", text="Toujours entre nous.")
    assert "Toujours entre nous." not in Browser(site).visits(page).text
    assert awa.visits(page).text.count("lu par le conseil seulement") == 2


def test_a_discussion_without_a_word_is_short(site: Flask) -> None:
    for reader in (Browser(site), enters(site, "Roger")):
        reader.visits(PAGE)
        assert "Personne n’a encore écrit." in reader.text
        assert reader.headings(3) == (["Participer"] if reader.buttons() else [])


def test_one_takes_ones_own_words_back(site: Flask) -> None:
    with clock.standing_at(NOON):
        key = says(site, "Roger", "Un doublon")
        roger = enters(site, "Roger").visits(PAGE).presses(f"Retirer mon texte : {about(site, key)}")
        assert "Un doublon" in roger.text
        roger.presses("Retirer mon texte")
        assert roger.path == PAGE
        assert "Personne n’a encore écrit." in roger.text
        does(site, lambda: services.withdraw(said(key), actor=who("Roger")))
        assert roger.visits(f"/commentaires/{key}/modifier").status == 409
    assert enters(site, "Awa").visits(f"/commentaires/{key}/retirer").status == 403
    assert "doublon" not in enters(site, "Awa").visits(PAGE).text


def test_a_line_says_what_was_taken_back_after_others_read_it(site: Flask) -> None:
    with clock.standing_at(NOON):
        late, answered = says(site, "Roger", "Un avis ancien"), says(site, "Roger", "Qui paie")
        says(site, "Awa", "La commune", to=answered)
        does(site, lambda: services.withdraw(said(answered), actor=who("Roger")))
    with clock.standing_at(NOON + timedelta(minutes=31)):
        does(site, lambda: services.withdraw(said(late), actor=who("Roger")))
        page = Browser(site).visits(PAGE)
        assert page.text.count("Texte retiré par la personne qui l’a écrit le 3 décembre 2026.") == 2
        assert "1 texte." in page.text
        assert "Un avis ancien" not in page.text
        assert "Qui paie" not in page.text
        assert "La commune" in page.text
        with pytest.raises(Refused, match="plus affiché"):
            says(site, "Awa", "Et donc", to=answered)
        with pytest.raises(Refused, match="plus rien à signaler"):
            does(site, lambda: moderation.report(said(late), ReportGround.SPAM, "", actor=who("Awa")))


def test_what_waits_can_be_taken_back_and_what_was_moderated_cannot(site: Flask) -> None:
    waiting, hidden = says(site, "Samia", "En attente"), says(site, "Roger", "Retiré")
    does(site, lambda: services.withdraw(said(waiting), actor=who("Samia")))
    assert "Relire" not in " ".join(words for words, _ in enters(site, "Awa").links)
    with pytest.raises(Refused, match="vient d’être modifié"):
        does(site, lambda: services.accept(said(waiting), comment(site, waiting).version, actor=who("Awa")))
    does(site, lambda: moderation.report(said(hidden), ReportGround.SPAM, "", actor=who("Awa")))
    report = reports(site)[0]
    enters(site, "Max").visits(f"/moderation/{report.id}").presses(
        "Enregistrer la décision", decision="remove", ground="spam", reasons="C’est une publicité."
    )
    with pytest.raises(Refused, match="déjà retiré"):
        does(site, lambda: services.withdraw(said(hidden), actor=who("Roger")))
