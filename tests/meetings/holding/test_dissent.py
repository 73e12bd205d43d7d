"""A diverging opinion on a vote of a meeting: received until its minutes are approved (R-VOT-07)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from foundation.clock import standing_at
from foundation.database import db
from foundation.workflow import Refused
from meetings.votes import queries, services
from meetings.votes.models import Dissent, Motion
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.minutes import situations as m

MUCH_LATER = s.noon(s.TODAY + timedelta(days=40))


def on_benches() -> Motion:
    """The motion that the meeting adopted, with its council."""
    wanted = select(Motion.id).where(Motion.question.startswith("Demander trois bancs"))
    found = queries.find(db.session.scalars(wanted).one())
    assert found is not None
    return found


def writes(app: Flask, name: str = "Awa") -> str:
    """Somebody writes an opinion long after the meeting; why not, when it is refused."""
    with s.writing_at(app, MUCH_LATER):
        try:
            services.write_dissent(on_benches(), s.seat(name), "Je préfère un arbre.", actor=s.acting(name))
        except Refused as refused:
            return refused.sentences[0].replace("\u00a0", " ")
    return ""


def page_of(app: Flask) -> str:
    with s.reading_at(app, MUCH_LATER):
        return polls.page(on_benches().id)


def test_it_is_received_as_long_as_there_are_no_minutes(site: Flask) -> None:
    m.held(site)
    assert writes(site) == ""


def test_it_is_received_until_they_are_approved_and_the_page_says_so(site: Flask) -> None:
    m.proposed(site)
    assert writes(site) == ""
    with standing_at(MUCH_LATER):
        awa = s.signed_in(site, "Awa").visits(page_of(site))
        assert "jusqu’à l’approbation du compte rendu de la réunion" in awa.text
        awa.visits(dict(awa.links)["Modifier mon avis divergent"])
        assert "Vous pouvez le changer jusqu’à l’approbation du compte rendu" in awa.text
        awa.presses("Garder cette version", text="Deux arbres.")
        assert "Deux arbres." in awa.text


def test_after_the_approval_nothing_is_attached_changed_or_withdrawn(site: Flask) -> None:
    m.approved(site)
    assert "a été approuvé le jeudi 3 décembre 2026 : les avis divergents" in writes(site)
    with s.writing_at(site, MUCH_LATER), pytest.raises(Refused):
        services.withdraw_dissent(on_benches(), s.seat("Chloé"), actor=s.acting("Chloé"))
    with standing_at(MUCH_LATER):
        text = s.signed_in(site, "Chloé").visits(page_of(site)).text
    assert "Un seul banc suffit." in text
    assert "avis divergent," not in text


def test_minutes_that_the_council_did_not_approve_leave_it_open(site: Flask) -> None:
    m.proposed(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        m.vote_on(m.the_minutes(), adopted=False)
    assert writes(site) == ""


def test_the_approval_of_one_meeting_leaves_the_votes_of_others(site: Flask) -> None:
    m.approved(site)
    with s.reading_at(site, MUCH_LATER):
        settled = {one.question[:8]: one.settled_at is not None for one in db.session.scalars(select(Motion))}
        assert settled == {"Demander": True, "Approuve": False}
        assert len(db.session.scalars(select(Dissent)).all()) == 1
