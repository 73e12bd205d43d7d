from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from citizens.models import Person
from councils.electorate import sitting_on
from councils.members.gauges import Gauges, Span, Tenure, Vacancy, count
from councils.members.models import BoardFunction, BoardRole
from councils.models import Council, EndReason, Membership, Origin, Rank, Term
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.state import once
from foundation.text import fold

_WITH_ALL = select(Membership).options(
    joinedload(Membership.person),
    joinedload(Membership.term).joinedload(Term.council),
    joinedload(Membership.organization),
)


def find(slug: str, key: uuid.UUID) -> Membership | None:
    """One membership of a council, with its person, term, council and organization."""
    of_council = _WITH_ALL.join(Council, Council.id == Membership.council_id).where(Council.slug == slug)
    return db.session.scalar(of_council.where(Membership.id == key))


def by_id(key: uuid.UUID) -> Membership | None:
    """One membership, with its person, term, council and organization."""
    return db.session.scalar(_WITH_ALL.where(Membership.id == key))


def whole(key: uuid.UUID) -> Membership:
    """The same, of one that is known to be there."""
    return db.session.scalars(_WITH_ALL.where(Membership.id == key)).one()


def on_day(council_id: uuid.UUID, day: date) -> Sequence[Membership]:
    """Who sits or sat in a council on a day, with people and organizations, by college, rank and name."""
    return _listed(Membership.council_id == council_id, sitting_on(day))


def waiting(council_id: uuid.UUID, day: date) -> Sequence[Membership]:
    """Those on the list who have not accepted, and those who accepted and sit from a later day on."""
    unended = or_(Membership.end_on.is_(None), Membership.end_on >= day)
    return _listed(
        Membership.council_id == council_id,
        unended,
        or_(Membership.end_reason.is_(None), Membership.end_reason != EndReason.REFUSED),
        or_(Membership.accepted_on.is_(None), Membership.start_on > day),
    )


def gone(council_id: uuid.UUID, since: date, day: date) -> Sequence[Membership]:
    """Who left or refused from one day on and before another, and does not sit by a further membership."""
    seated = select(Membership.person_id).where(Membership.council_id == council_id, sitting_on(day))
    return _listed(
        Membership.council_id == council_id,
        Membership.end_on >= since,
        or_(Membership.end_on < day, Membership.end_reason == EndReason.REFUSED),
        Membership.person_id.not_in(seated),
    )


def _listed(*which: Any) -> Sequence[Membership]:
    rows = db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(*which)
        .options(contains_eager(Membership.person), joinedload(Membership.organization))
    ).all()
    # here and not in the database, whose order puts letters with accents last
    rows = sorted(rows, key=lambda one: (fold(one.person.family_name), fold(one.person.given_name), str(one.id)))
    return sorted(rows, key=lambda one: (one.college.value, one.rank.value), reverse=True)


def vacancies(council_id: uuid.UUID, day: date) -> Sequence[Vacancy]:
    """The seats of a council that stand empty on a day, the oldest first; none when no term runs."""
    return gauges(council_id, day).vacancies


def gauges(council_id: uuid.UUID, day: date) -> Gauges:
    """The composition of a council on a day, in counts. Two queries."""
    return gauges_of([council_id], day)[council_id]


def known_gauges(council_id: uuid.UUID, day: date) -> Gauges:
    """The same for public pages: counted once, then kept until a public write."""
    return once(f"gauges/{council_id}/{day}", lambda: gauges(council_id, day))


def gauges_of(council_ids: Collection[uuid.UUID], day: date) -> Mapping[uuid.UUID, Gauges]:
    """The same for many councils: two queries however many they are."""
    spans = _spans(council_ids, day)
    seats: dict[uuid.UUID, list[Tenure]] = {key: [] for key in council_ids}
    for council_id, seat in _seats(council_ids, day):
        seats[council_id].append(seat)
    return {key: count(seats[key], spans.get(key), day) for key in council_ids}


def _spans(council_ids: Collection[uuid.UUID], day: date) -> Mapping[uuid.UUID, Span]:
    """The term of each council that runs on a day, or else the next one."""
    rows = db.session.execute(
        select(Term.council_id, Term.id, Term.start_on, Term.end_on, Term.residents_target, Term.local_actors_target)
        .where(Term.council_id.in_(council_ids), Term.end_on >= day)
        .order_by(Term.start_on.desc())
    )
    return {row[0]: Span(*row[1:]) for row in rows}


def _seats(council_ids: Collection[uuid.UUID], day: date) -> Iterable[tuple[uuid.UUID, Tenure]]:
    """The accepted memberships that began by a day and held at some time of the term that runs on it, or hold on it."""
    runs = and_(Term.council_id == Membership.council_id, Term.start_on <= day, Term.end_on >= day)
    rows = db.session.execute(
        select(
            Membership.council_id,
            Membership.id,
            Membership.person_id,
            Membership.college,
            Membership.rank,
            Membership.origin,
            Person.gender,
            Membership.start_on,
            Membership.end_on,
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Term, runs)
        .where(
            Membership.council_id.in_(council_ids),
            Membership.accepted_on.is_not(None),
            Membership.start_on <= day,
            or_(Membership.end_on.is_(None), Membership.end_on >= func.coalesce(Term.start_on, day)),
        )
    )
    for council_id, key, person, college, rank, origin, gender, first, last in rows:
        titular, by_lot = rank is Rank.TITULAR, origin is Origin.DRAWN
        yield council_id, Tenure(key, person, college, titular, by_lot, gender, first, last)


def functions(council_id: uuid.UUID, day: date) -> Mapping[uuid.UUID, list[BoardRole]]:
    """The functions held in the board of a council on a day, by membership."""
    rows = db.session.execute(
        select(BoardFunction.membership_id, BoardFunction.role)
        .join(Membership, Membership.id == BoardFunction.membership_id)
        .where(
            Membership.council_id == council_id,
            BoardFunction.valid_from <= day,
            or_(BoardFunction.valid_to.is_(None), BoardFunction.valid_to >= day),
        )
        .order_by(BoardFunction.role, BoardFunction.id)
    )
    found: dict[uuid.UUID, list[BoardRole]] = {}
    for key, role in rows:
        found.setdefault(key, []).append(role)
    return found


def last_acts(keys: Collection[uuid.UUID], action: str) -> Mapping[uuid.UUID, Any]:
    """When an act was last done to each of some memberships."""
    rows = db.session.execute(
        select(AuditEntry.object_id, func.max(AuditEntry.at))
        .where(
            AuditEntry.object_type == Membership.__name__,
            AuditEntry.object_id.in_(keys),
            AuditEntry.action == action,
        )
        .group_by(AuditEntry.object_id)
    )
    return dict(rows.all())


def replacement_of(key: uuid.UUID) -> Membership | None:
    """Who took a seat over and has not refused it."""
    return db.session.scalar(
        select(Membership)
        .where(
            Membership.replaces_id == key,
            or_(Membership.end_reason.is_(None), Membership.end_reason != EndReason.REFUSED),
        )
        .options(joinedload(Membership.person))
    )


def seats_of(person_id: uuid.UUID, council_id: uuid.UUID) -> Sequence[Membership]:
    """The memberships of a person in a council, the latest first."""
    wanted = select(Membership).where(Membership.person_id == person_id, Membership.council_id == council_id)
    return db.session.scalars(wanted.order_by(Membership.start_on.desc())).all()


def is_empty(left: Membership, day: date) -> bool:
    """Whether a seat that somebody left is still to be filled on a day."""
    if replacement_of(left.id) is not None:
        return False
    return any(one.college is left.college for one in vacancies(left.council_id, day))


def trail(key: uuid.UUID) -> Sequence[AuditEntry]:
    """What was done to a membership, the latest first."""
    return db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.object_type == Membership.__name__, AuditEntry.object_id == key)
        .order_by(AuditEntry.at.desc(), AuditEntry.action, AuditEntry.id)
    ).all()
