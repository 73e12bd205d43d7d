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
