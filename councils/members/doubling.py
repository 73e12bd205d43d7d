"""Two rows that may be one person: what their seats and their places in reserve say of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased, joinedload

from councils.members.models import ReserveEntry, ReserveStatus
from councils.models import Council, Membership, Term
from foundation import clock
from foundation.database import db
from foundation.personal import Together
from foundation.text import date_short

WAITING = frozenset({ReserveStatus.WAITING, ReserveStatus.CALLED})


def _meeting(kept_id: uuid.UUID, double_id: uuid.UUID) -> Sequence[tuple[Membership, Membership, Council]]:
    """The seats of the two that have days in common in one council: (kept, double, council)."""
    kept, double = aliased(Membership), aliased(Membership)
    rows = db.session.execute(
        select(kept, double, Council)
        .join(double, double.council_id == kept.council_id)
        .join(Council, Council.id == kept.council_id)
        .where(
            and_(kept.person_id == kept_id, double.person_id == double_id),
            or_(double.end_on.is_(None), kept.start_on <= double.end_on),
            or_(kept.end_on.is_(None), double.start_on <= kept.end_on),
        )
        .order_by(Council.name_key, double.start_on, double.id)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _is_over(seat: Membership) -> bool:
    return seat.end_on is not None and seat.end_on <= clock.today()


def _two_seats(kept_id: uuid.UUID, double_id: uuid.UUID) -> Iterable[str]:
    """One person sits once in a council: the seat of the double must be over where the other sat the same days."""
    for kept, double, council in _meeting(kept_id, double_id):
        if _is_over(double):
            continue
        if _is_over(kept):
            yield (
                f"{council.name}\u00a0: le siège de la fiche à garder a pris fin, celui de l’autre court encore. "
                "Gardez l’autre fiche."
            )
        else:
            yield (
                f"{council.name}\u00a0: les deux fiches y siègent en même temps. Mettez fin au siège en trop, "
                "celui de la fiche en double, puis revenez."
            )


def _past_seats(kept_id: uuid.UUID, double_id: uuid.UUID) -> Iterable[uuid.UUID]:
    return {double.id for _, double, _ in _meeting(kept_id, double_id) if _is_over(double)}


def _sketches(person_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    """Where some people sit or sat, and when."""
    found: dict[uuid.UUID, list[str]] = {}
    rows = db.session.scalars(
        select(Membership)
        .where(Membership.person_id.in_(person_ids))
        .options(joinedload(Membership.term).joinedload(Term.council))
        .order_by(Membership.start_on, Membership.id)
    )
    for one in rows:
        until = f"du {date_short(one.start_on)} au {date_short(one.end_on)}" if one.end_on else ""
        days = until or f"depuis le {date_short(one.start_on)}"
        found.setdefault(one.person_id, []).append(f"{one.term.council.name}, {days}")
    return found


def _places(kept_id: uuid.UUID, double_id: uuid.UUID) -> Sequence[ReserveEntry]:
    """The places of the double on lists of reserve where the other stands too."""
    taken = select(ReserveEntry.term_id).where(ReserveEntry.person_id == kept_id)
    return db.session.scalars(
        select(ReserveEntry)
        .where(ReserveEntry.person_id == double_id, ReserveEntry.term_id.in_(taken))
        .options(joinedload(ReserveEntry.term).joinedload(Term.council))
        .order_by(ReserveEntry.term_id)
    ).all()


def _two_places(kept_id: uuid.UUID, double_id: uuid.UUID) -> Iterable[str]:
    for one in _places(kept_id, double_id):
        if one.status in WAITING:
            yield (
                f"{one.term.council.name}\u00a0: les deux fiches attendent sur la même liste complémentaire. Retirez "
                "de la liste la fiche en double, puis revenez."
            )


def _past_places(kept_id: uuid.UUID, double_id: uuid.UUID) -> Iterable[uuid.UUID]:
    return {one.id for one in _places(kept_id, double_id) if one.status not in WAITING}


def _waits(person_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    """On which lists of reserve some people stand."""
    found: dict[uuid.UUID, list[str]] = {}
    rows = db.session.scalars(
        select(ReserveEntry)
        .where(ReserveEntry.person_id.in_(person_ids))
        .options(joinedload(ReserveEntry.term).joinedload(Term.council))
        .order_by(ReserveEntry.term_id)
    )
    for one in rows:
        found.setdefault(one.person_id, []).append(f"{one.term.council.name}, liste complémentaire n° {one.rank}")
    return found


SEATS = Together(hinders=_two_seats, stays=_past_seats, sketch=_sketches)
RESERVE = Together(hinders=_two_places, stays=_past_places, sketch=_waits)
