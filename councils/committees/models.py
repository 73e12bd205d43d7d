from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from councils.territory.models import Municipality
from foundation.choices import Choice
from foundation.database import Id, Key, Model


class CommitteeKind(Choice):
    """The bodies that steer the contract (domain §4.5)."""

    METROPOLITAN_STEERING = "metropolitan_steering", "Comité de pilotage du contrat de ville"
    TECHNICAL = "technical", "Comité technique"
    LOCAL_STEERING = "local_steering", "Comité de pilotage local"
    INTERCOMMUNAL = "intercommunal", "Comité intercommunal"
    MAYORS_NPRU = "mayors_npru", "Conseil des maires du renouvellement urbain"
    PROGRAMMING = "programming", "Comité de programmation"
    GUSP = "gusp", "Comité de gestion urbaine et sociale de proximité"
    MAISON_DU_PROJET = "maison_du_projet", "Maison du projet"
    OTHER = "other", "Autre comité"


class Committee(Model):
    """A body that receives proposals and must answer. Its slug never changes; its delays are those of the charter.

    `chairs` says by their functions, never by name, who presides.
    """

    __table_args__ = (
        CheckConstraint("acknowledgement_days BETWEEN 1 AND 90", name="acknowledges_in_time"),
        CheckConstraint("answer_months BETWEEN 1 AND 24", name="answers_in_time"),
    )

    id: Mapped[Key]
    slug: Mapped[str] = mapped_column(String(160), unique=True)
    name: Mapped[str] = mapped_column(String(160))
    name_key: Mapped[str] = mapped_column(String(160))
    kind: Mapped[CommitteeKind]
    chairs: Mapped[str] = mapped_column(String(300), default="")
    municipality_id: Mapped[Id | None] = mapped_column(ForeignKey("municipality.id"), index=True)
    acknowledgement_days: Mapped[int] = mapped_column(default=15)
    answer_months: Mapped[int] = mapped_column(default=3)
    is_demo: Mapped[bool] = mapped_column(default=False)

    municipality: Mapped[Municipality | None] = relationship(lazy="raise")
