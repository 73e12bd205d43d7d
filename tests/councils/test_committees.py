"""The committees that receive proposals: made by the network, read by everyone, found by search."""

from __future__ import annotations

import pytest
from flask import Flask

from councils.committees import queries, wording
from councils.committees.models import CommitteeKind
from councils.committees.services import create
from foundation import audit
from foundation.database import db, reading
from foundation.policy import Denied
from foundation.workflow import Refused
from tests.browser import Browser
from tests.councils import situations as s

NAME = "Comité de pilotage local de Lille"


def a_committee(name: str = NAME, **more: object) -> None:
    commune = s.load_communes()["lille"]
    create(
        name, CommitteeKind.LOCAL_STEERING, actor=s.NETWORK, municipality=commune, chairs="La maire ou le maire", **more
    )  # type: ignore[arg-type]


def test_a_committee_is_read_by_everyone(app: Flask) -> None:
    with s.writing(app):
        a_committee(acknowledgement_days=10, answer_months=2)
    page = Browser(app).visits("/comites")
    assert "1 comité" in page.text.replace("\u202f", " ")
    assert wording.PURPOSES[CommitteeKind.LOCAL_STEERING] in page.text
    page.presses(NAME)
    assert page.path == "/comites/comite-de-pilotage-local-de-lille"
    words = page.text.replace("\u202f", " ").replace("\u00a0", " ")
    for told in ("La maire ou le maire", "Au plus 10 jours après l’envoi", "Au plus 2 mois après l’envoi", "Lille"):
        assert told in words
    assert Browser(app).visits("/comites/inconnu").status == 404


def test_before_the_first_one_the_list_says_so(visitor: Browser) -> None:
    assert "Aucun comité pour l’instant" in visitor.visits("/comites").text


def test_every_kind_says_what_it_is_for() -> None:
    assert set(wording.PURPOSES) == set(CommitteeKind)
    assert all("COPIL" not in kind.label for kind in CommitteeKind)


def test_it_is_found_by_search(app: Flask) -> None:
    with s.writing(app):
        a_committee()
    assert NAME in Browser(app).visits("/recherche?q=pilotage").text


def test_who_makes_it_is_noted_and_nobody_else_may(app: Flask) -> None:
    with s.writing(app):
        a_committee()
        row = queries.by_slug("comite-de-pilotage-local-de-lille")
        assert row is not None
        assert [entry.action for entry in db.session.scalars(audit.history(type(row), [row.id]))] == [
            "committee.create"
        ]
    for actor in (s.LIAISON, s.FACILITATOR, s.DELEGATE):
        with pytest.raises(Denied), s.writing(app):
            create("Autre", CommitteeKind.OTHER, actor=actor)


def test_two_committees_have_two_addresses(app: Flask) -> None:
    with s.writing(app):
        a_committee()
    with pytest.raises(Refused, match="déjà ce nom"), s.writing(app):
        a_committee()
    with s.writing(app):
        a_committee(slug="comite-local-2")
    with app.app_context(), reading():
        assert [name for _, name in queries.choices()] == [NAME, NAME]


def test_a_long_list_shows_twenty(app: Flask) -> None:
    with s.writing(app):
        for number in range(30):
            a_committee(f"Comité numéro {number:02}")
    page = Browser(app).visits("/comites")
    assert len([href for _, href in page.links if href.startswith("/comites/")]) == 20
    page.presses("Suivants →")
    assert len([href for _, href in page.links if href.startswith("/comites/")]) == 10


def test_the_demonstration_has_three_and_a_secretary(demo_app: Flask) -> None:
    page = Browser(demo_app).visits("/comites")
    names = [one for one in page.headings(3) if one.startswith("Comité de pilotage")]
    assert names[0] == "Comité de pilotage du contrat de ville (démonstration)"
    assert len(names) == 3
    assert "COPIL" not in page.text
    with demo_app.app_context(), reading():
        row = queries.by_slug("comite-de-pilotage-du-contrat-de-ville")
        assert row is not None
        assert row.is_demo
