"""The money made ready for the page: bars, shares, and what must not be added up. Pure: no query, no request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from councils.contracts.action_models import Funding
from councils.contracts.money_queries import Amount
from councils.contracts.overview import Brief
from councils.contracts.readings import printed_form
from foundation.text import FIXED_SPACE, NARROW_SPACE, euros, number, plural, prose

ACROSS = "Plusieurs axes à la fois"


@dataclass(frozen=True)
class Bar:
    """One bar: its words, its length, its figure, what must be known of it, where it leads."""

    label: str
    value: Decimal | None
    shown: str
    note: str
    url: str = ""


@dataclass(frozen=True)
class Part:
    """One share of what is paid."""

    label: str
    value: Decimal
    shown: str


@dataclass(frozen=True)
class Programme:
    """The lines of one programme: amounts, shares, and the kinds of money that the report names."""

    name: str
    kinds: list[str]
    sections: list[str]
    bars: list[Bar]
    parts: list[Part]
    parts_words: str


def programmes(lines: Sequence[Funding]) -> list[Programme]:
    """The lines of money by programme, in the order of the report, each amount with what it must not be added to."""
    return [_programme(name, list(rows)) for name, rows in groupby(lines, key=lambda line: line.programme)]


def _programme(name: str, rows: Sequence[Funding]) -> Programme:
    amounts = [row for row in rows if row.amount_cents is not None]
    shares = [row for row in rows if row.share is not None]
    return Programme(
        name=name,
        kinds=list(dict.fromkeys(row.kind.label for row in rows if row.kind)),
        sections=list(dict.fromkeys(row.source_section for row in rows)),
        bars=[_bar(row, amounts) for row in amounts],
        parts=_parts(shares),
        parts_words=" ".join(dict.fromkeys([f"Parts comme imprimées, {row.period}. {row.note}" for row in shares])),
    )


def _bar(row: Funding, others: Sequence[Funding]) -> Bar:
    label = f"{row.line} ({row.period})" if row.period else row.line
    undated = "" if row.period else "Année non précisée."
    printed = "" if printed_form(row.note) else "Comme imprimé."
    words = [_overlap(row, others), prose(row.note), undated, printed]
    return Bar(label, Decimal(row.amount_cents or 0), euros(row.amount_cents or 0), " ".join(filter(None, words)))


def _parts(shares: Sequence[Funding]) -> list[Part]:
    """The shares as printed and, so that the bar is whole, what they leave unsaid, marked as our own figure."""
    parts = [Part(row.line, row.share, f"{number(row.share)}{FIXED_SPACE}%") for row in shares if row.share is not None]
    rest = Decimal(100) - sum((part.value for part in parts), Decimal(0))
    if parts and rest > 0:
        parts.append(Part("non expliqués (reste calculé par ce site)", rest, f"{number(rest)}{FIXED_SPACE}%"))
    return parts


def _overlap(row: Funding, others: Sequence[Funding]) -> str:
    """Why a line must not be added to another of its programme, or nothing."""
    for other in others:
        if other is row or other.action is None or row.action is None:
            continue
        if row.action.parent_id == other.action.id:
            return f"Déjà compris dans «{NARROW_SPACE}{other.line}{NARROW_SPACE}»."
        if other.action.id == row.action.id and other.line != row.line:
            return f"Porte sur la même action que «{NARROW_SPACE}{other.line}{NARROW_SPACE}», ne s’y ajoute pas."
        if other.line == row.line and other.period != row.period:
            return "Un montant par année."
    return ""


def bar_of(amount: Amount) -> Bar:
    """The amount of one action as a bar: which money, when, where it goes."""
    note = f"{amount.kind or 'Nature non précisée'} · {amount.period} · {amount.territory} · comme imprimé"
    return Bar(amount.title, Decimal(amount.cents), euros(amount.cents), note, _address(amount.slug))


def bars_of(actions: Sequence[Brief]) -> list[Bar]:
    """The amounts of the parts of an action, when there are several to compare."""
    priced = [action for action in actions if action.amount_cents is not None]
    if len(priced) < 2:
        return []
    return [
        Bar(one.title, Decimal(one.amount_cents or 0), euros(one.amount_cents or 0), one.period, _address(one.slug))
        for one in priced
    ]


def _address(slug: str) -> str:
    return f"/contrat/actions/{slug}"


def by_axis(amounts: Sequence[Amount]) -> list[Bar]:
    """The amounts that count, by axis; each sum is ours and says what it is made of."""
    return _grouped([(amount.axis or ACROSS, amount) for amount in amounts])


def by_funder(amounts: Sequence[Amount]) -> list[Bar]:
    """The amounts that count, by who pays; several payers of one amount stay together."""
    return _grouped([(amount.funders or "Financeur non précisé", amount) for amount in amounts])


def by_kind(amounts: Sequence[Amount]) -> list[Bar]:
    """The amounts that count, by kind of money: ordinary, dedicated, European, or not said."""
    return _grouped([(amount.kind or "Non précisé par le rapport", amount) for amount in amounts])


def _grouped(pairs: Sequence[tuple[str, Amount]]) -> list[Bar]:
    bars = []
    for label in dict.fromkeys(label for label, _ in pairs):
        group = [amount for of, amount in pairs if of == label]
        total = sum(amount.cents for amount in group)
        made_of = " + ".join(f"{amount.title} ({amount.period})" for amount in group)
        note = made_of if len(group) == 1 else f"{plural(len(group), 'montant', 'montants')}{NARROW_SPACE}: {made_of}"
        bars.append(Bar(label, Decimal(total), euros(total), note))
    return sorted(bars, key=lambda bar: -(bar.value or 0))
