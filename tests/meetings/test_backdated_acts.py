"""An act that holds from before a vote leaves its votes as they are, and the vote's page says so (R-ACC-06)."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from councils.accreditation.models import Accreditation, RecognitionAct
from foundation.clock import standing_at
from foundation.database import db
from meetings.votes.models import VoteChoice
from tests.browser import Browser
from tests.meetings import polls
from tests.meetings import situations as s

WORDS = "Les voix déjà données ne sont pas recomptées."


def test_a_vote_says_that_an_act_came_after_it(site: Flask) -> None:
    key = polls.opened(site)
    polls.answer(site, key, "Awa", VoteChoice.FOR, s.noon(s.TODAY))
    polls.close(site)
    later = polls.CLOSING + timedelta(days=5)
    with standing_at(later):
        assert WORDS not in Browser(site).visits(polls.page(key)).text
    before = polls.frozen(site, key)
    with s.writing_at(site, later):
        mine = select(RecognitionAct).join(Accreditation).where(Accreditation.council_id == s.council().id)
        act = db.session.scalars(mine).one()
        act.published_on, act.backdating_reason = later.date(), "L’acte a été envoyé en retard."
    with standing_at(later):
        page = Browser(site).visits(polls.page(key))
        assert WORDS in page.text
    assert polls.frozen(site, key) == before
