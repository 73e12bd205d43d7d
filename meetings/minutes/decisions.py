"""The decisions of meetings, followed until they are done."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from citizens.naming import name_in
from citizens.notifications.services import tell
from councils.models import Membership
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, can, require
from foundation.text import date_short
from foundation.workflow import Refused
from meetings.convener import Convener
from meetings.convening import conveners
from meetings.minutes import mails
from meetings.models import WITH_CONVENER
from meetings.presence.models import Decision

REMINDED_BEFORE = timedelta(days=3)
DONE_SHOWN = 20


def settle(decision: Decision, *, done: bool, actor: Actor) -> None:
    """Say that a decision is done, or that it is not after all. Raises Refused."""
    require(actor, "decision.settle", decision)
    db.session.refresh(decision, ["done_on"], with_for_update=True)
    if done and decision.done_on is not None:
        return
    if done and decision.meeting.day > clock.today():
        raise Refused("Cette réunion n’a pas encore eu lieu.")
    decision.done_on = clock.today() if done else None
    db.session.flush()
    audit.record(actor, "decision.done" if done else "decision.reopen", decision)


def _followed(convener: Convener) -> Any:
    return (
        select(Decision)
        .join(Decision.meeting)
        .where(conveners.meetings_of(convener))
        .options(joinedload(Decision.owner).joinedload(Membership.person), contains_eager(Decision.meeting))
    )


def open_of(convener: Convener) -> Sequence[Decision]:
    """What is still to be done of what a convener decided, the most pressing first."""
    wanted = _followed(convener).where(Decision.done_on.is_(None))
    return db.session.scalars(wanted.order_by(Decision.due_on.is_(None), Decision.due_on, Decision.id)).all()


def done_of(convener: Convener) -> Sequence[Decision]:
    """What was done, the latest first."""
    wanted = _followed(convener).where(Decision.done_on.is_not(None))
    return db.session.scalars(wanted.order_by(Decision.done_on.desc(), Decision.id).limit(DONE_SHOWN)).all()


def of_person(person_id: uuid.UUID | None) -> Sequence[Decision]:
    """What somebody has to do, whoever decided it, the most pressing first, each with its meeting."""
    return db.session.scalars(
        select(Decision)
        .join(Decision.owner)
        .where(Membership.person_id == person_id, Decision.done_on.is_(None))
        .options(joinedload(Decision.meeting).options(*WITH_CONVENER))
        .order_by(Decision.due_on.is_(None), Decision.due_on, Decision.id)
        .limit(10)
    ).all()


@dataclass(frozen=True)
class Followed:
    """A decision in the list: what, who, until when, of which meeting."""

    key: uuid.UUID
    text: str
    owner: str
    due: str
    late: bool
    done: str
    meeting: str
    may_settle: bool


def page(convener: Convener, actor: Actor) -> Mapping[str, Any]:
    """The decisions of a convener: to be done, and done."""
    return {
        "convener": convener,
        "waiting": [_followed_line(one, actor) for one in open_of(convener)],
        "done": [_followed_line(one, actor) for one in done_of(convener)],
    }


def _followed_line(one: Decision, actor: Actor) -> Followed:
    return Followed(
        one.id,
        one.text,
        name_in(one.owner.person, one.council_id) if one.owner else "",
        date_short(one.due_on) if one.due_on else "",
        one.due_on is not None and one.done_on is None and one.due_on < clock.today(),
        date_short(one.done_on) if one.done_on else "",
        f"{one.meeting.title}, {date_short(one.meeting.day)}",
        can("decision.settle", one, actor),
    )


def remind_due() -> int:
    """Write to whoever has something to do, once before its day and once on it; gives how many letters."""
    today = clock.today()
    rows = db.session.execute(
        select(Decision, Membership.person_id)
        .join(Decision.owner)
        .options(joinedload(Decision.meeting).options(*WITH_CONVENER))
        .where(Decision.done_on.is_(None), Decision.due_on >= today, Decision.due_on <= today + REMINDED_BEFORE)
    )
    return sum(_remind(decision, person, today) for decision, person in rows.all())


def _remind(decision: Decision, person: uuid.UUID, today: date) -> int:
    on_day, slug = decision.due_on == today, decision.meeting.convener.slug
    return tell(
        [person],
        lambda to: mails.decision_due(to, decision, slug, today=on_day),
        once=f"decision/{decision.id}/{decision.due_on}/{'day' if on_day else 'before'}",
    )
