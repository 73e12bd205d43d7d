"""Every address has a rule of the policy tables, every rule is asked somewhere, every endpoint is well named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from foundation.commands import unguarded
from tests.architecture.project import sources, templates
from tests.sites import settings
from wsgi import create_app

ASKED = re.compile(r"\b(?:can|require)\(\s*(?:[\w.()]+,\s*)?\"([\w.]+)\"")


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    """The application, its database untouched."""
    return create_app(settings(f"sqlite:///{tmp_path / 'untouched.db'}", tmp_path))


def test_every_address_has_a_rule_of_the_table(site: Flask) -> None:
    with site.app_context():
        assert unguarded() == []
    assert len(list(site.url_map.iter_rules())) > 10


def test_an_address_without_a_rule_is_refused(site: Flask) -> None:
    site.add_url_rule("/oubliee", view_func=lambda: "secret", endpoint="forgotten")
    with site.app_context():
        assert unguarded() == ["forgotten"]
    assert site.test_client().get("/oubliee").status_code == 403


def test_every_rule_is_asked(site: Flask) -> None:
    views = {getattr(view, "rule", None) for view in site.view_functions.values()}
    menus = {entry.rule for entry in site.extensions["menu"]}
    steps = {step.rule for workflow in site.extensions["workflows"] for step in workflow.transitions}
    talks = {rule for one in site.extensions["discussables"] for rule in (one.read, one.write, one.steer, one.trusted)}
    said = {rule for path in [*sources(), *templates()] for rule in ASKED.findall(path.read_text(encoding="utf-8"))}
    assert site.extensions["rules"].keys() - views - menus - steps - talks - said == set()


def test_every_rule_that_is_asked_exists(site: Flask) -> None:
    said = {rule for path in [*sources(), *templates()] for rule in ASKED.findall(path.read_text(encoding="utf-8"))}
    steps = {step.rule for workflow in site.extensions["workflows"] for step in workflow.transitions}
    menus = {entry.rule for entry in site.extensions["menu"]}
    assert (said | steps | menus) - site.extensions["rules"].keys() == set()


def test_every_rule_can_be_read_aloud(site: Flask) -> None:
    assert [name for name, rule in site.extensions["rules"].items() if not rule.words.strip()] == []


def test_reading_addresses_only_read(site: Flask) -> None:
    """An address that answers both GET and POST would hide which of its halves writes."""
    both = [rule.rule for rule in site.url_map.iter_rules() if {"GET", "POST"} <= (rule.methods or set())]
    assert both == []


def test_building_the_site_opens_no_connection(tmp_path: Path) -> None:
    """The server builds the site once and then forks: a shared connection would mix two workers' answers."""
    create_app(settings(f"sqlite:///{tmp_path / 'untouched.db'}", tmp_path))
    assert not (tmp_path / "untouched.db").exists()
