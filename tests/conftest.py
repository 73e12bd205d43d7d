"""What every test may ask for: the site on both engines, browsers, a clock that stands, the queries made."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from flask import Flask
from sqlalchemy import Engine, event

from foundation import clock
from tests import kept
from tests.browser import Browser
from tests.databases import ENGINES, Databases, Missing
from tests.mailbox import Mailbox
from tests.serving import serving
from tests.sites import Sites

IN_CI = os.environ.get("CI") == "true"
TESTS = Path(__file__).parent
# these go through pages that tests of their own look into line by line
CRAWLS = {TESTS / "security" / "test_requests.py", TESTS / "browser_pages"}


def pytest_configure() -> None:
    kept.keep_all()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=[*ENGINES, "both"], default="both", help="database engines to test on")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that touches a database, through whatever fixture, runs once on each engine."""
    if "engine" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--engine")
        metafunc.parametrize("engine", list(ENGINES) if chosen == "both" else [chosen], indirect=True, scope="session")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: begun last, one of them would keep a process busy while the other has nothing left."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Coverage counts what tests reach on one engine, so it asks for no less: looking on twice took a third longer.

    What the engines do differently is tried, and counted on both, in `tests/foundation`. Crawls of all pages are not
    counted: looked on, they took twice as long, and what only they reach has no test of what it does.
    """
    if _is_counted(item):
        return (yield)
    with kept.uncounted():
        return (yield)


def _is_counted(item: pytest.Item) -> bool:
    if CRAWLS & {item.path, *item.path.parents}:
        return False
    given = getattr(item, "callspec", None)
    again = given is not None and given.params.get("engine") == "postgresql"
    return not again or TESTS / "foundation" in item.path.parents


def pytest_runtest_setup() -> None:
    """A demonstration's clock that a request set before does not run ahead in what follows."""
    clock.shift(timedelta())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where all must run, a test left out is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if IN_CI and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def missing(sentence: str) -> NoReturn:
    """What a test needs is not installed: it is left out here, and fails where all must run."""
    if IN_CI:
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(scope="session")
def engines() -> Iterator[Callable[[str], Databases]]:
    """The engines' databases, each started when first asked for."""
    started: dict[str, Databases] = {}

    def get(name: str) -> Databases:
        if name not in started:
            started[name] = ENGINES[name]()
        return started[name]

    yield get
    for databases in started.values():
        databases.close()


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, engines: Callable[[str], Databases]) -> Databases:
    """The engine that this run of the test is for; `engine.name` is `sqlite` or `postgresql`."""
    try:
        return engines(request.param)
    except Missing as problem:
        missing(str(problem))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Assets and compiled templates, the same for every site of the session."""
    return tmp_path_factory.mktemp("shared")


@pytest.fixture
def sites(engine: Databases, tmp_path: Path, shared_folder: Path) -> Iterator[Sites]:
    """Builds sites with other settings: `sites.empty(proxy_count=1)`, `sites.demonstration()`, `sites.bare()`."""
    built = Sites(engine, tmp_path, shared_folder)
    yield built
    built.close()


@pytest.fixture
def app(sites: Sites) -> Flask:
    """The site with an empty database, as its operator first opens it."""
    return sites.empty()


@pytest.fixture
def demo_app(sites: Sites) -> Flask:
    """The site with the demonstration."""
    return sites.demonstration()


@pytest.fixture
def visitor(app: Flask) -> Browser:
    """Somebody without an account, on the empty site."""
    return Browser(app)


@pytest.fixture
def demo_visitor(demo_app: Flask) -> Browser:
    """Somebody without an account, on the demonstration."""
    return Browser(demo_app)


@pytest.fixture
def mailbox(app: Flask) -> Mailbox:
    """The letters of the empty site; `Mailbox(other_app)` for those of another."""
    return Mailbox(app)


@pytest.fixture
def queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """`with queries() as made:` keeps the SQL statements that the block sends, on any engine and thread."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        made: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            made.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            yield made
        finally:
            event.remove(Engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def live_server() -> Iterator[Callable[[Flask], str]]:
    """`live_server(app)` serves an application with threads on a free port and gives its address."""
    with ExitStack() as servers:
        yield lambda app: servers.enter_context(serving(app))
