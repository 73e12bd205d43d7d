"""What one may look for among the actions."""

from __future__ import annotations

from dataclasses import dataclass

# the value of the filter « commune » for actions that name none
EVERYWHERE = "metropole"


@dataclass(frozen=True)
class Wanted:
    """What one looks for among the actions; everything empty is the whole list."""

    axis: str = ""
    theme: str = ""
    municipality: str = ""
    lead: str = ""
    funder: str = ""
    status: str = ""
    words: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether no filter is on."""
        return self == Wanted()
