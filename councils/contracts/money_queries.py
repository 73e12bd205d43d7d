"""What the pages read of the money and of places; queries said as in `queries.py`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from councils.contracts.action_models import Action, Funding
from councils.contracts.counting import counted
from councils.contracts.models import ContractMunicipality
from councils.contracts.overview import Overview, Site
from councils.territory.models import Municipality, Neighborhood
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
    """The amounts that count, largest first; four queries once for each public change."""
    return once(("contracts.amounts", contract_id), lambda: _amounts(contract_id))


def _amounts(contract_id: uuid.UUID) -> tuple[Amount, ...]:
    tree = db.session.execute(
        select(Action.id, Action.parent_id, Action.amount_cents).where(Action.contract_id == contract_id)
    ).all()
    chosen = counted({row[0]: row[2] for row in tree}, {row[0]: row[1] for row in tree})
    rows = db.session.scalars(
        select(Action)
        .where(Action.id.in_(list(chosen)))
        .options(joinedload(Action.axis), selectinload(Action.funders), selectinload(Action.municipalities))
        .order_by(Action.amount_cents.desc(), Action.tree_key)
    ).all()
    lines = db.session.execute(
        select(Funding.action_id, Funding.kind).where(Funding.action_id.in_(list(chosen)), Funding.kind.is_not(None))
    )
    kinds = {action_id: kind.label for action_id, kind in lines if kind}
    return tuple(
        Amount(
            slug=row.slug,
            title=row.title,
            cents=row.amount_cents or 0,
            period=row.period,
            axis=row.axis.title if row.axis else "",
            funders=", ".join(funder.name for funder in row.funders),
            kind=kinds.get(row.id, ""),
            territory=row.territory,
            municipality_ids=frozenset(place.id for place in row.municipalities),
        )
        for row in rows
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
    """The communes of the contract, then the neighborhoods in them; two queries, then none."""
    return once("contracts.places", _places)


def _places() -> tuple[Place, ...]:
    communes = db.session.scalars(
        select(ContractMunicipality)
        .join(ContractMunicipality.municipality)
        .options(joinedload(ContractMunicipality.municipality))
        .order_by(Municipality.name_key)
    ).all()
    inside = {row.municipality_id for row in communes}
    quarters = db.session.scalars(
        select(Neighborhood).options(selectinload(Neighborhood.municipalities)).order_by(Neighborhood.name_key)
    ).all()
    return (
        *(
            Place(f"commune/{row.municipality.slug}", row.municipality.name, (row.municipality_id,),
                  (row.municipality.name,), False, row.note)
            for row in communes
        ),
        *(
            Place(f"quartier/{row.slug}", row.name, tuple(town.id for town in row.municipalities),
                  tuple(town.name for town in row.municipalities), True, "")
            for row in quarters
            if inside.intersection(town.id for town in row.municipalities)
        ),
    )  # fmt: skip


def place_pairs() -> list[tuple[str, str]]:
    """The places as a list to choose from."""
    return [
        (
            place.value,
            f"Quartier {place.name} ({', '.join(place.municipalities)})" if place.is_neighborhood else place.name,
        )
        for place in places()
    ]


def place(value: str) -> Place | None:
    """The place of an address, « commune/roubaix » say; no query beyond those of `places`."""
    return next((place for place in places() if place.value == value), None)


@dataclass(frozen=True)
class Nearby:
    """What the contract does in a place."""

    named: Sequence[Action]
    page: Page[Action]
    amounts: Sequence[Amount]
    sites: Sequence[Site]


def nearby(contract: Overview, place: Place, cursor: str | None) -> Nearby:
    """The actions that name a place's communes, 20 a page, those that name the neighborhood itself, the money and
    the sites of urban renewal; three queries beyond those kept.
    """
    ids = place.municipality_ids
    naming = (
        select(Action)
        .where(Action.contract_id == contract.id, Action.municipalities.any(Municipality.id.in_(ids)))
        .options(joinedload(Action.lead), joinedload(Action.theme), joinedload(Action.parent))
    )
    itself = naming.where(Action.search_key.contains(fold(place.name))).order_by(Action.tree_key).limit(20)
    return Nearby(
        named=db.session.scalars(itself).all() if place.is_neighborhood else [],
        page=paginate(naming, (Action.tree_key, Action.id), cursor=cursor),
        amounts=[amount for amount in amounts(contract.id) if amount.municipality_ids.intersection(ids)],
        sites=[site for site in contract.sites if site.municipality in place.municipalities],
    )
