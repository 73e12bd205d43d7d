"""Adding up amounts without counting the same money twice."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def counted(amounts: Mapping[T, int | None], parents: Mapping[T, T | None]) -> dict[T, int]:
    """The amounts that may stand in one sum: a row counts only if none of its ancestors has an amount.

    An action's amount already includes those of its parts. `parents` gives the parent of each row, or None.
    """
    return {
        key: amount for key, amount in amounts.items() if amount is not None and covering(key, amounts, parents) is None
    }


def covering(key: T, amounts: Mapping[T, int | None], parents: Mapping[T, T | None]) -> T | None:
    """The nearest ancestor whose amount already includes this row's, or None."""
    seen = {key}
    above = parents.get(key)
    while above is not None and above not in seen:
        if amounts.get(above) is not None:
            return above
        seen.add(above)
        above = parents.get(above)
    return None
