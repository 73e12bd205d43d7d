"""The demonstration's meetings of the network and of a committee: one gone by and one to come of each. All invented."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from citizens.accounts import queries as accounts
from councils.committees.models import Committee, CommitteeKind
from councils.models import Membership
from foundation import clock
from foundation.clock import PARIS
from foundation.database import db
from foundation.policy import Actor
from meetings.convener import Convener
from meetings.convening import answering, conveners, noticing, queries, services
from meetings.convening.asked import Plan, Point
from meetings.convening.demo import on_weekday
from meetings.holding import services as holding
from meetings.minutes import approving, public
from meetings.minutes import queries as written
from meetings.minutes import services as writing
from meetings.minutes.drafting import USUAL
from meetings.minutes.models import Minutes
from meetings.models import Coming, ItemKind, Meeting, MeetingKind
from meetings.presence import attending, decisions, guests, notes
from meetings.presence.models import AttendanceStatus

I = ItemKind  # noqa: E741 - as in a sentence
TURN = (Coming.PRESENT, None, Coming.PRESENT, Coming.EXCUSED, Coming.REMOTE, None, None)
COME = frozenset({Coming.PRESENT, Coming.REMOTE})
# days from the meeting to each step of what is written of it
WRITE, SEND, VALIDATE, PUBLISH = 2, 4, 13, 15
INSTEAD = "une personne du réseau"


@dataclass(frozen=True)
class Script:
    """One meeting: what it is, its place in the days around today, its agenda, what was noted and decided."""

    kind: MeetingKind
    title: str
    days: int
    agenda: Sequence[Point]
    note: str
    decision: str


NETWORK = (
    Script(
        MeetingKind.NETWORK_MEETING,
        "Rencontre d’automne du réseau",
        -40,
        (
            Point("Ce que chaque conseil a fait cette année", I.DISCUSSION, 60),
            Point("Les formations", I.INFORMATION, 20),
        ),
        "Chaque conseil raconte une réussite. Beaucoup demandent de mieux connaître les délais de réponse.",
        "Écrire un guide d’une page sur le suivi des propositions",
    ),
    Script(
        MeetingKind.TRAINING,
        "Formation\u00a0: animer une réunion",
        12,
        (
            Point("Donner la parole à tout le monde", I.DISCUSSION, 90),
            Point("Prendre des notes à deux", I.DISCUSSION, 45),
        ),
        "",
        "",
    ),
)
COMMITTEE = (
    Script(
        MeetingKind.COMMITTEE_SESSION,
        "Séance d’automne",
        -11,
        (
            Point("Propositions reçues des conseils", I.DISCUSSION, 60),
            Point("Calendrier des réponses", I.DISCUSSION, 30),
        ),
        "Les représentants des conseils présentent les propositions. Les services répondent sur les délais.",
        "Répondre aux propositions reçues avant la fin de l’année",
    ),
    Script(
        MeetingKind.COMMITTEE_SESSION,
        "Séance d’hiver",
        24,
        (Point("Suites données aux réponses", I.DISCUSSION, 45), Point("Nouvelles propositions", I.DISCUSSION, 45)),
        "",
        "",
    ),
)


def lives() -> list[Iterator[datetime]]:
    """All that happens in them, as moments to wait for."""
    steering = select(Committee).where(Committee.is_demo, Committee.kind == CommitteeKind.METROPOLITAN_STEERING)
    committee = db.session.scalars(steering.order_by(Committee.slug)).first()
    network = _Life(Convener(), Actor(_person("reseau"), "network_coordinator"))
    found = [network.run(script) for script in NETWORK]
    if committee is not None:
        life = _Life(Convener(committee=committee), Actor(_person("copil"), "committee_secretary"))
        found += [life.run(script) for script in COMMITTEE]
    return found


def _person(name: str) -> uuid.UUID | None:
    account = accounts.by_email(f"{name}@example.org")
    return account.person_id if account is not None else None


class _Life:
    """The meetings of one convener, prepared by one person."""

    def __init__(self, convener: Convener, actor: Actor) -> None:
        self.convener, self.actor = convener, actor

    def run(self, script: Script) -> Iterator[datetime]:
        """One meeting, from its notice to what is published of it."""
        day = on_weekday(clock.today() + timedelta(days=script.days))
        yield self._notice_at(script, day)
        meeting = self._convene(script, day)
        seats = list(noticing.members(meeting))
        self._answer(meeting, seats)
        yield meeting.starts_at
        self._hold(meeting, seats, script)
        yield meeting.starts_at + timedelta(minutes=meeting.duration_min)
        holding.close_meeting(meeting, actor=self.actor)
        for days, step in ((WRITE, self._write), (SEND, self._send), (VALIDATE, self._validate)):
            yield meeting.starts_at + timedelta(days=days)
            step(meeting)
        yield meeting.starts_at + timedelta(days=PUBLISH)
        self._publish(meeting, Actor(seats[0].person_id, "member"))

    def _notice_at(self, script: Script, day: date) -> datetime:
        return datetime.combine(day - timedelta(days=conveners.DAYS[script.kind] + 6), time(9, 30), PARIS)

    def _convene(self, script: Script, day: date) -> Meeting:
        asked = Plan(
            script.kind, script.title, day, time(14), 180, "Salle des fêtes (exemple)", "2 place de la Mairie",
            "De plain-pied. Boucle magnétique. Métro à deux minutes.", "https://visio.example/salle",
        )  # fmt: skip
        meeting = services.plan(self.convener, asked, actor=self.actor, is_demo=True)
        for point in script.agenda:
            services.add_item(meeting, point, actor=self.actor)
        noticing.convene(meeting, actor=self.actor)
        return meeting

    def _answer(self, meeting: Meeting, seats: Sequence[Membership]) -> None:
        for turn, seat in enumerate(seats):
            coming = TURN[turn % len(TURN)]
            if coming is not None:
                answering.answer(meeting, seat, coming, actor=Actor(seat.person_id, "member"))

    def _hold(self, meeting: Meeting, seats: Sequence[Membership], script: Script) -> None:
        holding.open_meeting(meeting, actor=self.actor)
        for turn, seat in enumerate(seats):
            coming = TURN[turn % len(TURN)]
            if coming in COME:
                status = AttendanceStatus.REMOTE if coming is Coming.REMOTE else AttendanceStatus.PRESENT
                attending.tick(meeting, seat, status, actor=self.actor)
        guests.add(meeting, "Dominique Exemple", "vice-présidence de la métropole (exemple)", actor=self.actor)
        items = list(queries.items(meeting.id))
        for item in items:
            item.meeting = meeting
        notes.save(items[0], script.note, 0, actor=self.actor, keep=False)
        decisions.note(items[-1], script.decision, None, meeting.day + timedelta(days=60), actor=self.actor)

    def _write(self, meeting: Meeting) -> None:
        writing.start(meeting, USUAL[meeting.kind], actor=self.actor)

    def _send(self, meeting: Meeting) -> None:
        writing.propose(_minutes(meeting), actor=self.actor)

    def _validate(self, meeting: Meeting) -> None:
        approving.validate(_minutes(meeting), actor=self.actor)

    def _publish(self, meeting: Meeting, second: Actor) -> None:
        public.begin(_minutes(meeting), actor=self.actor)
        while found := public.undecided(minutes := _minutes(meeting), public.waiting(minutes)):
            public.replace(minutes, found[0].words, INSTEAD, actor=self.actor)
        minutes = _minutes(meeting)
        public.check(minutes, public.waiting(minutes).public_saved, actor=second)
        public.publish(_minutes(meeting), actor=self.actor)


def _minutes(meeting: Meeting) -> Minutes:
    found = written.of_meeting(meeting.id)
    if found is None:
        raise LookupError("they are written by now")
    return written.held(found.id)
