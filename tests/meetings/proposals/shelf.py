"""Proposals at every point of their path in public, as rows that the services leave, one or two thousand at once."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import insert

from foundation import clock
from foundation.database import db
from meetings.answers.models import Answer, AnswerOutcome
from meetings.proposals import reading, transmission
from meetings.proposals.models import Proposal, ProposalState, ProposalTheme, ProposalVersion
from meetings.proposals.publishing import make_findable
from meetings.votes.models import Motion, MotionResult, VoteMethod
from tests.meetings import situations as s

S = ProposalState
TITLE, TEXT = "Un banc devant l’école", "Nous demandons un banc devant l’école."
NUMBERED = {S.TRANSMITTED, S.ACKNOWLEDGED, S.REDIRECTED, S.ANSWERED}
BOARD = "board_member"


def put(app: Flask, count: int = 1, state: ProposalState = S.ADOPTED, **more: Any) -> list[uuid.UUID]:
    """So many proposals whose vote is over, or as `more` says; gives their keys, findable."""
    with s.writing_at(app, clock.now()):
        keys = put_here(count, state, **more)
        for key in keys:
            make_findable(db.session.get_one(Proposal, key))
        return keys


def put_here(
    count: int = 1,
    state: ProposalState = S.ADOPTED,
    *,
    on: date | None = None,
    council: str = "lune",
    start: int = 1,
    outcome: AnswerOutcome | None = None,
    open_vote: bool = False,
    committee: uuid.UUID | None = None,
    **more: Any,
) -> list[uuid.UUID]:
    """The same in the present transaction. `on` is the day of the transmission, by default ten days ago."""
    day, body = on or clock.today() - timedelta(days=10), s.council(council)
    keys = [uuid.uuid4() for _ in range(count)]
    motions = [uuid.uuid4() for _ in keys]
    db.session.execute(insert(Motion), [_motion(key, body.id, day, open_vote=open_vote) for key in motions])
    facts = {
        "council_id": body.id, "author_id": s.person("Awa").id, "kind": "proposal", "state": state, "title": TITLE,
        "text": TEXT, "html": f"<p>{TEXT}</p>", "theme": ProposalTheme.PUBLIC_SPACE, "version": 1,
        "started_at": s.noon(day - timedelta(days=30)), "saved_at": s.noon(day - timedelta(days=30)),
        "published_at": s.noon(day - timedelta(days=9)),
    }  # fmt: skip
    if state in NUMBERED:
        facts |= _sent(state, day, committee or s.committee().id)
    rows = [
        {"id": key, "motion_id": motion, **facts, **_number(body.code, state, day, rank), **more}
        for rank, (key, motion) in enumerate(zip(keys, motions, strict=True), start)
    ]
    db.session.execute(insert(Proposal), rows)
    db.session.execute(insert(ProposalVersion), [_version(row) for row in rows])
    if outcome is not None:
        db.session.execute(insert(Answer), [_answer(key, outcome, day) for key in keys])
    return keys


def _motion(key: uuid.UUID, council: uuid.UUID, day: date, *, open_vote: bool) -> dict[str, Any]:
    closes = s.noon(clock.today() + timedelta(days=3) if open_vote else day - timedelta(days=3))
    counted = {
        "closed_at": closes, "result": MotionResult.ADOPTED, "votes_for": 7, "votes_against": 1, "votes_abstain": 1,
        "votes_apart": 0, "base": 9, "required": 0,
    }  # fmt: skip
    return {
        "id": key, "council_id": council, "question": TITLE, "text": f"{TITLE}\n{TEXT}", "html": f"<p>{TEXT}</p>",
        "text_sha256": hashlib.sha256(f"{TITLE}\n{TEXT}".encode()).hexdigest(), "url": "/propositions",
        "method": VoteMethod.WRITTEN, "opens_at": s.noon(day - timedelta(days=9)), "closes_at": closes, "version": 1,
        **(dict.fromkeys(counted) if open_vote else counted),
    }  # fmt: skip


def _sent(state: ProposalState, day: date, committee: uuid.UUID) -> dict[str, Any]:
    return {
        "committee_id": committee,
        "transmitted_at": s.noon(day),
        "answer_due_on": clock.months_after(day, 3),
        "number_year": day.year,
        "acknowledged_at": None if state is S.TRANSMITTED else s.noon(day + timedelta(days=2)),
        "answered_at": s.noon(day + timedelta(days=9)) if state is S.ANSWERED else None,
    }


def _number(code: str, state: ProposalState, day: date, rank: int) -> dict[str, Any]:
    return {"number": f"{code}-{day.year}-{rank:03}", "number_rank": rank} if state in NUMBERED else {}


def _version(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": uuid.uuid4(), "proposal_id": row["id"], "number": 1, "title": row["title"], "text": row["text"],
        "html": row["html"], "sha256": "0" * 64, "reason": "", "author_id": row["author_id"],
        "written_at": row["started_at"], "motion_id": row["motion_id"],
    }  # fmt: skip


def _answer(key: uuid.UUID, outcome: AnswerOutcome, day: date) -> dict[str, Any]:
    reasons = "Le comité a étudié la demande avec les services de la voirie du quartier."
    return {
        "id": uuid.uuid4(), "proposal_id": key, "number": 1, "outcome": outcome, "reasons": reasons,
        "reasons_html": reasons, "signatory_function": "Maire", "entered_at": s.noon(day + timedelta(days=9)),
        "notified_at": s.noon(day + timedelta(days=9)),
        "reason_category": "cost" if outcome is AnswerOutcome.NOT_RETAINED else None,
    }  # fmt: skip


def send(app: Flask, key: uuid.UUID, slug: str = "lune") -> str:
    """The board sends an adopted proposal to the committee; gives its number."""
    with s.writing_at(app, clock.now()):
        return transmission.transmit(row(key, slug), s.committee(), actor=s.acting("Samia", BOARD))


def row(key: uuid.UUID, slug: str = "lune") -> Proposal:
    """The proposal with all that its page shows, in the present transaction."""
    found = reading.by_key(slug, key)
    assert found is not None
    return found


def address(key: uuid.UUID, more: str = "", council: str = "lune") -> str:
    """One of its pages before it has a number."""
    return f"/conseils/{council}/propositions/{key}{more}"
