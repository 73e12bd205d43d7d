"""Seats of the demonstration: several councils in the metropolitan committee, one in each local one, some vacant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from citizens.accounts.models import Account
from councils import queries as councils
from councils.committees import queries, seating
from councils.committees.models import Committee, CommitteeKind, CommitteeSeat, SeatVoice
from councils.committees.running import voices_of
from councils.members import queries as members
from councils.models import Council
from councils.status import LABELED, CouncilStatus
from foundation import clock, outbox
from foundation.database import db
from foundation.policy import SYSTEM, Actor

BOARD = Actor(role="board_member")
SINCE = timedelta(days=40)
SEATS, LOCAL_SEATS = 18, 9
NAMED = 4
VOICES = (SeatVoice.DELIBERATIVE,) * 4 + (SeatVoice.CONSULTATIVE,) * 2


def load() -> None:
    """Give the councils of the demonstration their seats; nothing happens when there is one already."""
    if db.session.scalar(select(CommitteeSeat.id).limit(1)) is not None:
        return
    committees = db.session.scalars(queries.listed().where(Committee.is_demo).order_by(Committee.slug)).all()
    with clock.standing_at(clock.now() - SINCE):
        for committee in committees:
            if committee.kind is CommitteeKind.METROPOLITAN_STEERING:
                _metropolitan(committee)
            else:
                _local(committee)
    outbox.keep_back()


def _metropolitan(committee: Committee) -> None:
    """Seats for six labelled councils, the last of which has still to name somebody, and one that observes."""
    seating.count_seats(committee, SEATS, actor=SYSTEM)
    labeled = _councils(frozenset(LABELED))
    for place, (council, voice) in enumerate(zip(labeled, VOICES, strict=False)):
        seat = _give(committee, council, voice)
        if place <= NAMED:
            _name(seat, with_substitute=place < NAMED)
    for council in _councils(frozenset({CouncilStatus.IN_PROGRESS}))[:1]:
        _name(_give(committee, council, SeatVoice.OBSERVER), with_substitute=False)


def _local(committee: Committee) -> None:
    """A seat for the council of the commune, and a second one that stands vacant."""
    commune = committee.municipality
    if commune is None:
        return
    seating.count_seats(committee, LOCAL_SEATS, actor=SYSTEM)
    near = {card.slug for card in councils.directory_on(clock.today()) if commune.slug in dict(card.communes)}
    for council in [one for one in _councils(frozenset(LABELED)) if one.slug in near][:1]:
        _name(_give(committee, council, SeatVoice.DELIBERATIVE), with_substitute=True)
        _give(committee, council, SeatVoice.CONSULTATIVE)


def _councils(statuses: frozenset[CouncilStatus]) -> Sequence[Council]:
    """The councils of the demonstration with these statuses, in the order of their codes."""
    found = [
        card.id
        for card in councils.directory_on(clock.today())
        if card.is_demo and card.status in statuses and voices_of(card.status)
    ]
    return db.session.scalars(select(Council).where(Council.id.in_(found)).order_by(Council.code)).all()


def _give(committee: Committee, council: Council, voice: SeatVoice) -> CommitteeSeat:
    made = seating.give(committee, council, voice, clock.today(), actor=SYSTEM)
    seat = queries.seat_for(council.slug, made.id)
    assert seat is not None
    return seat


def _name(seat: CommitteeSeat, *, with_substitute: bool) -> None:
    accounts = set(db.session.scalars(select(Account.person_id)))
    rows = sorted(
        members.on_day(seat.council_id, clock.today()),
        # those whose accounts the demonstration shows first
        key=lambda one: (one.person_id not in accounts, one.person.family_name, one.person.given_name),
    )
    keys = [one.id for one in rows[:2]]
    if keys:
        second = keys[1] if with_substitute and len(keys) > 1 else None
        seating.name(seat, keys[0], second, seen=seat.version, actor=BOARD)
