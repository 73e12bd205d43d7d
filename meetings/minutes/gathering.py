"""What the site knows of a meeting that was held, read once, as plain values for what is written of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from citizens.naming import name_in
from councils.models import Membership
from foundation.clock import PARIS
from foundation.database import db
from foundation.text import date_short, hour_words, plural
from meetings.convening import conveners, wording
from meetings.convening import queries as convening
from meetings.minutes import people
from meetings.models import AgendaItem, Meeting, MeetingState
from meetings.presence.models import AttendanceStatus, Decision, ItemNote
from meetings.votes.models import Dissent, Motion, MotionResult, VoteMethod
from meetings.votes.wording import totals_sentence

A = AttendanceStatus
HERE = frozenset({A.PRESENT, A.REMOTE})
HOW = {
    VoteMethod.SHOW_OF_HANDS: ", à main levée",
    VoteMethod.CONSENSUS: ", par consensus",
    VoteMethod.NAMED: ", par vote nominatif",
    VoteMethod.SECRET: ", à bulletin secret",
    VoteMethod.WRITTEN: ", par vote écrit",
}


@dataclass(frozen=True)
class Told:
    """A decision in words: what, who, until when, whether it is done."""

    text: str
    owner: str
    due: str
    done: str


@dataclass(frozen=True)
class Voted:
    """A motion in words: the question, its result with the totals, the quorum, the opinions that differ."""

    question: str
    result: str
    quorum: str
    dissents: Sequence[str]


@dataclass(frozen=True)
class Item:
    """One item of the agenda with what became of it."""

    title: str
    notes: str
    votes: Sequence[Voted]
    decisions: Sequence[Told]


@dataclass(frozen=True)
class Held:
    """A meeting as it was."""

    council: str
    title: str
    kind: str
    when: str
    where: str
    hours: str
    present: Mapping[AttendanceStatus, Sequence[str]]
    guests: Sequence[str]
    items: Sequence[Item]
    others: Sequence[Told]
    before: str
    earlier: Sequence[Told]


def gather(meeting: Meeting) -> Held:
    """All of a meeting whose council is loaded; the number of queries does not grow with it."""
    notes, votes, decisions = _notes(meeting.id), _votes(meeting.id), _decisions([meeting.id], meeting.council_id)
    items = convening.items(meeting.id)
    last = previous(meeting)
    return Held(
        council=meeting.convener.name,
        title=meeting.title,
        kind=meeting.kind.label,
        when=wording.when(meeting),
        where=wording.where(meeting),
        hours=_hours(meeting),
        present=_present(meeting),
        guests=[", ".join(part for part in (one.name, one.function) if part) for one in people.guests(meeting.id)],
        items=[
            Item(one.title, notes.get(one.id, ""), votes.get(one.id, ()), decisions.get(one.id, ())) for one in items
        ],
        others=decisions.get(None, ()),
        before=date_short(last.day) if last else "",
        earlier=[told for rows in _decisions([last.id], meeting.council_id).values() for told in rows] if last else [],
    )


def previous(meeting: Meeting) -> Meeting | None:
    """The last meeting of a council held before another, of those of which something was to be done."""
    return db.session.scalar(
        select(Meeting)
        .where(
            conveners.same_convener(meeting),
            Meeting.starts_at < meeting.starts_at,
            Meeting.state.in_((MeetingState.CONVENED, MeetingState.CLOSED)),
            Meeting.id.in_(select(Decision.meeting_id)),
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .limit(1)
    )


def _hours(meeting: Meeting) -> str:
    def words(moment: datetime | None) -> str:
        return hour_words(moment.astimezone(PARIS)) if moment else ""

    opened, closed = words(meeting.opened_at), words(meeting.closed_at)
    if not opened:
        return ""
    return f"Séance ouverte à {opened}" + (f", levée à {closed}." if closed else ".")


def _present(meeting: Meeting) -> Mapping[AttendanceStatus, Sequence[str]]:
    rows, given = people.attendances(meeting.id), people.proxies(meeting.id)
    names = {row.membership_id: name_in(row.membership.person, meeting.council_id) for row in rows}
    here = {row.membership_id for row in rows if row.status in HERE}
    found: dict[AttendanceStatus, list[str]] = {status: [] for status in A}
    for row in rows:
        # a power counts for nothing when whoever holds it did not come (`R-PRX-03`)
        holder = names.get(given[row.membership_id], "") if given.get(row.membership_id) in here else ""
        status = A.REPRESENTED if holder and row.status not in HERE else row.status
        power = f" (pouvoir à {holder})" if holder and status is A.REPRESENTED else ""
        found[status].append(names[row.membership_id] + power)
    return found


def _notes(meeting_id: uuid.UUID) -> dict[uuid.UUID, str]:
    rows = db.session.execute(
        select(ItemNote.agenda_item_id, ItemNote.text)
        .join(ItemNote.agenda_item)
        .where(AgendaItem.meeting_id == meeting_id)
    )
    return dict(rows.all())


def _votes(meeting_id: uuid.UUID) -> dict[uuid.UUID, list[Voted]]:
    items = [one.id for one in convening.items(meeting_id)]
    motions = db.session.scalars(
        select(Motion)
        .where(Motion.agenda_item_id.in_(items), Motion.closed_at.is_not(None))
        .order_by(Motion.closed_at, Motion.id)
    ).all()
    dissents: dict[uuid.UUID, list[str]] = {}
    wanted = select(Dissent).where(Dissent.motion_id.in_([one.id for one in motions])).order_by(Dissent.id)
    for row in db.session.scalars(wanted):
        dissents.setdefault(row.motion_id, []).append(row.text)
    found: dict[uuid.UUID, list[Voted]] = {}
    for motion in motions:
        if motion.agenda_item_id is not None:
            found.setdefault(motion.agenda_item_id, []).append(_voted(motion, dissents.get(motion.id, ())))
    return found


def _voted(motion: Motion, dissents: Sequence[str]) -> Voted:
    how = HOW[motion.method] if motion.result in {MotionResult.ADOPTED, MotionResult.REJECTED} else ""
    result = f"{motion.result.label if motion.result else ''}{how}. {totals_sentence(motion)}"
    return Voted(motion.question, result, _quorum(motion), dissents)


def _quorum(motion: Motion) -> str:
    if not motion.quorum_required:
        return ""
    counted, required = motion.quorum_counted or 0, motion.quorum_required
    return (
        f"Quorum\u00a0: {plural(counted, 'personne comptée', 'personnes comptées')}, il en fallait {required} "
        f"sur {motion.quorum_base}."
    )


def _decisions(meetings: Sequence[uuid.UUID], council_id: uuid.UUID | None) -> dict[uuid.UUID | None, list[Told]]:
    rows = db.session.scalars(
        select(Decision)
        .where(Decision.meeting_id.in_(meetings))
        .options(joinedload(Decision.owner).joinedload(Membership.person))
        .order_by(Decision.due_on, Decision.text, Decision.id)
    )
    found: dict[uuid.UUID | None, list[Told]] = {}
    for row in rows:
        owner = name_in(row.owner.person, council_id) if row.owner else ""
        found.setdefault(row.agenda_item_id, []).append(Told(row.text, owner, _day(row.due_on), _day(row.done_on)))
    return found


def _day(day: date | None) -> str:
    return date_short(day) if day else ""
