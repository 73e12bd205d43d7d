"""What one knows of oneself: read in plain words, taken away as a file, agreed to or not, corrected."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.models import Consent, ConsentPurpose, Contact
from citizens.privacy import consents, copying
from foundation.audit import AuditEntry
from foundation.clock import standing_at
from foundation.database import db, reading
from foundation.policy import Actor, Denied
from foundation.workflow import Refused
from tests.browser import Browser
from tests.citizens.people import signs_in
from tests.citizens.privacy import lives
from tests.citizens.privacy.lives import EMAIL
from tests.meetings import situations as s

LIST = "/conseils/lune/membres"


def opened(browser: Browser) -> zipfile.ZipFile:
    assert browser.status == 200
    assert browser.response.mimetype == "application/zip"
    content = browser.response.data
    browser.response.close()
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_page_says_all_that_is_known_kind_by_kind(site: Flask) -> None:
    lives.somebody(site)
    zelie = signs_in(site, EMAIL).visits("/compte").presses("Mes données : tout voir, emporter, effacer")
    for words in ("Kerbellec", lives.CONTACT, "Conseil citoyen Lune", "Trésorerie", lives.SIGNED, "Abstention"):
        assert words in zelie.text, words
    assert "Mandat Zélie Kerbellec.pdf" in zelie.text
    assert "Vos signalements" in zelie.text.partition("Rien de vous ici")[2]


def test_a_stranger_is_asked_to_sign_in(site: Flask) -> None:
    assert Browser(site).visits("/compte/donnees").status == 403
    answer = site.test_client().post("/compte/donnees/copie", headers={"Origin": "http://localhost"})
    assert answer.status_code == 403


def test_the_copy_opens_and_reads(site: Flask) -> None:
    key = lives.somebody(site)
    zelie = signs_in(site, EMAIL).visits("/compte/donnees").presses("Télécharger une copie")
    disposition = zelie.response.headers["Content-Disposition"]
    assert disposition == "attachment; filename=mes-donnees-2026-12-03.zip"
    with opened(zelie) as copy:
        assert copy.testzip() is None
        guide = copy.read("lisez-moi.txt").decode("utf-8-sig")
        assert "Copie faite pour Zélie Kerbellec" in guide
        assert "documents/01-mandat-zelie-kerbellec.pdf" in guide
        assert copy.read("documents/01-mandat-zelie-kerbellec.pdf").startswith(b"%PDF")
        told = json.loads(copy.read("mes-donnees.json"))
        assert told["sieges"]["lignes"][-1]["Conseil"] == "Conseil citoyen Lune"
        table = next(name for name in copy.namelist() if name.endswith("-votes.csv"))
        lines = copy.read(table).decode("utf-8")
        assert lines.startswith("\ufeffVote;Le;Votre réponse\r\n")
        answers = list(csv.DictReader(io.StringIO(lines.removeprefix("\ufeff")), delimiter=";"))
        assert [row["Votre réponse"] for row in answers] == ["Pour", "Abstention"]
    with site.app_context(), reading():
        done = select(AuditEntry.object_id).where(AuditEntry.action == "person.copy")
        assert db.session.scalars(done).all() == [key]


def test_the_copy_holds_nobody_elses_words(site: Flask) -> None:
    lives.somebody(site)
    other = lives.namesake(site)
    awa = s.signed_in(site, "Awa").visits("/compte/donnees").presses("Télécharger une copie")
    with opened(awa) as copy:
        everything = b"".join(copy.read(name) for name in copy.namelist()).decode("utf-8", "replace")
    assert "Kerbellec" not in everything
    assert str(other) not in everything


def test_what_somebody_wrote_is_no_formula_in_the_copy(site: Flask) -> None:
    with s.writing(site):
        who = s.person("Awa")
        db.session.add(Contact(person_id=who.id, email="awa@example.net", postal_address="=cmd|' /C calc'!A0"))
        key = who.id
    with site.app_context(), reading(), copying.archive(key, "Awa") as made, zipfile.ZipFile(made) as copy:
        name = next(one for one in copy.namelist() if "coordonnees" in one)
        assert ";'=cmd|" in copy.read(name).decode("utf-8")


def test_every_row_of_a_kind_has_the_same_columns(site: Flask) -> None:
    key = lives.somebody(site)
    with site.app_context(), reading():
        held = [one for one in copying.known(key) if one.rows]
    assert len(held) > 12
    for one in held:
        assert {tuple(row) for row in one.rows} == {tuple(one.columns)}, one.kind.slug
        assert [row for row in one.rows if not all(isinstance(value, str) for value in row.values())] == []


def test_r_prv_02_a_name_shows_and_leaves_with_one_press_each(site: Flask) -> None:
    awa, visitor = s.signed_in(site, "Awa"), Browser(site)
    assert "Awa Essai" not in visitor.visits(LIST).text
    awa.visits("/compte/donnees").presses("Donner mon accord (Mon nom dans la liste publique des membres)")
    assert "texte de la version 2026-11" in awa.text
    shown = visitor.visits(LIST)
    assert "Awa Essai" in shown.text
    assert any(e.get("name") == "robots" and "noindex" in e.get("content") for e in shown.all("meta"))
    tag = shown.response.headers["ETag"]
    awa.presses("Retirer mon accord (Mon nom dans la liste publique des membres)")
    gone = visitor.visits(LIST, If_None_Match=tag)
    assert gone.status == 200
    assert "Awa Essai" not in gone.text


def test_r_prv_02_each_agreement_is_dated_versioned_and_kept(site: Flask) -> None:
    with s.writing(site):
        who = s.person("Awa")
        actor = Actor(who.id)
        consents.give(who, ConsentPurpose.PUBLIC_PHOTO, actor=actor)
        consents.give(who, ConsentPurpose.PUBLIC_PHOTO, actor=actor)
    with s.writing(site, s.TODAY + timedelta(days=1)):
        consents.withdraw(s.person("Awa"), ConsentPurpose.PUBLIC_PHOTO, actor=Actor(s.person("Awa").id))
        consents.withdraw(s.person("Awa"), ConsentPurpose.PUBLIC_PHOTO, actor=Actor(s.person("Awa").id))
        consents.give(s.person("Awa"), ConsentPurpose.PUBLIC_PHOTO, actor=Actor(s.person("Awa").id))
    with site.app_context(), reading():
        rows = db.session.scalars(select(Consent).order_by(Consent.given_at)).all()
        assert [(row.text_version, row.withdrawn_at is None, row.proof) for row in rows] == [
            ("2026-11", False, consents.ON_SITE),
            ("2026-11", True, consents.ON_SITE),
        ]


def test_r_prv_02_purposes_are_apart_and_nobody_agrees_for_another(site: Flask) -> None:
    with s.writing(site):
        awa, driss = s.person("Awa"), s.person("Driss")
        consents.give(awa, ConsentPurpose.PUBLIC_QUOTE, actor=Actor(awa.id))
        assert set(consents.standing(awa.id)) == {ConsentPurpose.PUBLIC_QUOTE}
        with pytest.raises(Denied):
            consents.give(awa, ConsentPurpose.PUBLIC_NAME, actor=Actor(driss.id))
        with pytest.raises(Denied):
            consents.withdraw(awa, ConsentPurpose.PUBLIC_QUOTE, actor=Actor(driss.id))
        with pytest.raises(Refused, match="ne se donne pas ici"):
            consents.give(awa, ConsentPurpose.PARENTAL_AUTHORITY, actor=Actor(awa.id))


@pytest.mark.parametrize("choice", ["", "oui:", "peut-etre:public_name", "oui:rien", "non:newsletter"])
def test_a_press_that_means_nothing_changes_nothing(site: Flask, choice: str) -> None:
    awa = s.signed_in(site, "Awa").visits("/compte/donnees")
    token = next(e.get("value") for e in awa.all("input") if e.get("name") == "form_token")
    sent = {"form_token": token, "choice": choice}
    answer = awa._client.post("/compte/donnees/accord", data=sent, headers={"Origin": "http://localhost"})
    assert answer.status_code == 422
    with site.app_context(), reading():
        assert db.session.scalars(select(Consent)).all() == []


def test_one_corrects_names_and_contact(site: Flask) -> None:
    awa = s.signed_in(site, "Awa").visits("/compte/donnees").presses("Corriger mon nom ou mes coordonnées")
    awa.presses("Enregistrer", Prénom="", Téléphone="12", email="awa@")
    assert awa.status == 422
    assert awa.field("Téléphone").value == "12"
    awa.presses(
        "Enregistrer",
        Prénom="Awa-Marie",
        Téléphone="06 39 98 00 12",
        email="awa.marie@example.org",
        prefers="Courrier postal",
        gender="Autre",
    )
    assert "Awa-Marie" in awa.text
    assert "06 39 98 00 12" in awa.text
    awa.presses("Corriger mon nom ou mes coordonnées").presses("Enregistrer", Téléphone="")
    assert "06 39 98 00 12" not in awa.text


def test_sign_ins_of_twelve_months_are_listed_with_their_way(site: Flask) -> None:
    with standing_at(s.noon(s.TODAY - timedelta(days=300))):
        signs_in(site, s.email("Awa")).presses("Se déconnecter")
    awa = s.signed_in(site, "Awa").visits("/compte/connexions")
    (table,) = [one for one in awa.tables if one.caption == "Vos connexions"]
    assert table.head == ["Le", "Appareil", "Comment", "Fin"]
    assert [row[2:] for row in table.rows] == [
        ["Mot de passe", "Ouverte, ou finie d’elle-même"],
        ["Mot de passe", "Déconnexion"],
    ]
    assert "6 février 2026" in table.rows[1][0]
