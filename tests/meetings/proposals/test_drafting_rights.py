"""Who may do what on the way to a vote: by address for every kind of person, and by random walks of the table."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citizens.roles import services as roles
from citizens.roles.models import Role, ScopeType
from citizens.services import add_person
from foundation.database import db
from foundation.policy import SYSTEM, Actor, Denied
from foundation.workflow import Refused
from meetings.proposals import services
from meetings.proposals.models import Proposal, ProposalState
from meetings.proposals.workflow import PROPOSAL
from tests.browser import Browser
from tests.councils import situations as councils
from tests.meetings import situations as s
from tests.meetings.proposals import drafts

STEPS = ("/etapes/discuss", "/etapes/discard", "/etapes/rework", "/etapes/withdraw")
PAGES = ("", "/ecrire", "/documents", "/vote", "/versions", "/ouverture", *STEPS)
OUTSIDE = (None, "Rose", "Victor", "Wanda", "Max", "Admin")
# who gets further than the door on a draft of Awa’s: 200, or 409 where the state says no
DRAFT_IS_OPEN_TO = {"Awa": {"", "/ecrire", "/documents", "/versions", "/etapes/discuss", "/etapes/discard"}}
STEERS = {"/vote", "/etapes/rework", "/etapes/withdraw"}
READS = {"", "/versions"}
WRITES = {"/ecrire", "/documents", "/etapes/discuss", "/etapes/discard"}
DISCUSSED_IS_OPEN_TO = {
    "Awa": READS | WRITES,
    "Chloé": READS,
    "Nora": READS,
    "Pia": READS | WRITES | {"/ouverture"},
    "Samia": READS | WRITES | {"/ouverture"} | STEERS,
}


@pytest.fixture
def peopled(site: Flask) -> Flask:
    """The site with somebody who administers it."""
    with s.writing_at(site, s.noon(s.TODAY)):
        row = add_person("Admin", "Essai", s.F, actor=councils.FACILITATOR)
        s._open_account(row)
        roles.grant(row, Role.PLATFORM_ADMIN, ScopeType.SITE, None, actor=SYSTEM)
    return site


def browser_of(app: Flask, name: str | None) -> Browser:
    return Browser(app) if name is None else s.signed_in(app, name)


def opens(browser: Browser, key: uuid.UUID, page: str, council: str = "lune") -> bool:
    """Whether somebody gets through the door; a stranger is asked who they are."""
    browser.visits(drafts.address(key, page, council))
    assert browser.status in {200, 403, 409}, (page, browser.status)
    return browser.status in {200, 409}


@pytest.mark.parametrize("name", [*OUTSIDE, *DISCUSSED_IS_OPEN_TO])
def test_who_opens_the_pages_of_a_draft_and_of_a_discussed_text(peopled: Flask, name: str | None) -> None:
    draft, discussed = drafts.draft(peopled), drafts.discussed(peopled, title="Un autre banc")
    browser = browser_of(peopled, name)
    assert {page for page in PAGES if opens(browser, draft, page)} == DRAFT_IS_OPEN_TO.get(name or "", set())
    assert {page for page in PAGES if opens(browser, discussed, page)} == DISCUSSED_IS_OPEN_TO.get(name or "", set())


@pytest.mark.parametrize("name", [*OUTSIDE, "Chloé"])
def test_nobody_else_writes_by_address(peopled: Flask, name: str | None) -> None:
    """The same addresses, posted to without their pages."""
    key = drafts.draft(peopled)
    browser = browser_of(peopled, name)
    for page in ("/ecrire", "/brouillon", "/documents", "/vote", "/ouverture", *STEPS):
        answer = browser._client.post(
            drafts.address(key, page),
            data={"title": "Pris", "text": "Pris", "ouverte": "1"},
            headers={"Origin": browser.origin, "Sec-Fetch-Site": "same-origin"},
        )
        assert answer.status_code == 403, page
    with s.reading_at(peopled, s.noon(s.TODAY)):
        assert drafts.row(key).text == drafts.TEXT


def test_a_council_page_does_not_open_the_proposal_of_another(site: Flask) -> None:
    key = drafts.discussed(site)
    samia = s.signed_in(site, "Samia")
    assert samia.visits(drafts.address(key, "/ecrire", "soleil")).status == 404


def test_nobody_of_another_council_begins_one_here(peopled: Flask) -> None:
    for name in ("Victor", "Wanda", "Rose", "Max", "Admin"):
        assert s.signed_in(peopled, name).visits("/conseils/lune/propositions/nouvelle").status == 403
    assert Browser(peopled).visits("/conseils/lune/propositions/nouvelle").status == 403


def test_inhabitants_see_only_versions_that_were_voted(site: Flask) -> None:
    key = drafts.discussed(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        row, samia = drafts.row(key), s.acting("Samia", "board_member")
        services.revise(row, drafts.words(text="Un banc rouge."), row.version, "rouge", actor=samia)
        services.open_vote(row, s.paris(drafts.in_days(7), 20), actor=samia)
    stranger = Browser(site).visits(drafts.address(key, "/versions"))
    assert "Version 2" in stranger.text
    assert "Version 1" not in stranger.text
    assert "Version 1" in s.signed_in(site, "Awa").visits(drafts.address(key, "/versions")).text


ROLES = ("member", "board_member", "council_facilitator", "committee_secretary", "resident", "visitor", "system")
ACTS: dict[str, Callable[[Proposal, Actor], Any]] = {
    "discuss": lambda row, actor: services.open_discussion(row, actor=actor),
    "discard": lambda row, actor: services.discard(row, actor=actor),
    "rework": lambda row, actor: services.rework(row, "parce que", actor=actor),
    "withdraw": lambda row, actor: services.withdraw(row, "parce que", actor=actor),
    "vote": lambda row, actor: services.open_vote(row, s.paris(drafts.in_days(7), 20), actor=actor),
    "save": lambda row, actor: services.save(row, drafts.words(text=f"{row.text}a"), row.version, actor=actor),
    "revise": lambda row, actor: services.revise(row, drafts.words(text=f"{row.text}b"), row.version, "b", actor=actor),
    "open": lambda row, actor: services.open_to_residents(row, not row.open_to_residents, actor=actor),
}
MOVES = {(source, step.target) for step in PROPOSAL for source in step.sources}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(ROLES), st.booleans()), max_size=12))
def test_no_walk_leaves_the_table(site: Flask, walk: list[tuple[str, str, bool]]) -> None:
    """Whatever is tried, by whomever, the state moves along the table; what was voted or seen never changes."""
    key = drafts.draft(site)
    for act, role, is_author in walk:
        with s.writing_at(site, s.noon(s.TODAY)):
            row = drafts.row(key)
            before, motion, words = row.state, row.motion_id, row.text
            actor = Actor(s.person("Awa" if is_author else "Samia").id, role)
            try:
                ACTS[act](row, actor)
            except (Denied, Refused):
                db.session.refresh(row, ["state", "motion_id", "text"])
                assert (row.state, row.motion_id, row.text) == (before, motion, words)
                continue
            assert row.state is before or (before, row.state) in MOVES
            assert role in {"member", "board_member", "council_facilitator"}
            assert motion is None or row.text == words
            assert row.published_at is not None or row.motion_id is None
            assert row.state is not ProposalState.DISCARDED or before is ProposalState.DRAFT
