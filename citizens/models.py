from __future__ import annotations

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.choices import Choice
from foundation.database import Key, Model


class Gender(Choice):
    """What a person declared, for the parity counts alone; never shown for one person."""

    FEMALE = "f", "Femme"
    MALE = "m", "Homme"
    OTHER = "x", "Autre"
    UNDECLARED = "undeclared", "Non précisé"


class Person(Model):
    """Someone who sits in a council. A restricted table: public pages show counts, never these names."""

    __table_args__ = (
        CheckConstraint("length(given_name) BETWEEN 1 AND 100", name="given_name_length"),
        CheckConstraint("length(family_name) BETWEEN 1 AND 100", name="family_name_length"),
    )

    id: Mapped[Key]
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    gender: Mapped[Gender] = mapped_column(default=Gender.UNDECLARED)
    is_demo: Mapped[bool] = mapped_column(default=False)
