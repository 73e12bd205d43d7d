"""What everybody may know of a council's members: counts, and the names of those who agreed (ruling 17, A10 step 1)."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from citizens.models import Consent, ConsentPurpose
from councils.members.models import BoardFunction, BoardRole
from foundation import clock
from foundation.database import db
from tests.browser import Browser
from tests.meetings import situations as s

PUBLIC = "/conseils/lune/membres"


def agrees(app: Flask, name: str) -> None:
    """Somebody ticks « mon nom peut être public »."""
    with s.writing(app):
        row = Consent(
            person_id=s.person(name).id, purpose=ConsentPurpose.PUBLIC_NAME, given_at=clock.now(),
            text_version="test", proof="sur le site",
        )  # fmt: skip
        db.session.add(row)


def withdraws(app: Flask, name: str) -> None:
    """And unticks it."""
    with s.writing(app):
        standing = db.select(Consent).where(Consent.person_id == s.person(name).id)
        db.session.scalars(standing).one().withdrawn_at = clock.now()


def test_r_prv_02_a_name_is_public_while_its_person_agrees(site: Flask) -> None:
    """A10 step 1: gone at once, not within the hour."""
    visitor = Browser(site).visits(PUBLIC)
    assert "Essai" not in visitor.text
    assert "8 personnes siègent sans que leur nom soit public." in visitor.text
    agrees(site, "Awa")
    assert "Awa Essai" in visitor.visits(PUBLIC).text
    assert "7 autres personnes siègent sans que leur nom soit public." in visitor.text
    withdraws(site, "Awa")
    assert "Essai" not in visitor.visits(PUBLIC).text


def test_names_stand_on_that_page_alone_which_is_not_indexed(site: Flask) -> None:
    agrees(site, "Awa")
    page = Browser(site).visits(PUBLIC)
    assert [e.get("content") for e in page.all("meta") if e.get("name") == "robots"] == ["noindex"]
    for path in ("/conseils/lune", "/conseils", "/recherche?q=awa", "/conseils/lune/labellisation"):
        assert "Awa" not in page.visits(path).text


def test_a_minor_is_never_named(site: Flask) -> None:
    """§9.4"""
    agrees(site, "Awa")
    with s.writing(site):
        s.person("Awa").minor_until = s.TODAY
    assert "Awa" not in Browser(site).visits(PUBLIC).text
    with s.writing(site):
        s.person("Awa").minor_until = s.TODAY - timedelta(days=1)
    assert "Awa" in Browser(site).visits(PUBLIC).text


def test_functions_and_structures_are_public_names_are_asked_for(site: Flask) -> None:
    with s.writing(site):
        for name, role in (("Awa", BoardRole.SECRETARY), ("Samia", BoardRole.CHAIR)):
            row = BoardFunction(membership_id=s.seat(name).id, role=role, valid_from=s.TODAY - timedelta(days=9))
            db.session.add(row)
    agrees(site, "Awa")
    text = Browser(site).visits(PUBLIC).text
    assert "Présidence Une personne dont le nom n’est pas public" in text
    assert "Secrétariat Awa Essai" in text
    assert "Centre social lune" in text
    assert "Samia" not in text


def test_the_council_s_page_shows_how_it_is_made_up(site: Flask) -> None:
    with s.writing(site):
        s.term().residents_target, s.term().local_actors_target = 8, 3
    page = Browser(site).visits("/conseils/lune")
    assert "7 habitants sur 10 membres, soit 70 %" in page.text
    assert "1 siège vide, depuis aujourd’hui." in page.text
    assert "Commencé depuis 6 mois" in page.text
    page.presses("Les membres et les structures")
    assert page.path == PUBLIC


def test_a_council_without_members_says_so(site: Flask) -> None:
    with s.writing(site):
        for name, *_ in s.MEMBERS["soleil"]:
            s.seat(name).accepted_on = None
    assert "Personne ne siège ce jour-là" in Browser(site).visits("/conseils/soleil/membres").text
