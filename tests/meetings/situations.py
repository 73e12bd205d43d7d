"""A council of today with its people, their accounts and its neighbors, made through the services of the site.

« Lune » is labelled. Nine may vote on `TODAY`: seven with an account, Ben and Hugo without. Inès is suspended, Jules
stands in for others, Karim's seat ended yesterday, Léa's begins tomorrow. Samia is of the board, Nora its secretary
and Pia its facilitator without a seat, Rose an inhabitant with an account. « Soleil » is another council (Victor sits,
Wanda is of its board); « Brume » is on its way to the label (Yann sits, Zoé is of its board). Max is the secretary
of the committee.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from flask import Flask
from sqlalchemy import select

from citizens.accounts import passwords
from citizens.accounts import services as accounts
from citizens.models import Gender, Person
from citizens.roles import services as roles
from citizens.roles.models import Role, ScopeType
from citizens.services import add_person
from councils.committees.models import Committee, CommitteeKind
from councils.models import College, Council, EndReason, Membership, Origin, Rank, Term
from councils.services import propose
from councils.territory.models import OrganizationKind
from councils.territory.services import add_organization
from foundation import clock
from foundation.database import db, reading, transaction
from foundation.policy import SYSTEM, Actor
from foundation.text import fold
from tests.browser import Browser
from tests.citizens.people import CHEAP, PASSWORD, has_signed_in
from tests.councils import situations as councils

TODAY = councils.TODAY
noon, writing = councils.noon, councils.writing
R, L = College.RESIDENTS, College.LOCAL_ACTORS
F, M = Gender.FEMALE, Gender.MALE

# council: (name, college, gender, has an account)
MEMBERS = {
    "lune": (
        ("Samia", R, F, True),
        ("Awa", R, F, True),
        ("Ben", R, M, False),
        ("Chloé", R, F, True),
        ("Driss", R, M, True),
        ("Émile", R, M, True),
        ("Fatou", L, F, True),
        ("Gilles", L, M, True),
        ("Hugo", L, M, False),
        ("Inès", R, F, True),
        ("Jules", R, M, True),
        ("Karim", R, M, True),
        ("Léa", R, F, True),
    ),
    "soleil": (("Victor", R, M, True), ("Wanda", R, F, True), ("Xavier", L, M, False)),
    "brume": (("Yann", R, M, True), ("Zoé", R, F, True), ("Ali", L, M, False)),
}
ROLES = (
    ("Samia", Role.BOARD_MEMBER, "lune"),
    ("Nora", Role.SECRETARY, "lune"),
    ("Pia", Role.COUNCIL_FACILITATOR, "lune"),
    ("Wanda", Role.BOARD_MEMBER, "soleil"),
    ("Zoé", Role.BOARD_MEMBER, "brume"),
    ("Max", Role.COMMITTEE_SECRETARY, "copil"),
)
VOTERS = ("Samia", "Awa", "Ben", "Chloé", "Driss", "Émile", "Fatou", "Gilles", "Hugo")
READERS = tuple(name for name in VOTERS if name not in {"Ben", "Hugo"})


def settle(app: Flask, today: date = TODAY) -> None:
    """Make the councils, the committee and everybody, as they stand on a day."""
    start, end = today - timedelta(days=200), today + timedelta(days=700)
    with writing(app, start - timedelta(days=60)):
        for slug in ("lune", "soleil"):
            _found(slug, start, end)
        _a_committee()
    for slug in ("lune", "soleil"):
        _label(app, slug, start)
    with writing(app, today - timedelta(days=30)):
        _found("brume", today + timedelta(days=60), today + timedelta(days=900), compose=True)
    with writing(app, today):
        _change_seats(today)
        for name in ("Nora", "Pia", "Max", "Rose"):
            _open_account(add_person(name, "Essai", Gender.UNDECLARED, actor=councils.FACILITATOR))
        for name, role, where in ROLES:
            kind = ScopeType.COMMITTEE if where == "copil" else ScopeType.COUNCIL
            scope = committee().id if where == "copil" else council(where).id
            roles.grant(person(name), role, kind, scope, actor=SYSTEM)


def _found(slug: str, start: date, end: date, *, compose: bool = False) -> None:
    place = councils.a_place(f"Le quartier {slug}", "lille")
    body = councils.a_council(slug, place, name=f"Conseil citoyen {slug.capitalize()}")
    term = councils.a_term(body, start, end)
    dossier = councils.a_dossier(body, term)
    host = add_organization(f"Centre social {slug}", OrganizationKind.ASSOCIATION, actor=councils.NETWORK)
    for name, college, gender, has_account in MEMBERS[slug]:
        who = add_person(name, "Essai", gender, actor=councils.FACILITATOR)
        propose(
            who,
            term,
            actor=councils.FACILITATOR,
            college=college,
            origin=Origin.DRAWN if college is R else Origin.DESIGNATED,
            rank=Rank.SUBSTITUTE if name == "Jules" else Rank.TITULAR,
            organization=host if college is L else None,
            start_on=clock.today(),
            accepted_on=clock.today(),
        )
        if has_account:
            _open_account(who)
    if compose:
        councils.move(dossier, "compose")


def _open_account(who: Person) -> None:
    account = accounts.add(who, email(who.given_name))
    account.accepted_at = clock.real_now()
    account.password_hash = _password_hash()


def _password_hash(made: list[str] = []) -> str:  # noqa: B006 - one hash for all of a run
    if not made:
        made.append(passwords.hash_of(PASSWORD))
    return made[0]


def _a_committee() -> None:
    name = "Comité de pilotage du contrat de ville"
    row = Committee(slug="copil", name=name, name_key=fold(name), kind=CommitteeKind.METROPOLITAN_STEERING)
    db.session.add(row)


def _label(app: Flask, slug: str, start: date) -> None:
    for days, name in enumerate(councils.STEPS, 1):
        with writing(app, start - timedelta(days=60 - days)):
            councils.move(councils.the_dossier(slug), name)
    with writing(app, start - timedelta(days=10)):
        councils.sign(councils.the_dossier(slug), number=f"59-2026-{slug}")
    with writing(app, start - timedelta(days=5)):
        councils.publish(councils.the_dossier(slug), start)


def _change_seats(today: date) -> None:
    seat("Inès").suspended_from = today - timedelta(days=3)
    seat("Karim").end_on = today - timedelta(days=1)
    seat("Karim").end_reason = EndReason.MOVED
    seat("Léa").start_on = today + timedelta(days=1)


def email(name: str) -> str:
    """The address of somebody."""
    return f"{fold(name)}@example.org"


def person(name: str) -> Person:
    """Somebody, in the present transaction."""
    return db.session.scalars(select(Person).where(Person.given_name == name)).one()


def seat(name: str) -> Membership:
    """The latest membership of somebody, in the present transaction."""
    found = select(Membership).join(Person).where(Person.given_name == name).order_by(Membership.start_on.desc())
    return db.session.scalars(found.limit(1)).one()


def council(slug: str = "lune") -> Council:
    """A council, in the present transaction."""
    return councils.the_council(slug)


def term(slug: str = "lune") -> Term:
    """The term of a council, in the present transaction."""
    return councils.the_term(slug)


def committee() -> Committee:
    """The committee, in the present transaction."""
    return db.session.scalars(select(Committee).where(Committee.slug == "copil")).one()


def acting(name: str, role: str = "member") -> Actor:
    """Somebody as services know them, under one role word (no scope is looked at)."""
    return Actor(person(name).id, role)


def signed_in(app: Flask, name: str) -> Browser:
    """A browser in which somebody has signed in."""
    return has_signed_in(app, email(name))


def paris(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """A moment of a Paris day: `paris(TODAY, 23, 59, 50)`."""
    return datetime.combine(day, time(hour, minute, second), clock.PARIS)


@contextmanager
def writing_at(app: Flask, moment: datetime) -> Iterator[None]:
    """A write transaction of the site, at a moment."""
    with app.app_context(), clock.standing_at(moment), transaction():
        yield


@contextmanager
def reading_at(app: Flask, moment: datetime) -> Iterator[None]:
    """A read transaction of the site, at a moment."""
    with app.app_context(), clock.standing_at(moment), reading():
        yield


def cheap(app: Flask) -> Flask:
    """Hash passwords at a cost that a test can bear."""
    app.config["PASSWORD_COST"] = CHEAP
    return app
