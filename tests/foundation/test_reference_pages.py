"""The pages about the site itself: its plan, its words, who answers for it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.addresses import html_pages, reading_rules
from tests.browser import Browser
from tests.sites import Sites

# pages that one reaches from another, or that are no page of the site
ELSEWHERE = {"accounts.ask_reset", "demo.letters", "demo.show_clock", "pages.gallery"}


def test_the_plan_names_every_page_that_needs_no_more_than_its_address(demo_app: Flask) -> None:
    bare = {rule.endpoint for rule in reading_rules(demo_app) if not rule.arguments}
    wanted = {path for endpoint, path in html_pages(demo_app).items() if endpoint in bare - ELSEWHERE}
    page = Browser(demo_app).visits("/plan-du-site")
    assert wanted - {href for _, href in page.links} - {"/plan-du-site"} == set()
    assert "Trouver mon conseil" in [words for words, _ in page.links]


def test_outside_a_demonstration_the_plan_does_not_lead_to_it(app: Flask) -> None:
    assert "/demo" not in [href for _, href in Browser(app).visits("/plan-du-site").links]


@pytest.mark.parametrize("path", ["/mentions-legales", "/aide", "/accessibilite"])
def test_one_can_write_where_the_site_has_an_address(sites: Sites, path: str) -> None:
    named = sites.empty(contact_email="contact@example.org", publisher="La Ville d’Essai", hosting="Un hébergeur")
    page = Browser(named).visits(path)
    assert ("contact@example.org", "mailto:contact@example.org") in page.links
    assert "n’a pas encore d’adresse où écrire" in Browser(sites.empty()).visits(path).text
    assert "personne n’y lit de courrier" in Browser(sites.empty(demo=True)).visits(path).text


def test_the_legal_notice_says_who_answers_for_the_site(sites: Sites) -> None:
    page = Browser(sites.empty(publisher="La Ville d’Essai", publication_director="A. B.", hosting="Un hébergeur"))
    text = page.visits("/mentions-legales").text
    assert "Éditeur La Ville d’Essai" in text
    assert "À compléter" not in text


def test_the_help_page_leads_to_one_s_council(app: Flask) -> None:
    assert Browser(app).visits("/aide").presses("trouvez le conseil de votre quartier").path == "/trouver"


@pytest.mark.parametrize(
    ("query", "word", "anchor"),
    [
        ("parité", "Parité", "#parite"),
        ("PARITE", "Parité", "#parite"),
        ("copil", "Comité de pilotage (COPIL)", "#comite-de-pilotage-copil"),
        ("ddsp", "", ""),
        ("cpam", "CPAM", "#sigle-cpam"),
        ("assurance maladie", "CPAM", "#sigle-cpam"),
    ],
)
def test_the_search_finds_the_words_of_the_glossary(app: Flask, query: str, word: str, anchor: str) -> None:
    page = Browser(app).visits(f"/recherche?q={query}")
    assert ("Dans le glossaire" in page.headings(2)) is bool(word)
    if word:
        assert (word, f"/glossaire{anchor}") in page.links
        assert page.presses(word).status == 200
        assert anchor[1:] in {e.get("id") for e in page.all("div")}


def test_the_search_says_what_it_looks_through_and_shows_readable_numbers(demo_visitor: Browser) -> None:
    page = demo_visitor.visits("/recherche?q=renovation+urbaine+dotation")
    for kind in ("Conseils", "Quartiers", "Communes", "Actions", "Indicateurs", "mots du glossaire"):
        assert kind in page.text
    assert "57669184" not in demo_visitor.visits("/recherche?q=renovation+urbaine").text
    assert "57 669 184 €" in page.visits("/recherche?q=renovation+urbaine").text


def test_the_accessibility_statement_names_no_file(app: Flask) -> None:
    text = Browser(app).visits("/accessibilite").text
    assert "Un état est toujours un mot, une forme et une couleur." in text
    assert "templates/" not in text
    assert "tests/" not in text
