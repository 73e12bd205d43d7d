"""What rows say of each other: which stands under which, which figures are the same money. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from councils.contracts.validation import TypedRow

Money = tuple[Decimal, str, str, str]


def tree_keys(actions: Sequence[TypedRow]) -> dict[str, str]:
    """For each action, a key that sorts it after its parent and before what follows, in the files' order."""
    places = {row.words("slug"): place for place, row in enumerate(actions, 1)}
    parents = {row.words("slug"): row.words("parent_slug") for row in actions}

    def key(slug: str) -> str:
        own = f"{places[slug]:05d}"
        return f"{key(parents[slug])}.{own}" if parents[slug] else own

    return {slug: key(slug) for slug in places}


def figure_of(row: TypedRow) -> Money:
    """What makes a money figure of `funding.csv` the same as one of `outcomes.csv`."""
    cents, share = row.values["amount_eur"], row.values["share_percent"]
    value = Decimal(str(share)) if cents is None else Decimal(str(cents)) / 100
    return value, "%" if cents is None else "€", row.words("year"), row.words("source_section")


def funded(outcomes: Sequence[TypedRow]) -> dict[Money, str]:
    """The action that each money figure of `outcomes.csv` is about, where no other row gives the same figure."""
    found: dict[Money, list[str]] = {}
    for row in outcomes:
        value = Decimal(str(row.values["value"]))
        figure = (value, row.words("unit"), row.words("year"), row.words("source_section"))
        found.setdefault(figure, []).append(row.words("action_slug"))
    return {figure: slugs[0] for figure, slugs in found.items() if len(slugs) == 1 and slugs[0]}
