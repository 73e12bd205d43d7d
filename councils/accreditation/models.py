from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from councils.models import Council, Membership, Term
from foundation.choices import Choice
from foundation.database import Id, Key, Model
from foundation.documents import Document


class AccreditationState(Choice):
    """Where a dossier stands."""

    DRAFT = "draft", "En préparation"
    COMPOSING = "composing", "Constitution en cours"
    SUBMITTED = "submitted", "Dossier déposé"
    CONSULTING = "consulting", "Consultation du maire et de la Métropole"
    REVIEWING = "reviewing", "Instruction par la préfecture"
    RETURNED = "returned", "À compléter"
    SIGNED = "signed", "Acte signé"
    PUBLISHED = "published", "Publié"
    REFUSED = "refused", "Non reconnu"
    ABANDONED = "abandoned", "Procédure arrêtée"
    SUPERSEDED = "superseded", "Remplacé"


class AccreditationKind(Choice):
    """What a dossier asks for."""

    INITIAL = "initial", "Première labellisation"
    AMENDMENT = "amendment", "Modification"
    RENEWAL = "renewal", "Renouvellement"
    WITHDRAWAL = "withdrawal", "Retrait du label"


class LegalRegime(Choice):
    """The law under which a dossier was opened (domain §1.2)."""

    ACT_2014 = "act_2014", "Loi du 21 février 2014"
    DECREE_2024 = "decree_2024", "Décrets du 15 novembre 2024"


class ActKind(Choice):
    """The form of the act that recognizes a council, or stops recognizing it."""

    PREFECT_ORDER = "prefect_order", "Arrêté du préfet"
    AMENDING_ORDER = "amending_order", "Arrêté modificatif du préfet"
    WITHDRAWAL_ORDER = "withdrawal_order", "Arrêté de retrait du préfet"
    CONTRACT_CLAUSE = "contract_clause", "Clause du contrat de ville"
    PROTOCOL = "protocol", "Protocole local"


S = AccreditationState
OPEN_STATES: Collection[AccreditationState] = (
    S.DRAFT,
    S.COMPOSING,
    S.SUBMITTED,
    S.CONSULTING,
    S.REVIEWING,
    S.RETURNED,
    S.SIGNED,
)
_OPEN_SQL = f"state IN ({', '.join(repr(state.value) for state in OPEN_STATES)})"


class Accreditation(Model):
    """One procedure (dossier). At most one open for each council and kind, which the database holds (R-ACC-01).

    `reason`: why it was opened (amendment, withdrawal). `diagnosis`: the practices found before composing.
    `consulted_sha256`: the fingerprint of members, host and perimeter as last put to the authorities; a corrected
    file that differs from it is put to them again (T6).
    """

    __table_args__ = (
        Index(
            "uq_accreditation_open_kind",
            "council_id",
            "kind",
            unique=True,
            sqlite_where=text(_OPEN_SQL),
            postgresql_where=text(_OPEN_SQL),
        ),
        CheckConstraint("NOT clerical OR kind = 'amendment'", name="clerical_amendment"),
        CheckConstraint(
            "kind NOT IN ('initial', 'renewal') OR state = 'draft' OR term_id IS NOT NULL", name="grants_a_term"
        ),
    )

    id: Mapped[Key]
    council_id: Mapped[Id] = mapped_column(ForeignKey("council.id"), index=True)
    kind: Mapped[AccreditationKind]
    legal_regime: Mapped[LegalRegime]
    state: Mapped[AccreditationState] = mapped_column(default=AccreditationState.DRAFT)
    term_id: Mapped[Id | None] = mapped_column(ForeignKey("term.id"), index=True)
    clerical: Mapped[bool] = mapped_column(default=False)
    parity_reason: Mapped[str | None] = mapped_column(Text)
    council_heard_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(Text)
    diagnosis: Mapped[str | None] = mapped_column(Text)
    host_intention: Mapped[str | None] = mapped_column(Text)
    no_sortition_reason: Mapped[str | None] = mapped_column(Text)
    new_host_id: Mapped[Id | None] = mapped_column(ForeignKey("organization.id"), index=True)
    consulted_sha256: Mapped[str | None] = mapped_column(String(64))
    opened_by_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[int] = mapped_column()

    council: Mapped[Council] = relationship()
    term: Mapped[Term | None] = relationship()
    act: Mapped[RecognitionAct | None] = relationship(back_populates="accreditation")
    # what `papers.py` joins to a dossier; named there, above these tables
    papers: Mapped[list[Any]] = relationship("AccreditationPaper", lazy="raise", back_populates="accreditation")
    requests: Mapped[list[Any]] = relationship("ConsultationRequest", lazy="raise", back_populates="accreditation")
    points: Mapped[list[Any]] = relationship("ReviewPoint", lazy="raise", back_populates="accreditation")
    changes: Mapped[list[Any]] = relationship("ProposedChange", lazy="raise", back_populates="accreditation")
    places: Mapped[list[Any]] = relationship("ProposedPlace", lazy="raise", back_populates="accreditation")

    # who sits in the council; `queries.load_for_guards` reads those of today only
    sitting: Mapped[list[Membership]] = relationship(
        lazy="raise", viewonly=True, primaryjoin=lambda: Accreditation.council_id == foreign(Membership.council_id)
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it once


class RecognitionAct(Model):
    """The act that ends a dossier. In force from `effective_on`, once published; unknown numbers stay empty."""

    __table_args__ = (
        CheckConstraint("(published_on IS NULL) = (effective_on IS NULL)", name="published_means_effective"),
        CheckConstraint(
            "effective_on IS NULL OR effective_on >= signed_on OR backdating_reason IS NOT NULL",
            name="backdating_has_reason",
        ),
    )

    id: Mapped[Key]
    accreditation_id: Mapped[Id] = mapped_column(ForeignKey("accreditation.id"), unique=True)
    kind: Mapped[ActKind]
    number: Mapped[str | None] = mapped_column(String(80))
    signed_on: Mapped[date]
    signatory_capacity: Mapped[str] = mapped_column(String(200))
    published_in: Mapped[str | None] = mapped_column(String(200))
    published_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    backdating_reason: Mapped[str | None] = mapped_column(Text)
    document_id: Mapped[Id | None] = mapped_column(ForeignKey("document.id"), index=True)
    public_document_id: Mapped[Id | None] = mapped_column(ForeignKey("document.id"), index=True)

    accreditation: Mapped[Accreditation] = relationship(back_populates="act")
    document: Mapped[Document | None] = relationship(lazy="raise", foreign_keys="RecognitionAct.document_id")
    public_document: Mapped[Document | None] = relationship(
        lazy="raise", foreign_keys="RecognitionAct.public_document_id"
    )
