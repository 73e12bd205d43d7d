from __future__ import annotations

from enum import StrEnum
from typing import Self


class Choice(StrEnum):
    """An enumeration whose members carry their French label.

    Written `DRAFT = "draft", "En préparation"`: the first word is stored, the second is shown.
    """

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def options(cls) -> list[tuple[str, str]]:
        """(stored value, label) of each member, in order, as a form's list wants them."""
        return [(member.value, member.label) for member in cls]
