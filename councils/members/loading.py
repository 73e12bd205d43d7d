"""From an address to its row, for the pages of this part."""

from __future__ import annotations

import uuid

from flask import request

from councils import queries as councils
from councils.members import queries, term_queries
from councils.models import Council, Membership, Term
from foundation import clock


def council(slug: str, **_more: object) -> Council | None:
    """The council of an address."""
    return councils.by_slug(slug)


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
