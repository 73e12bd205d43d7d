"""People who are not of age (domain §9.4): never public, seated with a parent’s agreement, their age dropped."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.models import Consent, ConsentPurpose, Contact, Gender
from citizens.privacy import consents, minors
from citizens.services import add_person
from councils.models import College, Membership, Origin
from councils.services import propose
from foundation import clock
from foundation.database import db, reading
from foundation.policy import Actor
from foundation.workflow import Refused
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import situations as s

SHEETS = "/conseils/lune/gestion/membres"
GROWN_ON = s.TODAY + timedelta(days=400)


def a_young_member(app: Flask, *, until: date = GROWN_ON) -> str:
    """Ines-Lou is proposed for « Lune » and is not of age; gives the address of her sheet."""
    with s.writing(app):
        actor = s.acting("Pia", "council_facilitator")
        who = add_person("Lou", "Essai", Gender.FEMALE, actor=actor)
        who.minor_until = until
        db.session.add(Contact(person_id=who.id, email="lou@example.org"))
        seat = propose(
            who, s.term(), actor=actor, college=College.RESIDENTS, origin=Origin.VOLUNTEER,
            start_on=s.TODAY, accepted_on=None,
        )  # fmt: skip
        return f"{SHEETS}/{seat.id}"


def accepted(app: Flask) -> bool:
    with app.app_context(), reading():
        return s.seat("Lou").accepted_on is not None


def test_a_parent_agrees_before_a_minor_sits(site: Flask) -> None:
    sheet = a_young_member(site)
    pia = s.signed_in(site, "Pia").visits(sheet).presses("Renvoyer l’invitation")
    link = re.search(r"http://localhost(/siege/\S+)", Mailbox(site).to("lou@example.org")[-1].text)
    assert link
    lou = Browser(site).visits(link[1]).presses("Accepter ce siège")
    assert lou.status == 409
    assert "il faut d’abord l’accord écrit d’un parent" in lou.text
    assert not accepted(site)

    pia.visits(sheet).presses("Accords écrits")
    assert "Avant 18 ans" in pia.text
    pia.presses("Noter cet accord", place="")
    assert pia.status == 422
    pia.presses(
        "Noter cet accord",
        purpose="Autorisation d’un parent ou d’un tuteur",
        signed_on="2026-12-04",
        place="Classeur bleu",
    )
    assert pia.status == 409
    assert "Cette date est à venir" in pia.text
    pia.presses("Noter cet accord", signed_on="2026-12-01")
    assert "Papier signé le 1er décembre 2026, rangé : Classeur bleu." in pia.text
    lou.visits(link[1]).presses("Accepter ce siège")
    assert accepted(site)


def test_the_written_yes_of_a_minor_waits_for_the_parent_too(site: Flask) -> None:
    sheet = a_young_member(site)
    pia = s.signed_in(site, "Pia").visits(sheet)
    pia.presses("Enregistrer", accepted_on="2026-12-02")
    assert pia.status == 409
    assert not accepted(site)


def test_a_sitting_member_found_to_be_a_minor_needs_the_paper_first(site: Flask) -> None:
    with site.app_context(), reading():
        sheet = f"{SHEETS}/{s.seat('Awa').id}"
    pia = s.signed_in(site, "Pia").visits(sheet)
    pia.presses("Enregistrer", minor_until=GROWN_ON.isoformat())
    assert pia.status == 409
    assert "Accords écrits" in pia.text
    with s.writing(site):
        purpose = ConsentPurpose.PARENTAL_AUTHORITY
        consents.note(s.person("Awa"), purpose, s.TODAY, "mairie", actor=s.acting("Pia", "council_facilitator"))
    pia.visits(sheet).presses("Enregistrer", minor_until=GROWN_ON.isoformat())
    with site.app_context(), reading():
        assert s.person("Awa").minor_until == GROWN_ON


@pytest.mark.parametrize("purpose", minors.PUBLIC)
def test_nothing_of_a_minor_is_public(site: Flask, purpose: ConsentPurpose) -> None:
    with s.writing(site):
        awa = s.person("Awa")
        awa.minor_until = s.TODAY
        with pytest.raises(Refused, match="Avant 18 ans"):
            consents.give(awa, purpose, actor=Actor(awa.id))
        with pytest.raises(Refused, match="Avant 18 ans"):
            consents.note(awa, purpose, s.TODAY, "mairie", actor=Actor(awa.id))
    awa_reads = s.signed_in(site, "Awa").visits("/compte/donnees")
    assert [words for words in awa_reads.buttons() if "Donner" in words] == []
    assert "Ni votre nom, ni votre photo" in awa_reads.text


def test_an_agreement_given_before_the_age_was_known_ends(site: Flask) -> None:
    with s.writing(site):
        awa = s.person("Awa")
        consents.give(awa, ConsentPurpose.PUBLIC_NAME, actor=Actor(awa.id))
        awa.minor_until = s.TODAY
    assert "Awa Essai" not in Browser(site).visits("/conseils/lune/membres").text
    with s.writing(site):
        minors.come_of_age()
    with s.writing(site, s.TODAY + timedelta(days=1)):
        minors.come_of_age()
    with site.app_context(), reading():
        assert s.person("Awa").minor_until is None
        assert db.session.scalars(select(Consent.withdrawn_at)).one() is not None
    assert "Awa Essai" not in Browser(site).visits("/conseils/lune/membres").text


def test_the_day_is_dropped_once_it_is_past(site: Flask) -> None:
    a_young_member(site, until=s.TODAY)
    for day, kept in ((s.TODAY, s.TODAY), (s.TODAY + timedelta(days=1), None)):
        with s.writing(site, day):
            minors.come_of_age()
        with site.app_context(), reading():
            assert s.person("Lou").minor_until == kept


def test_an_agreement_on_paper_is_noted_and_taken_back(site: Flask) -> None:
    with site.app_context(), reading():
        sheet = f"{SHEETS}/{s.seat('Ben').id}"
    pia = s.signed_in(site, "Pia").visits(sheet).presses("Accords écrits")
    pia.presses("Noter cet accord", purpose="public_name", place="Classeur bleu")
    visitor = Browser(site)
    assert "Ben Essai" in visitor.visits("/conseils/lune/membres").text
    pia.presses("Noter le retrait (Mon nom dans la liste publique des membres)")
    assert "Ben Essai" not in visitor.visits("/conseils/lune/membres").text
    for name in ("Awa", "Wanda"):
        assert s.signed_in(site, name).visits(f"{sheet}/accords").status == 403


def test_a_minor_cannot_be_seated_by_another_way(site: Flask) -> None:
    a_young_member(site)
    with s.writing(site), pytest.raises(Refused, match="18 ans"):
        propose(
            s.person("Lou"), s.term("soleil"), actor=s.acting("Pia", "council_facilitator"),
            college=College.RESIDENTS, origin=Origin.VOLUNTEER, start_on=s.TODAY, accepted_on=clock.today(),
        )  # fmt: skip
    with site.app_context(), reading():
        assert len(db.session.scalars(select(Membership).where(Membership.person_id == s.person("Lou").id)).all()) == 1
