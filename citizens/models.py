from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment


class Gender(Choice):
    """What a person declared, for the parity counts alone; never shown for one person."""

    FEMALE = "f", "Femme"
    MALE = "m", "Homme"
    OTHER = "x", "Autre"
    UNDECLARED = "undeclared", "Non précisé"


class Channel(Choice):
    """How somebody wants to be reached."""

    EMAIL = "email", "Courriel"
    LETTER = "letter", "Courrier postal"
    SMS = "sms", "SMS"


class Person(Model):
    """Someone who sits in a council. A restricted table: public pages show counts, never these names.

    `minor_until` is the last day before they come of age; it is dropped then (domain §9.4). `erased_at`: their names
    were replaced at their demand. `merged_into_id`: the row was a double of another, to which what it had went
    (`citizens/merging`, undoable).
    """

    __table_args__ = (
        CheckConstraint("length(given_name) BETWEEN 1 AND 100", name="given_name_length"),
        CheckConstraint("length(family_name) BETWEEN 1 AND 100", name="family_name_length"),
    )

    id: Mapped[Key]
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    gender: Mapped[Gender] = mapped_column(default=Gender.UNDECLARED)
    is_demo: Mapped[bool] = mapped_column(default=False)
    minor_until: Mapped[date | None]
    erased_at: Mapped[datetime | None]
    merged_into_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id"), index=True)


class Contact(Model):
    """How to reach one person: for the board and the facilitator of their council, never public (domain §2.7)."""

    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str | None] = mapped_column(String(320))
    phone: Mapped[str | None] = mapped_column(String(30))
    postal_address: Mapped[str | None] = mapped_column(String(300))
    prefers: Mapped[Channel] = mapped_column(default=Channel.EMAIL)


class ConsentPurpose(Choice):
    """What somebody may agree to, each apart from the others (`R-PRV-02`)."""

    PUBLIC_NAME = "public_name", "Mon nom dans la liste publique des membres"
    PUBLIC_PHOTO = "public_photo", "Ma photo"
    PUBLIC_QUOTE = "public_quote", "Mes paroles citées"
    NEWSLETTER = "newsletter", "Les nouvelles du réseau par courriel"
    SMS = "sms", "Les messages par SMS"
    PARENTAL_AUTHORITY = "parental_authority", "Autorisation d’un parent ou d’un tuteur"


class Consent(Model):
    """One agreement of one person for one purpose, from its giving to its withdrawal; given anew, it is a new row.

    `text_version` names the words that were agreed to. `proof` says how it was given (on the site, on paper).
    """

    __table_args__ = (
        CheckConstraint("withdrawn_at IS NULL OR withdrawn_at >= given_at", name="withdrawn_after_given"),
        Index(
            "uq_consent_standing",
            "person_id",
            "purpose",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(None, "purpose", "withdrawn_at"),
    )

    id: Mapped[Key]
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    purpose: Mapped[ConsentPurpose]
    given_at: Mapped[Moment]
    text_version: Mapped[str] = mapped_column(String(20))
    withdrawn_at: Mapped[datetime | None]
    proof: Mapped[str] = mapped_column(String(200))
