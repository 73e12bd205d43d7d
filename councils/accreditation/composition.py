"""The monthly reminder about how councils are made up (§2.6): seats long empty, parity, half of residents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from councils.accreditation.due import Due
from councils.accreditation.people import FACILITATION, NETWORK
from councils.members.gauges import Gauges
from councils.members.queries import gauges_of
from councils.models import Council
from foundation.addresses import whole
from foundation.database import db
from foundation.text import plural

EMPTY_TOO_LONG = 60
PARITY_GAP = 1


def compositions(today: date) -> Iterator[Due]:
    """The councils whose composition is to be mended, once a month for each."""
    open_ones = select(Council).where(Council.closed_on.is_(None)).order_by(Council.id)
    councils = {one.id: one for one in db.session.scalars(open_ones)}
    for key, gauges in gauges_of(councils.keys(), today).items():
        found = told(gauges, today) if gauges.runs else ()
        if found:
            council = councils[key]
            yield Due(
                key,
                f"composition/{key}/{today:%Y-%m}",
                (FACILITATION, NETWORK),
                f"Composition à revoir\u00a0: {council.name}",
                f"{council.name}\u00a0: " + " ".join(found),
                whole("members.office", slug=council.slug),
            )


def told(gauges: Gauges, today: date) -> Sequence[str]:
    """What is to be mended, a sentence each; counts only."""
    empty = sum(one.days(today) > EMPTY_TOO_LONG for one in gauges.vacancies)
    found = []
    if empty:
        seats = plural(empty, "place est vide", "places sont vides")
        found.append(f"{seats} depuis plus de {EMPTY_TOO_LONG} jours.")
    if gauges.parity_gap > PARITY_GAP:
        found.append("Parmi les habitants tirés au sort, il n’y a pas autant de femmes que d’hommes.")
    if gauges.residents_missing:
        found.append("Les habitants sont moins de la moitié du conseil.")
    return found
