"""The demonstration's councils: invented, but played through the same services as the real ones.

The scripts of the councils are played together in the order of their days, so that the trail and the public
journal read as they would have been written.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random

from sqlalchemy import select

from councils.accreditation.turning import turn_day
from councils.demo_cast import Scenery, Troupe, read_rows
from councils.demo_script import Moments, Script
from councils.models import Council
from councils.territory.models import (
    ListVersion,
    Municipality,
    Neighborhood,
    OrganizationKind,
    StatusKind,
)
from councils.territory.services import add_neighborhood, add_organization, load_municipalities, set_status
from foundation import clock
from foundation.database import db
from foundation.policy import SYSTEM
from foundation.text import slugify

FOUNDED = datetime(2015, 1, 2, 9, tzinfo=UTC)
FICTITIOUS = "(quartier fictif)"
SEED = 2016
LISTS = (
    (ListVersion.LIST_2015, "list_2015", date(2015, 1, 1), date(2023, 12, 31)),
    (ListVersion.LIST_2024, "list_2024", date(2024, 1, 1), None),
)


def load_territory() -> None:
    """The communes of the contract: real data, the same outside a demonstration."""
    if db.session.scalar(select(Municipality.id).limit(1)) is None:
        load_municipalities(actor=SYSTEM)


def load_councils() -> None:
    """The 21 invented councils; nothing happens when there is a council already."""
    if db.session.scalar(select(Council.id).limit(1)) is not None:
        return
    with clock.standing_at(FOUNDED):
        scenery = _scenery()
    troupe = Troupe(Random(SEED))  # noqa: S311 - the same demonstration every time
    today = clock.today()
    play([Script(row, scenery, troupe, today).run() for row in read_rows("councils.csv")])
    turn_day()


def play(scripts: Sequence[Moments]) -> None:
    """Let each script go on when its moment comes, the earliest first, until now."""
    now = clock.now()
    waiting = [(next(script), place) for place, script in enumerate(scripts)]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= now:
        moment, place = heapq.heappop(waiting)
        with clock.standing_at(moment):
            following = next(scripts[place], None)
        if following is not None:
            heapq.heappush(waiting, (following, place))


def _scenery() -> Scenery:
    communes = {row.slug: row for row in db.session.scalars(select(Municipality))}
    covered: dict[str, list[Neighborhood]] = {}
    for row in read_rows("neighborhoods.csv"):
        place = _neighborhood(row, communes)
        for council in row["councils"].split(";"):
            covered.setdefault(council, []).append(place)
    sites = {row.slug: row for row in db.session.scalars(select(Neighborhood).where(~Neighborhood.is_demo))}
    for row in read_rows("sites.csv"):
        for council in row["councils"].split(";"):
            if row["site"] in sites:
                covered.setdefault(council, []).append(sites[row["site"]])
    kinds = {kind.value: kind for kind in OrganizationKind}
    organizations = [
        add_organization(row["name"], kinds[row["kind"]], actor=SYSTEM, is_demo=True)
        for row in read_rows("organizations.csv")
    ]
    return Scenery(covered, organizations)


def _neighborhood(row: dict[str, str], communes: dict[str, Municipality]) -> Neighborhood:
    place = add_neighborhood(
        f"{row['name']} {FICTITIOUS}",
        [communes[slug] for slug in row["communes"].split(";")],
        actor=SYSTEM,
        slug=slugify(row["name"]),
        is_demo=True,
    )
    kinds = {kind.value: kind for kind in StatusKind}
    for version, column, first, last in LISTS:
        set_status(
            place,
            kinds[row[column]],
            version,
            actor=SYSTEM,
            valid_from=first,
            valid_to=last,
            source="Donnée inventée pour la démonstration",
        )
    return place
