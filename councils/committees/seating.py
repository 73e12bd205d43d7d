"""Seats of councils in committees: given, changed, ended by the committee’s secretary; their holders, named."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial

from sqlalchemy import or_, select

from citizens.models import Person
from citizens.notifications.services import tell
from councils import queries as councils
from councils.committees import queries, seat_mails, wording
from councils.committees.models import Committee, CommitteeSeat, SeatVoice
from councils.committees.people import answering_for, nameable
from councils.committees.running import goes_on, sits, voices_of
from councils.models import Council, Membership
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import date_short
from foundation.workflow import Refused

CHANGED = (
    "Quelqu’un a changé ce siège pendant que vous écriviez. Vos réponses sont gardées\u00a0: comparez-les avec le "
    "siège, puis envoyez de nouveau pour les garder."
)
FILLED = "Les conseils auraient plus de sièges que le comité n’en compte\u00a0: corrigez d’abord le nombre en tout."


def count_seats(committee: Committee, total: int | None, *, actor: Actor) -> None:
    """Say how many seats a committee has in all, or that it is not known. Raises Refused."""
    require(actor, "seat.edit", committee)
    _lock(committee)
    if total is not None and total < _counted(committee):
        raise Refused(FILLED)
    before = committee.seat_count
    if total == before:
        return
    committee.seat_count = total
    db.session.flush()
    audit.record(actor, "committee.count_seats", committee, before=_figure(before), after=_figure(total))


def _figure(total: int | None) -> str | None:
    return None if total is None else str(total)


def give(committee: Committee, council: Council, voice: SeatVoice, first: date, *, actor: Actor) -> CommitteeSeat:
    """Give a council one more seat from a day on, and tell those who answer for it. Raises Refused."""
    require(actor, "seat.edit", committee)
    _lock(committee)
    _allow(council, voice)
    if voice is not SeatVoice.OBSERVER:
        _leave_room(committee)
    seat = CommitteeSeat(committee_id=committee.id, council_id=council.id, voice=voice, start_on=first)
    db.session.add(seat)
    db.session.flush()
    audit.record(actor, "seat.give", seat, after=voice.value)
    tell(
        answering_for(council.id),
        lambda to: seat_mails.given(to, committee, council, seat),
        once=f"seat/{seat.id}/given",
    )
    return seat


def change_voice(seat: CommitteeSeat, voice: SeatVoice, *, seen: int, actor: Actor) -> None:
    """Change what a seat lets its holder do. `seen`: its version when the page was opened. Raises Refused."""
    require(actor, "seat.edit", seat)
    _reload(seat, seen)
    if voice is seat.voice:
        return
    _allow(seat.council, voice)
    if seat.voice is SeatVoice.OBSERVER:
        _leave_room(seat.committee)
    before, seat.voice = seat.voice, voice
    db.session.flush()
    audit.record(actor, "seat.change", seat, before=before.value, after=voice.value)
    _tell_of(seat, seat_mails.changed, "changed")


def end(seat: CommitteeSeat, last: date, *, seen: int, actor: Actor) -> None:
    """End a seat: `last` is still a day of it. Raises Refused."""
    require(actor, "seat.edit", seat)
    _reload(seat, seen)
    if last < seat.start_on:
        raise Refused(f"Le siège commence le {date_short(seat.start_on)}\u00a0: son dernier jour vient après.")
    if last == seat.end_on:
        return
    seat.end_on = last
    db.session.flush()
    audit.record(actor, "seat.end", seat, before=seat.voice.value)
    _tell_of(seat, seat_mails.ended, "ended")


def name(
    seat: CommitteeSeat, titular_id: uuid.UUID | None, substitute_id: uuid.UUID | None, *, seen: int, actor: Actor
) -> None:
    """Name who holds a seat and who stands in, among those who sit in its council; None: nobody. Raises Refused.

    `seen` is the version of the seat when the page was opened: what somebody else has named meanwhile is not replaced
    unseen. Both are told, and so is whoever is no longer named.
    """
    require(actor, "seat.name", seat)
    _reload(seat, seen)
    before = (seat.titular_id, seat.substitute_id)
    if (titular_id, substitute_id) == before:
        return
    wanted = [one for one in (titular_id, substitute_id) if one is not None]
    if len(set(wanted)) < len(wanted):
        raise Refused("La même personne ne peut pas être titulaire et suppléante\u00a0: choisissez-en deux.")
    _refuse_others(seat, set(wanted) - set(before), actor)
    _refuse_twice(seat, wanted)
    seat.titular_id, seat.substitute_id = titular_id, substitute_id
    db.session.flush()
    after = "+".join(part for part, key in (("titular", titular_id), ("substitute", substitute_id)) if key)
    audit.record(actor, "seat.name", seat, after=after or "nobody")
    _tell_named(seat, before)


def _lock(committee: Committee) -> None:
    """Two who give or name at once come one after the other: what is counted spans the seats of the committee."""
    db.session.refresh(committee, ["seat_count"], with_for_update=True)


def _reload(seat: CommitteeSeat, seen: int) -> None:
    _lock(seat.committee)
    columns = ["titular_id", "substitute_id", "voice", "start_on", "end_on", "version"]
    db.session.refresh(seat, columns, with_for_update=True)
    db.session.expire(seat, ["titular", "substitute"])
    if seat.version != seen:
        raise Refused(CHANGED)
    if not goes_on(seat, clock.today()):
        raise Refused(wording.over_sentence(seat))


def _allow(council: Council, voice: SeatVoice) -> None:
    status = councils.card_on(council, clock.today()).status
    if voice not in voices_of(status):
        raise Refused(wording.refused_voice(status))


def _leave_room(committee: Committee) -> None:
    if committee.seat_count is not None and _counted(committee) >= committee.seat_count:
        raise Refused(FILLED)


def _counted(committee: Committee) -> int:
    today = clock.today()
    counted = (seat for seat in queries.seats_of(committee.id) if seat.voice is not SeatVoice.OBSERVER)
    return sum(goes_on(seat, today) for seat in counted)


def _refuse_others(seat: CommitteeSeat, new: Iterable[uuid.UUID], actor: Actor) -> None:
    if not set(new) <= {one.id for one in nameable(seat, actor, clock.today())}:
        raise Refused("Cette personne ne siège pas, ou plus, dans ce conseil\u00a0: choisissez quelqu’un de la liste.")


def _refuse_twice(seat: CommitteeSeat, wanted: Sequence[uuid.UUID]) -> None:
    """Nobody speaks for two seats of one committee."""
    held = select(CommitteeSeat.id).where(
        CommitteeSeat.committee_id == seat.committee_id,
        CommitteeSeat.id != seat.id,
        or_(CommitteeSeat.end_on.is_(None), CommitteeSeat.end_on >= clock.today()),
        or_(CommitteeSeat.titular_id.in_(wanted), CommitteeSeat.substitute_id.in_(wanted)),
    )
    if wanted and db.session.scalar(held.limit(1)) is not None:
        raise Refused("Cette personne tient déjà un autre siège dans ce comité\u00a0: choisissez quelqu’un d’autre.")


def _people(keys: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, uuid.UUID]:
    """Who, by membership, sits today of some memberships."""
    wanted = select(Membership).join(Person, Person.id == Membership.person_id)
    rows = db.session.scalars(wanted.where(Membership.id.in_([key for key in keys if key is not None]))).all()
    return {one.id: one.person_id for one in rows if sits(one, clock.today())}


def _tell_named(seat: CommitteeSeat, before: tuple[uuid.UUID | None, uuid.UUID | None]) -> None:
    people = _people({*before, seat.titular_id, seat.substitute_id})
    parts = {seat.titular_id: True, seat.substitute_id: False}
    earlier = {before[0]: True, before[1]: False}
    for key, person_id in sorted(people.items()):
        once = f"seat/{seat.id}/{seat.version}"
        if key not in parts:
            tell([person_id], lambda to: seat_mails.released(to, seat.committee, seat.council), once=once)
        elif earlier.get(key) is not parts[key]:
            tell([person_id], partial(seat_mails.named, seat=seat, is_titular=parts[key]), once=once)


def _tell_of(seat: CommitteeSeat, write: seat_mails.OfSeat, what: str) -> None:
    """Tell those who answer for the council, and who holds the seat."""
    named = _people((seat.titular_id, seat.substitute_id)).values()
    readers = sorted({*answering_for(seat.council_id), *named})
    tell(readers, lambda to: write(to, seat), once=f"seat/{seat.id}/{seat.version}/{what}")
