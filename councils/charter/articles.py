"""The articles of a council's rules that the site applies by itself, with what holds where the rules say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from foundation.text import plural

LEAST_DAYS, MOST_DAYS = 1, 60


@dataclass(frozen=True)
class Articles:
    """How long a written vote lasts at least, in whole days, and which share of the voters must answer (ruling 11)."""

    written_vote_days: int = 5
    written_vote_percent: int | None = None

    def params(self) -> dict[str, Any]:
        """As a version of the rules keeps them."""
        return asdict(self)

    def told(self) -> list[tuple[str, str]]:
        """Each article in words."""
        share = self.written_vote_percent
        return [
            ("Durée d’un vote écrit", f"{plural(self.written_vote_days, 'jour entier', 'jours entiers')} au moins"),
            ("Participation à un vote écrit", f"{share}\u00a0% des membres au moins" if share else "Aucun minimum"),
        ]


USUAL = Articles()


def of(params: Mapping[str, Any]) -> Articles:
    """The articles that a version keeps; what it does not say is as usual."""
    known = {name: params[name] for name in asdict(USUAL) if name in params}
    return Articles(**known)
