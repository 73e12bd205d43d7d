"""A discussion on its pages: who reads what, who writes, what is seen first by others (ruling 16, domain §9.7)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.discussion import services
from citizens.discussion.models import Comment, CommentKind, CommentState
from foundation import clock
from foundation.audit import AuditEntry
from foundation.database import db, reading
from foundation.policy import VISITOR, Denied
from foundation.text import moment_words
from foundation.workflow import Refused
from tests.browser import Browser
from tests.citizens.discussion.situations import (
    CLOSED,
    KIND,
    SQUARE,
    comment,
    does,
    email,
    enters,
    said,
    says,
    square,
    who,
)
from tests.mailbox import Mailbox
from tests.security.attacks import MARKDOWN, MARKUP

PAGE = f"/essai/{SQUARE}"
NOON = datetime(2026, 12, 3, 11, 0, tzinfo=UTC)
FOR = {"Argument pour": True}
Queries = Callable[[], AbstractContextManager[list[str]]]


def only(app: Flask) -> Comment:
    with app.app_context(), reading():
        row = db.session.scalars(select(Comment)).one()
        db.session.expunge(row)
        return row


def plain(text: str) -> str:
    return " ".join(text.split())


def test_the_words_of_the_council_show_at_once(site: Flask) -> None:
    roger = enters(site, "Roger").visits(PAGE)
    assert "Il paraît aussitôt" in roger.text
    roger.presses("Envoyer mon texte", **FOR, **{"Votre texte": "Un banc **à l’ombre**, enfin."})
    assert (roger.status, roger.path) == (200, PAGE)
    assert "Vous" in roger.text
    assert [e.words for e in roger.all("strong") if "ombre" in e.words] == ["à l’ombre"]
    assert only(site).trusted
    visitor = Browser(site).visits(PAGE)
    assert "Un banc à l’ombre, enfin." in visitor.text


def test_names_are_for_the_subjects_own_people(site: Flask) -> None:
    """R-PRP-07, ruling 17: a public page names nobody."""
    says(site, "Roger", "Des bancs")
    with clock.standing_at(NOON):
        for number in range(3):
            key = says(site, "Samia", f"Et l’eau {number}")
            does(site, lambda key=key: services.accept(said(key), comment(site, key).version, actor=who("Awa")))
    for reader in (Browser(site).visits(PAGE), enters(site, "Rose").visits(PAGE)):
        assert "Une personne du conseil" in reader.text
        assert "Un habitant ou une habitante" in reader.text
        assert not {"Roger", "Samia", "Essai"} & set(reader.text.split())
    awa = enters(site, "Awa").visits(PAGE).text
    assert "Roger Essai" in awa
    assert "Samia Essai" in awa


def test_a_newcomers_first_three_wait_and_the_fourth_does_not(site: Flask) -> None:
    samia = enters(site, "Samia")
    for number in range(3):
        samia.visits(PAGE)
        assert "Il sera relu avant de paraître" in samia.text
        samia.presses("Envoyer mon texte", Question=True, text=f"Question {number}")
        assert "En attente de relecture" in samia.text
        assert f"Question {number}" not in Browser(site).visits(PAGE).text
        assert f"Question {number}" not in enters(site, "Rose").visits(PAGE).text
        awa = enters(site, "Awa")
        assert ("Relire 1 commentaire avant publication", f"{PAGE}#discussion") in awa.links
        awa.visits(PAGE).presses("Publier")
        assert f"Question {number}" in Browser(site).visits(PAGE).text
        assert "Votre commentaire est publié" in Mailbox(site).to(email("Samia"))[-1].subject
    samia.visits(PAGE).presses("Envoyer mon texte", Question=True, text="Question 3")
    assert "Question 3" in Browser(site).visits(PAGE).text
    assert len(Mailbox(site).to(email("Samia"))) == 3


def test_what_is_declined_goes_back_with_its_reason(site: Flask) -> None:
    key = says(site, "Samia", "Bonjour à tous")
    awa = enters(site, "Awa").visits(PAGE).presses(f"Ne pas publier : {_about(site, key)}")
    awa.presses("Ne pas publier", Pourquoi="")
    assert awa.status == 422
    awa.presses("Ne pas publier", Pourquoi="Ce n’est pas une question.")
    assert awa.path == PAGE
    assert "Bonjour à tous" not in awa.text
    letter = Mailbox(site).to(email("Samia"))[-1]
    assert "Ce n’est pas une question." in letter.text
    assert "Bonjour à tous" in letter.text
    samia = enters(site, "Samia").visits(PAGE)
    assert "Non publié" in samia.text
    assert "Modifier" not in samia.text


def _about(app: Flask, key: uuid.UUID) -> str:
    row = comment(app, key)
    return plain(f"{row.kind.label} du {moment_words(row.written_at)}")


def test_words_that_changed_are_read_again_before_they_show(site: Flask) -> None:
    key = says(site, "Samia", "Sage")
    awa = enters(site, "Awa").visits(PAGE)
    does(site, lambda: services.edit(said(key), "Moins sage", actor=who("Samia")))
    awa.presses("Publier")
    assert awa.status == 409
    assert "vient d’être modifié" in awa.text
    awa.visits(PAGE).presses("Publier")
    does(site, lambda: services.edit(said(key), "Plus sage du tout", actor=who("Samia")))
    assert comment(site, key).state is CommentState.WAITING
    assert "sage" not in Browser(site).visits(PAGE).text


def test_one_edits_for_thirty_minutes(site: Flask) -> None:
    with clock.standing_at(NOON):
        key = says(site, "Roger", "Un ban")
        roger = enters(site, "Roger").visits(PAGE).presses(f"Modifier : {_about(site, key)}")
        assert roger.field("Votre texte").value.strip() == "Un ban"
    with clock.standing_at(NOON + timedelta(minutes=30)):
        roger.presses("Enregistrer ce texte", text="Un banc")
        assert "· modifié" in roger.text
        assert "Un banc" in roger.text
    with clock.standing_at(NOON + timedelta(minutes=30, seconds=1)):
        assert not any("Modifier" in words for words, _ in roger.visits(PAGE).links)
        roger.visits(f"/commentaires/{key}/modifier")
        assert roger.status == 409
        roger.presses("Enregistrer ce texte", text="Un banc vert")
        assert (roger.status, "se modifie pendant 30 minutes" in roger.text) == (409, True)
        assert roger.field("Votre texte").value.strip() == "Un banc vert"
    assert comment(site, key).text == "Un banc"
    assert enters(site, "Awa").visits(f"/commentaires/{key}/modifier").status == 403


def test_an_edit_that_changes_nothing_is_none(site: Flask) -> None:
    key = says(site, "Roger", "Un banc")
    does(site, lambda: services.edit(said(key), "  Un banc\n", actor=who("Roger")))
    assert comment(site, key).edited_at is None


def test_replies_are_one_level_deep(site: Flask) -> None:
    key = says(site, "Roger", "Qui paie")
    awa = enters(site, "Awa").visits(PAGE).presses(f"Répondre : {_about(site, key)}")
    assert "Qui paie" in awa.text
    awa.presses("Envoyer ma réponse", text="")
    assert (awa.status, "Écrivez votre texte." in awa.text) == (422, True)
    awa.presses("Envoyer ma réponse", text="La commune.")
    assert "La commune." in awa.text
    assert [words for words, _ in awa.links if words.startswith("Répondre")] == [f"Répondre : {_about(site, key)}"]
    with site.app_context(), reading():
        answer = db.session.scalars(select(Comment.id).where(Comment.kind == CommentKind.REPLY)).one()
    with pytest.raises(Refused, match="On ne répond pas à une réponse"):
        says(site, "Roger", "Encore", to=answer)
    page = enters(site, "Roger").visits(f"/commentaires/{answer}/repondre").presses("Envoyer ma réponse", text="Non")
    assert (page.status, "répondez à la question" in page.text) == (409, True)


def test_a_reply_answers_the_same_subject_and_what_is_shown(site: Flask) -> None:
    elsewhere = says(site, "Roger", "Ailleurs", about=CLOSED)
    waiting = says(site, "Samia", "En attente")
    with pytest.raises(ValueError, match="about what it answers"):
        says(site, "Roger", "Ici", to=elsewhere)
    with pytest.raises(Refused, match="plus affiché"):
        says(site, "Roger", "Ici", to=waiting)
    with pytest.raises(ValueError, match="answers a comment"):
        says(site, "Roger", "Ici", CommentKind.REPLY)
    assert enters(site, "Rose").visits(f"/commentaires/{waiting}/repondre").status == 404


def test_nothing_typed_is_lost(site: Flask) -> None:
    """R-TXT-03: the text stays in the form, with the exact excess; what is not seen does not count (R-TXT-02)."""
    roger = enters(site, "Roger").visits(PAGE).presses("Envoyer mon texte", text="a" * 2012, **FOR)
    assert roger.status == 422
    assert plain("Il y a 12 caractères de trop : 2 000 au plus.") in roger.text
    assert roger.field("Votre texte").value.strip() == "a" * 2012
    assert roger.field("Argument pour").element.has("checked")
    assert ("Le square des Tilleuls", PAGE) in roger.links
    roger.presses("Envoyer mon texte", text="**" + "a" * 2000 + "**")
    assert roger.path == PAGE
    roger.presses("Envoyer mon texte", text="Sans genre")
    assert (roger.status, "Dites ce que vous apportez." in roger.text) == (422, True)
    assert "Sans genre" in roger.field("Votre texte").value


def test_the_service_refuses_what_the_form_would(site: Flask) -> None:
    with pytest.raises(Refused, match="Écrivez votre texte"):
        says(site, "Roger", "\u200b \n")
    with pytest.raises(Refused, match="1 caractère de trop"):
        says(site, "Roger", "é" * 2001)


def test_only_who_takes_part_may_write(site: Flask) -> None:
    with pytest.raises(Denied), site.app_context():
        services.post(square(), CommentKind.QUESTION, "x", actor=VISITOR)
    visitor = Browser(site).visits(PAGE)
    assert "se connecter" in visitor.text
    assert visitor.buttons() == []
    assert Browser(site).visits(f"/essai/{CLOSED}").status == 403


def test_what_a_stranger_typed_goes_through_the_sign_in(site: Flask) -> None:
    rose = enters(site, "Rose").visits(PAGE)
    rose._client.delete_cookie("session")
    rose.presses("Envoyer mon texte", Question=True, text="Ma question longue de plus de vingt lettres")
    assert rose.status == 403
    rose.presses("Me connecter", email=email("Rose"), password="quatre mots sans rapport")
    assert "Ma question longue" in rose.text


@pytest.mark.parametrize(
    "path", [f"/discussion/inconnu/{SQUARE}", f"/discussion/{KIND}/{uuid.UUID(int=1)}", f"/discussion/{KIND}/x"]
)
def test_an_unknown_subject_is_not_there(site: Flask, path: str) -> None:
    roger = enters(site, "Roger")
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert roger._client.post(path, headers=headers).status_code == 404


def test_hostile_words_stay_words(site: Flask) -> None:
    for attack in [*MARKUP, *MARKDOWN]:
        try:
            says(site, "Roger", attack)
        except Refused:
            continue
    browser = Browser(site, checking=False).visits(PAGE)
    links = [e for e in browser.all("a") if "ugc" in e.get("rel")]
    assert all(e.get("href").startswith(("http", "mailto", "/", "#")) for e in links)
    assert len(links) > 3
    assert not browser.all("script", "iframe", "object", "embed", "img", "style")
    assert len(browser.all("form")) == 0


@pytest.mark.parametrize("count", [5, 50])
def test_a_long_discussion_costs_no_more_queries(site: Flask, queries: Queries, count: int) -> None:
    for number in range(count):
        key = says(site, "Roger", f"Question {number}")
        if number % 3 == 0:
            says(site, "Awa", "Réponse", to=key)
    with queries() as made:
        Browser(site).visits(PAGE)
    # begin, state, the square, the comments
    assert len([each for each in made if each.lstrip().upper().startswith("SELECT")]) <= 3
    awa = enters(site, "Awa")
    awa.visits(PAGE)
    with queries() as mine:
        awa.visits(PAGE)
    assert len([each for each in mine if each.lstrip().upper().startswith("SELECT")]) <= 8


def test_each_act_is_noted_without_names(site: Flask) -> None:
    key = says(site, "Samia", "Bonjour")
    does(site, lambda: services.accept(said(key), comment(site, key).version, actor=who("Awa")))
    with site.app_context(), reading():
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.object_id == key).order_by(AuditEntry.at))
        found = [(e.action, e.actor_role, e.before, e.after) for e in entries]
    assert found == [
        ("comment.post", "resident", None, "waiting"),
        ("comment.accept", "board_member", "waiting", "shown"),
    ]
