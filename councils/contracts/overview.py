"""The contract in short and the choices of the filters, each read once for every public change."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import func, literal, select, true, union_all
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
class Brief:
    """One action as counts and lists show it."""

    id: uuid.UUID
    parent_id: uuid.UUID | None
    axis_id: uuid.UUID | None
    slug: str
    title: str
    summary: str
    territory: str
    period: str
    status: ActionStatus
    amount_cents: int | None
    tree_key: str
    lead: str | None


@dataclass(frozen=True)
class Overview:
    """The contract in short, kept between requests; its lists are read when a page first asks for them."""

    id: uuid.UUID
    name: str
    signed_on: date
    source: str
    actions: int
    top_level: int
    signatories: int
    municipalities: int
    indicators: int

    @property
    def axes(self) -> tuple[AxisFacts, ...]:
        """The axes of the contract; one query once for each public change."""
        return once(("contracts.axes", self.id), lambda: _axes(self.id))

    @property
    def sites(self) -> tuple[Site, ...]:
        """The sites of urban renewal; one query once for each public change."""
        return once(("contracts.sites", self.id), lambda: _sites(self.id))

    @property
    def across(self) -> int:
        """How many actions serve several axes at once."""
        return sum(brief.axis_id is None for brief in briefs(self.id))

    @property
    def statuses(self) -> list[tuple[ActionStatus, int]]:
        """How many actions stand where."""
        counts = Counter(brief.status for brief in briefs(self.id))
        return [(status, counts[status]) for status in ActionStatus if counts[status]]


def overview() -> Overview | None:
    """The contract in short, or None before the first import; one query once for each public change."""
    return once("contracts.overview", _overview)


def _overview() -> Overview | None:
    def of(model: Any, *where: Any) -> Any:
        return select(func.count()).where(model.contract_id == CityContract.id, *where).scalar_subquery()

    row = db.session.execute(
        select(
            CityContract.id,
            CityContract.name,
            CityContract.signed_on,
            CityContract.source,
            of(Action),
            of(Action, Action.parent_id.is_(None)),
            of(ContractPartner, ContractPartner.role == PartnerRole.SIGNATORY),
            of(ContractMunicipality),
            of(Indicator),
        ).where(CityContract.generation == Generation.G2015)
    ).one_or_none()
    return Overview(*row) if row else None


def briefs(contract_id: uuid.UUID) -> tuple[Brief, ...]:
    """Every action in short, a parent right before its parts; one query once for each public change."""
    return once(("contracts.briefs", contract_id), lambda: _briefs(contract_id))


def _briefs(contract_id: uuid.UUID) -> tuple[Brief, ...]:
    columns = [getattr(Action, one.name) for one in fields(Brief) if one.name != "lead"]
    rows: Any = db.session.execute(
        select(*columns, Organization.name)
        .outerjoin(Organization, Organization.id == Action.lead_id)
        .where(Action.contract_id == contract_id)
        .order_by(Action.tree_key, Action.id)
    )
    return tuple(Brief(*row) for row in rows)


def _axes(contract_id: uuid.UUID) -> tuple[AxisFacts, ...]:
    actions = select(func.count()).where(Action.axis_id == Axis.id).scalar_subquery()
    rows = db.session.execute(
        select(Axis, actions)
        .where(Axis.contract_id == contract_id)
        .options(joinedload(Axis.objectives))
        .order_by(Axis.position)
    ).unique()
    return tuple(_axis_facts(axis, count) for axis, count in rows)


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


@dataclass(frozen=True)
class Options:
    """What the filters of the list of actions offer: (value in the address, words)."""

    axes: tuple[tuple[str, str], ...]
    themes: tuple[tuple[str, str], ...]
    municipalities: tuple[tuple[str, str], ...]
    leads: tuple[tuple[str, str], ...]
    funders: tuple[tuple[str, str], ...]


def options() -> Options:
    """The choices of the filters: only those that some action uses, and every commune; one query, then none."""
    return once("contracts.options", _options)


def _options() -> Options:
    led, paid = select(Action.lead_id), select(action_funder.c.organization_id)
    lists = {
        "axes": (Axis.slug, Axis.title, Axis.position, Axis.slug, true()),
        "themes": (Theme.slug, Theme.name, literal(0), Theme.slug, Theme.id.in_(select(Action.theme_id))),
        "municipalities": (
            *(Municipality.slug, Municipality.name, literal(0), Municipality.name_key),
            Municipality.id.in_(select(ContractMunicipality.municipality_id)),
        ),
        "leads": _organizations(Organization.id.in_(led)),
        "funders": _organizations(Organization.id.in_(paid)),
    }
    parts = [
        select(literal(name), slug, words, place.label("place"), key.label("key")).where(wanted)
        for name, (slug, words, place, key, wanted) in lists.items()
    ]
    found: dict[str, list[tuple[str, str]]] = {name: [] for name in lists}
    for name, slug, words, _, _ in db.session.execute(union_all(*parts).order_by("place", "key")):
        found[name].append((slug, words))
    return Options(**{name: tuple(pairs) for name, pairs in found.items()})


def _organizations(wanted: Any) -> tuple[Any, ...]:
    return Organization.slug, Organization.name, literal(0), Organization.name_key, wanted
