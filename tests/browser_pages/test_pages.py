"""One page of each kind in a real browser: accessible in light and dark, on a phone and a desk, and light to load."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.addresses import html_pages
from tests.browser_pages.window import Window

OTHERS = {
    "absent": "/absente",
    "nothing found": "/recherche?q=introuvablement",
    "found": "/recherche?q=lille",
    "wrong question": "/recherche?page=99&q=a",
    "no place": "/trouver?q=introuvablement",
    "two councils": "/trouver?q=mons+en+bar",
}
LIGHT = ("pages.home", "councils.index", "councils.read", "contracts.index", "contracts.actions", "contracts.action")
HEAVIEST, MOST_REQUESTS = 150_000, 12
STEPS = 60


@pytest.fixture(scope="module")
def pages(shown_app: Flask) -> dict[str, str]:
    return {**html_pages(shown_app), **OTHERS}


@pytest.mark.long
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_kind_of_page_is_accessible(
    window: Callable[..., Window], pages: dict[str, str], width: int, dark: bool
) -> None:
    opened = window(width=width, dark=dark)
    wrong = {}
    for path in pages.values():
        faults = opened.opens(path).axe()
        faults += [f"dépasse : {what}" for what in opened.overflow()]
        if faults:
            wrong[path] = faults
    assert wrong == {}
    expected = "Failed to load resource"  # what Chromium says of the pages of errors above
    assert [fault for fault in opened.faults if expected not in fault] == []


@pytest.mark.long
@pytest.mark.parametrize("width", [320, 1280])
def test_the_focus_is_always_seen(window: Callable[..., Window], pages: dict[str, str], width: int) -> None:
    opened = window(width=width)
    wrong = []
    for path in pages.values():
        opened.opens(path)
        before = None
        for _ in range(STEPS):
            focus = opened.tab()
            if focus is None:
                break
            # the parts inside a field for dates have the ring of the browser itself
            inside, before = focus["where"] == before, focus["where"]
            if not inside and not (focus["seen"] and focus["clear"]):
                wrong.append(f"{path}: {focus['where']} « {focus['words'][:40]} »")
    assert wrong == []


def test_a_public_page_is_light(window: Callable[..., Window], pages: dict[str, str]) -> None:
    heavy = {}
    for endpoint in LIGHT:
        opened = window(width=320)
        weights = opened.opens(pages[endpoint]).weights()
        if sum(weights) > HEAVIEST or len(weights) > MOST_REQUESTS:
            heavy[pages[endpoint]] = weights
    assert heavy == {}


def test_at_four_times_the_size_nothing_is_lost(window: Callable[..., Window], pages: dict[str, str]) -> None:
    """400 % on a window of 1280 is 320 wide and 200 high: the focus must still be seen there."""
    opened = window(width=320)
    opened.page.set_viewport_size({"width": 320, "height": 256})
    wrong = {path: found for path in pages.values() if (found := opened.opens(path).overflow())}
    assert wrong == {}


def test_nothing_sticks_out_when_all_is_unfolded(window: Callable[..., Window], pages: dict[str, str]) -> None:
    opened = window(width=320)
    wrong = {}
    for path in pages.values():
        opened.opens(path).page.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true })")
        if found := opened.overflow():
            wrong[path] = found
    assert wrong == {}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_map_that_moves_is_larger_and_says_what_the_drawn_one_says(
    window: Callable[..., Window], width: int, dark: bool
) -> None:
    opened = window(width=width, dark=dark).opens("/")
    page = opened.page
    drawn = page.locator("[data-map-still]").bounding_box()
    page.get_by_role("button", name="Agrandir et déplacer la carte").click()
    page.wait_for_selector(".map__pin")
    large = page.locator(".map__live").bounding_box()
    assert drawn is not None
    assert large is not None
    assert large["width"] > drawn["width"]
    assert large["height"] > drawn["height"] or width == 1280
    pins = page.locator("a.map__pin")
    assert pins.count() == pins.locator("svg.mark").count() == 21
    shown = pins.locator(".map__pin-name:visible")
    assert shown.count() >= 8
    folded = page.locator("a.map__pin--tight").first
    folded.focus()
    assert folded.locator(".map__pin-name").is_visible()
    folded.blur()
    for button in page.locator(".leaflet-control-zoom a").all():
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    assert opened.axe() == []
    assert opened.overflow() == []
    page.get_by_role("link", name="Loos").first.press("Enter")
    page.wait_for_url("**/conseils/loos")
    assert opened.faults == []


def test_the_first_action_is_near_on_a_phone(window: Callable[..., Window]) -> None:
    """The seven filters are folded there, and shown without a press where there is room."""
    opened = window(width=320, scripts=False).opens("/contrat/actions")
    first = opened.page.locator("#liste").bounding_box()
    assert first is not None
    assert first["y"] < 1000
    assert not opened.page.locator("select[name=theme]").is_visible()
    opened.reaches("Filtrer").page.keyboard.press("Enter")
    opened.reaches("theme")
    wide = window(width=1280, scripts=False).opens("/contrat/actions")
    assert wide.page.locator("select[name=theme]").is_visible()
    assert not wide.page.locator(".filters__fold > summary").is_visible()
    wide.reaches("theme")


def test_a_printed_page_is_readable(window: Callable[..., Window], pages: dict[str, str]) -> None:
    """On paper, dark scheme or not: dark words on white, and no menu."""
    opened = window(width=1280, dark=True)
    opened.page.emulate_media(media="print")
    opened.opens(pages["councils.read"])
    assert not opened.page.locator("nav.menu").is_visible()
    ink, paper = opened.page.evaluate(
        "() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert sum(_channels(ink)) < 200
    assert sum(_channels(paper)) > 700 or paper == "rgba(0, 0, 0, 0)"


def _channels(color: str) -> list[float]:
    return [float(part) for part in color.partition("(")[2].rstrip(")").split(",")[:3]]
