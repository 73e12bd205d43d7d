"""Requests about one's own data: by account or by letter, recognized, decided within a month, answered by letter."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.models import Person
from citizens.privacy import services
from citizens.privacy.models import RightKind, RightsRequest, RightState
from citizens.roles import services as roles
from citizens.roles.models import Role
from foundation import clock
from foundation.audit import AuditEntry
from foundation.clock import standing_at
from foundation.database import db, reading
from foundation.policy import SYSTEM, Actor, Denied
from foundation.workflow import Refused
from tests.browser import Browser
from tests.citizens.people import PASSWORD, person, signs_in
from tests.citizens.privacy import lives
from tests.mailbox import Mailbox
from tests.meetings import situations as s

OFFICE = "/donnees-personnelles/demandes"
ASK = "/compte/donnees/demander"


def officer(app: Flask) -> Browser:
    return signs_in(app, "dpo@example.org").visits("/mon-espace")


def asked(app: Flask, kind: RightKind = RightKind.OBJECTION, name: str = "Awa") -> uuid.UUID:
    """Somebody asks something by their account; gives its id."""
    with s.writing_at(app, clock.now()):
        return services.ask(s.person(name), kind, "", actor=s.acting(name)).id


def the_request(app: Flask) -> uuid.UUID:
    """The only request there is."""
    with app.app_context(), reading():
        return db.session.scalars(select(RightsRequest.id)).one()


def test_somebody_asks_and_is_answered(site: Flask) -> None:
    awa = s.signed_in(site, "Awa").visits("/compte/donnees").presses("Faire une demande")
    awa.presses("Envoyer ma demande", message="Je ne veux pas être filmée.")
    assert awa.status == 422
    awa.presses("Envoyer ma demande", kind="objection", current="pas le bon mot")
    assert awa.status == 422
    assert "Ce n’est pas votre mot de passe actuel." in awa.text
    assert awa.field("Précisions").value == "Je ne veux pas être filmée."
    awa.presses("Envoyer ma demande", kind="objection", current=PASSWORD)
    assert awa.path == "/compte/donnees"
    assert "à répondre au plus tard le 3 janvier 2027" in awa.text
    assert "dimanche 3\u00a0janvier 2027" in Mailbox(site).to("awa@example.org")[-1].text

    camille = officer(site)
    assert "Répondre à 1 demande sur des données personnelles" in camille.text
    camille.presses("Répondre à 1 demande sur des données personnelles")
    camille.presses("M’opposer à un usage : Awa Essai")
    assert "Identité vérifiée" in camille.text
    assert services.BY_ACCOUNT in camille.text
    camille.presses("Refuser, avec ces raisons")
    assert camille.status == 422
    assert "Pour refuser, écrivez pourquoi" in camille.text
    camille.presses("Noter que c’est fait", answer="Vous ne serez plus filmée.")
    assert "Faite" in camille.text
    assert camille.buttons() == []
    assert "Vous ne serez plus filmée." in Mailbox(site).to("awa@example.org")[-1].text
    assert "Vous ne serez plus filmée." in awa.visits("/compte/donnees").text


def test_a_letter_is_entered_for_who_wrote_it(site: Flask) -> None:
    camille = officer(site).visits(OFFICE).presses("Entrer une demande reçue par courrier")
    camille.presses("Chercher", q="personne de ce nom")
    assert "Personne de ce nom" in camille.text
    camille.presses("Chercher", q="HUGO essai").presses("Hugo Essai")
    camille.presses("Enregistrer la demande", kind="erasure", received_on="2027-01-01")
    assert camille.status == 409
    assert "Cette date est à venir" in camille.text
    camille.presses("Enregistrer la demande", received_on="2026-11-30", message="Lettre manuscrite.")
    assert "à répondre au plus tard le 30 décembre 2026" in camille.text
    assert "Effacer ses données" not in camille.buttons()
    camille.presses("Noter l’identité vérifiée")
    assert camille.status == 422
    camille.presses("Noter l’identité vérifiée", identity_check="Carte vue à la mairie.")
    assert "Carte vue à la mairie." in camille.text
    camille.presses("Télécharger la copie de ses données")
    assert camille.response.mimetype == "application/zip"
    camille.response.close()
    camille.visits(f"{OFFICE}/{the_request(site)}").presses("Corriger ses données").presses(
        "Enregistrer", Prénom="Hughes"
    )
    assert "Hughes Essai" in camille.text
    camille.presses("Effacer ses données")
    assert "Personne retirée" in camille.text
    assert "Hughes" not in camille.text
    assert camille.visits(OFFICE).text.count("Aucune demande n’attend") == 1
    assert "Effacer mes données : Personne retirée" in camille.presses("Voir celles qui sont décidées").text


def test_somebody_takes_their_own_request_back(site: Flask) -> None:
    row = asked(site)
    awa = s.signed_in(site, "Awa").visits("/compte/donnees")
    awa.presses("Retirer cette demande (M’opposer à un usage)")
    assert lives.request_state(site, row) is RightState.WITHDRAWN
    driss = s.signed_in(site, "Driss")
    token = next(e.get("value") for e in driss.visits("/compte").all("input") if e.get("name") == "form_token")
    other = asked(site)
    answer = driss._client.post(
        f"/compte/donnees/demandes/{other}/retirer",
        data={"form_token": token},
        headers={"Origin": "http://localhost"},
    )
    assert answer.status_code == 403
    assert lives.request_state(site, other) is RightState.IDENTIFIED


def test_whoever_came_in_by_a_link_long_ago_proves_it_again(site: Flask) -> None:
    person(site, "lien@example.org", name="Lin", password=None)
    browser = Browser(site).visits("/connexion/lien").presses("Envoyer le lien", email="lien@example.org")
    letter = Mailbox(site).to("lien@example.org")[-1].text
    browser.visits(letter[letter.index("http://localhost") :].split()[0].removeprefix("http://localhost"))
    browser.presses("Me connecter")
    assert browser.visits(ASK).status == 200
    browser.presses("Envoyer ma demande", kind="access")
    assert browser.path == "/compte/donnees"
    with standing_at(clock.now() + timedelta(minutes=20)):
        assert browser.visits(ASK).status == 403


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 30), date(2026, 12, 30)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2026, 12, 3), date(2027, 1, 3)),
    ],
)
def test_an_answer_is_due_in_a_month(site: Flask, received: date, due: date) -> None:
    with s.writing_at(site, s.noon(max(received, date(2026, 6, 1)))):
        row = services.enter(s.person("Awa"), RightKind.ACCESS, "", received, actor=lives.DPO)
        assert row.due_on == due


def test_what_is_late_says_so_and_comes_first(site: Flask) -> None:
    with s.writing_at(site, s.noon(s.TODAY)):
        services.enter(s.person("Hugo"), RightKind.ACCESS, "", s.TODAY, actor=lives.DPO)
        services.enter(s.person("Awa"), RightKind.ACCESS, "", date(2026, 10, 1), actor=lives.DPO)
    camille = officer(site).visits(OFFICE)
    assert [heading.partition(" : ")[2] for heading in camille.headings(2)] == ["Awa Essai", "Hugo Essai"]
    assert "en retard depuis le 1er novembre 2026" in camille.text


def test_one_open_request_of_a_kind_is_enough(site: Flask) -> None:
    asked(site)
    with s.writing_at(site, clock.now()), pytest.raises(Refused, match="semblable"):
        services.ask(s.person("Awa"), RightKind.OBJECTION, "", actor=s.acting("Awa"))
    asked(site, RightKind.ACCESS)


STEPS: dict[str, Callable[[RightsRequest], None]] = {
    "identify": lambda row: services.identify(row, "Carte vue.", actor=lives.DPO),
    "carry_out": lambda row: services.carry_out(row, "", actor=lives.DPO),
    "refuse": lambda row: services.refuse(row, "Non.", actor=lives.DPO),
    "withdraw": lambda row: services.withdraw(row, actor=Actor(row.person_id)),
}


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [
        ((), "identify", RightState.IDENTIFIED),
        ((), "carry_out", None),
        ((), "refuse", RightState.REFUSED),
        ((), "withdraw", RightState.WITHDRAWN),
        (("identify",), "identify", None),
        (("identify",), "carry_out", RightState.CARRIED_OUT),
        (("identify",), "refuse", RightState.REFUSED),
        (("refuse",), "carry_out", None),
        (("withdraw",), "refuse", None),
        (("identify", "carry_out"), "withdraw", None),
    ],
)
def test_the_path_of_a_request(site: Flask, before: tuple[str, ...], step: str, after: RightState | None) -> None:
    with s.writing_at(site, clock.now()):
        row = services.enter(s.person("Awa"), RightKind.ACCESS, "", s.TODAY, actor=lives.DPO)
        for name in before:
            STEPS[name](row)
        stood = row.state
        if after is None:
            with pytest.raises(Refused):
                STEPS[step](row)
        else:
            STEPS[step](row)
        assert row.state is (after or stood)


def test_only_the_officer_decides_and_never_on_their_own(site: Flask) -> None:
    with s.writing_at(site, clock.now()):
        row = services.enter(s.person("Awa"), RightKind.ACCESS, "", s.TODAY, actor=lives.DPO)
        for actor in (s.acting("Awa"), Actor(s.person("Rose").id, "network_coordinator"), SYSTEM):
            with pytest.raises(Denied):
                services.identify(row, "x", actor=actor)
        own = db.session.scalars(select(Person).where(Person.given_name == "Camille")).one()
        with pytest.raises(Denied):
            services.enter(own, RightKind.ERASURE, "", s.TODAY, actor=Actor(own.id, Role.DPO.value))


def test_the_last_administrator_is_not_erased(site: Flask) -> None:
    with site.app_context(), reading():
        key = db.session.scalars(select(Person.id).where(Person.given_name == "Alix")).one()
    request = lives.asks_to_be_forgotten(site, key)
    camille = officer(site).visits(f"{OFFICE}/{request}").presses("Effacer ses données")
    assert camille.status == 409
    assert "la seule à administrer le site" in camille.text
    assert lives.request_state(site, request) is RightState.IDENTIFIED
    with s.writing(site):
        roles.grant(s.person("Nora"), Role.PLATFORM_ADMIN, actor=SYSTEM)
    camille.visits(f"{OFFICE}/{request}").presses("Effacer ses données")
    assert lives.request_state(site, request) is RightState.CARRIED_OUT


def test_an_erasure_ends_the_other_requests(site: Flask) -> None:
    other = asked(site)
    with site.app_context(), reading():
        key = s.person("Awa").id
    lives.is_forgotten(site, key)
    assert lives.request_state(site, other) is RightState.WITHDRAWN


def test_two_officers_at_once_decide_once(site: Flask) -> None:
    row = asked(site)
    camille = officer(site).visits(f"{OFFICE}/{row}")
    twice = officer(site).visits(f"{OFFICE}/{row}")
    camille.presses("Refuser, avec ces raisons", answer="Non.")
    twice.presses("Noter que c’est fait", answer="Oui.")
    assert twice.status == 409
    assert "Cette étape n’est plus possible" in twice.text
    assert len([one for one in Mailbox(site).to("awa@example.org") if "Réponse" in one.subject]) == 1


def test_nothing_is_changed_for_somebody_who_was_not_recognized(site: Flask) -> None:
    with s.writing_at(site, clock.now()):
        key = services.enter(s.person("Awa"), RightKind.CORRECTION, "", s.TODAY, actor=lives.DPO).id
    camille = officer(site).visits(f"{OFFICE}/{key}/corriger").presses("Enregistrer", Prénom="Ève")
    assert camille.status == 409
    assert "Vérifiez d’abord l’identité" in camille.text
    token = next(e.get("value") for e in camille.all("input") if e.get("name") == "form_token")
    sent = {"data": {"form_token": token}, "headers": {"Origin": "http://localhost"}}
    assert camille._client.post(f"{OFFICE}/{key}/copie", **sent).status_code == 409  # type: ignore[arg-type]


def test_reasons_are_in_the_request_and_not_in_the_trail(site: Flask) -> None:
    row = asked(site)
    with s.writing_at(site, clock.now()):
        services.refuse(db.session.get_one(RightsRequest, row), "Awa a tort.", actor=lives.DPO)
    with site.app_context(), reading():
        told = db.session.scalars(select(AuditEntry.comment).where(AuditEntry.object_id == row)).all()
    assert set(told) == {""}
