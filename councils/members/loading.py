"""From an address to its row, for the pages of this part."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import request

from councils import queries as councils
from councils.members import queries, term_queries
from councils.models import Council, Membership, Term
from foundation import clock


def council(slug: str, **_more: object) -> Council | None:
    """The council of an address."""
    return councils.by_slug(slug)


@dataclass(frozen=True)
class Ending:
    """A council, and the kind of file that is asked of it."""

    council_id: uuid.UUID
    ending: str


def council_and_ending(slug: str, ending: str) -> Ending | None:
    """The council of an address that ends in a kind of file."""
    found = councils.by_slug(slug)
    return Ending(found.id, ending) if found is not None else None


def membership(slug: str, key: uuid.UUID) -> Membership | None:
    """The membership of an address, if it is of that council."""
    return queries.find(slug, key)


def term(slug: str, key: uuid.UUID) -> Term | None:
    """The term of an address, if it is of that council."""
    return term_queries.find_term(slug, key)


def chosen_term(owner: Council) -> Term | None:
    """The term to add people to: the one that the address names, or else the first that is not over."""
    open_ones = term_queries.open_terms(owner.id, clock.today())
    asked = request.args.get("mandat", "")
    return next((one for one in open_ones if str(one.id) == asked), open_ones[0] if open_ones else None)
