"""Who comes to sit, rests, stops: each act checks its rule and the state, and is noted in the trail."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import inspect, select

from citizens.models import Contact, Gender, Person
from citizens.notifications.services import address_of
from citizens.services import add_person
from councils.members import following, inviting, leaving, mails, people_queries, queries, term_queries
from councils.members.wording import NOT_GIVEN
from councils.models import College, EndReason, Membership, Origin, Rank, Term
from councils.services import propose
from councils.territory.models import Organization, OrganizationKind
from councils.territory.services import add_organization
from foundation import audit, clock
from foundation.addresses import whole
from foundation.database import db
from foundation.outbox import post
from foundation.policy import Actor, require
from foundation.text import date_short, fold, nfc
from foundation.workflow import Refused

COLUMNS = tuple(column.key for column in inspect(Membership).column_attrs)


@dataclass(frozen=True)
class Newcomer:
    """Somebody to seat: a name, and an address to write to if there is one; `person` when they are known already."""

    given_name: str = ""
    family_name: str = ""
    email: str = ""
    gender: Gender = Gender.UNDECLARED
    person: Person | None = None


@dataclass(frozen=True)
class Place:
    """What somebody is seated as. `accepted_on` is known when they already said yes; they are then not invited."""

    college: College
    origin: Origin | None = None
    organization: Organization | None = None
    rank: Rank = Rank.TITULAR
    accepted_on: date | None = None


def organization_named(name: str, *, actor: Actor, is_demo: bool = False) -> Organization:
    """The organization of a name, however it is written; made when there is none."""
    found = db.session.scalar(select(Organization).where(Organization.name_key == fold(name)).limit(1))
    return found or add_organization(name, OrganizationKind.ASSOCIATION, actor=actor, is_demo=is_demo)


def add_member(term: Term, newcomer: Newcomer, place: Place, *, actor: Actor) -> Membership:
    """Put somebody on the list of a term, and invite them when an address is given. Raises Refused.

    Whether an address is known elsewhere on the site changes nothing here: only its reader learns it. `term` comes
    with its council.
    """
    require(actor, "membership.edit", term)
    lock(term)
    if term.end_on < clock.today():
        raise Refused(f"Ce mandat a pris fin le {date_short(term.end_on)}\u00a0: choisissez le mandat suivant.")
    person = newcomer.person or person_named(newcomer, term, actor=actor)
    start, end = first_day(term), last_day(term)
    refuse_double(person, term.council_id, start, end)
    usual = Origin.VOLUNTEER if place.college is College.RESIDENTS else Origin.DESIGNATED
    membership = propose(
        person,
        term,
        actor=actor,
        college=place.college,
        origin=place.origin or usual,
        rank=place.rank,
        organization=place.organization,
        start_on=start,
        accepted_on=place.accepted_on,
    )
    if end is not None:
        membership.end_on, membership.end_reason = end, EndReason.TERM_END
    welcome(membership, person, newcomer.email, actor=actor)
    return membership


def lock(term: Term) -> None:
    """Let nobody else change the seats of the term's council before this transaction ends (ruling 7)."""
    council = type(term.council)
    db.session.execute(select(council.id).where(council.id == term.council_id).with_for_update())


def first_day(term: Term) -> date:
    """The first day of whoever is added now: today, or the term's first when another one runs until then."""
    today = clock.today()
    if term.start_on <= today:
        return today
    runs = select(Term.id).where(Term.council_id == term.council_id, Term.id != term.id, Term.end_on >= today)
    return term.start_on if db.session.scalar(runs.limit(1)) is not None else today


def last_day(term: Term) -> date | None:
    """The last day of whoever is added now: the term's once an act recognizes it; until then the act will say it."""
    return term.end_on if term_queries.is_recognized(term.id) else None


def person_named(newcomer: Newcomer, term: Term, *, actor: Actor) -> Person:
    """A new person: two of one name stay two people."""
    names = (newcomer.given_name, newcomer.family_name)
    return add_person(*names, newcomer.gender, actor=actor, is_demo=term.council.is_demo)


def refuse_double(person: Person, council_id: uuid.UUID, start: date, end: date | None) -> None:
    """Say so when a person has a seat in the council on one of these days; the database would refuse it too."""
    for other in queries.seats_of(person.id, council_id):
        if (end is None or other.start_on <= end) and (other.end_on is None or other.end_on >= start):
            if other.end_reason is EndReason.REFUSED:
                raise Refused("Cette personne a refusé un siège aujourd’hui\u00a0: proposez-la de nouveau demain.")
            raise Refused(
                f"{person.given_name} {person.family_name} a déjà un siège dans ce conseil, depuis le "
                f"{date_short(other.start_on)}\u00a0: ouvrez sa fiche pour la corriger."
            )


def welcome(membership: Membership, person: Person, email: str, *, actor: Actor) -> None:
    """Keep somebody's address, take them off the reserve list they were on, and invite them if they have to answer."""
    if email:
        contact = people_queries.contact(person.id) or Contact(person_id=person.id)
        contact.email = nfc(email)
        db.session.add(contact)
    following.follow(membership)
    db.session.flush()
    if email and membership.accepted_on is None:
        inviting.invite(membership, actor=actor)


def suspend(membership: Membership, first: date | None, last: date | None, *, actor: Actor) -> None:
    """Let a seat rest from one day to another, both included, or no longer; its holder cannot vote meanwhile."""
    require(actor, "membership.edit", membership)
    if (first, last) == (membership.suspended_from, membership.suspended_to):
        return
    if last is not None and first is None:
        raise Refused("Donnez le premier jour de la suspension, ou effacez le dernier.")
    if first is not None and last is not None and last < first:
        raise Refused("Le dernier jour de la suspension vient avant le premier\u00a0: corrigez l’un des deux.")
    if first is not None and (first < membership.start_on or (membership.end_on and first > membership.end_on)):
        raise Refused("La suspension doit commencer pendant que la personne siège\u00a0: corrigez son premier jour.")
    membership.suspended_from, membership.suspended_to = first, last
    db.session.flush()
    audit.record(actor, "membership.suspend" if first else "membership.resume", membership)


def reload(membership: Membership) -> None:
    """Read a membership anew, and keep it from others until this transaction ends."""
    db.session.refresh(membership, COLUMNS, with_for_update=True)


def end(membership: Membership, last: date, reason: EndReason, *, actor: Actor) -> None:
    """End a seat: `last` is still a day of it. The functions and roles that it gave end with it. Raises Refused."""
    require(actor, "membership.edit", membership)
    reload(membership)
    _refuse_end(membership, last, reason)
    before = membership.standing.value
    membership.end_on, membership.end_reason = last, reason
    db.session.flush()
    audit.record(actor, "membership.end", membership, before=before, after=reason.value)
    leaving.let_go(membership, last)
    following.follow(membership)
    email = address_of(membership.person_id)
    if email and reason is not EndReason.DEATH and membership.accepted_on is not None:
        council = membership.term.council
        url = whole("councils.read", slug=council.slug)
        post(mails.ended(membership.person.given_name, email, council.name, last, url))


def _refuse_end(membership: Membership, last: date, reason: EndReason) -> None:
    if is_over(membership):
        raise Refused("Ce siège a déjà pris fin\u00a0: rouvrez la fiche pour voir ce qui a changé.")
    if reason in NOT_GIVEN:
        raise Refused("Cette raison vient d’un acte ou de la fin du mandat\u00a0: choisissez-en une autre.")
    if last < membership.start_on:
        raise Refused(
            f"La personne siège depuis le {date_short(membership.start_on)}\u00a0: son dernier jour vient après."
        )
    if last > (membership.end_on or membership.term.end_on):
        raise Refused(f"Le mandat se termine le {date_short(membership.term.end_on)}\u00a0: choisissez un jour avant.")


def is_over(membership: Membership) -> bool:
    """Whether somebody ended a seat, or its days are over."""
    if membership.end_on is None:
        return False
    return membership.end_reason is not EndReason.TERM_END or membership.end_on < clock.today()
