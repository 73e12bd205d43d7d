"""Life among the invented members: how to reach them, who agreed to be named, who left, rests or takes over."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from citizens.accounts.models import Account
from citizens.models import Channel, Consent, ConsentPurpose, Contact, Person
from councils.electorate import sitting_on
from councils.members import replacing, services
from councils.members.replacing import Departure
from councils.members.services import Newcomer
from councils.models import College, Council, EndReason, Membership, Origin, Rank, Standing, Term
from foundation import clock
from foundation.database import db
from foundation.policy import Actor
from foundation.text import fold

FACILITATOR = Actor(role="council_facilitator")
SEED = 1906
# the council of the accounts, and another
LIVELY = ("haubourdin", "wattrelos")
TEXT_VERSION = "2026-11"


def load() -> None:
    """Once: nothing happens when anybody of the demonstration can be reached already."""
    if db.session.scalar(select(Contact.person_id).limit(1)) is not None:
        return
    chance = Random(SEED)  # noqa: S311 - the same demonstration every time
    by_name = (Person.family_name, Person.given_name, Person.id)
    people = db.session.scalars(select(Person).where(Person.is_demo).order_by(*by_name)).all()
    emails = dict(db.session.execute(select(Account.person_id, Account.login_email)).all())
    for number, person in enumerate(people):
        db.session.add(_contact(person, number, emails.get(person.id), chance))
        if chance.random() < 0.3:
            _agree(person)
    db.session.flush()
    for slug in LIVELY:
        _live(slug)


def _contact(person: Person, number: int, login: str | None, chance: Random) -> Contact:
    """Invented: addresses of example.org, numbers that France keeps for fiction."""
    name = fold(f"{person.given_name} {person.family_name}").replace(" ", ".")
    has_email = login is not None or chance.random() < 0.7
    start = "06 39 98" if chance.random() < 0.7 else "01 99 00"
    return Contact(
        person_id=person.id,
        email=(login or f"{name}@example.org") if has_email else None,
        phone=f"{start} {number // 100 % 100:02} {number % 100:02}",
        postal_address=None if has_email else f"{1 + number % 60} rue des Exemples",
        prefers=Channel.EMAIL if has_email else chance.choice((Channel.LETTER, Channel.SMS)),
    )


def _agree(person: Person) -> None:
    given = clock.now() - timedelta(days=30)
    db.session.add(
        Consent(
            person_id=person.id,
            purpose=ConsentPurpose.PUBLIC_NAME,
            given_at=given,
            text_version=TEXT_VERSION,
            proof="Sur papier, à l’entrée au conseil (démonstration)",
        )
    )


def _live(slug: str) -> None:
    """In one council: somebody left an empty seat, another rests, a third was replaced, two have not answered."""
    council = db.session.scalar(select(Council).where(Council.slug == slug))
    if council is None:
        return
    seats = quiet_seats(council)
    if len(seats) < 4:
        return
    today = clock.today()
    middle = len(seats) // 2
    leaver, resting, replaced = seats[middle - 1 : middle + 2]
    with clock.standing_at(clock.now() - timedelta(days=74)):
        services.end(leaver, clock.today(), EndReason.MOVED, actor=FACILITATOR)
    services.suspend(resting, today - timedelta(days=10), today + timedelta(days=50), actor=FACILITATOR)
    with clock.standing_at(clock.now() - timedelta(days=40)):
        replacing.replace(
            replaced,
            Newcomer("Maëlle", "Luciole-Verte", "maelle.luciole-verte@example.org"),
            actor=FACILITATOR,
            departure=Departure(clock.today(), EndReason.RESIGNED),
            accepted_on=clock.today(),
        )
    with clock.standing_at(clock.now() - timedelta(days=20)):
        place = services.Place(College.RESIDENTS, Origin.VOLUNTEER)
        for names in (("Roxane", "Réséda-Bleu"), ("Tarek", "Tamaris-Doux")):
            email = f"{fold(' '.join(names)).replace(' ', '.')}@example.org"
            services.add_member(leaver.term, Newcomer(*names, email), place, actor=FACILITATOR)


def quiet_seats(council: Council) -> list[Membership]:
    """Residents seated by the act, without an account: the accounts of the demonstration keep their seats."""
    today = clock.today()
    found = db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(
            Membership.council_id == council.id,
            sitting_on(today),
            Membership.start_on < today - timedelta(days=90),
            Membership.standing == Standing.RECOGNIZED,
            Membership.rank == Rank.TITULAR,
            Membership.college == College.RESIDENTS,
            Membership.person_id.not_in(select(Account.person_id)),
        )
        .options(contains_eager(Membership.person), joinedload(Membership.term).joinedload(Term.council))
        .order_by(Person.family_name, Person.given_name)
    )
    return list(found.all())
