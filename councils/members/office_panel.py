"""What board, working groups and reserve list add to the pages of a council."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from councils.members import groups, queries, reserving, term_queries
from councils.members.models import ReserveStatus
from councils.models import Council
from foundation import clock
from foundation.addresses import page as address
from foundation.policy import can
from foundation.state import once
from foundation.text import number, plural


def public_groups(council: Council) -> Mapping[str, Any] | None:
    """The working groups that go on, on the council's public page."""
    found = once(("groups", council.id), lambda: groups.public(council.id))
    return {"groups": found} if found else None


def office(council: Council) -> Mapping[str, Any] | None:
    """How many functions, groups and waiting people there are, for those who may change them."""
    may_board, may_reserve = can("board.edit", council), can("reserve.edit", council)
    if not may_board and not may_reserve:
        return None
    facts, links = [], []
    if may_board:
        held = sum(len(roles) for roles in queries.functions(council.id, clock.today()).values())
        facts.append(("Fonctions du bureau", number(held)))
        facts.append(("Commissions", number(len(groups.public(council.id)))))
        links.append(("Le bureau", address("members.board", slug=council.slug)))
        links.append(("Les commissions", address("members.group_list", slug=council.slug)))
    if may_reserve:
        facts.append(("En attente d’un siège", _waiting(council)))
        links.append(("La liste complémentaire", address("members.reserve", slug=council.slug)))
    return {"facts": facts, "links": links}


def _waiting(council: Council) -> str:
    terms = term_queries.open_terms(council.id, clock.today())
    rows = reserving.entries(terms[0].id) if terms else ()
    return plural(sum(one.status is ReserveStatus.WAITING for one in rows), "personne", "personnes")
