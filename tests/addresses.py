"""The site's addresses as its pages link them: one sample, or a few, of each endpoint that reads."""

from __future__ import annotations

from collections import deque
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from foundation.policy import VISITOR
from tests.dom import parse

# what only a letter leads to
BY_LETTER = {
    "accounts.sign_in_link",
    "accounts.reset",
    "accounts.invitation",
    "demo.letter",
    "members.join_page",
    "accreditation.answer_page",
    "meetings.by_link_page",
    "meetings.paper_by_link",
    "meetings.own_calendar",
    "votes.by_link_page",
}


def reading_rules(app: Flask) -> list[Rule]:
    """The rules that answer GET to a stranger whatever they name, assets apart."""
    with app.app_context():
        return [rule for rule in _asking(app) if _is_for_everybody(app, rule)]


def _asking(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())]


def _is_for_everybody(app: Flask, rule: Rule) -> bool:
    view: Any = app.view_functions[rule.endpoint]
    asked = app.extensions["rules"][view.rule]
    try:
        return bool(asked(VISITOR))
    except AttributeError:  # it depends on the row that the address names
        return False


def samples(app: Flask, each: int = 3) -> dict[str, list[str]]:
    """Endpoint → up to `each` addresses open to a stranger, found by links from the pages that need no argument."""
    adapter = app.url_map.bind("localhost")
    client = app.test_client()
    found: dict[str, list[str]] = {}
    waiting = deque(rule.rule for rule in reading_rules(app) if not rule.arguments)
    while waiting:
        path = waiting.popleft()
        try:
            endpoint, _ = adapter.match(urlsplit(path).path, "GET")
        except HTTPException:
            continue
        known = found.get(endpoint, [])
        if path in known or len(known) >= each:
            continue
        response = client.get(path, buffered=True)
        if response.status_code == 403:
            continue
        found[endpoint] = [*known, path]
        if response.mimetype == "text/html":
            waiting.extend(_links(response.get_data(as_text=True)))
    return found


def html_pages(app: Flask) -> dict[str, str]:
    """Endpoint → one address of it, of those that answer with a page."""
    client = app.test_client()
    found = {endpoint: paths[0] for endpoint, paths in sorted(samples(app, 1).items())}
    answers = {endpoint: client.get(path, buffered=True) for endpoint, path in found.items()}
    return {
        endpoint: found[endpoint]
        for endpoint, a in answers.items()
        if a.status_code == 200 and a.mimetype == "text/html"
    }


def _links(html: str) -> list[str]:
    root, _ = parse(html)
    hrefs = [element.get("href").partition("#")[0] for element in root.all("a")]
    return [href for href in hrefs if href.startswith("/") and not href.startswith("//")]
