"""What a draw asks before its list is frozen, and draws that were made elsewhere: refusals say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from councils.sortition import queries
from councils.sortition.models import Candidate, Sortition
from councils.territory.models import Neighborhood
from foundation import clock
from foundation.database import db
from tests.browser import Browser
from tests.councils.sortition.steps import (
    OFFICE,
    PUBLIC,
    TOMORROW,
    drawn,
    listed,
    pia,
    prepared,
    the_draw,
)
from tests.files import pdf
from tests.meetings import situations as s


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"seed_on": str(s.TODAY)}, "demain au plus tôt"), ({"seed_on": "2029-01-01"}, "dans l’année qui vient"),
     ({"seats": "0"}, "Entre 1 et"), ({"seats": "douze"}, "nombre entier"), ({"seed_source": ""}, "quelle valeur"),
     ({"least_gender_f": "2", "most_gender_f": "1"}, "plus grand que son maximum"),
     ({"least_gender_m": "2"}, "plus de personnes qu’il n’y a de places")],
)  # fmt: skip
def test_a_plan_that_cannot_be_is_refused_and_kept(site: Flask, changes: dict[str, str], sentence: str) -> None:
    page = prepared(site, **changes)
    assert page.status == 422
    assert sentence in page.text.replace("\u202f", " ")
    for name, value in changes.items():
        assert page.field(name).value == value


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [("Rita", "Ligne 1 : Donnez le nom"), ("Rita;Rose;dame", "n’est ni femme, ni homme"),
     ("Rita;Rose;femme;vieille", "n’est pas un âge"), ("Rita;Rose;femme;200", "n’est pas un âge"),
     ("Rita;Rose;;;Ailleurs", "n’est pas un quartier"), ("Rita;Rose;;;;pas une adresse", "Ligne 1"),
     ("a;b;c;d;e;f;g", "six au plus"), ("Rita;Rose\nRita;Rose", "est déjà sur la liste"),
     ("\n \n", "Aucune ligne ne nomme"), ("Prénom;Nom", "Aucune ligne ne nomme")],
)  # fmt: skip
def test_lines_that_cannot_be_read_are_told_and_kept(site: Flask, lines: str, sentence: str) -> None:
    page = prepared(site).presses("Coller plusieurs lignes")
    page.presses("Ajouter ces volontaires", **{"Une ligne par personne": lines})
    assert page.status == 422
    assert sentence in page.text.replace("\u202f", " ").replace("\u00a0", " ")
    with s.reading_at(site, clock.now()):
        assert queries.candidates(the_draw().id) == []


def test_lines_copied_from_a_spreadsheet_are_read(site: Flask) -> None:
    listed(site, 'Prénom\tNom\tGenre\tÂge\tQuartier\nRita\tRose\tMme\t17 ans\tLe quartier LUNE\n\n"Jean-Luc";"Rose"')
    with s.reading_at(site, clock.now()):
        rows = {one.person.given_name: one for one in queries.candidates(the_draw().id)}
        place = db.session.scalars(select(Neighborhood).where(Neighborhood.name == "Le quartier lune")).one()
        rita = rows["Rita"]
        assert (rita.gender.value, rita.age_band.value, rita.neighborhood_id) == ("f", "under_18", place.id)
        assert "Jean-Luc" in rows


def test_a_list_too_short_or_with_quotas_too_tight_is_not_frozen(site: Flask) -> None:
    page = prepared(site).presses("Ajouter à la liste", given_name="Rita", family_name="Rose")
    page = page.presses("Relire et geler la liste")
    assert "Il y a 1 personne sur la liste pour 2 places" in page.text
    assert "Geler et publier la liste" not in page.buttons()


def test_a_draw_never_frozen_is_given_up_with_its_volunteers(site: Flask) -> None:
    page = listed(site).presses("Supprimer ce tirage")
    assert page.path == OFFICE
    with s.reading_at(site, clock.now()):
        assert db.session.scalars(select(Sortition)).all() == []
        assert db.session.scalars(select(Candidate)).all() == []
    assert "Zoé-Lou" not in page.text


def test_a_draw_made_elsewhere_is_noted_with_its_protocol(site: Flask, tmp_path: Path) -> None:
    paper = tmp_path / "pv.pdf"
    paper.write_bytes(pdf())
    page = pia(site).presses("Noter un tirage déjà fait")
    with paper.open("rb") as file:
        page.presses(
            "Noter ce tirage",
            drawn_on="2026-11-20", seats="12", place="Salle des fêtes", witnesses="Une représentante de l’État",
            size_electoral_roll="2400", size_volunteers="52", protocol=(file, "pv.pdf"),
        )  # fmt: skip
    assert page.status == 200, page.text
    assert "Le procès-verbal signé" in [words for words, _ in page.links]
    visitor = Browser(site).visits(PUBLIC).presses("Tirage du 20 novembre 2026")
    for words in ("Salle des fêtes", "Une représentante de l’État", "2 400 noms", "52 noms", "sans l’outil du site"):
        assert words in visitor.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert visitor.visits(f"{visitor.path}/liste.txt").status == 404
    paper_path = next(path for words, path in page.links if words == "Le procès-verbal signé")
    assert Browser(site, checking=False).visits(paper_path).status == 403
    assert s.signed_in(site, "Awa")._client.get(paper_path).data.startswith(b"%PDF")


def test_a_draw_to_come_is_not_noted_as_made(site: Flask) -> None:
    page = pia(site, f"{OFFICE}/noter").presses("Noter ce tirage", drawn_on=str(TOMORROW), seats="12", place="Salle")
    assert page.status == 422
    assert "Un tirage à venir se prépare" in page.text
    assert page.field("Lieu du tirage").value == "Salle"


def test_the_protocol_of_a_draw_is_completed(site: Flask) -> None:
    page = drawn(site).presses("Compléter le procès-verbal").presses("Enregistrer", place="Mairie", size_volunteers="6")
    assert "Mairie" in page.text
    again = page.presses("Compléter le procès-verbal")
    assert (again.field("Lieu du tirage").value, again.field("size_volunteers").value) == ("Mairie", "6")
