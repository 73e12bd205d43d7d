"""The reserve list of a term: who waits, in which order, and who is called when a seat stands empty (domain §1.5)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from citizens.models import Contact
from citizens.notifications.services import address_of
from councils.members import queries, replacing, services
from councils.members.gauges import Vacancy
from councils.members.matching import name_key
from councils.members.models import ReserveEntry, ReserveStatus
from councils.members.services import Newcomer, Place
from councils.models import College, Council, Membership, Origin, Rank, Term
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import nfc
from foundation.workflow import Refused

R = ReserveStatus


def entries(term_id: uuid.UUID) -> Sequence[ReserveEntry]:
    """The whole list of a term, by college and rank, with its people."""
    return db.session.scalars(
        select(ReserveEntry)
        .join(ReserveEntry.person)
        .where(ReserveEntry.term_id == term_id)
        .options(contains_eager(ReserveEntry.person))
        .order_by(ReserveEntry.college.desc(), ReserveEntry.rank)
    ).all()


def find(slug: str, key: uuid.UUID) -> ReserveEntry | None:
    """One line of the list of a council, with its person, term and council."""
    return db.session.scalar(
        select(ReserveEntry)
        .join(ReserveEntry.term)
        .join(Term.council)
        .where(Council.slug == slug, ReserveEntry.id == key)
        .options(joinedload(ReserveEntry.person), contains_eager(ReserveEntry.term).contains_eager(Term.council))
    )


def add(term: Term, newcomer: Newcomer, college: College, *, actor: Actor) -> ReserveEntry:
    """Put somebody new at the end of the list of a college. Two of one name stay two people. Raises Refused."""
    require(actor, "reserve.edit", term)
    services.lock(term)
    if term.end_on < clock.today():
        raise Refused("Ce mandat est terminé\u00a0: sa liste complémentaire est close.")
    _refuse_namesake(term, newcomer)
    person = newcomer.person or services.person_named(newcomer, term, actor=actor)
    if db.session.scalar(
        select(ReserveEntry.id).where(ReserveEntry.term_id == term.id, ReserveEntry.person_id == person.id)
    ):
        raise Refused("Cette personne est déjà sur la liste complémentaire.")
    mine = (ReserveEntry.term_id == term.id, ReserveEntry.college == college)
    last = db.session.scalar(select(func.max(ReserveEntry.rank)).where(*mine)) or 0
    made = ReserveEntry(term_id=term.id, person_id=person.id, college=college, rank=last + 1)
    if newcomer.email:
        known = db.session.get(Contact, person.id) or Contact(person_id=person.id)
        known.email = nfc(newcomer.email)
        db.session.add(known)
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "reserve.add", made, after=made.status.value)
    return made


def _refuse_namesake(term: Term, newcomer: Newcomer) -> None:
    """Somebody of a name that is known here needs an address of their own to be told apart."""
    if newcomer.person is not None or newcomer.email:
        return
    name = name_key(newcomer.given_name, newcomer.family_name)
    listed = {name_key(one.person.given_name, one.person.family_name) for one in entries(term.id)}
    sitting = queries.on_day(term.council_id, clock.today())
    if name in listed | {name_key(one.person.given_name, one.person.family_name) for one in sitting}:
        raise Refused(
            "Quelqu’un de ce nom siège déjà, ou attend déjà sur cette liste. Si c’est une autre personne, donnez son "
            "courriel pour les distinguer."
        )


def remove(one: ReserveEntry, *, actor: Actor) -> None:
    """Take somebody who still waits off the list; the others keep their order. Raises Refused."""
    require(actor, "reserve.edit", one)
    db.session.refresh(one, ["status"], with_for_update=True)
    if one.status is not R.WAITING:
        raise Refused("Cette personne a déjà été appelée\u00a0: sa ligne reste, pour mémoire.")
    audit.record(actor, "reserve.remove", one, before=one.status.value)
    db.session.delete(one)
    db.session.flush()


def to_fill(term: Term) -> dict[College, list[Vacancy]]:
    """The empty seats of each college for which nobody has been called yet, the oldest first."""
    today = clock.today()
    empty = queries.vacancies(term.council_id, today)
    offered = [one for one in queries.waiting(term.council_id, today) if one.rank is Rank.TITULAR]
    found = {}
    for college in College:
        called = {one.replaces_id for one in offered if one.college is college}
        left = [one for one in empty if one.college is college and (one.left is None or one.left not in called)]
        unnamed = sum(one.college is college and one.replaces_id is None for one in offered)
        found[college] = left[unnamed:]
    return found


def call_next(term: Term, college: College, *, actor: Actor) -> Membership:
    """Offer the oldest empty seat of a college to the first who waits; they answer by the link of a letter.

    Whoever has no address is on the list of members, and the facilitator notes their answer. Raises Refused: two who
    call at once call one person.
    """
    require(actor, "reserve.edit", term)
    services.lock(term)
    empty = to_fill(term)[college]
    if not empty:
        raise Refused(
            "Aucun siège de ce collège n’attend quelqu’un\u00a0: il est peut-être déjà proposé. Rouvrez la page."
        )
    first = db.session.scalar(
        select(ReserveEntry)
        .join(ReserveEntry.person)
        .where(ReserveEntry.term_id == term.id, ReserveEntry.college == college, ReserveEntry.status == R.WAITING)
        .options(contains_eager(ReserveEntry.person))
        .order_by(ReserveEntry.rank)
        .limit(1)
    )
    if first is None:
        raise Refused("La liste est épuisée pour ce collège\u00a0: il faut un nouveau tirage ou un appel.")
    seat = _offer(term, empty[0], first, actor)
    db.session.refresh(first)
    audit.record(actor, "reserve.call", first, before=R.WAITING.value, after=first.status.value)
    return seat


def _offer(term: Term, empty: Vacancy, first: ReserveEntry, actor: Actor) -> Membership:
    newcomer = Newcomer(email=address_of(first.person_id), person=first.person)
    left = queries.by_id(empty.left) if empty.left else None
    if left is not None:
        return replacing.replace(left, newcomer, actor=actor)
    if first.college is College.LOCAL_ACTORS:
        raise Refused("Le site ne sait pas quelle structure ce siège représente\u00a0: ajoutez la personne à la main.")
    return services.add_member(term, newcomer, Place(first.college, Origin.REPLACEMENT), actor=actor)
