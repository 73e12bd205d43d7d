"""The item that an open meeting deals with, and the minutes planned for it: they inform, and stop nothing."""

from __future__ import annotations

import pytest
from flask import Flask

from foundation.policy import Denied
from meetings.holding import services, timing
from meetings.models import ItemKind
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.holding import steps as h


def words(app: Flask, minutes: int) -> str:
    with s.reading_at(app, h.EVENING), h.evening(minutes):
        found = timing.timing(h.the_meeting())
        return f"{found.item.title}. {found.words}".replace("\u202f", " ") if found else ""


def office(app: Flask) -> Browser:
    with s.reading_at(app, h.EVENING):
        key = h.the_meeting().id
    return h.hold_page(app, key)


def test_the_first_item_begins_with_the_meeting_and_others_when_somebody_says_so(site: Flask) -> None:
    h.begun(site, "Awa")
    with h.evening(5):
        page = office(site)
        assert "Point en cours : Nouvelles du quartier Commencé à 18 h 30" in page.text
    assert words(site, 5) == "Nouvelles du quartier. Commencé à 18 h 30. Prévu 15 minutes, jusqu’à 18 h 45."
    with h.evening(25):
        page = office(site)
        button = next(one for one in page.buttons() if one.startswith("Passer à ce point"))
        title = button.removeprefix("Passer à ce point ")
        page.presses(button)
        assert f"Point en cours : {title} Commencé à 18 h 55" in page.text
        assert button not in page.buttons()
        awa = s.signed_in(site, "Awa").visits(page.path.replace("/conseils/lune/gestion", "").replace("/seance", ""))
        assert f"Point en cours : {title} Commencé à 18 h 55" in awa.text


def test_only_who_holds_the_meeting_goes_on_and_only_while_it_is_open(site: Flask) -> None:
    h.a_meeting(site)
    reach = lambda: timing.reach(h.item(ItemKind.DECISION), actor=h.nora())  # noqa: E731
    assert "n’est pas ouverte" in h.refused(site, reach, 0)
    h.within(site, lambda: services.open_meeting(h.the_meeting(), actor=h.nora()), 0)
    with s.writing_at(site, h.EVENING), pytest.raises(Denied):
        timing.reach(h.item(ItemKind.DECISION), actor=h.member("Awa"))
    h.within(site, reach, 10)
    h.within(site, lambda: timing.reach(h.item(ItemKind.DISCUSSION), actor=h.nora()), 20)
    h.within(site, reach, 30)
    assert "Commencé à 19 h" in words(site, 31)
    h.within(site, lambda: services.close_meeting(h.the_meeting(), actor=h.nora()), 90)
    assert words(site, 91) == ""
    assert "n’est pas ouverte" in h.refused(site, reach, 92)


def test_a_meeting_entered_on_a_later_day_has_no_item_under_way(site: Flask) -> None:
    h.begun(site, "Awa")
    assert words(site, 24 * 60) == ""
