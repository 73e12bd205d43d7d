"""Every kind of page, opened once on each engine with all the checks of the browser (R-UX-01)."""

from __future__ import annotations

from flask import Flask

from foundation import worker
from tests.addresses import BY_LETTER, reading_rules, samples
from tests.browser import Browser

PER_ENDPOINT = 3


def test_every_address_that_reads_is_linked_somewhere(demo_app: Flask) -> None:
    found = samples(demo_app, PER_ENDPOINT)
    assert [rule.rule for rule in reading_rules(demo_app) if rule.endpoint not in {*found, *BY_LETTER}] == []


def test_every_kind_of_page_is_well_made(demo_app: Flask) -> None:
    with demo_app.app_context():
        worker.beat()
    visitor = Browser(demo_app)
    faults = []
    for paths in samples(demo_app, PER_ENDPOINT).values():
        for path in paths:
            try:
                visitor.visits(path)
            except AssertionError as problem:
                faults.append(str(problem))
            if visitor.status >= 400:
                faults.append(f"{path}: {visitor.status}")
    assert faults == []


def test_every_link_leads_somewhere(demo_app: Flask) -> None:
    visitor = Browser(demo_app, checking=False)
    targets = {
        href.partition("#")[0]: path
        for paths in samples(demo_app, 1).values()
        for path in paths
        for _, href in visitor.visits(path).links
        if href.startswith("/") and not href.startswith("/static/")
    }
    client = demo_app.test_client()
    assert [f"{path} → {href}" for href, path in targets.items() if client.get(href).status_code >= 400] == []


def test_the_empty_site_stands_too(app: Flask) -> None:
    with app.app_context():
        worker.beat()
    visitor = Browser(app)
    for path in (rule.rule for rule in reading_rules(app) if not rule.arguments):
        assert visitor.visits(path).status < 404 or path.startswith("/demo/"), path
