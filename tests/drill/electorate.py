"""A council of thousands, with a vote open or without, written in bulk."""

from __future__ import annotations

import uuid
from datetime import timedelta
from random import Random

from sqlalchemy import select

from citizens.models import Person
from councils import demo_scale
from councils.models import Council, Membership, Term
from foundation import clock
from foundation.database import db, reading, transaction
from foundation.policy import Actor
from meetings.votes.models import VoteMethod
from meetings.votes.services import open_vote

BOARD = Actor(role="board_member")


def a_council(voters: int) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """The id of a council in which so many may vote, and their memberships."""
    with transaction():
        demo_scale.load(1)
    with transaction():
        known = next(demo_scale.made())
        term = db.session.scalars(select(Term).where(Term.council_id == known.id)).one()
        sheets = demo_scale.Sheets(Random(voters))
        sheets.rows = {Person: [], Membership: []}
        for _ in range(voters - len(known.members)):
            person = sheets.key()
            sheets.add(Person, id=person, given_name="Alix", family_name="Démo", gender="undeclared", is_demo=True)
            sheets.add(
                Membership, id=sheets.key(), person_id=person, term_id=term.id, council_id=known.id,
                college="residents", origin="volunteer", rank="titular", standing="recognized",
                start_on=clock.today(), accepted_on=clock.today(), voting=True,
            )  # fmt: skip
        sheets.write()
    with reading():
        wanted = select(Membership.id).where(Membership.council_id == known.id).order_by(Membership.id)
        return known.id, list(db.session.scalars(wanted))


def an_open_vote(voters: int, method: VoteMethod = VoteMethod.WRITTEN) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """The id of a motion open for a week, and the memberships of those who may vote on it, and of no others."""
    council_id, seats = a_council(voters)
    with transaction():
        council = db.session.get_one(Council, council_id)
        motion = open_vote(
            council,
            actor=BOARD,
            question="Faut-il un banc sur la place ?",
            text="Un banc sur la place.",
            html="<p>Un banc sur la place.</p>",
            url=f"/conseils/{council.slug}",
            closes_at=clock.now() + timedelta(days=8),
            method=method,
            is_demo=True,
        )
        return motion.id, seats
