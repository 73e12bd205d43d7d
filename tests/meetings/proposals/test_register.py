"""The public register: what it shows, its filters, its cost (R-PRP-08)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from foundation import clock
from foundation.database import db
from foundation.kept import KeptPages
from meetings.answers.models import AnswerOutcome
from meetings.proposals import register
from meetings.proposals.models import ProposalState, ProposalTheme
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.proposals import shelf

S = ProposalState
Queries = Callable[[], AbstractContextManager[list[str]]]
LATE = s.TODAY - timedelta(days=120)
# title: how it is made
SHELF = {
    "Vote ouvert": {"state": S.DELIBERATING, "open_vote": True},
    "Revenu": {"state": S.DELIBERATING, "motion_id": None},
    "Adopté": {"state": S.ADOPTED, "theme": ProposalTheme.HEALTH},
    "Rejeté": {"state": S.REJECTED},
    "Envoyé": {"state": S.TRANSMITTED, "start": 1},
    "Reçu tard": {"state": S.ACKNOWLEDGED, "on": LATE, "start": 2},
    "Passé plus loin": {"state": S.REDIRECTED, "start": 3, "outcome": AnswerOutcome.NOTED},
    "Retenu": {"state": S.ANSWERED, "start": 4, "outcome": AnswerOutcome.RETAINED},
    "Refusé": {"state": S.ANSWERED, "start": 5, "outcome": AnswerOutcome.NOT_RETAINED, "council": "soleil"},
    "Retiré": {"state": S.WITHDRAWN},
    "Écrit à l’école": {"state": S.DRAFT, "motion_id": None, "published_at": None},
    "En discussion fermée": {"state": S.DELIBERATING, "motion_id": None, "published_at": None},
}
PUBLISHED = [title for title, how in SHELF.items() if "published_at" not in how]
FILTERS = """
                              | all published
etat=vote                     | Vote ouvert
etat=discussion               | Revenu
etat=adoptee                  | Adopté
etat=rejetee                  | Rejeté
etat=attente                  | Envoyé, Reçu tard, Passé plus loin
etat=repondue                 | Retenu, Refusé
etat=retenue                  | Retenu
etat=non-retenue              | Refusé
etat=reportee                 |
etat=autre-organisme          | Passé plus loin
etat=retiree                  | Retiré
retard=oui                    | Reçu tard
retard=oui&etat=repondue      |
conseil=soleil                | Refusé
conseil=brume                 |
theme=health                  | Adopté
comite=copil&etat=repondue    | Retenu, Refusé
q=retenu                      | Retenu
q=refuse                      | Refusé
q=ECOLE&theme=health          | Adopté
q=cc-soleil-2026-005          | Refusé
q=brouette                    |
"""
ROWS = [[part.strip() for part in line.split("|")] for line in FILTERS.strip("\n").splitlines()]


@pytest.fixture
def full(site: Flask) -> Flask:
    for title, how in SHELF.items():
        shelf.put(site, 1, title=title, **how)
    return site


@pytest.mark.parametrize(("asked", "found"), ROWS)
def test_r_prp_08_filters(full: Flask, asked: str, found: str) -> None:
    page = Browser(full).visits(f"/propositions?{asked}")
    titles = [] if "Aucune proposition" in page.text else page.headings(3)
    assert sorted(titles) == sorted(PUBLISHED if found == "all published" else found.split(", ") if found else [])
    if found and asked:
        assert "Retirer les filtres" in page.text


def test_each_line_says_how_it_stands_and_since_when(full: Flask) -> None:
    text_of = Browser(full).visits("/propositions").text
    assert "10 propositions" in text_of
    for words in (
        "Réponse attendue depuis 28 jours La réponse était due le 5 novembre 2026. Reçu tard",
        "Retenue Répondue en 9 jours. Retenu CC-LUNE-2026-004 · Conseil citoyen Lune · Rues et espaces publics",
        "Transmise, réponse attendue Au plus tard le 23 février 2027. Envoyé",
        "Vote en cours Le vote se clôt le 6 décembre 2026. Vote ouvert",
        "Adoptée par le conseil Pas encore transmise à un comité. Adopté",
    ):
        assert words in text_of, words
    assert "Essai" not in text_of  # R-PRP-07: nobody's name


def test_the_register_that_is_empty_or_left_empty_says_what_to_do(site: Flask) -> None:
    assert "Une proposition paraît ici quand un conseil la met au vote." in Browser(site).visits("/propositions").text
    page = Browser(site).visits("/propositions?q=banc")
    assert "Retirez un filtre" in page.text
    assert ("Voir toutes les propositions", "/propositions") in page.links


@pytest.mark.parametrize("asked", ["etat=inconnu", "conseil=nulle-part", "theme=x", "comite=x", f"q={'x' * 101}"])
def test_a_filter_that_does_not_exist_is_said(site: Flask, asked: str) -> None:
    page = Browser(site).visits(f"/propositions?{asked}")
    assert page.status == 400
    assert page.title.startswith("Erreur")


def test_pages_follow_each_other_with_their_filters(site: Flask) -> None:
    shelf.put(site, 30, S.ADOPTED)
    shelf.put(site, 5, S.REJECTED)
    page = Browser(site).visits("/propositions?etat=adoptee")
    assert len(page.headings(3)) == 20
    page.presses("Suivants →")
    assert len(page.headings(3)) == 10
    assert "etat=adoptee" in page.path
    assert len(page.presses("← Précédents").headings(3)) == 20


def test_pages_of_what_words_find_follow_each_other(site: Flask) -> None:
    shelf.put(site, 45, S.ADOPTED, title="Un banc")
    shelf.put(site, 3, S.REJECTED, title="Un puits", start=46)
    page = Browser(site).visits("/propositions?q=banc&etat=adoptee")
    assert "45 propositions" in page.text
    seen = [{href for _, href in page.links if "/propositions/" in href}]
    for size in (20, 5):
        page.presses("Suivants →")
        seen.append({href for _, href in page.links if "/propositions/" in href})
        assert len(page.headings(3)) == size
    assert len(seen[0] | seen[1] | seen[2]) == 45
    page.presses("← Précédents")
    assert {href for _, href in page.links if "/propositions/" in href} == seen[1]
    assert Browser(site).visits("/propositions?q=!!!").status == 200


def test_late_answers_are_shown_by_how_long_they_are_awaited(site: Flask) -> None:
    for number, days in enumerate((130, 200, 150), 1):
        shelf.put(site, 1, S.ACKNOWLEDGED, title=f"Depuis {days}", on=s.TODAY - timedelta(days=days), start=number)
    page = Browser(site).visits("/propositions?retard=oui")
    assert page.headings(3) == ["Depuis 200", "Depuis 150", "Depuis 130"]
    assert "De l’attente la plus longue à la plus courte." in page.text


def costs(app: Flask, queries: Queries, *paths: str) -> list[int]:
    """Queries of each page for a stranger, when no page is kept from an earlier one."""
    found = []
    for path in paths:
        Browser(app).visits("/conseils")
        app.extensions["kept"] = KeptPages()
        with queries() as made:
            assert Browser(app).visits(path).status == 200
        found.append(len(made))
    return found


def test_five_or_a_thousand_cost_the_same(site: Flask, queries: Queries) -> None:
    paths = ("/propositions", "/propositions?q=banc&etat=repondue&conseil=lune", "/conseils/lune/propositions")
    shelf.put(site, 5, S.ANSWERED, outcome=AnswerOutcome.RETAINED)
    few = costs(site, queries, *paths)
    with s.writing(site):
        shelf.put_here(1000, S.ANSWERED, outcome=AnswerOutcome.RETAINED, start=6)
    assert costs(site, queries, *paths) == few
    assert max(few) <= 8, few


@pytest.mark.parametrize(
    ("wanted", "order", "index"),
    [
        (register.Wanted(), register.ORDER, "ix_proposal_published_at_id"),
        (register.Wanted(state="rejetee"), register.ORDER, "ix_proposal_state_published_at_id"),
        (register.Wanted(late=True), register.LONGEST_WAIT_FIRST, "ix_proposal_answer_due_on_id"),
    ],
    ids=["all", "state", "late"],
)
def test_the_list_is_read_in_the_order_of_an_index(site: Flask, wanted: Any, order: Any, index: str) -> None:
    with s.writing(site):
        shelf.put_here(1500, S.ADOPTED)
        shelf.put_here(300, S.REJECTED, start=1501)
        shelf.put_here(300, S.ACKNOWLEDGED, start=1801, on=LATE)
        db.session.execute(text("ANALYZE"))
    with site.app_context(), clock.standing_at(s.noon(s.TODAY)):
        wanted = register.published(wanted).order_by(*order).limit(21)
        compiled = wanted.compile(db.engine, compile_kwargs={"literal_binds": True})
        sqlite = db.engine.dialect.name == "sqlite"
        with db.engine.begin() as connection:
            rows = connection.execute(text(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{compiled}")).all()
        plan = "\n".join(str(row[-1]) for row in rows)
        assert index in plan, plan
        assert "TEMP B-TREE" not in plan
        assert "Sort" not in plan
