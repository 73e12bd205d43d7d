"""A meeting of « Lune » that was held, written row by row: who was there, what was said, voted and decided.

Thirty days before `TODAY`: Samia, Awa and Chloé were present, Driss at a distance, Ben represented by Awa, Émile
excused, the others absent. A commune's deputy came for his function, a neighbor for none.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from foundation.clock import PARIS
from foundation.database import db
from foundation.policy import Actor
from meetings.minutes import approving, public, queries, remarks, services
from meetings.minutes.models import Minutes, MinutesKind, MinutesRevision
from meetings.models import AgendaItem, ItemKind, Meeting, MeetingKind, MeetingState
from meetings.presence.models import (
    Attendance,
    AttendanceSource,
    AttendanceStatus,
    Decision,
    Guest,
    ItemNote,
    Proxy,
)
from meetings.votes.models import Dissent, Motion, MotionResult, VoteMethod
from tests.browser import Browser
from tests.meetings import situations as s

A = AttendanceStatus
HELD_ON = s.TODAY - timedelta(days=30)
PIA, NORA = "Pia", "Nora"
STATUSES = {
    "Samia": A.PRESENT,
    "Awa": A.PRESENT,
    "Chloé": A.PRESENT,
    "Driss": A.REMOTE,
    "Ben": A.REPRESENTED,
    "Émile": A.EXCUSED,
    "Gilles": A.ABSENT,
}
NOTE = (
    "Awa demande un banc\u202f; Mme Zora Voisine, au 06 12 34 56 78, habite 12 rue des Écoles. "
    "Le petit square plaît à Chloé Essai. M. Paul Maire répond."
)


def a_meeting(day: date = HELD_ON, slug: str = "lune", **changes: Any) -> Meeting:
    """A meeting held from six to eight in the evening, closed on the site, with an agenda of two items."""
    start = datetime.combine(day, time(18), PARIS)
    values: dict[str, Any] = {
        "council_id": s.council(slug).id,
        "kind": MeetingKind.PLENARY,
        "title": "Plénière d’automne",
        "day": day,
        "hour": time(18),
        "starts_at": start,
        "duration_min": 120,
        "place": "Maison de quartier",
        "address": "1 place du Marché, Lille",
        "state": MeetingState.CLOSED,
        "convened_at": start - timedelta(days=10),
        "opened_at": start,
        "closed_at": start + timedelta(hours=2),
        "round": 1,
        **changes,
    }
    meeting = Meeting(id=uuid.uuid4(), **values)
    db.session.add(meeting)
    db.session.flush()
    for place, (title, kind) in enumerate((("Les bancs", ItemKind.DECISION), ("Le square", ItemKind.DISCUSSION)), 1):
        db.session.add(AgendaItem(id=uuid.uuid4(), meeting_id=meeting.id, position=place, title=title, kind=kind))
    db.session.flush()
    return meeting


def items(meeting: Meeting) -> list[AgendaItem]:
    wanted = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)
    return list(db.session.scalars(wanted))


def fill(meeting: Meeting) -> None:
    """Who was there, the notes, a vote with a differing opinion, and two decisions."""
    seats = {name: s.seat(name).id for name in STATUSES}
    for name, status in STATUSES.items():
        db.session.add(
            Attendance(
                meeting_id=meeting.id, membership_id=seats[name], status=status, source=AttendanceSource.SECRETARY
            )
        )
    start = meeting.starts_at
    db.session.add(Proxy(meeting_id=meeting.id, giver_id=seats["Ben"], holder_id=seats["Awa"], given_at=start))
    db.session.add(Guest(meeting_id=meeting.id, name="Paul Maire", function="adjoint au maire de Lille"))
    db.session.add(Guest(meeting_id=meeting.id, name="Zora Voisine", function=""))
    bench, _ = items(meeting)
    db.session.add(ItemNote(agenda_item_id=bench.id, text=NOTE, changed_at=start))
    motion = put(bench, adopted=True, at=start + timedelta(hours=1), question="Demander trois bancs\u202f?")
    text = "Un seul banc suffit."
    db.session.add(
        Dissent(motion_id=motion.id, membership_id=seats["Chloé"], text=text, html=f"<p>{text}</p>", written_at=start)
    )
    decide(meeting, "Écrire à la mairie", "Awa", due_on=s.TODAY + timedelta(days=2), item=bench)
    decide(meeting, "Compter les bancs", "Driss", due_on=HELD_ON + timedelta(days=7))
    db.session.flush()


def put(item: AgendaItem, *, adopted: bool, at: datetime, question: str = "Approuver ce texte\u202f?") -> Motion:
    """A motion put in a meeting and closed by a show of hands."""
    meeting = db.session.get_one(Meeting, item.meeting_id)
    votes = (4, 1) if adopted else (1, 4)
    motion = Motion(
        id=uuid.uuid4(), council_id=meeting.council_id, agenda_item_id=item.id, question=question, text=question,
        html=f"<p>{question}</p>", text_sha256="0" * 64, url=f"/reunions/{meeting.id}", method=VoteMethod.SHOW_OF_HANDS,
        opens_at=at, closes_at=at + timedelta(hours=1), closed_at=at + timedelta(minutes=5),
        result=MotionResult.ADOPTED if adopted else MotionResult.REJECTED, votes_for=votes[0], votes_against=votes[1],
        votes_abstain=0, votes_apart=0, base=9, required=0, quorum_base=9, quorum_required=5, quorum_counted=5,
    )  # fmt: skip
    db.session.add(motion)
    db.session.flush()
    return motion


def decide(meeting: Meeting, text: str, owner: str, *, due_on: date | None, item: AgendaItem | None = None) -> Decision:
    """A decision to follow."""
    made = Decision(
        id=uuid.uuid4(), council_id=meeting.council_id, meeting_id=meeting.id, text=text, owner_id=s.seat(owner).id,
        due_on=due_on, agenda_item_id=item.id if item else None,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def held(app: Flask) -> uuid.UUID:
    """The meeting, with all that happened in it; gives its id."""
    with s.writing_at(app, s.noon(HELD_ON + timedelta(days=1))):
        meeting = a_meeting()
        fill(meeting)
        return meeting.id


def scribe(name: str = PIA, role: str = "council_facilitator") -> Actor:
    return Actor(s.person(name).id, role)


def the_minutes() -> Minutes:
    """The only minutes there are, in the present transaction."""
    found = queries.find(db.session.scalars(select(Minutes.id)).one())
    assert found is not None
    return found


def the_meeting(key: uuid.UUID) -> Meeting:
    found = db.session.get_one(Meeting, key)
    db.session.refresh(found, ["council"])
    return found


def started(app: Flask, kind: MinutesKind = MinutesKind.ACCOUNT) -> uuid.UUID:
    """The meeting, and its minutes in draft; gives the id of the meeting."""
    key = held(app)
    with s.writing_at(app, s.noon(s.TODAY)):
        services.start(the_meeting(key), kind, actor=scribe())
    return key


def proposed(app: Flask) -> uuid.UUID:
    key = started(app)
    with s.writing_at(app, s.noon(s.TODAY)):
        services.propose(the_minutes(), actor=scribe())
    return key


def approved(app: Flask) -> uuid.UUID:
    """Minutes approved at a later meeting by a motion on the item of its agenda."""
    key = proposed(app)
    with s.writing_at(app, s.noon(s.TODAY)):
        vote_on(the_minutes(), adopted=True)
    return key


def vote_on(minutes: Minutes, *, adopted: bool) -> Motion:
    """The next meeting, the item on its agenda, and the motion closed on it."""
    ahead = s.TODAY + timedelta(days=8)
    unheld = {"state": MeetingState.DRAFT, "convened_at": None, "opened_at": None, "closed_at": None}
    following = a_meeting(ahead, title="Plénière suivante", **unheld)
    approving.put_on_agenda(minutes, the_meeting(following.id), actor=scribe())
    item = items(following)[-1]
    motion = put(item, adopted=adopted, at=s.noon(s.TODAY))
    approving.settled(motion)
    return motion


def settle_all(minutes: Minutes, actor: Actor) -> None:
    """Replace whatever the site found in the public text."""
    while found := public.undecided(minutes, public.waiting(minutes)):
        public.replace(minutes, found[0].words, "quelqu’un", actor=actor)


def published(app: Flask) -> uuid.UUID:
    """Minutes that everybody reads, prepared by Pia and checked by Nora."""
    key = approved(app)
    with s.writing_at(app, s.noon(s.TODAY)):
        publish_now()
    return key


def publish_now() -> MinutesRevision:
    """Prepare, check and publish what waits, in the present transaction."""
    minutes, pia, nora = the_minutes(), scribe(), scribe(NORA, "secretary")
    public.begin(minutes, actor=pia)
    minutes = queries.held(minutes.id)
    settle_all(minutes, pia)
    minutes = queries.held(minutes.id)
    found = public.waiting(minutes)
    public.check(minutes, found.public_saved, actor=nora)
    public.publish(minutes, actor=pia)
    return found


def remarked(name: str, words: str) -> None:
    remarks.send(the_minutes(), words, actor=s.acting(name))


def browser(app: Flask, name: str, path: str = "/mon-espace") -> Browser:
    return s.signed_in(app, name).visits(path)
