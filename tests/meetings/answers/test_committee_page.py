"""A committee's page says how it answers; its office holds on one screen; both cost the same for 20 or 2,000."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from flask import Flask

from foundation.kept import KeptPages
from meetings.answers.models import AnswerOutcome
from meetings.proposals.models import ProposalState
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.answers import situations as a

S = ProposalState
Queries = Callable[[], AbstractContextManager[list[str]]]
LONG_AGO = s.TODAY - timedelta(days=110)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_figures_of_a_committee(site: Flask) -> None:
    """§4: received, answered, late, and the delay in which half of the answers came."""
    numbers = a.sent(site, 3, state=S.ANSWERED)
    a.answered(site, numbers, AnswerOutcome.RETAINED)
    a.sent(site, 1, state=S.ACKNOWLEDGED, on=LONG_AGO, start=4)
    a.sent(site, 1, state=S.WITHDRAWN, on=LONG_AGO, start=5)
    page = Browser(site).visits("/comites/copil")
    words = plain(page.text)
    for figure in ("5 propositions reçues", "3 réponses rendues", "1 réponse en retard", "en 14 jours ou moins"):
        assert figure in words
    assert "Réponse attendue depuis" in words
    assert "Retenue" in words
    assert "Ouvrir le bureau du comité" not in words
    assert "Ouvrir le bureau du comité" in s.signed_in(site, "Max").visits("/comites/copil").text


def test_a_committee_that_received_nothing_says_so(site: Flask) -> None:
    assert "Aucune proposition reçue pour l’instant" in Browser(site).visits("/comites/copil").text


def load(app: Flask, count: int, start: int) -> None:
    for place, state in enumerate((S.TRANSMITTED, S.ACKNOWLEDGED, S.REDIRECTED, S.ANSWERED)):
        first = start + place * count
        numbers = a.sent(app, count, state=state, start=first)
        if state in {S.REDIRECTED, S.ANSWERED}:
            a.answered(app, numbers)


def costs(app: Flask, queries: Queries, browser: Browser, *paths: str) -> dict[str, int]:
    told = {}
    for path in paths:
        app.extensions["once"].clear()
        app.extensions["kept"] = KeptPages()
        with queries() as made:
            assert browser.visits(path).status == 200
        told[path] = len(made)
    return told


def test_the_pages_cost_the_same_for_many_proposals(site: Flask, queries: Queries) -> None:
    """R-PER: a page costs as many queries for 20 rows as for 2,000."""
    visitor, secretary = Browser(site), s.signed_in(site, "Max")
    public = ("/comites", "/comites/copil")
    own = (a.office(), *(a.office() + f"?liste={name}" for name in ("a-recevoir", "a-repondre", "repondues")))
    load(site, 12, 1)
    few = costs(site, queries, visitor, *public) | costs(site, queries, secretary, *own, "/mon-espace")
    load(site, 500, 1000)
    many = costs(site, queries, visitor, *public) | costs(site, queries, secretary, *own, "/mon-espace")
    assert many == few
    assert max(few[path] for path in public) <= 7
    # one’s own page asks every part of the site what waits for its reader; of a secretary also the sessions of today,
    # and what is to be written of those gone by
    assert max(few.values()) <= 21, few


def test_the_office_shows_the_first_of_each_list_and_leads_to_the_rest(site: Flask) -> None:
    a.sent(site, 45)
    page = s.signed_in(site, "Max").visits(a.office())
    assert len([one for one in page.buttons() if one.startswith("Accuser réception")]) == 10
    page.presses("Toutes celles à recevoir (45)")
    assert "45 propositions" in plain(page.text)
    page.presses("Suivants →")
    assert len([one for one in page.buttons() if one.startswith("Accuser réception")]) in range(20, 26)
