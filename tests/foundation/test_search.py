from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation import search, stems
from foundation.database import reading, transaction
from foundation.search import Entry, SearchSource

THINGS = [
    Entry("1", "Éclairage de la rue Courbet", "Changer les lampes au cœur du quartier.", "/1", date(2026, 3, 1)),
    Entry("2", "Œuvres murales", "Des habitantes âgées peignent avec les écoles.", "/2", date(2026, 2, 1)),
    Entry("3", "Jardin partagé", "On y éclaire aussi les allées.", "/3", date(2026, 4, 1)),
    Entry("4", "L’école du quartier", "", "/4"),
]
Queries = Callable[[], AbstractContextManager[list[str]]]
SOURCES = [SearchSource("thing", "Choses", lambda: THINGS), SearchSource("other", "Autres", list)]


@pytest.fixture
def found(app: Flask) -> Flask:
    app.extensions["searches"] = SOURCES
    with app.app_context(), transaction():
        assert search.rebuild() == len(THINGS)
    return app


def urls(query: str) -> list[str]:
    return [result.url for group in search.groups(query) for result in group.results]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("éclairer", ["/1", "/3"]),
        ("ECLAIRAGE", ["/1"]),
        ("L’ÉCLAIRAGE", ["/1"]),
        ("l", []),
        ("eclair", ["/1", "/3"]),
        ("oeuvre", ["/2"]),
        ("œuvres", ["/2"]),
        ("agee", ["/2"]),
        ("ecole", ["/4", "/2"]),
        ("quartier ecole", ["/4"]),
        ("l'école", ["/4", "/2"]),
        ("courbet rue", ["/1"]),
        ("piscine", []),
        ("", []),
        ("!!! ---", []),
        ('" OR 1=1 --', []),
        ("école:* & !rue | (", []),
        ("title : rue", []),
        ("NEAR(rue)", []),
    ],
)
def test_words_are_found_without_accents_plurals_or_order_and_titles_come_first(
    found: Flask, query: str, expected: list[str]
) -> None:
    with found.app_context(), reading():
        assert urls(query) == expected


def test_what_is_removed_or_renewed_is_found_no_more_under_its_old_words(found: Flask) -> None:
    with found.app_context():
        with transaction():
            search.put("thing", "3", title="Jardin fleuri", body="Des roses.", url="/3")
            search.remove("thing", "1")
            search.remove("thing", "never there")
        with reading():
            assert urls("eclairer") == []
            assert urls("rose") == ["/3"]


def test_a_rolled_back_change_is_not_found(found: Flask) -> None:
    def fail() -> None:
        with transaction():
            search.put("thing", "9", title="Fantôme", body="", url="/9")
            raise RuntimeError

    with found.app_context():
        with pytest.raises(RuntimeError):
            fail()
        with reading():
            assert urls("fantome") == []


def test_one_kind_is_read_page_by_page(found: Flask) -> None:
    with found.app_context():
        with transaction():
            for n in range(search.PAGE_SIZE + 3):
                search.put("other", str(n), title=f"Banc public {n}", body="", url=f"/b{n}")
        with reading():
            group = search.groups("banc")[0]
            assert (group.label, group.count, len(group.results)) == ("Autres", 23, search.SHOWN_BY_KIND)
            first, more = search.of_kind("banc", "other", 1)
            rest, none = search.of_kind("banc", "other", 2)
            assert (len(first), more, len(rest), none) == (20, True, 3, False)
            assert search.of_kind("", "other", 1) == ([], False)


def test_titles_come_first_then_the_newest_however_many_there_are(found: Flask) -> None:
    many = 1005
    with found.app_context():
        with transaction():
            for n in range(many):
                day = date(2026, 1, 1) + timedelta(days=n % 300)
                title = f"Banc {n}" if n % 400 == 0 else f"Siège {n}"
                search.put("other", str(n), title=title, body="Un banc.", url=f"/{n}", on=day)
        titles = sorted((n for n in range(many) if n % 400 == 0), key=lambda n: (-(n % 300), n))
        others = sorted((n for n in range(many) if n % 400), key=lambda n: (-(n % 300), n))
        expected = [f"/{n}" for n in [*titles, *others]]
        with reading():
            group = search.groups("bancs")[0]
            assert [one.url for one in group.results] == expected[: search.SHOWN_BY_KIND]
            assert group.count_words == "plus de 1\u202f000 résultats"
            for page in (1, 2, 50):
                rows, more = search.of_kind("banc", "other", page)
                assert [one.url for one in rows] == expected[(page - 1) * 20 : page * 20]
                assert more
        assert "Voir les premiers résultats" in found.test_client().get("/recherche?q=banc").text


def test_a_search_costs_as_many_queries_for_few_as_for_many(found: Flask, queries: Queries) -> None:
    costs = []
    with found.app_context():
        for count in (2, 60):
            with transaction():
                for n in range(count):
                    search.put("other", str(n), title=f"Banc {n}", body="", url=f"/{n}")
            with reading(), queries() as made:
                search.groups("banc")
                search.of_kind("banc", "other", 1)
            costs.append(len(made))
    assert costs[0] == costs[1] <= 5


def test_a_passage_shows_the_words_that_were_meant() -> None:
    body = "Début. " + "mot " * 60 + "un éclairage neuf " + "mot " * 60
    passage = stems.passage(body, stems.terms("éclairer"))
    assert "éclairage neuf" in passage
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert stems.passage("Court.", ["absent"]) == "Court."


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=st.text(max_size=80))
def test_no_query_breaks_the_search(found: Flask, query: str) -> None:
    with found.app_context(), reading():
        search.groups(query)


def test_the_page_shows_results_and_says_what_to_do_without_any(found: Flask) -> None:
    reader = found.test_client()
    assert "Éclairage de la rue Courbet" in reader.get("/recherche?q=eclairer").text
    assert "plan du site" in reader.get("/recherche?q=piscine").text
    only = reader.get("/recherche?q=eclairer&type=thing")
    assert "Résultats pour" in only.text
    assert only.text.count("Autres") == 1  # among what the search looks through
    for bad in ("q=" + "x" * 201, "q=a&type=inconnu", "q=a&page=99", "q=a&page=deux"):
        answer = reader.get(f"/recherche?{bad}")
        assert answer.status_code == 400, bad
        assert "à corriger" in answer.text
