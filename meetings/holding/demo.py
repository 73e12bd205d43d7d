"""The demonstration's meetings, held: presences, a vote, notes and a decision of meetings gone by. All invented."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from citizens.naming import name_in
from councils.models import Membership
from foundation.policy import Actor
from meetings.after_closing import AFTER_CLOSING
from meetings.convening import queries
from meetings.holding import services
from meetings.models import AgendaItem, ItemKind, Meeting
from meetings.presence import attending, decisions, guests, notes
from meetings.presence.models import AttendanceStatus
from meetings.presence.roll import roll_of
from meetings.votes import ending, putting
from meetings.votes.models import VoteMethod
from meetings.votes.putting import Question
from meetings.votes.tally import Totals

FACILITATOR = Actor(role="council_facilitator")
A = AttendanceStatus
TURN = (A.PRESENT, A.PRESENT, A.EXCUSED, A.PRESENT, A.REMOTE, A.ABSENT)
NOTES = (
    "Le tour de table dit ce qui va bien et ce qui inquiète. {name} rappelle que l’éclairage manque près de l’école.",
    "Chacun donne son avis. Deux idées reviennent\u00a0: planter tôt dans l’année, et prévenir les voisins.",
    "Le conseil choisit ensemble. {name} propose une date, et personne ne s’y oppose.",
)
TASKS = ("Écrire à la mairie au sujet de l’éclairage", "Réserver la salle", "Prévenir les associations du quartier")


def lives(meetings: Sequence[Meeting]) -> list[Iterator[datetime]]:
    """What happens in meetings, from the opening to the end of each, as moments to wait for."""
    return [_held(one, place) for place, one in enumerate(meetings)]


def _held(meeting: Meeting, place: int) -> Iterator[datetime]:
    """One meeting, from its opening to its end."""
    yield meeting.starts_at
    services.open_meeting(meeting, actor=FACILITATOR)
    places = roll_of(meeting).places
    seats, first = [one.seat for one in places], next((one.seat for one in places if one.votes), None)
    for turn, seat in enumerate(seats):
        status = A.PRESENT if seat is first else TURN[(turn + place) % len(TURN)]
        attending.tick(meeting, seat, status, actor=FACILITATOR)
    guests.add(meeting, "Camille Exemple", "adjointe au maire (exemple)", actor=FACILITATOR)
    yield meeting.starts_at + timedelta(minutes=40)
    items = list(queries.items(meeting.id))
    for turn, item in enumerate(items):
        item.meeting = meeting
        note = NOTES[turn % len(NOTES)].format(name=name_in(seats[0].person) if seats else "Quelqu’un")
        notes.save(item, note, 0, actor=FACILITATOR, keep=False)
    _vote(meeting, items)
    charged: list[Membership | None] = [*(one.seat for one in places if one.votes)] or [None]
    for turn, task in enumerate(TASKS[: 1 + place % len(TASKS)]):
        owner, due = charged[turn % len(charged)], meeting.day + timedelta(days=30 + 10 * turn)
        made = decisions.note(items[-1], task, owner, due, actor=FACILITATOR)
        made.done_on = meeting.day + timedelta(days=12) if turn == 0 and place % 2 else None
    yield meeting.starts_at + timedelta(minutes=meeting.duration_min)
    services.close_meeting(meeting, actor=FACILITATOR)


def _vote(meeting: Meeting, items: list[AgendaItem]) -> None:
    votable = [item for item in items if item.kind is ItemKind.DECISION]
    voters = len(roll_of(meeting).voters)
    if not votable or not voters:
        return
    motion = putting.put(votable[0], Question(votable[0].title, VoteMethod.SHOW_OF_HANDS), actor=FACILITATOR)
    against, abstain = voters // 5, voters // 7
    said = Totals(voters - against - abstain, against, abstain, 0)
    ending.close(motion, said, actor=FACILITATOR, after=AFTER_CLOSING)
