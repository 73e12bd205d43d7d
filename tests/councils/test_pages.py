"""The pages of the councils: list, map, one council, its history, a neighborhood, search and open data."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask

from councils.accreditation.models import AccreditationKind
from councils.contracts.seeding import seed as load_report
from councils.models import Council
from councils.renewal import load_sites
from councils.territory.models import ListVersion, StatusKind
from councils.territory.services import set_status
from foundation import search
from foundation.clock import standing_at
from tests.browser import Browser
from tests.councils import situations as s

START = date(2026, 1, 1)
END = date(2028, 12, 31)


@pytest.fixture
def lune(app: Flask) -> Flask:
    s.a_labeled_council(app, start=START, end=END)
    return app


def on(app: Flask, day: date, path: str) -> Browser:
    with standing_at(s.noon(day)):
        return Browser(app).visits(path)


def test_the_empty_site_stands(app: Flask) -> None:
    page = Browser(app).visits("/conseils")
    assert "0 conseil" in page.text
    assert "Aucun conseil ne correspond" in page.text
    assert page.visits("/").status == page.visits("/trouver").status == 200
    assert page.visits("/trouver?q=lille").status == 200
    assert page.visits("/conseils/lune").status == 404
    assert s.outlines(page.visits("/conseils/carte.geojson").response.get_data(as_text=True)) == []


def test_a_council_s_page_says_its_status_and_what_it_means(lune: Flask) -> None:
    page = on(lune, END, "/conseils/lune")
    assert "Labellisé" in page.text
    assert "Un protocole local le reconnaît jusqu’au" not in page.text
    assert "Un arrêté du préfet le reconnaît jusqu’au 31 décembre 2028" in page.text
    assert "Il se termine aujourd’hui" in page.text
    assert "À ne pas confondre" in page.headings()
    assert "3 membres" in page.text
    page = on(lune, END + timedelta(days=1), "/conseils/lune")
    assert "Mandat échu" in page.text
    assert "on doit encore répondre à celles d’avant" in page.text
    assert "Compté au 31 décembre 2028" in page.text
    assert "Il reste 30 jours" in on(lune, END - timedelta(days=30), "/conseils/lune").text
    assert "Fin du mandat" in on(lune, END + timedelta(days=1), "/conseils/lune/labellisation").text


def test_the_page_says_whether_there_are_as_many_women_as_men(demo_visitor: Browser) -> None:
    mons = demo_visitor.visits("/conseils/mons-en-baroeul")
    assert "La règle de parité porte sur les habitants tirés au sort." in mons.text
    assert "7 femmes et 7 hommes parmi les habitants tirés au sort : la parité est atteinte." in mons.text


def test_only_counts_of_people_are_public(lune: Flask) -> None:
    """R-PRV-03, ruling 17"""
    for path in ("/conseils/lune", "/conseils/lune/labellisation", "/conseils", "/donnees/conseils.csv", "/journal"):
        assert "Coquelicot" not in on(lune, END, path).text


def test_what_a_council_may_do_is_said_in_words(lune: Flask) -> None:
    with s.writing(lune, date(2026, 5, 4)):
        council = s.a_council("soleil", s.a_place("Le Soleil", "hem"))
        term = s.a_term(council, date(2027, 1, 1), END)
        s.move(s.a_dossier(council, term), "compose")
    page = on(lune, date(2026, 6, 1), "/conseils/soleil")
    assert "Labellisation en cours" in page.text
    assert "Comme observateur" in page.text
    assert "conseil en cours de labellisation" in page.text
    assert "Son mandat commencera quand il sera reconnu" in page.text


def test_the_history_tells_steps_and_dates_and_what_is_unknown(lune: Flask) -> None:
    page = on(lune, date(2026, 2, 1), "/conseils/lune/labellisation")
    text = page.text
    steps = [
        "Constitution en cours",
        "Dossier déposé",
        "Consultation du maire",
        "Instruction par la préfecture",
        "Acte signé",
        "Publié",
        "Fin du mandat",
    ]
    places = [text.index(step) for step in steps]
    assert places == sorted(places)
    assert "En préparation" not in text
    assert "numéro : 59-2026-001" in text
    assert "Lieu de publication non connu. En vigueur" in text
    assert "lundi 3 novembre 2025" in text


def test_the_reasons_of_a_return_are_not_public(app: Flask) -> None:
    with s.writing(app):
        council = s.a_council("lune", s.a_place("La Lune", "lille"))
        term = s.a_term(council, date(2027, 6, 1), END)
        s.listed(term)
        s.move(s.a_dossier(council, term), *s.STEPS, "send_back", comment="Secret de dossier.")
    page = on(app, s.TODAY, "/conseils/lune/labellisation")
    assert "À compléter" in page.text
    assert "Secret de dossier" not in page.text
    assert page.text.count("à venir") > 2


def test_a_council_without_public_step_says_so(app: Flask) -> None:
    with s.writing(app):
        s.a_council("lune", s.a_place("La Lune", "lille"))
    page = on(app, s.TODAY, "/conseils/lune/labellisation")
    assert "Aucune étape publique" in page.text
    assert "0 conseil" in on(app, s.TODAY, "/conseils").text


def test_the_list_is_filtered_by_status_commune_and_words(lune: Flask) -> None:
    with s.writing(lune, date(2026, 5, 4)):
        council = s.a_council("soleil", s.a_place("Le Soleil d’Œillette", "hem"))
        s.move(s.a_dossier(council, s.a_term(council, date(2027, 1, 1), END)), "compose")
    day = date(2026, 6, 1)
    assert "2 conseils" in on(lune, day, "/conseils").text
    for query, slug in (
        ("statut=labellises", "lune"),
        ("statut=en-cours", "soleil"),
        ("commune=hem", "soleil"),
        ("q=oeillette", "soleil"),
        ("q=LUNE", "lune"),
        ("statut=labellises&commune=lille", "lune"),
    ):
        page = on(lune, day, f"/conseils?{query}")
        assert "1 conseil" in page.text
        assert f"/conseils/{slug}" in [href for _, href in page.links]
    assert "Aucun conseil ne correspond" in on(lune, day, "/conseils?statut=echus").text
    assert "1 conseil" in on(lune, END + timedelta(days=1), "/conseils?statut=echus").text


def test_filters_work_by_pressing(lune: Flask) -> None:
    with standing_at(s.noon(START)):
        page = Browser(lune).visits("/conseils").presses("Appliquer", État="Labellisés", Commune="Lille")
        assert "1 conseil" in page.text
        assert page.field("statut").value == "labellises"
        assert page.presses("Retirer les filtres").field("statut").value == ""


@pytest.mark.parametrize("query", ["statut=faux", "commune=nulle-part", f"q={'a' * 201}"])
def test_a_wrong_filter_gets_a_sentence_and_the_whole_list(lune: Flask, query: str) -> None:
    page = on(lune, START, f"/conseils?{query}")
    assert page.status == 400
    assert "à corriger" in page.text
    assert "1 conseil" in page.text


@pytest.mark.parametrize("cursor", ["x", "a.", "a.nulle-part", "c.lune", "%F0%9F%8C%99"])
def test_a_wrong_place_in_the_list_is_refused(lune: Flask, cursor: str) -> None:
    page = on(lune, START, f"/conseils?suite={cursor}")
    assert page.status == 400
    assert "Reprenez la liste au début" in page.text


def test_the_list_goes_on_and_back(app: Flask) -> None:
    with s.writing(app):
        s.many_councils(45)
    with standing_at(s.noon(s.TODAY)):
        page = Browser(app).visits("/conseils")
        seen = [href for _, href in page.links if href.startswith("/conseils/c-")]
        for _ in range(2):
            seen += [href for _, href in page.presses("Suivants →").links if href.startswith("/conseils/c-")]
        assert len(set(seen)) == 45
        assert "Suivants →" not in [words for words, _ in page.links]
        back = page.presses("← Précédents").presses("← Précédents")
        assert "← Précédents" not in [words for words, _ in back.links]


def test_the_map_draws_each_commune_as_a_link(lune: Flask) -> None:
    page = on(lune, START, "/conseils")
    labels = {e.get("aria-label"): e.get("href") for e in page.all("a") if e.has("aria-label")}
    assert labels["Lille\u00a0: labellisé"] == "/conseils/lune"
    assert labels["Hem\u00a0: aucun conseil"] == "/conseils?commune=hem"
    assert "INSEE/IGN" in page.text
    told = s.outlines(on(lune, START, "/conseils/carte.geojson").response.get_data(as_text=True))
    assert len(told) == 21
    lille = next(one for one in told if one["name"] == "Lille")
    longitude, latitude = lille.pop("at")
    assert lille == {"name": "Lille", "label": "Lille\u00a0: labellisé", "url": "/conseils/lune", "tone": "on"}
    assert 2.9 < longitude < 3.2
    assert 50.5 < latitude < 50.8


def test_two_councils_of_one_commune_lead_to_the_list(lune: Flask) -> None:
    with s.writing(lune, START):
        council = s.a_council("soleil", s.a_place("Le Soleil", "lille"))
        s.move(s.a_dossier(council, s.a_term(council, date(2027, 1, 1), END)), "compose")
    told = s.outlines(on(lune, START, "/conseils/carte.geojson").response.get_data(as_text=True))
    lille = next(one for one in told if one["name"] == "Lille")
    assert lille["url"] == "/conseils?commune=lille"
    assert "2 conseils" in lille["label"]


def test_a_neighborhood_tells_its_dated_status_and_both_councils(app: Flask) -> None:
    with s.writing(app):
        place = s.a_place("La Colline", "croix", "roubaix")
        for version, kind, first, last in (
            (ListVersion.LIST_2015, StatusKind.WATCH, date(2015, 1, 1), date(2023, 12, 31)),
            (ListVersion.LIST_2024, StatusKind.QPV, date(2024, 1, 1), None),
        ):
            set_status(place, kind, version, actor=s.NETWORK, valid_from=first, valid_to=last, source="Décret")
        for slug in ("un", "deux"):
            council = s.a_council(slug, place, s.a_place(f"Autre {slug}", "croix"))
            s.move(s.a_dossier(council, s.a_term(council, date(2027, 1, 1), END)), "compose")
    page = on(app, s.TODAY, "/quartiers/la-colline")
    assert "2 conseils citoyens couvrent ce quartier" in page.text
    assert "Autre un" in page.text
    assert "Autre deux" in page.text
    assert "Quartier prioritaire de la politique de la ville depuis le 1er janvier 2024" in page.text
    assert page.tables[0].rows[0][0] == "Quartier de veille"
    assert not [href for _, href in page.links if href.startswith("/contrat/actions?")]
    page = on(app, s.TODAY, "/trouver?q=colline")
    assert [href for _, href in page.links].count("/conseils/un") == 1
    assert "/conseils/deux" in [href for _, href in page.links]


def test_the_sites_of_the_report_become_neighborhoods(app: Flask) -> None:
    with s.writing(app):
        s.load_communes()
        load_report()
        load_sites()
        load_sites()
    page = on(app, s.TODAY, "/quartiers/mons-en-baroeul-nouveau-mons")
    assert "Site d’intérêt national du renouvellement urbain" in page.text
    assert "ne sait pas ce que dit la liste d’aujourd’hui" in page.text
    assert "(quartier fictif)" not in page.text


def test_councils_places_and_communes_are_found_by_the_search(lune: Flask) -> None:
    page = on(lune, START, "/recherche?q=lune")
    assert {"Conseils", "Quartiers"} <= set(page.headings())
    assert "/conseils?commune=armentieres" in [href for _, href in on(lune, START, "/recherche?q=armentières").links]
    with s.writing(lune):
        before = search.rebuild()
    assert before >= 23
    assert on(lune, START, "/recherche?q=lune").headings() == page.headings()


def test_the_open_data_of_a_real_site_says_nothing_of_a_demonstration(lune: Flask) -> None:
    """R-DATA-01, ruling 27"""
    with s.writing(lune, START):
        council = s.a_council("fictif", s.a_place("Le Fictif", "hem"), is_demo=True)
        s.move(s.a_dossier(council, s.a_term(council, date(2027, 1, 1), END)), "compose")
    councils = on(lune, START, "/donnees/conseils.csv").text
    assert "CC-LUNE,lune,Conseil citoyen lune,accredited,Labellisé,2026-01-01,2028-12-31,Lille" in councils
    assert "fictif" not in councils
    assert "fictif" not in on(lune, START, "/donnees/conseils-quartiers.csv").text
    assert "CC-LUNE,lune,le-quartier-lune,Le quartier lune," in on(lune, START, "/donnees/conseils-quartiers.csv").text


def test_a_closed_council_keeps_its_page(lune: Flask) -> None:
    with s.writing(lune, date(2026, 3, 1)):
        s.the_council("lune").closed_on = date(2026, 6, 1)
    assert "Labellisé" in on(lune, date(2026, 5, 31), "/conseils/lune").text
    page = on(lune, date(2026, 6, 1), "/conseils/lune")
    assert "n’existe plus depuis le 1er juin 2026" in page.text
    assert "Ce qu’il peut faire" not in page.headings()


def test_the_demonstration_mark_stands_beside_a_name(app: Flask) -> None:
    with s.writing(app):
        council: Council = s.a_council("lune", s.a_place("La Lune", "lille"), name="Conseil de la Lune (démonstration)")
        s.move(s.a_dossier(council, s.a_term(council, date(2027, 1, 1), END)), "compose")
    page = on(app, s.TODAY, "/conseils/lune")
    assert page.headings(1) == ["Conseil de la Lune (démonstration)"]
    assert [e.words for e in page.all("span") if "demo" in e.get("class").split()][:1] == ["(démonstration)"]


def test_a_renewal_is_told(lune: Flask) -> None:
    with s.writing(lune, date(2028, 3, 1)):
        council = s.the_council("lune")
        term = s.a_term(council, END + timedelta(days=1), date(2031, 12, 31))
        s.move(s.a_dossier(council, term, AccreditationKind.RENEWAL), "compose")
    assert "Labellisé, renouvellement en cours" in on(lune, END, "/conseils/lune").text
    assert "Mandat échu, renouvellement en cours" in on(lune, END + timedelta(days=1), "/conseils/lune").text


def test_the_territory_is_loaded_by_a_command_as_often_as_one_likes(app: Flask) -> None:
    for _ in range(2):
        result = app.test_cli_runner().invoke(args=["territory", "load"])
        assert result.exit_code == 0, result.output
    assert "Lys-lez-Lannoy" in on(app, START, "/trouver?q=lys").text
