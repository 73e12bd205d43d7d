"""Reports and what becomes of them: receipt, reasons to both sides, a trace in public (R-IND-03, domain §9.7)."""

from __future__ import annotations

import base64
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from citizens.discussion import moderation, services
from citizens.discussion.models import CommentState, ContentReport, ReportGround, ReportState
from citizens.discussion.workflow import COMMENT, REPORT
from foundation import clock
from foundation.policy import Denied
from tests.browser import Browser
from tests.citizens.discussion.situations import (
    CLOSED,
    SQUARE,
    comment,
    does,
    email,
    enters,
    reports,
    said,
    says,
    who,
)
from tests.mailbox import Mailbox

PAGE = f"/essai/{SQUARE}"
NOON = datetime(2026, 12, 3, 11, 0, tzinfo=UTC)
NAMED = {"Une personne y est nommée ou reconnaissable": True}
REMOVE = {"Retirer le commentaire": True, "Vos raisons": "Le voisin est reconnaissable à son adresse."}
KEEP = {"Garder le commentaire": True, "Vos raisons": "Personne n’y est nommé."}


@pytest.fixture
def key(site: Flask) -> uuid.UUID:
    """Something that Roger said."""
    return says(site, "Roger", "Le voisin du 12 fait du bruit")


def report(app: Flask, name: str, key: uuid.UUID) -> Browser:
    return enters(app, name).visits(f"/commentaires/{key}/signaler").presses("Envoyer le signalement", **NAMED)


def first(app: Flask) -> str:
    return f"/moderation/{reports(app)[0].id}"


def test_a_visitor_reports_a_comment_that_names_a_neighbor(site: Flask, key: uuid.UUID) -> None:
    """The story of domain §9.7: receipt, removal with reasons, the author told and able to contest."""
    visitor = Browser(site).visits(PAGE)
    (link,) = [words for words, _ in visitor.links if words.startswith("Signaler")]
    visitor.presses(link)
    assert "Le voisin du 12" in visitor.text
    visitor.presses("Envoyer le signalement", **NAMED)
    assert (visitor.status, "Donnez une adresse de courriel." in visitor.text) == (422, True)
    visitor.presses("Envoyer le signalement", email="voisin@example.org", Précisions="C’est moi.")
    assert "Nous avons reçu votre signalement" in visitor.text
    assert "va le lire et décider" in Mailbox(site).to("voisin@example.org")[0].text
    max_ = enters(site, "Max")
    assert ("Examiner 1 signalement", "/moderation") in max_.links
    max_.presses("Examiner 1 signalement")
    assert "Le voisin du 12 fait du bruit" in max_.text
    max_.presses("Une personne y est nommée ou reconnaissable")
    assert "C’est moi." in max_.text
    max_.presses("Enregistrer la décision", **REMOVE)
    assert (max_.path, "Rien à examiner" in max_.text) == ("/moderation", True)
    told = Mailbox(site).to("voisin@example.org")[1].text
    assert "a été retiré" in told
    assert "reconnaissable à son adresse" in told
    author = Mailbox(site).to(email("Roger"))[0].text
    for words in (
        "nommée ou reconnaissable",
        "reconnaissable à son adresse",
        "Le voisin du 12",
        "contester",
        "six mois",
    ):
        assert words in author
    page = Browser(site).visits(PAGE).text
    assert "Le voisin du 12" not in page
    day = "Retiré par la modération le"
    assert day in page
    assert "Motif : Une personne y est nommée ou reconnaissable." in page


def test_what_is_kept_stays_and_the_reporter_is_told_why(site: Flask, key: uuid.UUID) -> None:
    report(site, "Rose", key)
    enters(site, "Max").visits(first(site)).presses("Enregistrer la décision", **KEEP)
    assert "Le voisin du 12" in Browser(site).visits(PAGE).text
    receipt, outcome = Mailbox(site).to(email("Rose"))
    assert "reçu votre signalement" in receipt.subject
    assert "reste affiché" in outcome.text
    assert "Personne n’y est nommé." in outcome.text
    assert Mailbox(site).to(email("Roger")) == []
    max_ = enters(site, "Max").visits("/moderation/decisions")
    assert "Contenu gardé" in max_.text
    max_.presses("Une personne y est nommée ou reconnaissable")
    assert "Personne n’y est nommé." in max_.text
    assert max_.buttons() == []


def test_a_removal_needs_reasons_and_a_ground_of_the_list(site: Flask, key: uuid.UUID) -> None:
    report(site, "Rose", key)
    max_ = enters(site, "Max").visits(first(site))
    assert "Être hors sujet n’est pas un motif." in max_.text
    assert "hors sujet" not in {ground.label for ground in ReportGround}
    max_.presses("Enregistrer la décision", **{"Retirer le commentaire": True})
    assert (max_.status, "Écrivez pourquoi." in max_.text) == (422, True)
    assert max_.field("Retirer le commentaire").element.has("checked")
    max_.presses("Enregistrer la décision", decision="", ground="off_topic", reasons="Hors sujet")
    assert max_.status == 422
    assert comment(site, key).state is CommentState.SHOWN
    assert all(step.needs_comment for step in [*REPORT, *COMMENT] if step.rule in {"report.decide", "comment.moderate"})


def test_every_report_on_a_removed_comment_is_answered(site: Flask, key: uuid.UUID) -> None:
    for name in ("Rose", "Awa"):
        report(site, name, key)
    enters(site, "Max").visits(first(site)).presses("Enregistrer la décision", **REMOVE)
    assert [one.state for one in reports(site)] == [ReportState.REMOVED] * 2
    assert ["examiné" in Mailbox(site).to(email(name))[-1].subject for name in ("Rose", "Awa")] == [True, True]
    assert len(Mailbox(site).to(email("Roger"))) == 1


def test_a_decision_can_be_reversed_when_it_is_contested(site: Flask, key: uuid.UUID) -> None:
    with clock.standing_at(NOON):
        report(site, "Rose", key)
        max_ = enters(site, "Max").visits(first(site)).presses("Enregistrer la décision", **REMOVE)
    with clock.standing_at(NOON + timedelta(minutes=20)):
        max_.visits(first(site)).presses("Remettre en ligne", **{"Vos raisons": ""})
        assert max_.status == 422
        max_.presses("Remettre en ligne", **{"Vos raisons": "Le numéro 12 n’existe pas."})
        assert max_.path == "/moderation"
        assert "Le voisin du 12" in Browser(site).visits(PAGE).text
    assert comment(site, key).hidden_reason is None
    assert "Le numéro 12 n’existe pas." in Mailbox(site).to(email("Roger"))[-1].text
    assert "reste affiché" in Mailbox(site).to(email("Rose"))[-1].text
    assert reports(site)[0].state is ReportState.KEPT


def test_one_reports_the_same_thing_once(site: Flask, key: uuid.UUID) -> None:
    report(site, "Rose", key)
    again = report(site, "Rose", key)
    assert (again.status, "Vous avez déjà signalé ce commentaire" in again.text) == (409, True)
    assert len(reports(site)) == 1
    visitor = Browser(site)
    for _ in range(2):
        visitor.visits(f"/commentaires/{key}/signaler")
        visitor.presses("Envoyer le signalement", **NAMED, email="voisin@example.org")
    assert visitor.status == 409
    assert len(reports(site)) == 2


def test_what_nobody_reads_is_not_reported(site: Flask, key: uuid.UUID) -> None:
    waiting = says(site, "Samia", "En attente")
    assert enters(site, "Rose").visits(f"/commentaires/{waiting}/signaler").status == 404
    closed = says(site, "Roger", "Entre nous", about=CLOSED)
    assert Browser(site).visits(f"/commentaires/{closed}/signaler").status == 403
    rose = enters(site, "Rose").visits(f"/commentaires/{key}/signaler")
    report(site, "Awa", key)
    enters(site, "Max").visits(first(site)).presses("Enregistrer la décision", **REMOVE)
    rose.presses("Envoyer le signalement", **NAMED, Précisions="Gardez ces mots")
    assert (rose.status, "n’est plus affiché" in rose.text) == (409, True)
    assert "Gardez ces mots" in rose.field("words").value
    assert "Le voisin du 12" not in rose.text


def test_a_comment_that_changed_is_read_again(site: Flask, key: uuid.UUID) -> None:
    report(site, "Rose", key)
    max_ = enters(site, "Max").visits(first(site))
    does(site, lambda: services.edit(said(key), "Il y a du bruit", actor=who("Roger")))
    max_.presses("Enregistrer la décision", **REMOVE)
    assert (max_.status, "a été modifié pendant que vous le lisiez" in max_.text) == (409, True)
    assert "Il y a du bruit" in max_.text
    max_.presses("Enregistrer la décision", **KEEP)
    assert reports(site)[0].state is ReportState.KEPT


def test_only_moderators_moderate_and_not_their_own_words(site: Flask, key: uuid.UUID) -> None:
    report(site, "Rose", key)
    for name in ("Rose", "Roger", "Awa"):
        browser = enters(site, name)
        assert browser.visits("/moderation").status == 403
        assert browser.visits(first(site)).status == 403
    with pytest.raises(Denied):
        does(site, lambda: moderation.keep(_case(site), said(key), "x", actor=who("Awa")))
    own = says(site, "Max", "Mes propres mots", about=SQUARE)
    does(site, lambda: services.accept(said(own), comment(site, own).version, actor=who("Awa")))
    report(site, "Rose", own)
    mine = next(one for one in reports(site) if one.comment_id == own)
    assert enters(site, "Max").visits(f"/moderation/{mine.id}").status == 403
    assert enters(site, "Eve").visits(f"/moderation/{mine.id}").status == 200


def _case(app: Flask) -> ContentReport:
    found = moderation.queries.report(reports(app)[0].id)
    assert found is not None
    return found


def test_two_moderators_at_once_decide_once(site: Flask, key: uuid.UUID) -> None:
    report(site, "Rose", key)
    people = [enters(site, name).visits(first(site)) for name in ("Max", "Eve")]
    together = threading.Barrier(2)

    def decide(browser: Browser, choice: dict[str, object]) -> None:
        together.wait()
        browser.presses("Enregistrer la décision", **choice)

    threads = [threading.Thread(target=decide, args=each) for each in zip(people, (REMOVE, KEEP), strict=True)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(browser.status for browser in people) == [200, 409]
    late = next(browser for browser in people if browser.status == 409)
    assert "Cette étape n’est plus possible" in late.text
    assert late.field("Vos raisons").value.strip() in {REMOVE["Vos raisons"], KEEP["Vos raisons"]}
    (one,) = reports(site)
    assert (one.state is ReportState.REMOVED) is (comment(site, key).state is CommentState.HIDDEN)
    assert len([x for x in Mailbox(site).to(email("Rose")) if "examiné" in x.subject]) == 1


def test_a_year_later_nobody_knows_who_reported(site: Flask, key: uuid.UUID) -> None:
    with clock.standing_at(NOON):
        report(site, "Rose", key)
        enters(site, "Max").visits(first(site)).presses("Enregistrer la décision", **REMOVE)
        report(site, "Rose", says(site, "Roger", "Autre chose"))
    for later, known in ((timedelta(days=365), 2), (timedelta(days=366), 1)):
        with clock.standing_at(NOON + later):
            does(site, moderation.forget_reporters)
        assert sum(one.reporter_id is not None for one in reports(site)) == known


@pytest.mark.parametrize(
    "broken",
    [
        lambda one: setattr(one, "reporter_email", "x@example.org"),
        lambda one: setattr(one, "reporter_id", None),
        lambda one: setattr(one, "decided_at", NOON),
        lambda one: setattr(one, "decision_reason", "x"),
    ],
)
def test_the_database_holds_what_a_report_is(
    site: Flask, key: uuid.UUID, broken: Callable[[ContentReport], None]
) -> None:
    report(site, "Rose", key)
    with pytest.raises(IntegrityError):
        does(site, lambda: broken(_case(site)))


def test_reports_of_many_are_listed_the_oldest_first(site: Flask) -> None:
    for number in range(27):
        with clock.standing_at(NOON + timedelta(minutes=number)):
            one = says(site, "Roger", f"Parole numéro {number}")
            does(
                site,
                lambda one=one: moderation.report(said(one), ReportGround.SPAM, "", actor=who("Rose")),
            )
    max_ = enters(site, "Max").visits("/moderation")
    assert "27 signalements" in max_.text
    assert max_.text.index("Parole numéro 0") < max_.text.index("Parole numéro 19")
    max_.presses("Suivants →")
    assert "Parole numéro 26" in max_.text
    forged = base64.urlsafe_b64encode(f'["a","2026-12-03T11:00:00","{uuid.UUID(int=1)}"]'.encode()).decode()
    assert max_.visits(f"/moderation?suite={forged}").status == 400
