"""Two tabs, two people, a session that ends, a draft that saves itself: no text is lost, none is replaced unseen."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from citizens.accounts import sessions
from citizens.accounts.models import Account, SessionEnd
from foundation.database import db
from meetings.proposals import queries, services
from tests.browser import Browser
from tests.citizens.people import PASSWORD
from tests.meetings import situations as s
from tests.meetings.proposals import drafts


def autosave(browser: Browser, key: uuid.UUID, **changes: str) -> dict[str, Any]:
    """What the script of the page sends, from the page that is open; with what the site answers."""
    fields = {name: browser.field(name).value for name in ("form_token", "version", "title", "text", "kind", "theme")}
    answer = browser._client.post(
        drafts.address(key, "/brouillon"),
        data={**fields, **changes},
        headers={"Origin": browser.origin, "Sec-Fetch-Site": "same-origin"},
    )
    return {"status": answer.status_code, **(answer.get_json(silent=True) or {})}


def test_two_tabs_show_both_texts(site: Flask) -> None:
    key = drafts.draft(site)
    one, other = (s.signed_in(site, "Awa").visits(drafts.address(key, "/ecrire")) for _ in range(2))
    one.presses("Enregistrer", Texte="Un banc rouge.")
    other.presses("Enregistrer", Texte="Un banc bleu.", Titre="Le banc")
    assert other.status == 409
    assert other.headings(1) == ["Deux textes à choisir"]
    assert other.field("Texte").value == "Un banc bleu."
    assert other.field("Titre").value == "Le banc"
    assert "Un banc rouge." in other.text
    assert [e.words for e in other.all("del")][-1].startswith("retiré : rouge")
    with s.reading_at(site, s.noon(s.TODAY)):
        assert drafts.row(key).text == "Un banc rouge."
    # she has seen both, and chooses hers
    other.presses("Enregistrer mon texte")
    assert other.status == 200
    assert other.field("Texte").value == "Un banc bleu."


def test_two_people_revise_one_text(site: Flask) -> None:
    key = drafts.discussed(site)
    awa, samia = (s.signed_in(site, name).visits(drafts.address(key, "/ecrire")) for name in ("Awa", "Samia"))
    reason = {"Ce qui change": "la couleur"}
    awa.presses("Enregistrer ce nouveau texte", Texte="Un banc rouge.", **reason)
    samia.presses("Enregistrer ce nouveau texte", Texte="Un banc bleu.", **reason)
    assert samia.status == 409
    assert "L’autre restera parmi les versions." in samia.text
    samia.presses("Enregistrer mon texte")
    assert samia.path == drafts.address(key)
    with s.reading_at(site, s.noon(s.TODAY)):
        assert [one.number for one in queries.versions(key)] == [3, 2, 1]


def test_the_same_text_twice_is_no_conflict(site: Flask) -> None:
    """A button pressed twice."""
    key = drafts.draft(site)
    one, other = (s.signed_in(site, "Awa").visits(drafts.address(key, "/ecrire")) for _ in range(2))
    one.presses("Enregistrer", Texte="Un banc rouge.")
    assert other.presses("Enregistrer", Texte="Un banc rouge.").status == 200


def test_the_discussion_opened_in_another_tab(site: Flask) -> None:
    key = drafts.draft(site)
    awa = s.signed_in(site, "Awa").visits(drafts.address(key, "/ecrire"))
    with s.writing_at(site, s.noon(s.TODAY)):
        services.open_discussion(drafts.row(key), actor=s.acting("Awa"))
    awa.presses("Enregistrer", Texte="Un banc rouge.")
    assert awa.status == 422
    assert "Dites en une phrase ce qui change." in awa.text
    assert awa.field("Texte").value == "Un banc rouge."


def test_a_vote_opened_while_one_writes_keeps_what_was_typed(site: Flask) -> None:
    key = drafts.discussed(site)
    awa = s.signed_in(site, "Awa").visits(drafts.address(key, "/ecrire"))
    with s.writing_at(site, s.noon(s.TODAY)):
        services.open_vote(drafts.row(key), s.paris(drafts.in_days(7), 20), actor=s.acting("Samia", "board_member"))
    awa.presses("Enregistrer ce nouveau texte", Texte="Un banc rouge.", **{"Ce qui change": "la couleur"})
    assert awa.status == 409
    assert "Ce texte est au vote, ou déjà voté" in awa.text
    assert awa.field("Texte").value == "Un banc rouge."


def test_a_draft_saves_itself(site: Flask) -> None:
    key = drafts.draft(site)
    awa = s.signed_in(site, "Awa").visits(drafts.address(key, "/ecrire"))
    answer = autosave(awa, key, text="Un banc rouge.")
    assert answer["status"] == 200
    assert " ".join(answer["saved"].split()) == "Enregistré à 13 h. 14 caractères sur 5 000."
    with s.reading_at(site, s.noon(s.TODAY)):
        assert drafts.row(key).version == answer["version"]
        assert drafts.row(key).text == "Un banc rouge."
    assert autosave(awa, key, text="Un banc bleu.")["status"] == 409
    assert autosave(awa, key, text="Vert", version=str(answer["version"]), title="")["message"] == "Donnez un titre."
    assert autosave(awa, key, version="nothing")["status"] == 409
    with s.writing_at(site, s.noon(s.TODAY)):
        services.open_discussion(drafts.row(key), actor=s.acting("Awa"))
    gone = autosave(awa, key, text="Un banc bleu.")
    assert gone["status"] == 409
    assert "n’est plus un brouillon" in gone["message"]


def test_what_was_typed_survives_an_ended_session(site: Flask) -> None:
    key = drafts.draft(site)
    awa = s.signed_in(site, "Awa").visits(drafts.address(key, "/ecrire"))
    with s.writing_at(site, s.noon(s.TODAY)):
        row = db.session.scalars(db.select(Account).where(Account.login_email == s.email("Awa"))).one()
        sessions.end(row.id, SessionEnd.ELSEWHERE)
    written = "Un banc rouge,\n\nface au portail de l’école."
    awa.presses("Enregistrer", Texte=written)
    awa.presses("Me connecter", email=s.email("Awa"), password=PASSWORD)
    assert "Ce que vous aviez écrit est là" in awa.text
    awa.presses("Envoyer ce que j’avais écrit")
    assert awa.path == drafts.address(key, "/ecrire")
    with s.reading_at(site, s.noon(s.TODAY)):
        assert drafts.row(key).text == written


def test_a_page_left_open_too_long_keeps_what_was_typed(site: Flask) -> None:
    awa = s.signed_in(site, "Awa").visits("/conseils/lune/propositions/nouvelle")
    awa.presses("Enregistrer le brouillon", form_token="forged", Titre="Un banc", Texte="Rouge.", Thème="Logement")
    assert awa.status == 422
    assert awa.field("Texte").value == "Rouge."
    awa.presses("Enregistrer le brouillon")
    assert awa.path.endswith("/ecrire")


@pytest.mark.parametrize("change", ["title = 'x'", "text = 'x'", "html = 'x'", "number = 9"])
def test_a_version_never_changes(site: Flask, change: str) -> None:
    key = drafts.discussed(site)
    with pytest.raises(DatabaseError, match="never changes"), s.writing_at(site, s.noon(s.TODAY)):
        db.session.execute(text(f"UPDATE proposal_version SET {change}"))
    with s.reading_at(site, s.noon(s.TODAY)):
        version = queries.last_version(key)
        assert version is not None
        assert version.title == drafts.TITLE
