"""Two people of the demonstration who are on the site twice: one to be found, one whose rows were merged."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from citizens.merging import services as merging
from citizens.merging.models import PersonMerge
from citizens.models import Person
from citizens.services import add_person
from councils.members import services, term_queries
from councils.members.demo import quiet_seats
from councils.members.services import Newcomer, Place
from councils.models import College, Council, Term
from foundation import clock
from foundation.database import db
from foundation.policy import Actor

FACILITATOR, NETWORK = Actor(role="council_facilitator"), Actor(role="network_coordinator")
HOME, ELSEWHERE = "haubourdin", "wattrelos"
WHY = "Inscrit par deux conseils\u00a0: la personne l’a confirmé au téléphone (démonstration)."


def load() -> None:
    """Once: nothing happens when anybody was merged."""
    councils = {one.slug: one for one in db.session.scalars(select(Council).where(Council.slug.in_((HOME, ELSEWHERE))))}
    if len(councils) < 2 or db.session.scalar(select(PersonMerge.id).limit(1)) is not None:
        return
    term = next(iter(term_queries.open_terms(councils[ELSEWHERE].id, clock.today())), None)
    seats = quiet_seats(councils[HOME])
    if term is None or len(seats) < 2:
        return
    whole = db.session.scalars(select(Term).where(Term.id == term.id).options(joinedload(Term.council))).one()
    with clock.standing_at(clock.now() - timedelta(days=12)):
        doubles = [_again(seat.person, whole) for seat in (seats[0], seats[-1])]
    with clock.standing_at(clock.now() - timedelta(days=9)):
        merging.merge(seats[-1].person, doubles[-1], WHY, actor=NETWORK)


def _again(person: Person, term: Term) -> Person:
    """The same names, put on the list of another council by somebody who could not know."""
    double = add_person(person.given_name, person.family_name, person.gender, actor=FACILITATOR, is_demo=True)
    newcomer = Newcomer(person=double)
    services.add_member(term, newcomer, Place(College.RESIDENTS), actor=FACILITATOR)
    return double
