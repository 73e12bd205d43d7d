"""Where published proposals are found: search, open data, the home page, the council's page, one's own page."""

from __future__ import annotations

import csv
import io
from datetime import date

from flask import Flask

from foundation import search
from foundation.clock import standing_at
from meetings.answers.models import AnswerOutcome
from meetings.proposals import services
from meetings.proposals.models import ProposalState
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.proposals import drafts, shelf

S = ProposalState
HIDDEN = {"motion_id": None, "published_at": None}


def test_search_finds_it_from_its_first_vote_on_and_never_before(site: Flask) -> None:
    key = drafts.discussed(site, title="Une fontaine au parc")
    with s.reading_at(site, s.noon(s.TODAY)):
        assert search.groups("fontaine") == []
    with s.writing(site):
        services.open_vote(
            drafts.row(key), s.paris(drafts.in_days(7), 20), None, actor=s.acting("Samia", "board_member")
        )
    with s.reading_at(site, s.noon(s.TODAY)):
        (group,) = search.groups("FONTAINES")
        assert (group.label, group.results[0].url) == ("Propositions", drafts.address(key))


def test_a_number_changes_the_address_that_search_gives(site: Flask) -> None:
    (key,) = shelf.put(site)
    number = shelf.send(site, key)
    with s.reading_at(site, s.noon(s.TODAY)):
        (group,) = search.groups(number)
        assert [found.url for found in group.results] == [f"/propositions/{number}"]


def test_the_index_built_anew_is_the_same(site: Flask) -> None:
    shelf.put(site, 2, S.TRANSMITTED)
    shelf.put(site, 1, S.DRAFT, **HIDDEN)
    with s.reading_at(site, s.noon(s.TODAY)):
        before = search.groups("banc")
    with s.writing(site):
        search.rebuild()
    with s.reading_at(site, s.noon(s.TODAY)):
        after = search.groups("banc")
    assert [(g.label, g.count) for g in before] == [(g.label, g.count) for g in after] == [("Propositions", 2)]


def test_r_prp_08_the_register_as_open_data_without_a_name(site: Flask) -> None:
    shelf.put(site, 1, S.ANSWERED, outcome=AnswerOutcome.RETAINED)
    shelf.put(site, 1, S.ACKNOWLEDGED, start=2, on=date(2026, 8, 1))
    shelf.put(site, 1, S.DRAFT, **HIDDEN)
    body = Browser(site).visits("/donnees/propositions.csv").response.get_data(as_text=True)
    assert "Essai" not in body
    assert "Awa" not in body
    late, answered = csv.DictReader(io.StringIO(body))
    assert (late["numero"], late["etat"], late["jours_de_retard"], late["jours_de_reponse"]) == (
        "CC-LUNE-2026-002", "acknowledged", "32", "",
    )  # fmt: skip
    assert (answered["reponse"], answered["jours_de_reponse"], answered["repondue_le"]) == (
        "retained", "9", "2026-12-02",
    )  # fmt: skip
    assert answered["adresse"] == "/propositions/CC-LUNE-2026-001"


def test_the_home_page_shows_the_latest_answers_first(site: Flask) -> None:
    assert "Dernières propositions" not in Browser(site).visits("/").text
    shelf.put(site, 4, S.TRANSMITTED, title="Envoyée", start=1)
    shelf.put(site, 1, S.ANSWERED, title="Répondue", start=5, outcome=AnswerOutcome.RETAINED)
    page = Browser(site).visits("/")
    assert page.headings(4) == ["Répondue", "Envoyée", "Envoyée", "Envoyée"]
    assert ("Les réponses en retard", "/propositions?retard=oui") in page.links


def test_a_council_shows_three_and_leads_to_all(site: Flask) -> None:
    assert "Il n’a encore mis aucune proposition au vote." in Browser(site).visits("/conseils/lune").text
    shelf.put(site, 4, S.REJECTED, title="Une fontaine")
    page = Browser(site).visits("/conseils/lune")
    assert page.headings(3).count("Une fontaine") == 3
    page.presses("Toutes ses propositions")
    assert page.headings(3).count("Une fontaine") == 4


def test_members_find_those_of_their_council_on_their_page(site: Flask) -> None:
    shelf.put(site, 1, S.DELIBERATING, title="Celle de Lune", **HIDDEN)
    shelf.put(site, 1, S.DRAFT, title="Le brouillon d’Awa", **HIDDEN)
    with standing_at(s.noon(s.TODAY)):
        awa, victor, rose = (s.signed_in(site, name).visits("/mon-espace") for name in ("Awa", "Victor", "Rose"))
    assert {"Celle de Lune", "Le brouillon d’Awa"} <= set(awa.headings(3))
    assert "Celle de Lune" not in victor.text
    assert "Votre conseil n’a pas encore de proposition." in victor.text
    assert "proposition" not in rose.text.partition("Mon compte")[0].partition("À faire")[2]
    assert "Le brouillon d’Awa" not in s.signed_in(site, "Chloé").visits("/mon-espace").text
