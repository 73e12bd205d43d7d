"""Chromium in front of the demonstration: opened once a session, one window for each look."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from tests.browser_pages.window import Window
from tests.citizens.people import cheap
from tests.conftest import missing
from tests.databases import Databases
from tests.serving import serving
from tests.sites import Sites

QUIET = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync --disable-default-apps --disable-dev-shm-usage""".split()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that stands in this folder opens a real browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        missing("Chromium manque : installez le paquet Debian « chromium ».")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shown_app(
    engines: Callable[[str], Databases], tmp_path_factory: pytest.TempPathFactory, shared_folder: Path
) -> Iterator[Flask]:
    """The demonstration that every page of this folder shows; what it says does not depend on the engine."""
    sites = Sites(engines("sqlite"), tmp_path_factory.mktemp("shown"), shared_folder)
    yield sites.demonstration()
    sites.close()


@pytest.fixture
def own_app(engines: Callable[[str], Databases], tmp_path: Path, shared_folder: Path) -> Iterator[Flask]:
    """A demonstration of its own: what is published here changes the counters of the home page."""
    sites = Sites(engines("sqlite"), tmp_path, shared_folder)
    yield cheap(sites.demonstration())
    sites.close()


@pytest.fixture(scope="session")
def shown_site(shown_app: Flask) -> Iterator[str]:
    """The address of the demonstration."""
    with serving(shown_app) as address:
        yield address


@pytest.fixture
def window(chromium: Browser, shown_site: str) -> Iterator[Callable[..., Window]]:
    """`window(width=320, dark=True, scripts=False)` opens an empty window on the demonstration."""
    with ExitStack() as opened:
        yield lambda **look: opened.enter_context(Window(chromium, shown_site, **look))
