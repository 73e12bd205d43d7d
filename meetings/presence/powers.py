"""Whether one more power may be given: no chain, no circle, so many a holder. Ids alone, no clock, no database."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from foundation.text import plural

Seat = TypeVar("Seat")
TO_ONESELF = "On ne se donne pas pouvoir à soi-même\u00a0: choisissez quelqu’un d’autre."
PASSED_ON = "Cette personne a elle-même donné son pouvoir\u00a0: choisissez quelqu’un d’autre."


def fault(given: Collection[tuple[Seat, Seat]], giver: Seat, holder: Seat, most: int) -> str:
    """Why a power may not go from giver to holder while others, (giver, holder), count; empty when it may.

    What the giver gave before would end, and what they hold too: neither stands in the way (`R-PRX-02`, `R-PRX-05`).
    """
    if giver == holder:
        return TO_ONESELF
    if any(other == holder for other, _ in given):
        return PASSED_ON
    if sum(held == holder and other != giver for other, held in given) < most:
        return ""
    many = plural(most, "pouvoir", "pouvoirs")
    return (
        f"Cette personne porte déjà {many}, c’est le plus que permettent les règles\u00a0: "
        "choisissez quelqu’un d’autre."
    )


def after(given: Collection[tuple[Seat, Seat]], giver: Seat, holder: Seat) -> list[tuple[Seat, Seat]]:
    """The powers that count once one more is given: what the giver gave or held has ended (`R-PRX-05`)."""
    return [(one, held) for one, held in given if giver not in {one, held}] + [(giver, holder)]
