"""Finding a place by what one types (A1, R-TXT-01)."""

from __future__ import annotations

import pytest
from flask import Flask

from councils.territory.ground import ground
from councils.territory.projection import Frame
from councils.territory.queries import Answer, find
from foundation.clock import standing_at
from foundation.database import reading
from tests.browser import Browser
from tests.councils import situations as s


@pytest.fixture
def places(app: Flask) -> Flask:
    with s.writing(app):
        moulin = s.a_place("Le Moulin d’Œillette", "mons-en-baroeul")
        gue = s.a_place("Le Gué", "hem", "lys-lez-lannoy")
        s.a_place("Nouveau Verger", "mons-en-baroeul")
        s.a_council("mons", moulin, name="Conseil de Mons")
        s.a_council("deux", moulin, gue, name="Conseil des deux")
    return app


def found(app: Flask, words: str) -> Answer:
    with app.app_context(), reading():
        return find(words)


@pytest.mark.parametrize(
    ("words", "communes", "quarters"),
    [
        ("mons en bar", ["Mons-en-Barœul"], ["Le Moulin d’Œillette", "Nouveau Verger"]),
        ("MONS-EN-BARŒUL", ["Mons-en-Barœul"], ["Le Moulin d’Œillette", "Nouveau Verger"]),
        ("  bar   mons ", ["Mons-en-Barœul"], ["Le Moulin d’Œillette", "Nouveau Verger"]),
        ("oeillette", [], ["Le Moulin d’Œillette"]),
        ("d'oeil", [], ["Le Moulin d’Œillette"]),
        ("verger mons", [], ["Nouveau Verger"]),
        ("lys", ["Lys-lez-Lannoy"], ["Le Gué"]),
        ("gue", [], ["Le Gué"]),
        ("oulin", [], []),
        ("%", [], []),
        ("_", [], []),
        ("", [], []),
    ],
)
def test_places_are_found(places: Flask, words: str, communes: list[str], quarters: list[str]) -> None:
    answer = found(places, words)
    assert [one.name for one in answer.communes] == communes
    assert [one.name for one in answer.places] == quarters


def test_a_name_that_begins_so_comes_first(places: Flask) -> None:
    with s.writing(places):
        s.a_place("Bord de Lys", "lille")
    assert [one.name for one in found(places, "bord").places] == ["Bord de Lys"]
    assert all(one.name.startswith("Le") for one in found(places, "le").places[:2])


def test_a_commune_outside_the_contract_is_known(places: Flask) -> None:
    assert found(places, "halluin").outside == ["Halluin"]
    assert found(places, "lille").outside == ()


def test_a_misspelled_commune_is_suggested(places: Flask) -> None:
    assert "Mons-en-Barœul" in found(places, "mons en barul").suggestions
    assert found(places, "zzzzz").suggestions == ()


def test_the_page_says_what_to_do_when_nothing_is_found(places: Flask) -> None:
    page = Browser(places).visits("/trouver?q=zzzzz")
    assert "Aucun lieu trouvé" in page.text
    assert "Écrivez seulement le nom de votre commune" in page.text
    page.visits("/trouver?q=halluin")
    assert "Halluin n’a pas de conseil citoyen" in page.headings(2)
    assert "hors du contrat de ville" in page.text
    assert "Aucun lieu trouvé" not in page.text
    assert "Écrivez seulement" not in page.text
    assert page.visits("/trouver?q=mons+en+barul").presses("Mons-en-Barœul").status == 200
    assert "Nouveau Verger" in page.text


def test_a_postal_code_and_a_street_are_said_to_be_unknown(places: Flask) -> None:
    page = Browser(places).visits("/trouver?q=59000")
    assert "ne connaît pas les codes postaux" in page.text
    assert "Écrivez le nom de votre commune" in page.text
    for street in ("rue de Lannoy", "12 bis, avenue de Lys", "place de Hem"):
        page.visits(f"/trouver?q={street}")
        assert "ne connaît pas encore les noms de rues" in page.text
        assert "Vouliez-vous dire" not in page.text
    assert [one.name for one in found(places, "59370 mons").communes] == ["Mons-en-Barœul"]


def test_a_commune_of_many_councils_shows_ten_and_leads_to_the_others(app: Flask) -> None:
    with s.writing(app):
        s.many_councils(300)
    with standing_at(s.noon(s.TODAY)):
        page = Browser(app).visits("/trouver?q=lille")
        shown = [words for words, _ in page.links if words.startswith("Voir les ")]
        assert len({href for _, href in page.links if href.startswith("/conseils/c-")}) <= 10 + 20
        page.presses(next(words for words in shown if words.endswith("conseils de Lille")))
    assert page.path == "/conseils?commune=lille"


def test_too_long_is_a_sentence_and_keeps_what_was_typed(places: Flask) -> None:
    page = Browser(places).visits("/trouver?q=" + "a" * 201)
    assert page.status == 400
    assert "C’est trop long" in page.text
    assert page.field("q").value == "a" * 201


def test_odd_words_are_harmless(places: Flask) -> None:
    for words in ("%F0%9F%8C%99", "'%20OR%201=1--", "%3Cscript%3E", "%E2%80%8B"):
        page = Browser(places, checking=False).visits(f"/trouver?q={words}")
        assert page.status == 200


def test_both_councils_are_shown_with_what_each_covers(places: Flask) -> None:
    page = Browser(places).visits("/quartiers/le-moulin-d-oeillette")
    assert "2 conseils citoyens couvrent" not in page.text
    assert page.status == 200


def test_a_place_nobody_covers_says_so(places: Flask) -> None:
    page = Browser(places).visits("/quartiers/nouveau-verger")
    assert "Aucun conseil citoyen ne couvre ce quartier" in page.text
    assert page.visits("/quartiers/nulle-part").status == 404


def test_the_communes_are_those_of_the_contract() -> None:
    known = [one for one in ground().communes if one.in_contract]
    assert (len(known), len(ground().communes)) == (21, 97)
    assert {one.name for one in known if one.parent} == {"Lomme", "Hellemmes"}
    assert all(one.parent in {None, "59350"} for one in known)
    assert sum(one.population or 0 for one in ground().communes) > 1_000_000


def test_a_frame_keeps_proportions_and_holds_its_shapes() -> None:
    square = [[[[3.0, 50.0], [3.1, 50.0], [3.1, 50.1], [3.0, 50.1], [3.0, 50.0]]]]
    frame = Frame.around([square], width=100, margin=10)
    assert frame.point(3.0, 50.1) == (10, 10)
    assert frame.point(3.1, 50.0)[0] == 90
    assert frame.height > frame.width
    assert frame.view_box == f"0 0 100 {frame.height}"
    assert frame.path(square).startswith(f"M10 {frame.height - 10}l80 0")
    assert frame.path([[[[3.0, 50.0], [3.0, 50.0], [3.0, 50.0]]]]) == ""
    with pytest.raises(ValueError, match="at least one"):
        Frame.around([])
