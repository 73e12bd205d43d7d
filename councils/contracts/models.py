"""The contrat de ville and what its report says of it: axes, actions, results, money, indicators, partners.

Texts that the report does not give are empty, figures that it does not give are NULL. `position` is the row's
place in its file, which is the order of the report.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Dialect, ForeignKey, String, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councils.territory.models import Municipality, Organization
from foundation.choices import Choice
from foundation.database import Id, Key, Model


class ExactDecimal(TypeDecorator[Decimal]):
    """A figure kept digit for digit on both engines: nothing is ever rounded by storing it."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        return None if value is None else Decimal(value)


class Generation(Choice):
    """Which national generation of contracts."""

    G2015 = "2015", "Contrat de ville 2015"
    G2024 = "2024", "Contrat de ville 2024"


class AxisKind(Choice):
    """What the contract calls its parts."""

    PILLAR = "pillar", "Pilier"
    ISSUE = "issue", "Enjeu"


class ObjectiveKind(Choice):
    """The aim of an axis, or a lever that serves it."""

    AIM = "aim", "Objectif"
    LEVER = "lever", "Levier"


class ActionStatus(Choice):
    """Where an action stands, as the report or our reading of it says."""

    PLANNED = "planned", "Prévue"
    IN_PROGRESS = "in_progress", "En cours"
    DONE = "done", "Faite"
    STOPPED = "stopped", "Arrêtée"


class PartnerRole(Choice):
    """What an organization is to the contract."""

    SIGNATORY = "signatory", "Signataire"
    OPERATOR = "operator", "Porteur d’actions"
    FUNDER = "funder", "Financeur"
    OBSERVATORY = "observatory", "Observatoire"


class MunicipalityRole(Choice):
    """What the report says of a commune's neighborhoods."""

    PRIORITY = "prioritaire", "Quartier prioritaire"
    WATCH = "veille", "Quartier de veille"


class BodyLevel(Choice):
    """How far a body's remit goes."""

    METROPOLITAN = "metropolitan", "Métropole"
    LOCAL = "local", "Commune ou quartier"
    NATIONAL = "national", "France"


class SiteInterest(Choice):
    """The rank of a site of urban renewal."""

    NATIONAL = "national", "Intérêt national"
    REGIONAL = "regional", "Intérêt régional"


class Scope(Choice):
    """Which people or places a value of an indicator is about."""

    NEIGHBORHOODS = "neighborhoods", "Quartiers prioritaires"
    WATCH = "watch", "Quartiers de veille"
    METROPOLIS = "metropolis", "Métropole"


class GapDirection(Choice):
    """On which side of the metropolis the neighborhoods are."""

    BELOW = "inférieur", "En dessous de la métropole"
    ABOVE = "supérieur", "Au-dessus de la métropole"


class FundingKind(Choice):
    """Ordinary money, or money that comes on top of it."""

    MAINSTREAM = "mainstream", "Droit commun"
    DEDICATED = "dedicated", "Crédits spécifiques"
    EUROPEAN = "european", "Fonds européens"


class FactKind(Choice):
    """What a sentence about the network of councils is about."""

    COUNT = "effectif", "Combien ils sont"
    HOST = "portage", "Qui porte le réseau"
    SERVICE = "service", "Ce que le réseau apporte"
    FRAME = "cadre", "La place des conseils dans le contrat"
    AIM = "objectif", "Ce qui est attendu des conseils"
    PROSPECT = "perspective", "Ce qui est envisagé"


class CityContract(Model):
    """One contrat de ville, and the report that its figures come from."""

    __table_args__ = (CheckConstraint("first_year <= last_year", name="years_in_order"),)

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    generation: Mapped[Generation] = mapped_column(unique=True)
    signed_on: Mapped[date]
    first_year: Mapped[int]
    last_year: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))


class Axis(Model):
    """A pillar of the contract (« enjeu » from 2024 on)."""

    id: Mapped[Key]
    contract_id: Mapped[Id] = mapped_column(ForeignKey("city_contract.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[AxisKind]
    source_section: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]

    contract: Mapped[CityContract] = relationship(lazy="raise")
    objectives: Mapped[list[Objective]] = relationship(
        lazy="raise", back_populates="axis", order_by="Objective.position"
    )


class Objective(Model):
    """What an axis aims at, with its target when there is one, or a lever to get there."""

    __table_args__ = (
        UniqueConstraint("axis_id", "slug"),
        CheckConstraint("(target_value IS NULL) = (target_unit IS NULL)", name="target_has_unit"),
    )

    id: Mapped[Key]
    axis_id: Mapped[Id] = mapped_column(ForeignKey("axis.id"), index=True)
    kind: Mapped[ObjectiveKind]
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    target_value: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    target_unit: Mapped[str | None] = mapped_column(String(200))
    source_section: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]

    axis: Mapped[Axis] = relationship(lazy="raise", back_populates="objectives")


class Theme(Model):
    """A subject of actions or indicators, as the report's headings name it."""

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[int]


class ContractPartner(Model):
    """An organization in the contract, and what it is to it."""

    __table_args__ = (UniqueConstraint("contract_id", "organization_id"),)

    id: Mapped[Key]
    contract_id: Mapped[Id] = mapped_column(ForeignKey("city_contract.id"))
    organization_id: Mapped[Id] = mapped_column(ForeignKey("organization.id"), index=True)
    role: Mapped[PartnerRole]
    note: Mapped[str] = mapped_column(String(400))
    source_section: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]

    organization: Mapped[Organization] = relationship(lazy="raise")


class ContractMunicipality(Model):
    """A commune of the contract, and what the report says of its neighborhoods."""

    __table_args__ = (UniqueConstraint("contract_id", "municipality_id"),)

    id: Mapped[Key]
    contract_id: Mapped[Id] = mapped_column(ForeignKey("city_contract.id"))
    municipality_id: Mapped[Id] = mapped_column(ForeignKey("municipality.id"), index=True)
    printed_name: Mapped[str] = mapped_column(String(120))
    role: Mapped[MunicipalityRole | None]
    note: Mapped[str] = mapped_column(String(400))
    source_section: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]

    municipality: Mapped[Municipality] = relationship(lazy="raise")


class GoverningBody(Model):
    """A body that steers the contract, or a place where a council's proposal could go."""

    id: Mapped[Key]
    contract_id: Mapped[Id] = mapped_column(ForeignKey("city_contract.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(60))
    level: Mapped[BodyLevel]
    composition: Mapped[str] = mapped_column(String(300))
    purpose: Mapped[str] = mapped_column(String(400))
    source_section: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]


class RenewalSite(Model):
    """A site of the new urban renewal program (NPRU)."""

    id: Mapped[Key]
    contract_id: Mapped[Id] = mapped_column(ForeignKey("city_contract.id"), index=True)
    municipality_id: Mapped[Id] = mapped_column(ForeignKey("municipality.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    neighborhood_name: Mapped[str] = mapped_column(String(120))
    interest: Mapped[SiteInterest]
    source_section: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]

    municipality: Mapped[Municipality] = relationship(lazy="raise")


class NetworkFact(Model):
    """Something the report says of the councils and their network, with its figure when there is one."""

    __table_args__ = (
        UniqueConstraint("contract_id", "kind", "label"),
        CheckConstraint("(value IS NULL) = (unit IS NULL)", name="value_has_unit"),
    )

    id: Mapped[Key]
    contract_id: Mapped[Id] = mapped_column(ForeignKey("city_contract.id"))
    kind: Mapped[FactKind]
    label: Mapped[str] = mapped_column(String(300))
    value: Mapped[Decimal | None] = mapped_column(ExactDecimal)
    unit: Mapped[str | None] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(String(400))
    source_section: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
