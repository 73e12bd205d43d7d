from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from councils.territory.ground import Commune, ground
from councils.territory.models import (
    ListVersion,
    Municipality,
    MunicipalityKind,
    Neighborhood,
    NeighborhoodStatus,
    Organization,
    OrganizationKind,
    RenewalInterest,
    StatusKind,
)
from foundation import audit, search
from foundation.database import db
from foundation.policy import Actor, require
from foundation.search import Entry
from foundation.text import fold, nfc, slugify


def load_municipalities(*, actor: Actor) -> None:
    """Make the communes of the contract, or renew them from a newer file; their addresses never change."""
    require(actor, "territory.load")
    known = {row.insee_code: row for row in db.session.scalars(select(Municipality))}
    communes = sorted((one for one in ground().communes if one.in_contract), key=lambda one: one.parent is not None)
    for commune in communes:
        row = known.get(commune.code) or Municipality(insee_code=commune.code, slug=slugify(commune.name))
        _renew(row, commune, known)
        db.session.add(row)
        db.session.flush()
        known[commune.code] = row
        _put("municipality", municipality_entry(row))


def municipality_entry(row: Municipality) -> Entry:
    """What the search index knows of a commune: it leads to the councils there."""
    return Entry(row.slug, row.name, f"{row.kind.label} du contrat de ville", f"/conseils?commune={row.slug}")


def neighborhood_entry(row: Neighborhood) -> Entry:
    """What the search index knows of a neighborhood whose communes are read."""
    where = ", ".join(sorted(one.name for one in row.municipalities))
    return Entry(row.slug, row.name, f"Quartier de {where}", f"/quartiers/{row.slug}")


def _put(kind: str, entry: Entry) -> None:
    search.put(kind, entry.key, title=entry.title, body=entry.body, url=entry.url)


def _renew(row: Municipality, commune: Commune, known: dict[str, Municipality]) -> None:
    row.name, row.name_key = commune.name, fold(commune.name)
    row.kind = MunicipalityKind.ASSOCIATED if commune.parent else MunicipalityKind.COMMUNE
    row.parent_id = known[commune.parent].id if commune.parent else None
    row.population = commune.population
    row.outline = commune.geometry
    row.label_lon, row.label_lat = commune.label
    row.vintage = ground().source["vintage"]


def add_neighborhood(
    name: str,
    municipalities: Sequence[Municipality],
    *,
    actor: Actor,
    slug: str | None = None,
    code: str | None = None,
    npru: RenewalInterest = RenewalInterest.NONE,
    is_demo: bool = False,
) -> Neighborhood:
    """A new neighborhood, findable at once. Its slug never changes; by default it is made of its name."""
    require(actor, "neighborhood.edit")
    row = Neighborhood(
        slug=slug or slugify(name),
        name=nfc(name),
        name_key=fold(name),
        code=code,
        npru=npru,
        is_demo=is_demo,
        municipalities=list(municipalities),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "neighborhood.add", row)
    _put("neighborhood", neighborhood_entry(row))
    return row


def set_status(
    neighborhood: Neighborhood,
    status: StatusKind,
    list_version: ListVersion,
    *,
    actor: Actor,
    valid_from: date,
    valid_to: date | None = None,
    source: str,
) -> NeighborhoodStatus:
    """What a list says of a neighborhood for a time. The database refuses two at once."""
    require(actor, "neighborhood.edit")
    row = NeighborhoodStatus(
        neighborhood_id=neighborhood.id,
        status=status,
        list_version=list_version,
        valid_from=valid_from,
        valid_to=valid_to,
        source=nfc(source),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "neighborhood.status", neighborhood, after=status.value)
    return row


def add_organization(name: str, kind: OrganizationKind, *, actor: Actor, is_demo: bool = False) -> Organization:
    """A new organization."""
    require(actor, "organization.edit")
    row = Organization(slug=slugify(name), name=nfc(name), name_key=fold(name), kind=kind, is_demo=is_demo)
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "organization.add", row)
    return row
