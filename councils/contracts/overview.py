"""The contract in short and the choices of the filters, each read once for every public change."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from councils.contracts.action_models import Action, Indicator, action_funder
from councils.contracts.models import (
    ActionStatus,
    Axis,
    CityContract,
    ContractMunicipality,
    ContractPartner,
    Generation,
    ObjectiveKind,
    PartnerRole,
    RenewalSite,
    Theme,
)
from councils.territory.models import Municipality, Organization
from foundation.database import db
from foundation.state import once
from foundation.text import number


@dataclass(frozen=True)
class AxisFacts:
    """One axis: what it aims at, by which levers, with how many actions."""

    slug: str
    title: str
    aim: str
    target: str
    levers: tuple[str, ...]
    source_section: str
    actions: int


@dataclass(frozen=True)
class Site:
    """One site of urban renewal."""

    neighborhood: str
    municipality: str
    municipality_slug: str
    interest: str
    source_section: str


@dataclass(frozen=True)
class Overview:
    """The contract in short, kept between requests."""

    id: uuid.UUID
    name: str
    signed_on: date
    source: str
    axes: tuple[AxisFacts, ...]
    actions: int
    top_level: int
    across: int
    statuses: tuple[tuple[ActionStatus, int], ...]
    signatories: int
    municipalities: int
    indicators: int
    sites: tuple[Site, ...]


def overview() -> Overview | None:
    """The contract in short, or None before the first import; five queries once for each public change."""
    return once("contracts.overview", _overview)


def _overview() -> Overview | None:
    contract = db.session.scalars(select(CityContract).where(CityContract.generation == Generation.G2015)).one_or_none()
    if contract is None:
        return None
    rows = db.session.execute(
        select(Action.axis_id, Action.status, Action.parent_id.is_(None)).where(Action.contract_id == contract.id)
    ).all()
    by_axis = Counter(row[0] for row in rows)
    by_status = Counter(row[1] for row in rows)
    axes = db.session.scalars(
        select(Axis).where(Axis.contract_id == contract.id).options(joinedload(Axis.objectives)).order_by(Axis.position)
    ).unique()
    return Overview(
        id=contract.id,
        name=contract.name,
        signed_on=contract.signed_on,
        source=contract.source,
        axes=tuple(_axis_facts(axis, by_axis[axis.id]) for axis in axes),
        actions=len(rows),
        top_level=sum(row[2] for row in rows),
        across=by_axis[None],
        statuses=tuple((status, by_status[status]) for status in ActionStatus if by_status[status]),
        sites=_sites(contract.id),
        **_counts(contract.id),
    )


def _axis_facts(axis: Axis, actions: int) -> AxisFacts:
    aim = next((o for o in axis.objectives if o.kind is ObjectiveKind.AIM), None)
    target = f"{number(aim.target_value)} {aim.target_unit}" if aim and aim.target_value is not None else ""
    levers = tuple(o.title for o in axis.objectives if o.kind is ObjectiveKind.LEVER)
    return AxisFacts(axis.slug, axis.title, aim.title if aim else "", target, levers, axis.source_section, actions)


def _sites(contract_id: uuid.UUID) -> tuple[Site, ...]:
    sites = db.session.scalars(
        select(RenewalSite)
        .where(RenewalSite.contract_id == contract_id)
        .options(joinedload(RenewalSite.municipality))
        .order_by(RenewalSite.position)
    )
    return tuple(
        Site(
            neighborhood=site.neighborhood_name,
            municipality=site.municipality.name,
            municipality_slug=site.municipality.slug,
            interest=site.interest.label,
            source_section=site.source_section,
        )
        for site in sites
    )


def _counts(contract_id: uuid.UUID) -> dict[str, int]:
    def of(model: Any, *where: Any) -> Any:
        return select(func.count()).where(model.contract_id == contract_id, *where).scalar_subquery()

    names = ("signatories", "municipalities", "indicators")
    row = db.session.execute(
        select(
            of(ContractPartner, ContractPartner.role == PartnerRole.SIGNATORY),
            of(ContractMunicipality),
            of(Indicator),
        )
    ).one()
    return dict(zip(names, row, strict=True))


@dataclass(frozen=True)
class Options:
    """What the filters of the list of actions offer: (value in the address, words)."""

    axes: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]
    municipalities: tuple[tuple[str, str], ...]
    leads: tuple[tuple[str, str], ...]
    funders: tuple[tuple[str, str], ...]


def options() -> Options:
    """The choices of the filters: only those that some action uses, and every commune; five queries, then none."""
    return once("contracts.options", _options)


def _options() -> Options:
    in_use = select(Action.theme_id)
    people = select(Organization.slug, Organization.name).order_by(Organization.name_key)
    return Options(
        axes=_pairs(select(Axis.slug, Axis.title).order_by(Axis.position)),
        themes=_pairs(select(Theme.slug, Theme.name).where(Theme.id.in_(in_use)).order_by(Theme.slug)),
        municipalities=_pairs(
            select(Municipality.slug, Municipality.name)
            .join(ContractMunicipality, ContractMunicipality.municipality_id == Municipality.id)
            .order_by(Municipality.name_key)
        ),
        leads=_pairs(people.where(Organization.id.in_(select(Action.lead_id)))),
        funders=_pairs(people.where(Organization.id.in_(select(action_funder.c.organization_id)))),
    )


def _pairs(statement: Select[Any, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((row[0], row[1]) for row in db.session.execute(statement))
