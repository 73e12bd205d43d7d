"""A seat goes from one person to the next: the day after, or later when it stood empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from citizens.models import Person
from councils.members import queries, services
from councils.members.services import Newcomer
from councils.models import EndReason, Membership, Origin, Rank
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.workflow import Refused

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Departure:
    """The end of a seat: its last day and why."""

    last_day: date
    reason: EndReason


def replace(
    left: Membership,
    newcomer: Newcomer,
    *,
    actor: Actor,
    departure: Departure | None = None,
    accepted_on: date | None = None,
) -> Membership:
    """Seat somebody in another's place, the day after it ends: no gap and no overlap, which the database holds.

    Without a `departure` the seat was left before, and is filled from today. `left` comes with its term and council.
    Raises Refused.
    """
    require(actor, "membership.edit", left)
    services.lock(left.term)
    last = services.last_day(left.term)
    start = _first_day(left, departure, actor)
    if start > left.term.end_on:
        raise Refused("Le mandat se termine ce jour-là\u00a0: il n’y a plus de siège à pourvoir.")
    person = newcomer.person or services.person_named(newcomer, left.term, actor=actor)
    services.refuse_double(person, left.council_id, start, last)
    taken = _seat(left, person, start, last)
    taken.accepted_on = accepted_on
    taken.replaces_id = left.id if departure else None
    db.session.add(taken)
    db.session.flush()
    audit.record(actor, "membership.replace", taken, after=taken.standing.value)
    services.welcome(taken, person, newcomer.email, actor=actor)
    return taken


def _first_day(left: Membership, departure: Departure | None, actor: Actor) -> date:
    if departure is not None:
        services.end(left, departure.last_day, departure.reason, actor=actor)
        return departure.last_day + DAY
    services.reload(left)
    if not services.is_over(left) or not queries.is_empty(left, clock.today()):
        raise Refused("Ce siège n’est pas vide\u00a0: rouvrez la liste des membres pour voir qui l’occupe.")
    return clock.today()


def _seat(left: Membership, person: Person, start: date, last: date | None) -> Membership:
    return Membership(
        person_id=person.id,
        term_id=left.term_id,
        council_id=left.council_id,
        college=left.college,
        origin=Origin.REPLACEMENT,
        organization_id=left.organization_id,
        rank=left.rank,
        start_on=start,
        end_on=last,
        end_reason=EndReason.TERM_END if last else None,
        voting=left.rank is Rank.TITULAR,
    )
