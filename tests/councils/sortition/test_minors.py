"""Somebody under 18 may be drawn (domain §1.3); they sit once a parent agreed in writing (§9.4)."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from citizens.models import Person
from councils.models import Membership
from foundation.clock import standing_at
from foundation.database import db
from tests.browser import Browser
from tests.councils.sortition.steps import SEED, TOMORROW, listed, pia
from tests.meetings import situations as s

YOUNG = "Zoé-Lou;Tulipe;femme;16;;\nYvon;Tulipe;homme;17;;\n"
BIRTHDAY = TOMORROW + timedelta(days=400)
WORDS = "Accepte, avec l’accord d’un parent à joindre"


def drawn(site: Flask, path: str) -> tuple[Browser, str]:
    """The page of a draw of two young people, both called, and the button by which one of them says yes."""
    page = pia(site, path).presses("Tirer au sort").presses("Tirer au sort", seed=SEED, again=SEED)
    return page, next(one for one in page.buttons() if one.startswith(WORDS))


def frozen(site: Flask) -> str:
    return listed(site, YOUNG).presses("Relire et geler la liste").presses("Geler et publier la liste").path


def test_the_seat_waits_for_a_parent(site: Flask) -> None:
    path = frozen(site)
    with standing_at(s.noon(TOMORROW)):
        page, button = drawn(site, path)
        assert "écrivez le jour de ses 18 ans" in page.presses(button).text
        assert page.status == 409
        assert "Ce jour n’existe pas" in page.presses(button, minor_until="2027-02-30").text
        assert "vérifiez l’année" in page.presses(button, minor_until="2099-01-01").text
        page.presses(button, minor_until=str(BIRTHDAY))
        assert page.status == 200
        assert len([one for one in page.buttons() if one.startswith(WORDS)]) == 1
    with s.reading_at(site, s.noon(TOMORROW)):
        seat, person = db.session.execute(
            select(Membership, Person)
            .join(Person, Person.id == Membership.person_id)
            .where(Person.family_name == "Tulipe")
        ).one()
        assert (seat.accepted_on, person.minor_until) == (None, BIRTHDAY)
        assert seat.origin.value == "drawn"
        fiche = f"/conseils/lune/gestion/membres/{seat.id}/accords"
    with standing_at(s.noon(TOMORROW)):
        assert "accord écrit d’un parent" in pia(site, fiche).text


def test_whoever_came_of_age_since_sits_at_once(site: Flask) -> None:
    path = frozen(site)
    with standing_at(s.noon(TOMORROW)):
        page, button = drawn(site, path)
        page.presses(button, minor_until=str(s.TODAY))
    with s.reading_at(site, s.noon(TOMORROW)):
        named = select(Membership).join(Person, Person.id == Membership.person_id)
        seat = db.session.scalars(named.where(Person.family_name == "Tulipe")).one()
        assert seat.accepted_on == TOMORROW
