"""A meeting that goes on now, by the real clock, and the devices of its members before a real server of the site."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from councils.models import Council
from foundation import clock
from foundation.database import db, reading
from foundation.policy import Actor
from meetings.after_closing import AFTER_CLOSING
from meetings.convener import Convener
from meetings.convening import links, noticing
from meetings.convening import queries as meetings
from meetings.convening import services as convening
from meetings.convening.asked import Plan, Point
from meetings.holding import services
from meetings.models import ItemKind, Meeting, MeetingKind
from meetings.presence.models import Attendance
from meetings.votes import electors, ending, putting
from meetings.votes.models import VoteChoice, VoteMethod
from meetings.votes.putting import Question
from tests.meetings import situations as s
from tests.meetings.ballots.crowds import Visitor, cookies

FACILITATOR = Actor(role="council_facilitator")
_DONE = {303}


@dataclass(frozen=True)
class Room:
    """A meeting that is open: its id and the code shown in the room."""

    key: uuid.UUID
    code: str


def opened_now(app: Flask, council_id: uuid.UUID) -> Room:
    """Convene a council's plenary in time, and open it now."""
    now = clock.now()
    hour = now.astimezone(clock.PARIS)
    with s.writing_at(app, now - timedelta(days=15)):
        council = db.session.get_one(Council, council_id)
        plan = Plan(
            MeetingKind.PLENARY, "Plénière", hour.date(), hour.time().replace(second=0, microsecond=0), 120,
            "Maison de quartier", "1 place du Marché",
        )  # fmt: skip
        meeting = convening.plan(Convener(council), plan, actor=FACILITATOR)
        convening.add_item(meeting, Point("La date de la fête", ItemKind.DECISION), actor=FACILITATOR)
        noticing.convene(meeting, actor=FACILITATOR)
        key = meeting.id
    with s.writing_at(app, now):
        meeting = found(key)
        services.open_meeting(meeting, actor=FACILITATOR)
        return Room(key, meeting.check_in_code)


def found(key: uuid.UUID) -> Meeting:
    """The meeting with its council, in the present transaction."""
    meeting = meetings.find(key)
    assert meeting is not None
    return meeting


def put_to_the_vote(app: Flask, room: Room) -> uuid.UUID:
    """Open a vote by name on the decision of the agenda, for those who are there now; gives the id of its motion."""
    with s.writing_at(app, clock.now()):
        item = meetings.items(room.key)[0]
        item.meeting = found(room.key)
        asked = Question("Le dimanche 14\u202f?", VoteMethod.NAMED)
        return putting.put(item, asked, actor=FACILITATOR).id


def rows_of(app: Flask, room: Room) -> list[uuid.UUID]:
    """The membership of each row of presence, one for each row."""
    with app.app_context(), reading():
        wanted = select(Attendance.membership_id).where(Attendance.meeting_id == room.key)
        return list(db.session.scalars(wanted))


def voices_of(app: Flask, motion_id: uuid.UUID) -> dict[uuid.UUID, VoteChoice | None]:
    """What is kept for each seat on the list of a motion."""
    with app.app_context(), reading():
        return {one.elector.membership_id: one.choice for one in electors.voices(motion_id)}


@dataclass(frozen=True)
class Device:
    """A telephone of a member: `page` shows the meeting, `door` and `urn` are where it notes presence and answers."""

    visitor: Visitor
    page: str
    door: str
    urn: str

    def look(self, action: str) -> tuple[dict[str, str], str]:
        """What a form of the page sends by itself, and the page; nothing when there is no such form."""
        status, html = self.visitor.ask("GET", self.page)
        assert status == 200, f"{status}: {self.page}"
        form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', html, re.DOTALL)
        token = re.search(r'name="form_token"[^>]*value="([^"]+)"', form[0]) if form else None
        return ({"form_token": token[1]} if token else {}), html

    def comes_in(self, code: str) -> bool:
        """Note oneself present with the code, unless the page says that one is; whether the site then knows it."""
        sent, html = self.look(self.door)
        if not sent:
            return "noté·e présent·e, dans la salle" in html
        return self.knocks(sent, code) in _DONE

    def knocks(self, sent: dict[str, str], code: str) -> int:
        """Press the button of a page looked at before; gives the status of the answer."""
        return self.visitor.ask("POST", self.door, {**sent, "word": code, "where": "salle"})[0]

    def answers(self, choice: VoteChoice) -> int:
        """Answer the question that is being voted; gives the status of the answer."""
        return self.presses(*self.ballot(), choice)

    def ballot(self) -> tuple[dict[str, str], str]:
        """What the form of answers sends by itself, and the voice that its buttons name."""
        sent, html = self.look(self.urn)
        voice = re.search(r'name="answer" value="([^"/]+/[^"/]+)/for"', html)
        assert voice, f"no question at {self.page}"
        return sent, voice[1]

    def presses(self, sent: dict[str, str], voice: str, choice: VoteChoice) -> int:
        """Press an answer of a page looked at before; gives the status of the answer."""
        return self.visitor.ask("POST", self.urn, {**sent, "answer": f"{voice}/{choice.value}"})[0]


def devices(
    app: Flask, room: Room, seats: Sequence[uuid.UUID], server: str, host: str = "localhost"
) -> list[tuple[Device, Device]]:
    """Two for each seat: one where its holder has signed in, and one where the link of the notice is open."""
    home = f"/reunions/{room.key}"
    with app.app_context():
        notices = [f"/convocation/{links.token(room.key, seat, 1)}" for seat in seats]
    return [
        (
            Device(Visitor(server, cookie, host), home, f"{home}/presence", f"{home}/voix"),
            Device(Visitor(server, "", host), notice, f"{notice}/presence", f"{notice}/voix"),
        )
        for cookie, notice in zip(cookies(app, seats), notices, strict=True)
    ]


def totals_when_ended(app: Flask, room: Room, motion_id: uuid.UUID) -> tuple[int | None, ...]:
    """End the vote; gives for, against, abstain and apart as they are kept for good."""
    with s.writing_at(app, clock.now()):
        motion = next(one for one in electors.motions_of(room.key) if one.id == motion_id)
        ending.close(motion, None, actor=FACILITATOR, after=AFTER_CLOSING)
        return motion.votes_for, motion.votes_against, motion.votes_abstain, motion.votes_apart
