"""What the pages say of seats in committees: by council, with their voice, held or vacant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from councils import queries as councils
from councils.committees import queries, wording
from councils.committees.models import Committee, CommitteeSeat, SeatVoice
from councils.committees.running import goes_on, runs, sits, voice_in_force, voices_of
from councils.models import Council, Membership
from councils.status import CouncilStatus
from councils.wording import bare_name
from foundation import clock
from foundation.addresses import page as address
from foundation.database import db
from foundation.policy import Actor, can
from foundation.state import once
from foundation.text import date_short, plural

VACANT = "vacant"
HELD, STOOD_IN, EMPTY, SUSPENDED = (
    ("full", "on", "Tenu"),
    ("half", "ongoing", "Tenu par la suppléance"),
    ("empty", "quiet", "Vacant"),
    ("alert", "late", "Suspendu\u00a0: le conseil n’a pas de label"),
)
Look = tuple[str, str, str]


@dataclass(frozen=True)
class Line:
    """A seat as everybody may know it: whose, with which voice, whether somebody holds it; no name (ruling 17)."""

    council: str
    url: str
    voice: str
    look: Look


def look_of(seat: CommitteeSeat, status: CouncilStatus, day: date) -> Look:
    """Whether a seat is held on a day, as the status component shows it."""
    if voice_in_force(seat.voice, status) is None:
        return SUSPENDED
    if sits(seat.titular, day):
        return HELD
    return STOOD_IN if sits(seat.substitute, day) else EMPTY


def voice_words(seat: CommitteeSeat, status: CouncilStatus) -> str:
    """The voice of a seat as it stands, and what lessens it."""
    voice = voice_in_force(seat.voice, status)
    if voice is None or voice is seat.voice:
        return seat.voice.label
    return f"{voice.label}, le temps de la labellisation"


def brief_voice(seat: CommitteeSeat, status: CouncilStatus) -> str:
    """The same under a label that says « voix » already; that it is suspended, when it is."""
    if voice_in_force(seat.voice, status) is None:
        return "Suspendue, faute de label"
    return voice_words(seat, status).removeprefix("Voix ").capitalize()


def public_panel(committee: Committee) -> Mapping[str, Any] | None:
    """The seats of councils on a committee's page; nothing where there are none, but for those who give them."""
    found = once(("seats", committee.id), lambda: _public(committee))
    if not found["lines"] and not can("seat.edit", committee):
        return None
    return {**found, "slug": committee.slug}


def _public(committee: Committee) -> Mapping[str, Any]:
    today = clock.today()
    seats = [seat for seat in queries.seats_of(committee.id) if runs(seat, today)]
    statuses = _statuses() if seats else {}
    lines = tuple(
        Line(
            seat.council.name,
            f"/conseils/{seat.council.slug}",
            voice_words(seat, statuses[seat.council_id]),
            look_of(seat, statuses[seat.council_id], today),
        )
        for seat in seats
    )
    observers = sum(seat.voice is SeatVoice.OBSERVER for seat in seats)
    return {
        "lines": lines,
        "share": wording.share_words(len(seats) - observers, committee.seat_count) if seats else "",
        "observers": plural(observers, "place d’observation", "places d’observation") if observers else "",
        "mark": wording.THIRD if committee.kind in wording.STEERING else "",
    }


def _statuses() -> Mapping[Any, CouncilStatus]:
    return {card.id: card.status for card in councils.directory()}


def office(committee: Committee) -> Mapping[str, Any]:
    """The seats of a committee for those who give them: now and soon as rows of a table, then those gone by."""
    today, statuses = clock.today(), _statuses()
    seats = queries.seats_of(committee.id)
    rows = [
        [
            {"text": bare_name(seat.council.name), "url": address("seats.read", slug=committee.slug, key=seat.id)},
            _voice_and_days(seat, brief_voice(seat, statuses[seat.council_id]), today),
            holder(seat.titular, today),
            holder(seat.substitute, today),
        ]
        for seat in seats
        if goes_on(seat, today)
    ]
    voting = [seat for seat in seats if runs(seat, today) and seat.voice is not SeatVoice.OBSERVER]
    return {
        "rows": rows,
        "past": [seat for seat in seats if not goes_on(seat, today)],
        "share": wording.share_words(len(voting), committee.seat_count),
        "mark": wording.THIRD if committee.kind in wording.STEERING else "",
    }


def _voice_and_days(seat: CommitteeSeat, voice: str, today: date) -> str:
    """The days only of a seat that has not begun, or will end: a column for all would break the words of the others."""
    return f"{voice}, {days(seat, today)}" if seat.start_on > today or seat.end_on else voice


def of_council(council: Council) -> Mapping[str, Any]:
    """The seats of one council for its people: now and soon, then those gone by."""
    today, status = clock.today(), councils.card_of(council).status
    seats = queries.seats_of_council(council.id)
    held = [_held(seat, status, today) for seat in seats if goes_on(seat, today)]
    return {"held": held, "past": [seat for seat in seats if not goes_on(seat, today)]}


@dataclass(frozen=True)
class Held:
    """A seat as the people of its council see it."""

    seat: CommitteeSeat
    voice: str
    brief_voice: str
    look: Look
    titular: str
    substitute: str
    days: str


def _held(seat: CommitteeSeat, status: CouncilStatus, today: date) -> Held:
    return Held(
        seat,
        voice_words(seat, status),
        brief_voice(seat, status),
        look_of(seat, status, today),
        holder(seat.titular, today),
        holder(seat.substitute, today),
        days(seat, today),
    )


def one(seat: CommitteeSeat) -> Held:
    """One seat that goes on, or is over."""
    return _held(seat, councils.card_of(seat.council).status, clock.today())


def name_of(membership: Membership) -> str:
    """The name of a member whose person is loaded."""
    return f"{membership.person.given_name} {membership.person.family_name}"


def holder(membership: Membership | None, day: date) -> str:
    """Who is named, as long as they sit: a mandate that is over leaves the place vacant."""
    return name_of(membership) if membership is not None and sits(membership, day) else VACANT


def named(seat: CommitteeSeat, day: date) -> Mapping[str, str]:
    """The memberships that hold a seat on a day, as the form that names them wants them."""
    parts = {"titular": seat.titular, "substitute": seat.substitute}
    return {part: str(one.id) if one is not None and sits(one, day) else "" for part, one in parts.items()}


def days(seat: CommitteeSeat, today: date) -> str:
    """From when until when a seat runs."""
    start = f"{'depuis le' if seat.start_on <= today else 'à partir du'} {date_short(seat.start_on)}"
    return f"{start}, jusqu’au {date_short(seat.end_on)}" if seat.end_on else start


def receivers() -> Sequence[tuple[str, str]]:
    """The councils that may be given a seat today: (address, name) pairs, in the order of names."""
    cards = sorted(councils.public_cards(), key=lambda card: card.key)
    return [(card.slug, card.name) for card in cards if voices_of(card.status)]


def office_panel(council: Council) -> Mapping[str, Any] | None:
    """How many seats a council has, and how many wait for somebody, in its office."""
    if not can("member.list", council):
        return None
    today = clock.today()
    seats = [seat for seat in queries.seats_of_council(council.id) if runs(seat, today)]
    if not seats:
        return None
    status = councils.card_of(council).status
    waiting = sum(look_of(seat, status, today) == EMPTY for seat in seats)
    return {
        "count": plural(len(seats), "siège", "sièges"),
        "waiting": plural(waiting, "siège attend", "sièges attendent") if waiting else "",
        "url": address("seats.of_council", slug=council.slug),
    }


def own_panel(actor: Actor) -> Mapping[str, Any] | None:
    """The committees in which somebody speaks for their council, on their own page; a query only for who does."""
    keys = [grant.scope_id for grant in actor.grants if grant.role == "representative"]
    if not keys:
        return None
    wanted = select(Committee.slug, Committee.name).where(Committee.id.in_(keys))
    rows = db.session.execute(wanted.order_by(Committee.name_key, Committee.id))
    return {"committees": [(row.name, address("committees.read", slug=row.slug)) for row in rows]}
