"""What the pages read of the money and of places; queries said as in `queries.py`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from councils.contracts.action_models import Action, Funding
from councils.contracts.counting import counted
from councils.contracts.models import ContractMunicipality, FundingKind
from councils.contracts.overview import Overview, Site, briefs
from councils.contracts.queries import LINES, ORDER
from councils.territory.models import Municipality, Neighborhood, neighborhood_municipality
from foundation.database import db
from foundation.pagination import Page, paginate
from foundation.state import once
from foundation.text import fold


@dataclass(frozen=True)
class Amount:
    """The amount of one action that may stand in a sum: no action above it has one."""

    slug: str
    title: str
    cents: int
    period: str
    axis: str
    funders: str
    kind: str
    territory: str
    municipality_ids: frozenset[uuid.UUID]


def amounts(contract_id: uuid.UUID) -> tuple[Amount, ...]:
    """The amounts that count, largest first; two queries once for each public change."""
    return once(("contracts.amounts", contract_id), lambda: _amounts(contract_id))


def _amounts(contract_id: uuid.UUID) -> tuple[Amount, ...]:
    tree = briefs(contract_id)
    chosen = counted({one.id: one.amount_cents for one in tree}, {one.id: one.parent_id for one in tree})
    kind = select(Funding.kind).where(Funding.action_id == Action.id, Funding.kind.is_not(None))
    rows = db.session.execute(
        select(Action, kind.order_by(Funding.position.desc()).limit(1).scalar_subquery())
        .where(Action.id.in_(list(chosen)))
        .options(joinedload(Action.axis), joinedload(Action.funders), joinedload(Action.municipalities))
        .order_by(Action.amount_cents.desc(), Action.tree_key)
    ).unique()
    return tuple(_amount(row, kind) for row, kind in rows)


def _amount(row: Action, kind: FundingKind | None) -> Amount:
    return Amount(
        slug=row.slug,
        title=row.title,
        cents=row.amount_cents or 0,
        period=row.period,
        axis=row.axis.title if row.axis else "",
        funders=", ".join(funder.name for funder in row.funders),
        kind=kind.label if kind else "",
        territory=row.territory,
        municipality_ids=frozenset(place.id for place in row.municipalities),
    )


def funding(contract_id: uuid.UUID) -> Sequence[Funding]:
    """Every line of money of the report, in its order, with its action and the action above; one query."""
    return db.session.scalars(
        select(Funding)
        .where(Funding.contract_id == contract_id)
        .options(joinedload(Funding.action).joinedload(Action.parent))
        .order_by(Funding.position)
    ).all()


@dataclass(frozen=True)
class Place:
    """Somewhere one lives: a commune or a neighborhood, and the communes that it is in."""

    value: str
    name: str
    municipality_ids: tuple[uuid.UUID, ...]
    municipalities: tuple[str, ...]
    is_neighborhood: bool
    note: str

    @property
    def label(self) -> str:
        """Its name in a list of places: « Roubaix », « Quartier Alma (Roubaix) »."""
        return f"Quartier {self.name} ({', '.join(self.municipalities)})" if self.is_neighborhood else self.name


def places() -> tuple[Place, ...]:
    """The communes of the contract, then the neighborhoods in them; one query, then none."""
    return once("contracts.places", _places)


def _places() -> tuple[Place, ...]:
    rows = db.session.execute(
        select(Municipality.id, Municipality.slug, Municipality.name, ContractMunicipality.id.label("inside"),
               ContractMunicipality.note, Neighborhood.slug.label("quarter"), Neighborhood.name.label("quarter_name"),
               Neighborhood.name_key)
        .outerjoin(ContractMunicipality, ContractMunicipality.municipality_id == Municipality.id)
        .outerjoin(neighborhood_municipality, neighborhood_municipality.c.municipality_id == Municipality.id)
        .outerjoin(Neighborhood, Neighborhood.id == neighborhood_municipality.c.neighborhood_id)
        .order_by(Municipality.name_key)
    ).all()  # fmt: skip
    communes = {row.slug: row for row in rows if row.inside}
    quarters: dict[str, list[Any]] = {}
    for row in sorted((row for row in rows if row.quarter), key=lambda row: row.name_key):
        quarters.setdefault(row.quarter, []).append(row)
    return (
        *(Place(f"commune/{row.slug}", row.name, (row.id,), (row.name,), False, row.note) for row in communes.values()),
        *(_quarter(towns) for towns in quarters.values() if any(town.inside for town in towns)),
    )


def _quarter(towns: Sequence[Any]) -> Place:
    ids, names = tuple(town.id for town in towns), tuple(town.name for town in towns)
    return Place(f"quartier/{towns[0].quarter}", towns[0].quarter_name, ids, names, True, "")


def place_pairs() -> list[tuple[str, str]]:
    """The places as a list to choose from."""
    return [(place.value, place.label) for place in places()]


def place(value: str) -> Place | None:
    """The place of an address, « commune/roubaix » say; no query beyond those of `places`."""
    return next((place for place in places() if place.value == value), None)


@dataclass(frozen=True)
class Nearby:
    """What the contract does in a place."""

    named: Sequence[Any]
    page: Page[Any]
    amounts: Sequence[Amount]
    sites: Sequence[Site]


def nearby(contract: Overview, place: Place, cursor: str | None) -> Nearby:
    """The actions that name a place's communes, 20 a page, those that name the neighborhood itself, the money and
    the sites of urban renewal; three queries beyond those kept.
    """
    ids = place.municipality_ids
    naming = LINES.where(Action.contract_id == contract.id, Action.municipalities.any(Municipality.id.in_(ids)))
    itself = naming.where(Action.search_key.contains(fold(place.name))).order_by(Action.tree_key).limit(20)
    return Nearby(
        named=db.session.scalars(itself).all() if place.is_neighborhood else [],
        page=paginate(naming, ORDER, cursor=cursor),
        amounts=[amount for amount in amounts(contract.id) if amount.municipality_ids.intersection(ids)],
        sites=[site for site in contract.sites if site.municipality in place.municipalities],
    )
