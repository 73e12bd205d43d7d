"""What the pages read of the indicators, the partners and the network; queries said as in `queries.py`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from councils.contracts.action_models import Indicator
from councils.contracts.models import (
    CityContract,
    ContractPartner,
    FactKind,
    Generation,
    GoverningBody,
    NetworkFact,
    Theme,
)
from councils.contracts.overview import Overview
from councils.contracts.pictures import Reading, read
from councils.contracts.readings import least
from councils.queries import page_of
from foundation.database import db
from foundation.pagination import Page
from foundation.state import once
from foundation.text import number


def indicators(contract: Overview, theme: str, cursor: str | None) -> Page[Reading]:
    """The indicators with their values, 50 a page; two queries once for each public change."""
    readings = once(("contracts.readings", contract.id), lambda: _readings(contract.id))
    return page_of([one for one in readings if theme in {"", one.theme[0]}], cursor, size=50)


def _readings(contract_id: uuid.UUID) -> tuple[Reading, ...]:
    rows = db.session.scalars(
        select(Indicator)
        .where(Indicator.contract_id == contract_id)
        .options(joinedload(Indicator.theme), selectinload(Indicator.values))
        .order_by(Indicator.position, Indicator.id)
    )
    return tuple(read(row) for row in rows)


def indicator_themes() -> tuple[tuple[str, str], ...]:
    """(address, name) of each theme that has indicators; one query, then none."""
    return once("contracts.indicator_themes", _indicator_themes)


def _indicator_themes() -> tuple[tuple[str, str], ...]:
    in_use = Theme.id.in_(select(Indicator.theme_id))
    rows = db.session.execute(select(Theme.slug, Theme.name).where(in_use).order_by(Theme.position))
    return tuple((slug, name) for slug, name in rows)


def indicator_by_slug(slug: str) -> Indicator | None:
    """One indicator with its theme, contract and values; one query."""
    return db.session.scalars(
        select(Indicator)
        .where(Indicator.slug == slug)
        .options(joinedload(Indicator.theme), joinedload(Indicator.contract), joinedload(Indicator.values))
    ).unique().one_or_none()  # fmt: skip


def partners(contract_id: uuid.UUID) -> Sequence[ContractPartner]:
    """The organizations of the contract, in the order of the report; one query."""
    return db.session.scalars(
        select(ContractPartner)
        .where(ContractPartner.contract_id == contract_id)
        .options(joinedload(ContractPartner.organization))
        .order_by(ContractPartner.position)
    ).all()


def bodies(contract_id: uuid.UUID) -> Sequence[GoverningBody]:
    """The bodies that steer the contract; one query."""
    return db.session.scalars(
        select(GoverningBody).where(GoverningBody.contract_id == contract_id).order_by(GoverningBody.position)
    ).all()


def network_facts(contract_id: uuid.UUID) -> Sequence[NetworkFact]:
    """What the report says of the councils and their network; one query."""
    return db.session.scalars(
        select(NetworkFact).where(NetworkFact.contract_id == contract_id).order_by(NetworkFact.position)
    ).all()


@dataclass(frozen=True)
class SnapshotFigure:
    """One figure of the report: « 13 » or « plus de 700 personnes », what it counts, what to know of it, its part."""

    value: str
    label: str
    note: str
    source_section: str


@dataclass(frozen=True)
class Snapshot:
    """What the report said of the councils when it was printed: never mixed with the living counters."""

    figures: tuple[SnapshotFigure, ...]
    source: str


_SNAPSHOT = ("Conseils citoyens labellisés", "Conseils citoyens en cours de labellisation", "Personnes représentées")


def network_snapshot() -> Snapshot | None:
    """The three figures of the report about the councils, for the home page; None before the first import.

    One query, then none until something public changes.
    """
    return once("contracts.snapshot", _snapshot)


def _snapshot() -> Snapshot | None:
    rows = db.session.execute(
        select(NetworkFact, CityContract.source)
        .join(CityContract, CityContract.id == NetworkFact.contract_id)
        .where(CityContract.generation == Generation.G2015, NetworkFact.kind == FactKind.COUNT)
        .where(NetworkFact.label.in_(_SNAPSHOT), NetworkFact.value.is_not(None))
        .order_by(NetworkFact.position)
    ).all()
    if not rows:
        return None
    return Snapshot(tuple(_snapshot_figure(fact) for fact, _ in rows), rows[0][1])


def _snapshot_figure(fact: NetworkFact) -> SnapshotFigure:
    if at_least := least(fact.note):
        return SnapshotFigure(f"{at_least} {fact.unit}", fact.label, "", fact.source_section)
    return SnapshotFigure(number(fact.value or 0), fact.label, fact.note, fact.source_section)
