"""The actions of the contract, their results and money, and the indicators of its observatory."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, String, Table, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councils.contracts.models import (
    ActionStatus,
    Axis,
    CityContract,
    ExactDecimal,
    FundingKind,
    GapDirection,
    Scope,
    Theme,
)
from councils.territory.models import Municipality, Organization
from foundation.database import Id, Key, Model

action_funder: Table = Table(
    "action_funder",
    Model.metadata,
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), primary_key=True),
    Column("organization_id", ForeignKey("organization.id"), primary_key=True, index=True),
)

action_place: Table = Table(
    "action_place",
    Model.metadata,
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), primary_key=True),
    Column("municipality_id", ForeignKey("municipality.id"), primary_key=True, index=True),
)


class Action(Model):
    """One action, scheme, program or funded operation; a part of another when it has a parent.

    `tree_key` sorts a parent right before its parts. An amount includes those of the parts.
    """

    __table_args__ = (
        CheckConstraint("(beneficiaries IS NULL) = (beneficiaries_unit IS NULL)", name="people_have_unit"),
        CheckConstraint("beneficiaries >= 0", name="people_count"),
        CheckConstraint("amount_cents >= 0", name="amount_counts"),
        CheckConstraint("last_year IS NULL OR last_year >= first_year", name="years_in_order"),
        CheckConstraint("last_year IS NULL OR first_year IS NOT NULL", name="end_has_start"),
        CheckConstraint("parent_id <> id", name="parent_is_another"),
        Index(None, "tree_key"),
    )

    id: Mapped[Key]
    contract_id: Mapped[Id] = mapped_column(ForeignKey("city_contract.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    title_key: Mapped[str] = mapped_column(String(200))
    search_key: Mapped[str] = mapped_column(String(2000))
    summary: Mapped[str] = mapped_column(String(400))
    axis_id: Mapped[Id | None] = mapped_column(ForeignKey("axis.id"), index=True)
    theme_id: Mapped[Id] = mapped_column(ForeignKey("theme.id"), index=True)
    lead_id: Mapped[Id | None] = mapped_column(ForeignKey("organization.id"), index=True)
    parent_id: Mapped[Id | None] = mapped_column(ForeignKey("action.id"), index=True)
    territory: Mapped[str] = mapped_column(String(200))
    period: Mapped[str] = mapped_column(String(40))
    first_year: Mapped[int | None]
    last_year: Mapped[int | None]
    status: Mapped[ActionStatus]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    beneficiaries: Mapped[int | None]
    beneficiaries_unit: Mapped[str | None] = mapped_column(String(80))
    source_section: Mapped[str] = mapped_column(String(20))
    tree_key: Mapped[str] = mapped_column(String(120))

    contract: Mapped[CityContract] = relationship(lazy="raise")
    axis: Mapped[Axis | None] = relationship(lazy="raise")
    theme: Mapped[Theme] = relationship(lazy="raise")
    lead: Mapped[Organization | None] = relationship(lazy="raise")
    parent: Mapped[Action | None] = relationship(lazy="raise", remote_side="Action.id")
    funders: Mapped[list[Organization]] = relationship(
        secondary=action_funder, lazy="raise", order_by=Organization.name_key
    )
    municipalities: Mapped[list[Municipality]] = relationship(
        secondary=action_place, lazy="raise", order_by=Municipality.name_key
    )


class Result(Model):
    """A figure given as a result, a means or a context, of an action or of the contract as a whole."""

    __table_args__ = (
        UniqueConstraint("contract_id", "action_id", "label", "period"),
        Index(
            "uq_result_of_contract",
            "contract_id",
            "label",
            "period",
            unique=True,
            sqlite_where=text("action_id IS NULL"),
            postgresql_where=text("action_id IS NULL"),
        ),
    )

    id: Mapped[Key]
    contract_id: Mapped[Id] = mapped_column(ForeignKey("city_contract.id"))
    action_id: Mapped[Id | None] = mapped_column(ForeignKey("action.id"), index=True)
    label: Mapped[str] = mapped_column(String(200))
    value: Mapped[Decimal] = mapped_column(ExactDecimal)
    unit: Mapped[str] = mapped_column(String(80))
    period: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(400))
    source_section: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]

    action: Mapped[Action | None] = relationship(lazy="raise")


class Funding(Model):
    """An amount or a share of the report; linked to the action of which `outcomes.csv` gives the same figure."""

    __table_args__ = (
        UniqueConstraint("contract_id", "programme", "line", "period"),
        CheckConstraint("(amount_cents IS NULL) <> (share IS NULL)", name="amount_or_share"),
        CheckConstraint("amount_cents >= 0", name="amount_counts"),
    )

    id: Mapped[Key]
    contract_id: Mapped[Id] = mapped_column(ForeignKey("city_contract.id"))
    action_id: Mapped[Id | None] = mapped_column(ForeignKey("action.id"), index=True)
    programme: Mapped[str] = mapped_column(String(120))
    line: Mapped[str] = mapped_column(String(200))
    kind: Mapped[FundingKind | None]
    amount_cents: Mapped[int | None] = mapped_column(BigInteger)
    share: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    period: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(400))
    source_section: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]

    action: Mapped[Action | None] = relationship(lazy="raise")


class Indicator(Model):
    """A finding of the observatory, with or without figures."""

    __table_args__ = (Index(None, "position"),)

    id: Mapped[Key]
    contract_id: Mapped[Id] = mapped_column(ForeignKey("city_contract.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    title_key: Mapped[str] = mapped_column(String(200))
    theme_id: Mapped[Id] = mapped_column(ForeignKey("theme.id"), index=True)
    objective: Mapped[str] = mapped_column(String(300))
    period: Mapped[str] = mapped_column(String(80))
    trend: Mapped[str] = mapped_column(String(200))
    gap_points: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    gap_direction: Mapped[GapDirection | None]
    note: Mapped[str] = mapped_column(String(400))
    source_section: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]

    contract: Mapped[CityContract] = relationship(lazy="raise")
    theme: Mapped[Theme] = relationship(lazy="raise")
    values: Mapped[list[IndicatorValue]] = relationship(lazy="raise", back_populates="indicator")


class IndicatorValue(Model):
    """One printed value of an indicator: where, how much, in what unit."""

    __table_args__ = (UniqueConstraint("indicator_id", "scope"),)

    id: Mapped[Key]
    indicator_id: Mapped[Id] = mapped_column(ForeignKey("indicator.id", ondelete="CASCADE"))
    scope: Mapped[Scope]
    value: Mapped[Decimal] = mapped_column(ExactDecimal)
    unit: Mapped[str] = mapped_column(String(80))

    indicator: Mapped[Indicator] = relationship(lazy="raise", back_populates="values")
