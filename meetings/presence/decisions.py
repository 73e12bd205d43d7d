"""What a meeting decides is to be done, by whom and until when."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from councils.models import Membership
from foundation import audit, clock
from foundation.clock import months_after
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import nfc
from foundation.workflow import Refused
from meetings.convening import conveners
from meetings.models import AgendaItem, Meeting, MeetingState
from meetings.presence.models import Decision

MOST = 100
MONTHS_AHEAD = 36


def note(
    item: AgendaItem, text: str, owner: Membership | None = None, due_on: date | None = None, *, actor: Actor
) -> Decision:
    """Write down a decision under an item of the agenda, while the meeting is open or after it. Raises Refused."""
    require(actor, "meeting.hold", item)
    meeting = item.meeting
    db.session.refresh(meeting, ["state", "version"], with_for_update={"read": True})
    if meeting.state not in {MeetingState.OPEN, MeetingState.CLOSED}:
        raise Refused("Une décision se note une fois la réunion ouverte.")
    if owner is not None and not conveners.invites(meeting, owner):
        raise Refused("Cette personne ne siège pas dans ce conseil\u00a0: choisissez un membre du conseil.")
    _refuse_day(meeting, due_on)
    if len(listed(meeting.id)) >= MOST:
        raise Refused(f"Il y a déjà {MOST} décisions pour cette réunion.")
    made = Decision(
        id=uuid.uuid4(),
        council_id=meeting.council_id,
        meeting_id=meeting.id,
        agenda_item_id=item.id,
        text=nfc(text),
        owner_id=owner.id if owner is not None else None,
        due_on=due_on,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "decision.note", made)
    return made


def _refuse_day(meeting: Meeting, due_on: date | None) -> None:
    if due_on is None:
        return
    if due_on < meeting.day:
        raise Refused("Ce jour est avant la réunion\u00a0: donnez un jour à venir.")
    if due_on > months_after(clock.today(), MONTHS_AHEAD):
        raise Refused("Ce jour est à plus de trois ans\u00a0: vérifiez l’année.")


def drop(decision: Decision, *, actor: Actor) -> None:
    """Take away a decision noted by mistake, as long as the meeting is open. Raises Refused."""
    require(actor, "meeting.hold", decision)
    db.session.refresh(decision.meeting, ["state", "version"], with_for_update={"read": True})
    if decision.meeting.state is not MeetingState.OPEN:
        raise Refused("La réunion est terminée\u00a0: une décision notée reste au relevé.")
    audit.record(actor, "decision.drop", decision)
    db.session.delete(decision)
    db.session.flush()


def listed(meeting_id: uuid.UUID) -> Sequence[Decision]:
    """The decisions of a meeting with who does them, in the order they were noted."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.meeting_id == meeting_id)
        .options(joinedload(Decision.owner).joinedload(Membership.person))
        .order_by(Decision.noted_at, Decision.id)
    ).all()
