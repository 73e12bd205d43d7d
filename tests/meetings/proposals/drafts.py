"""Proposals as the tests of this folder need them, at any step of their path inside a council."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from flask import Flask

from foundation import clock
from foundation.database import db
from meetings.proposals import queries, services
from meetings.proposals.models import Proposal, ProposalKind, ProposalState, ProposalTheme
from meetings.proposals.texts import Words
from meetings.votes import services as votes
from meetings.votes.models import VoteChoice
from tests.meetings import situations as s

TITLE = "Un banc devant l’école"
TEXT = "Nous demandons un **banc** devant l’école."


def words(title: str = TITLE, text: str = TEXT) -> Words:
    """What somebody wrote."""
    return Words(ProposalKind.PROPOSAL, title, text, ProposalTheme.PUBLIC_SPACE, [])


def draft(app: Flask, *, author: str = "Awa", council: str = "lune", title: str = TITLE, text: str = TEXT) -> uuid.UUID:
    """A draft; gives its key."""
    with s.writing_at(app, clock.now()):
        row = services.start(
            s.council(council), actor=s.acting(author), kind=ProposalKind.PROPOSAL, title=title, text=text
        )
        return row.id


def discussed(app: Flask, **more: str) -> uuid.UUID:
    """A text in discussion."""
    key = draft(app, **more)
    with s.writing_at(app, clock.now()):
        services.open_discussion(row(key), actor=s.acting(more.get("author", "Awa")))
    return key


def at_vote(app: Flask, *, percent: int | None = None) -> uuid.UUID:
    """A text whose vote is open for a week."""
    key = discussed(app)
    with s.writing_at(app, clock.now()):
        services.open_vote(row(key), s.paris(in_days(7), 20), percent, actor=s.acting("Samia", "board_member"))
    return key


def voted(app: Flask, *choices: VoteChoice, percent: int | None = None) -> uuid.UUID:
    """A text whose vote is over, with these answers."""
    key = at_vote(app, percent=percent)
    with s.writing_at(app, clock.now()):
        for name, choice in zip(s.VOTERS, choices, strict=False):
            motion = row(key).motion
            assert motion is not None
            votes.cast(motion, s.seat(name), choice, actor=s.acting(name))
    with s.writing_at(app, s.paris(in_days(7), 20)):
        votes.close_due((services.decided,))
    return key


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def row(key: uuid.UUID) -> Proposal:
    """The proposal, in the present transaction."""
    found = queries.find(key)
    assert found is not None
    return found


def state(app: Flask, key: uuid.UUID) -> ProposalState:
    """Where it stands."""
    with s.reading_at(app, clock.now()):
        return row(key).state


def address(key: uuid.UUID, more: str = "", council: str = "lune") -> str:
    """One of its pages."""
    return f"/conseils/{council}/propositions/{key}{more}"


def all_of(app: Flask) -> list[Proposal]:
    """Every proposal there is."""
    with s.reading_at(app, clock.now()):
        rows = list(db.session.scalars(db.select(Proposal).order_by(Proposal.started_at)))
        db.session.expunge_all()
        return rows
