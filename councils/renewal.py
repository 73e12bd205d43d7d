"""The sites of the urban renewal program that the contract names, as neighborhoods of the territory: real data."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from councils.contracts.models import RenewalSite
from councils.territory.models import ListVersion, Neighborhood, RenewalInterest, StatusKind
from councils.territory.services import add_neighborhood, set_status
from foundation.database import db
from foundation.policy import SYSTEM

# the report says that these sites are priority neighborhoods: those of the list in force when it was written
LIST_START, LIST_END = date(2015, 1, 1), date(2023, 12, 31)


def load_sites() -> None:
    """Make a neighborhood of each site that has none yet."""
    known = set(db.session.scalars(select(Neighborhood.slug)))
    sites = db.session.scalars(
        select(RenewalSite).options(joinedload(RenewalSite.municipality)).order_by(RenewalSite.position)
    ).all()
    for site in sites:
        if site.slug not in known:
            _add(site)


def _add(site: RenewalSite) -> None:
    place = add_neighborhood(
        site.neighborhood_name,
        [site.municipality],
        actor=SYSTEM,
        slug=site.slug,
        npru=RenewalInterest(site.interest.value),  # type: ignore[call-arg]
    )
    set_status(
        place,
        StatusKind.QPV,
        ListVersion.LIST_2015,
        actor=SYSTEM,
        valid_from=LIST_START,
        valid_to=LIST_END,
        source=f"Rapport politique de la ville 2015-2016, partie {site.source_section}",
    )
