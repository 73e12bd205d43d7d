"""The public agenda by month and on the map: the same meetings as the list, at a constant cost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from flask import Flask

from meetings.convener import Convener
from meetings.convening import noticing, services
from meetings.convening.asked import Plan, Point
from meetings.models import ItemKind, MeetingKind
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.convening.steps import IN_TIME, convened, planned

MONTH, MAP = "/reunions?vue=mois", "/reunions?vue=carte"
Queries = Callable[[], AbstractContextManager[list[str]]]


def test_a_month_shows_what_is_announced_and_leads_to_the_months_around(site: Flask) -> None:
    convened(site)
    planned(site, IN_TIME + timedelta(days=1), title="Encore en préparation")
    visitor = Browser(site).visits("/reunions").presses("Par mois")
    assert visitor.headings(1) == ["Réunions de décembre 2026"]
    assert "Plénière de décembre" in visitor.text
    assert "vendredi 11 décembre 2026" in visitor.text
    assert "Encore en préparation" not in visitor.text
    assert not [words for words, _ in visitor.links if words in {"Mois précédent", "Mois suivant"}]
    visitor.visits(f"{MONTH}&mois=2026-11")
    assert "Aucune réunion n’est annoncée ce mois-ci" in visitor.text
    assert "Plénière de décembre" in visitor.presses("Mois suivant").text
    assert visitor.visits(f"{MONTH}&mois=2027-04").headings(1) == ["Réunions d’avril 2027"]
    for wrong in ("2026-13", "hier", "1999-01"):
        assert visitor.visits(f"{MONTH}&mois={wrong}").headings(1) == ["Réunions de décembre 2026"]


def test_a_meeting_called_off_is_said_so(site: Flask) -> None:
    convened(site).presses("Annuler la réunion").presses("Annuler la réunion", reason="La salle est inondée.")
    assert "Annulée" in Browser(site).visits(MONTH).text


def test_the_map_has_a_list_behind(site: Flask) -> None:
    visitor = Browser(site).visits("/reunions").presses("Sur la carte")
    assert visitor.headings(1) == ["Réunions sur la carte"]
    assert "Aucune réunion annoncée" in visitor.text
    convened(site)
    assert visitor.visits(MAP).status == 200


def test_they_cost_the_same_for_one_meeting_and_for_many(site: Flask, queries: Queries) -> None:
    def announce(count: int) -> None:
        with s.writing_at(site, s.noon(s.TODAY)):
            for number in range(count):
                plan = Plan(
                    MeetingKind.PLENARY, f"Plénière {number}", IN_TIME, s.noon(IN_TIME).time(), 60, "Salle", "Lille"
                )
                meeting = services.plan(Convener(s.council()), plan, actor=s.acting("Samia", "board_member"))
                services.add_item(
                    meeting, Point("Nouvelles", ItemKind.INFORMATION), actor=s.acting("Samia", "board_member")
                )
                noticing.convene(meeting, actor=s.acting("Samia", "board_member"))

    def cost(path: str) -> int:
        site.extensions["once"].clear()
        with queries() as made:
            assert site.test_client().get(path).status_code == 200
        return len(made)

    announce(1)
    few = [cost(path) for path in (MONTH, MAP)]
    announce(8)
    assert [cost(path) for path in (MONTH, MAP)] == few


def test_whoever_finds_a_council_finds_its_next_meeting_and_how_to_come(site: Flask) -> None:
    finder = Browser(site).visits("/trouver?q=quartier+lune")
    assert "Leur prochaine réunion" not in finder.headings(2)
    page = convened(site)
    finder.visits("/trouver?q=quartier+lune")
    assert "Leur prochaine réunion" in finder.headings(2)
    assert "De plain-pied, boucle magnétique." in finder.text
    page.presses("Annuler la réunion").presses("Annuler la réunion", reason="La salle est inondée.")
    assert "Leur prochaine réunion" not in finder.visits("/trouver?q=quartier+lune").headings(2)
