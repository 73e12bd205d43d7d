"""A9, steps 1, 2 and 6: the board of 21 councils, reminders that leave once, no button for what is not hers."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.accounts.demonstration import PASSWORD
from citizens.accounts.models import Account
from citizens.roles.models import Role, ScopeType
from citizens.roles.services import grant
from councils.network.situations import Situation, situations
from foundation.audit import AuditEntry
from foundation.database import db, reading, transaction
from foundation.policy import SYSTEM
from tests.browser import Browser
from tests.citizens.people import cheap
from tests.mailbox import Mailbox

BOARD = "/tableau-de-bord"


@pytest.fixture
def site(demo_app: Flask) -> Flask:
    return cheap(demo_app)


def someone(app: Flask, name: str) -> Browser:
    browser = Browser(app).visits("/connexion")
    return browser.presses("Me connecter", email=f"{name}@example.org", password=PASSWORD)


def ending(app: Flask) -> Situation:
    """A council whose term ends within six months with no renewal under way: with somebody to write to."""
    with app.app_context(), transaction():
        one = next(one for one in situations() if one.asks_for_renewal and not one.has_ended)
        account = db.session.scalars(select(Account).where(Account.login_email == "animateur@example.org")).one()
        person = account.person_id
        db.session.refresh(account, ["person"])
        grant(account.person, Role.COUNCIL_FACILITATOR, ScopeType.COUNCIL, one.card.id, actor=SYSTEM)
        assert person
        return one


def reminders(app: Flask) -> list[str]:
    return [letter.recipient for letter in Mailbox(app) if letter.subject.startswith("Fin de mandat")]


def test_a9_1_every_council_on_one_screen_with_what_is_late_in_words(site: Flask) -> None:
    julie = someone(site, "reseau")
    page = julie.visits("/mon-espace").presses("Le tableau de bord")
    assert page.headings(1) == ["Tableau de bord des conseils"]
    late = [mark for mark in page.all("span") if mark.has("class") and "late" in mark.get("class")]
    assert late
    assert all(mark.words for mark in late)
    page.presses("Fin du mandat")
    assert "tri=fin" in page.path or page.status == 200


def test_a9_2_reminders_leave_once(site: Flask) -> None:
    one = ending(site)
    julie = someone(site, "reseau").visits(f"{BOARD}?fin=6")
    before = len(reminders(site))
    page = julie.presses("Préparer un rappel", conseil=[str(one.card.id)])
    assert one.card.name in page.text
    assert "À envoyer à" in page.text
    button = next(words for words in page.buttons() if words.startswith("Envoyer"))
    page = page.presses(button, word="Appelez-moi si besoin.")
    assert "envoyé" in page.headings(1)[0]
    letters = [letter for letter in Mailbox(site) if "Appelez-moi si besoin." in letter.text]
    assert "animateur@example.org" in {letter.recipient for letter in letters}
    assert "Julie, pour le réseau" in letters[0].text
    sent = len(reminders(site))
    assert sent > before

    # again: nothing is left to send, and the page says to whom it went
    again = julie.visits(f"{BOARD}?fin=6").presses("Préparer un rappel", conseil=[str(one.card.id)])
    assert again.headings(1) == ["Rien à envoyer"]
    assert "Déjà envoyé à" in again.text
    assert not [words for words in again.buttons() if words.startswith("Envoyer")]
    assert len(reminders(site)) == sent
    with site.app_context(), reading():
        acts = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "council.remind")).all()
        assert [act.object_id for act in acts] == [one.card.id]


def test_two_coordinators_at_once_write_once(site: Flask) -> None:
    one = ending(site)
    pages = [someone(site, "reseau").visits(f"{BOARD}/rappels?conseil={one.card.id}") for _ in range(2)]
    buttons = [next(words for words in page.buttons() if words.startswith("Envoyer")) for page in pages]
    together = [
        threading.Thread(target=page.presses, args=(words,)) for page, words in zip(pages, buttons, strict=True)
    ]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join()
    told = reminders(site)
    assert len(told) == len(set(told)) >= 1


def test_nobody_ticked_and_a_word_too_long_are_told(site: Flask) -> None:
    one = ending(site)
    julie = someone(site, "reseau").visits(BOARD)
    assert "Aucun conseil n’est coché" in julie.presses("Préparer un rappel").text
    page = julie.visits(f"{BOARD}/rappels?conseil={one.card.id}&conseil=x")
    button = next(words for words in page.buttons() if words.startswith("Envoyer"))
    page = page.presses(button, word="a" * 601)
    assert page.status == 422
    assert "1 caractère de trop" in page.text
    assert page.field("Un mot de votre part").value == "a" * 601
    assert reminders(site) == []


def test_a9_6_what_a_council_writes_is_not_hers(site: Flask) -> None:
    julie = someone(site, "reseau").visits("/conseils/haubourdin")
    assert "Écrire une proposition" not in [words for words, _ in julie.links]
    assert julie.visits("/conseils/haubourdin/propositions/nouvelle").status == 403


def test_the_board_is_not_for_others(site: Flask) -> None:
    assert someone(site, "animateur").visits(BOARD).status == 403
    assert Browser(site).visits(BOARD).status == 403
