"""The board of all councils: every row of the demonstration, its order, its filters, its file."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from flask import Flask

from citizens.accounts.demonstration import PASSWORD
from councils.network.situations import situations
from councils.status import LABELED, CouncilStatus
from foundation import clock
from foundation.clock import months_after
from foundation.database import reading
from tests.browser import Browser
from tests.citizens.people import cheap

BOARD = "/tableau-de-bord"


@pytest.fixture
def julie(demo_app: Flask) -> Browser:
    """Who animates the network."""
    signing_in = Browser(cheap(demo_app)).visits("/connexion")
    return signing_in.presses("Me connecter", email="reseau@example.org", password=PASSWORD)


def rows(page: Browser) -> list[list[str]]:
    """The cells of each row, as they are read."""
    return [[cell.words for cell in row.all("th", "td")] for row in page.all("tr")][1:]


def test_all_councils_stand_on_one_screen(julie: Browser, demo_app: Flask) -> None:
    page = julie.visits(BOARD)
    assert "21 conseils." in page.text
    assert len(rows(page)) == 21
    with demo_app.app_context(), reading():
        known = {one.card.name: one for one in situations()}
    haubourdin = known["Conseil citoyen de Haubourdin (démonstration)"]
    (row,) = [cells for cells in rows(page) if "Haubourdin" in cells[0]]
    assert row[1] == "Labellisé"
    assert f"{haubourdin.gauges.members} sur" in row[5]
    assert row[6] == f"{haubourdin.gauges.residents_percent} %"
    assert "1 en retard" in row[9]


@pytest.mark.parametrize(
    "column", ["conseil", "etat", "dossier", "depuis", "fin", "sieges", "habitants", "reunion", "vote"]
)
def test_each_heading_sorts_both_ways_and_says_so(julie: Browser, column: str) -> None:
    up = [cells[0] for cells in rows(julie.visits(f"{BOARD}?tri={column}"))]
    assert [e.get("aria-sort") for e in julie.all("th") if e.has("aria-sort")] == ["ascending"]
    down = [cells[0] for cells in rows(julie.visits(f"{BOARD}?tri={column}&sens=bas"))]
    assert [e.get("aria-sort") for e in julie.all("th") if e.has("aria-sort")] == ["descending"]
    assert sorted(up) == sorted(down)
    assert up != down


def test_an_unknown_order_is_by_name(julie: Browser) -> None:
    assert rows(julie.visits(f"{BOARD}?tri=x&sens=y")) == rows(julie.visits(BOARD))


def test_the_longest_waiting_dossier_comes_first(julie: Browser) -> None:
    found = [cells[3] for cells in rows(julie.visits(f"{BOARD}?tri=depuis&sens=bas"))]
    waited = [int(words.split()[0]) for words in found if words != "–"]
    assert waited == sorted(waited, reverse=True)
    assert len(waited) > 5


def test_filters_keep_what_they_say(julie: Browser, demo_app: Flask) -> None:
    with demo_app.app_context(), reading():
        everyone = situations()
    today = clock.today()
    soon = [one for one in everyone if one.ends_on and today <= one.ends_on <= months_after(today, 6)]
    assert soon
    assert len(rows(julie.visits(f"{BOARD}?fin=6"))) == len(soon)
    assert f"sur {len(everyone)}" in julie.text
    labeled = [one for one in everyone if one.card.status in LABELED]
    assert len(rows(julie.visits(f"{BOARD}?statut=labellises"))) == len(labeled)
    late = {one.card.name for one in everyone if one.step and one.step.is_late}
    assert len(rows(julie.visits(f"{BOARD}?suivre=dossier"))) == len(late)
    julie.visits(f"{BOARD}?commune=haubourdin&statut=labellises")
    assert ["Haubourdin" in cells[0] for cells in rows(julie)] == [True]


def test_a_filter_that_is_none_of_the_list_says_so(julie: Browser) -> None:
    page = julie.visits(f"{BOARD}?fin=demain")
    assert page.status == 400
    assert "liste" in page.text


def test_nothing_found_leads_back(julie: Browser) -> None:
    page = julie.visits(f"{BOARD}?fin=echu&statut=en-cours")
    assert "Aucun conseil ne correspond" in page.text
    assert len(rows(page.presses("Retirer les filtres"))) == 21


def test_the_file_holds_the_same_rows(julie: Browser) -> None:
    shown = rows(julie.visits(f"{BOARD}?fin=12&tri=fin"))
    response = julie.visits(f"{BOARD}.csv?fin=12&tri=fin").response
    assert response.headers["Content-Disposition"].startswith('attachment; filename="conseils-')
    text = response.get_data().decode("utf-8-sig")
    header, *lines = csv.reader(io.StringIO(text), delimiter=";")
    assert header[:3] == ["Conseil", "État", "Dossier en cours"]
    assert [line[0].split(" (")[0] in cells[0] for line, cells in zip(lines, shown, strict=True)] == [True] * len(shown)


def test_a_council_costs_no_more_queries_than_another(julie: Browser, demo_app: Flask, queries) -> None:  # type: ignore[no-untyped-def]
    told = []
    for address in (f"{BOARD}?commune=haubourdin", BOARD):
        demo_app.extensions["once"].clear()
        with queries() as made:
            julie.visits(address)
        told.append(len(made))
    assert told[0] == told[1] <= 25


def test_a_term_that_ends_soon_asks_for_a_renewal_until_one_is_open(demo_app: Flask) -> None:
    with demo_app.app_context(), reading():
        for one in situations():
            ends = one.ends_on is not None and one.ends_on < months_after(one.today, 6) + timedelta(days=1)
            renewing = one.card.status in {CouncilStatus.ACCREDITED_RENEWING, CouncilStatus.LAPSED_RENEWING}
            assert one.asks_for_renewal == (ends and not renewing and one.card.status is not CouncilStatus.IN_PROGRESS)


def test_all_that_is_late_is_asked_for_at_once_what_other_packages_add_too(julie: Browser) -> None:
    def late(page: Browser) -> int:
        return len([row for row in page.all("tr") if any("status--late" in e.get("class") for e in row.all("span"))])

    everything = late(julie.visits(BOARD))
    assert everything > 3
    asked = julie.visits(f"{BOARD}?suivre=tout")
    assert len(rows(asked)) == late(asked) == everything
    assert f"{everything} conseils à suivre" in julie.visits("/mon-espace").text
