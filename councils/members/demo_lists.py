"""Boards, working groups and reserve lists among the invented members."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from citizens.models import Gender
from citizens.services import add_person
from councils.members import functions, groups, queries, reserving, term_queries
from councils.members.groups import Purpose
from councils.members.models import BoardFunction, BoardRole
from councils.members.services import Newcomer
from councils.models import College, Council, Rank
from foundation import clock
from foundation.database import db
from foundation.policy import Actor

FACILITATOR = Actor(role="council_facilitator")
LIVELY = ("haubourdin", "wattrelos", "loos")
BOARD = (BoardRole.CO_CHAIR, BoardRole.CO_CHAIR, BoardRole.SECRETARY, BoardRole.TREASURER)
GROUPS = (
    ("Cadre de vie", "Propreté, éclairage et bancs autour des immeubles (exemple inventé)."),
    ("Jeunesse", "Ce que les moins de 25 ans attendent du quartier (exemple inventé)."),
)
WAITING = (("Aïda", "Sauterelle", "aida"), ("Blaise", "Chèvrefeuille", ""), ("Ondine", "Marjolaine", "ondine"))


def load() -> None:
    """Once: nothing happens when somebody holds a function already."""
    if db.session.scalar(select(BoardFunction.id).limit(1)) is not None:
        return
    for slug in LIVELY:
        council = db.session.scalar(select(Council).where(Council.slug == slug, Council.is_demo))
        if council is not None:
            _organize(council)


def _organize(council: Council) -> None:
    today = clock.today()
    seated = [one for one in queries.on_day(council.id, today) if one.rank is Rank.TITULAR]
    if len(seated) < len(BOARD) + 4:
        return
    # the last by name, so that the accounts of the demonstration keep the roles they were given
    for role, seat in zip(BOARD, seated[-len(BOARD) :], strict=True):
        functions.give(council, seat, role, max(seat.start_on, today - timedelta(days=90)), actor=FACILITATOR)
    for number, (name, subject) in enumerate(GROUPS):
        taking_part = [one.id for one in seated[number * 2 : number * 2 + 4]]
        purpose = Purpose(name, subject, taking_part[0], frozenset(taking_part))
        with clock.standing_at(clock.now() - timedelta(days=40 * (number + 2))):
            groups.create(council, purpose, actor=FACILITATOR)
    _wait(council)


def _wait(council: Council) -> None:
    term = next(iter(term_queries.open_terms(council.id, clock.today())), None)
    if term is None:
        return
    for given, family, mailbox in WAITING:
        person = add_person(given, family, Gender.UNDECLARED, actor=FACILITATOR, is_demo=True)
        email = f"{mailbox}.{council.slug}@example.org" if mailbox else ""
        reserving.add(term, Newcomer(email=email, person=person), College.RESIDENTS, actor=FACILITATOR)
