"""Secret votes as tests need them: opened by the board, ballots deposited through the service, closed by the clock."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask

from foundation import clock
from foundation.database import db, reading
from meetings.ballots import queries, services, trackers
from meetings.ballots.models import BallotBox, BallotWay
from meetings.ballots.sealing import Ballot
from meetings.models import AgendaItem, ItemKind, Meeting, MeetingKind, MeetingState
from meetings.presence.models import Proxy
from meetings.votes.models import Motion, VoteChoice, VoteMethod
from tests.meetings import polls
from tests.meetings import situations as s

FOR, AGAINST, ABSTAIN, APART = VoteChoice
CHOICES = {"Samia": FOR, "Awa": FOR, "Chloé": AGAINST, "Driss": FOR, "Émile": ABSTAIN, "Fatou": AGAINST, "Gilles": FOR}


def opened(app: Flask, **more: Any) -> uuid.UUID:
    """Open a secret vote between meetings in « Lune », at noon of `TODAY`; gives its id."""
    return polls.opened(app, method=VoteMethod.SECRET, **more)


def deposited(app: Flask, key: uuid.UUID, name: str, choice: VoteChoice, at: datetime | None = None) -> str:
    """Somebody deposits a ballot for their own seat, through the service; gives its tracker."""
    ballot = Ballot(trackers.new(), choice)
    with s.writing_at(app, at or s.noon(s.TODAY)):
        put(key, name, ballot)
    return ballot.tracker


def put(key: uuid.UUID, name: str, ballot: Ballot, giver: str = "") -> None:
    """The same in the present transaction, or for the seat of whoever gave them their power."""
    motion, who = polls.motion(key), s.acting(name)
    seat = s.seat(giver or name).id
    voter = next(one for one in queries.register(key) if one.membership_id == seat)
    services.deposit(motion, voter.id, ballot, actor=who)


def all_deposited(app: Flask, key: uuid.UUID, choices: Mapping[str, VoteChoice] = CHOICES) -> dict[str, str]:
    """Several people deposit; gives the tracker of each."""
    return {name: deposited(app, key, name, choice) for name, choice in choices.items()}


def close(app: Flask, at: datetime = polls.CLOSING) -> int:
    """Let the clock close what is due."""
    return polls.close(app, at)


def box(app: Flask, key: uuid.UUID) -> BallotBox:
    """The box of a vote, as it is now."""
    with app.app_context(), reading():
        found = queries.box_of(key)
        db.session.expunge(found)
    return found


def ballots(app: Flask, key: uuid.UUID) -> list[list[str]]:
    """The opened ballots, as the council reads them."""
    found: list[list[str]] = json.loads(box(app, key).ballots or '{"ballots": []}')["ballots"]
    return found


def key_file(app: Flask, key: uuid.UUID) -> Path:
    """Where the private key of a vote is."""
    folder: Path = app.extensions["settings"].data_dir
    return folder / "keys" / f"{key}.pem"


def in_meeting(
    seats: Sequence[str], way: BallotWay = BallotWay.SITE, powers: Mapping[str, str] | None = None
) -> Motion:
    """Put a secret motion in a meeting that is going on, in the present transaction: `powers` is giver → holder."""
    council, now = s.council(), clock.now()
    day = clock.today()
    meeting = Meeting(
        id=uuid.uuid4(), council_id=council.id, kind=MeetingKind.PLENARY, title="Plénière", day=day, hour=now.time(),
        starts_at=now, duration_min=90, place="Salle", address="1 place", state=MeetingState.OPEN, convened_at=now,
        opened_at=now, round=1,
    )  # fmt: skip
    item = AgendaItem(id=uuid.uuid4(), meeting_id=meeting.id, position=1, title="Le banc", kind=ItemKind.DECISION)
    db.session.add(meeting)
    db.session.flush()
    db.session.add(item)
    proxies = {
        giver: Proxy(
            id=uuid.uuid4(), meeting_id=meeting.id, giver_id=s.seat(giver).id, holder_id=s.seat(holder).id, given_at=now
        )
        for giver, holder in (powers or {}).items()
    }
    db.session.add_all(proxies.values())
    motion = Motion(
        id=uuid.uuid4(), council_id=council.id, council=council, agenda_item_id=item.id, question=polls.TYPESET,
        text=polls.TEXT, html="<p>Un banc.</p>", text_sha256="0" * 64, url="/conseils/lune", method=VoteMethod.SECRET,
        opens_at=now, closes_at=polls.CLOSING, quorum_base=9, quorum_required=4, quorum_counted=7,
    )  # fmt: skip
    db.session.add(motion)
    db.session.flush()
    services.prepare(motion, [(s.seat(name), proxies.get(name)) for name in seats], way)
    return motion


def held(app: Flask, seats: Sequence[str], **more: Any) -> uuid.UUID:
    """The same in a transaction of its own, at noon of `TODAY`; gives the motion's id."""
    with s.writing(app):
        return in_meeting(seats, **more).id


def close_now(app: Flask, key: uuid.UUID, **more: Any) -> Mapping[str, object]:
    """Close a motion of a meeting by hand, as whoever conducts it does."""
    with s.writing(app):
        motion = polls.motion(key)
        db.session.refresh(motion, ["closed_at", "version"], with_for_update=True)
        return services.close(motion, **more)
