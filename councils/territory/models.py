from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Column, Float, ForeignKey, Index, String, Table, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from foundation.choices import Choice
from foundation.database import Id, Key, Model


class MunicipalityKind(Choice):
    """Whether a commune stands alone or is associated with another."""

    COMMUNE = "commune", "Commune"
    ASSOCIATED = "associated", "Commune associée"


class RenewalInterest(Choice):
    """Place of a neighborhood in the urban renewal program (NPRU)."""

    NONE = "none", "Hors du programme de renouvellement urbain"
    NATIONAL = "national", "Site d’intérêt national du renouvellement urbain"
    REGIONAL = "regional", "Site d’intérêt régional du renouvellement urbain"


class StatusKind(Choice):
    """What a list of the State or of the metropolis says of a neighborhood."""

    QPV = "qpv", "Quartier prioritaire de la politique de la ville"
    WATCH = "watch", "Quartier de veille"
    ATTENTION = "attention", "Périmètre d’attention complémentaire"
    NONE = "none", "Hors de la politique de la ville"


class ListVersion(Choice):
    """Which national list of neighborhoods a status comes from."""

    LIST_2015 = "2015", "liste de 2015"
    LIST_2024 = "2024", "liste de 2024"


class OrganizationKind(Choice):
    """What an organization is."""

    METROPOLIS = "metropolis", "Métropole"
    MUNICIPALITY = "municipality", "Commune"
    PREFECTURE = "prefecture", "Préfecture"
    REGION = "region", "Région"
    DEPARTMENT = "department", "Département"
    LANDLORD = "landlord", "Bailleur social"
    TRANSPORT = "transport", "Transports"
    POLICE = "police", "Police"
    ASSOCIATION = "association", "Association"
    STATE_AGENCY = "state_agency", "Service ou agence de l’État"
    SOCIAL_SECURITY = "social_security", "Sécurité sociale"
    SCHOOL = "school", "Enseignement"
    BUSINESS = "business", "Entreprise"
    OTHER = "other", "Autre organisme"


class Municipality(Model):
    """A commune of the contract, with its outline; the ground around it is a file, not rows."""

    __table_args__ = (
        CheckConstraint("(kind = 'associated') = (parent_id IS NOT NULL)", name="associated_has_parent"),
        CheckConstraint("population IS NULL OR population >= 0", name="population_counts"),
        CheckConstraint("label_lon BETWEEN -180 AND 180 AND label_lat BETWEEN -90 AND 90", name="label_on_earth"),
        Index(None, "name_key"),
    )

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    name_key: Mapped[str] = mapped_column(String(80))
    insee_code: Mapped[str] = mapped_column(String(5), unique=True)
    kind: Mapped[MunicipalityKind]
    parent_id: Mapped[Id | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    population: Mapped[int | None]
    outline: Mapped[str] = deferred(mapped_column(Text))
    label_lon: Mapped[float] = mapped_column(Float)
    label_lat: Mapped[float] = mapped_column(Float)
    vintage: Mapped[str] = mapped_column(String(10))

    parent: Mapped[Municipality | None] = relationship(remote_side="Municipality.id", lazy="raise")


neighborhood_municipality: Table = Table(
    "neighborhood_municipality",
    Model.metadata,
    Column("neighborhood_id", ForeignKey("neighborhood.id", ondelete="CASCADE"), primary_key=True),
    Column("municipality_id", ForeignKey("municipality.id"), primary_key=True, index=True),
)


class Neighborhood(Model):
    """A place that councils cover; it may lie in several communes."""

    __table_args__ = (Index(None, "name_key"),)

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(140), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(120))
    code: Mapped[str | None] = mapped_column(String(12), unique=True)
    npru: Mapped[RenewalInterest] = mapped_column(default=RenewalInterest.NONE)
    is_demo: Mapped[bool] = mapped_column(default=False)

    municipalities: Mapped[list[Municipality]] = relationship(
        secondary=neighborhood_municipality, order_by=Municipality.name_key, lazy="raise"
    )
    statuses: Mapped[list[NeighborhoodStatus]] = relationship(order_by="NeighborhoodStatus.valid_from", lazy="raise")


class NeighborhoodStatus(Model):
    """What a list says of a neighborhood from one day to another, both included.

    Two statuses of one neighborhood never overlap: the database refuses it (`councils/constraints.py`).
    """

    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_start"),
        Index(None, "neighborhood_id", "valid_from"),
    )

    id: Mapped[Key]
    neighborhood_id: Mapped[Id] = mapped_column(ForeignKey("neighborhood.id", ondelete="CASCADE"))
    status: Mapped[StatusKind]
    list_version: Mapped[ListVersion]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(300))


class Organization(Model):
    """A body that is no council: metropolis, commune, State service, landlord, association…"""

    __table_args__ = (Index(None, "name_key"),)

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(140), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[OrganizationKind]
    website: Mapped[str | None] = mapped_column(String(300))
    public_contact: Mapped[str | None] = mapped_column(String(300))
    is_demo: Mapped[bool] = mapped_column(default=False)
