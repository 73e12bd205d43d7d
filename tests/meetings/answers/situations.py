"""Proposals that have been sent to the committee: rows as the services leave them, one or two thousand at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from councils.territory.models import Organization, OrganizationKind
from councils.territory.services import add_organization
from foundation import clock
from foundation.database import db, reading
from foundation.policy import Actor
from meetings.answers import services
from meetings.answers.demands import AnswerGiven, CommitmentGiven
from meetings.answers.models import Answer, AnswerOutcome
from meetings.proposals.models import Proposal, ProposalKind, ProposalState
from meetings.votes.models import Motion, MotionResult, VoteMethod
from tests.councils.situations import NETWORK
from tests.meetings import situations as s

S = ProposalState
SENT = s.TODAY - timedelta(days=20)
REASONS = "Le comité a étudié la demande avec les services de la voirie et le conseil du quartier."
SECRETARY = Actor(role="committee_secretary")
TITLE = "Un banc sur la place"
PROMISE = CommitmentGiven("Poser un banc", "La commune", s.TODAY + timedelta(days=90), "Espaces publics")


def sent(
    app: Flask,
    count: int = 1,
    *,
    state: ProposalState = S.TRANSMITTED,
    on: date = SENT,
    council: str = "lune",
    kind: ProposalKind = ProposalKind.PROPOSAL,
    start: int = 1,
    **more: Any,
) -> list[str]:
    """So many proposals sent to the committee on a day, in a state of their way; gives their numbers."""
    with s.writing(app):
        return rows(count, state=state, on=on, council=council, kind=kind, start=start, **more)


def rows(
    count: int, *, state: ProposalState, on: date, council: str, kind: ProposalKind, start: int, **more: Any
) -> list[str]:
    """The same in the present transaction."""
    body, committee, author = s.council(council), s.committee(), s.person("Awa")
    numbers = [f"{body.code}-{on.year}-{rank:03}" for rank in range(start, start + count)]
    motions = [uuid.uuid4() for _ in numbers]
    db.session.execute(insert(Motion), [_motion(key, body.id, on) for key in motions])
    facts = {
        "council_id": body.id,
        "author_id": author.id,
        "kind": kind,
        "state": state,
        "title": TITLE,
        "text": "Un banc.",
        "html": "<p>Un banc.</p>",
        "started_at": s.noon(on - timedelta(days=30)),
        "saved_at": s.noon(on - timedelta(days=30)),
        "published_at": s.noon(on - timedelta(days=10)),
        "number_year": on.year,
        "committee_id": committee.id,
        "transmitted_at": s.noon(on),
        "acknowledged_at": None if state is S.TRANSMITTED else s.noon(on + timedelta(days=2)),
        "answer_due_on": clock.months_after(on, 3),
        "answered_at": s.noon(on + timedelta(days=14)) if state is S.ANSWERED else None,
        "version": 1,
        **more,
    }
    db.session.execute(
        insert(Proposal),
        [
            {"id": uuid.uuid4(), "motion_id": motion, "number": number, "number_rank": rank, **facts}
            for rank, (number, motion) in enumerate(zip(numbers, motions, strict=True), start)
        ],
    )
    return numbers


def _motion(key: uuid.UUID, council: uuid.UUID, on: date) -> dict[str, Any]:
    return {
        "id": key, "council_id": council, "question": TITLE, "text": "x", "html": "x", "text_sha256": "0" * 64,
        "url": "/", "method": VoteMethod.WRITTEN, "opens_at": s.noon(on - timedelta(days=9)),
        "closes_at": s.noon(on - timedelta(days=3)), "closed_at": s.noon(on - timedelta(days=3)),
        "result": MotionResult.ADOPTED, "votes_for": 3, "votes_against": 1, "votes_abstain": 0, "votes_apart": 0,
        "base": 9, "required": 0, "version": 1,
    }  # fmt: skip


def answered(app: Flask, numbers: Sequence[str], outcome: AnswerOutcome = AnswerOutcome.NOTED) -> None:
    """Answers to proposals already marked as answered, in bulk."""
    with s.writing(app):
        keys = db.session.scalars(select(Proposal.id).where(Proposal.number.in_(numbers)))
        db.session.execute(
            insert(Answer),
            [
                {
                    "id": uuid.uuid4(), "proposal_id": key, "number": 1, "outcome": outcome, "reasons": REASONS,
                    "reasons_html": REASONS, "signatory_function": "Maire", "entered_at": clock.now(),
                    "notified_at": clock.now(),
                }
                for key in keys
            ],
        )  # fmt: skip


def proposal(number: str) -> Proposal:
    """A proposal by its number, in the present transaction."""
    return db.session.scalars(select(Proposal).where(Proposal.number == number)).one()


def given(outcome: AnswerOutcome = AnswerOutcome.RETAINED, **more: Any) -> AnswerGiven:
    """An answer that holds, when its outcome asks for nothing more than a commitment."""
    facts = {"reasons": REASONS, "signatory_function": "Maire", "commitments": (PROMISE,), **more}
    return AnswerGiven(outcome=outcome, **facts)


def answers(app: Flask, number: str, outcome: AnswerOutcome = AnswerOutcome.RETAINED, **more: Any) -> None:
    """The committee answers, at noon of today."""
    with s.writing(app):
        services.answer(proposal(number), given(outcome, **more), actor=SECRETARY)


def an_organization(app: Flask, name: str = "Le réseau de bus") -> str:
    """An organization to pass a proposal on to; gives its id."""
    with s.writing(app):
        return str(add_organization(name, OrganizationKind.TRANSPORT, actor=NETWORK).id)


def organization(name: str = "Le réseau de bus") -> Organization:
    """The same, in the present transaction."""
    return db.session.scalars(select(Organization).where(Organization.name == name)).one()


def versions(app: Flask, number: str) -> list[tuple[int, AnswerOutcome, str]]:
    """The answers kept for a proposal: number, outcome, reasons."""
    with app.app_context(), reading():
        found = db.session.scalars(
            select(Answer).join(Proposal).where(Proposal.number == number).order_by(Answer.number)
        )
        return [(row.number, row.outcome, row.reasons) for row in found]


def state(app: Flask, number: str) -> ProposalState:
    """Where a proposal stands."""
    with app.app_context(), reading():
        return proposal(number).state


def office(number: str = "", what: str = "") -> str:
    """The address of the office, or of something in it."""
    return "/comites/copil/bureau" + (f"/{number}/{what}" if number else "")
