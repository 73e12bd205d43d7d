"""What merging two rows would do: which rows go to the kept one, which stay, and what forbids it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from citizens.merging.references import Reference, references

CLASH = (
    "Les deux fiches ont la même chose sous «\u202f{title}\u202f», et cela ne peut être là deux fois. Retirez ce qui "
    "est en trop sur la fiche en double, puis revenez."
)


@dataclass(frozen=True)
class Lot:
    """What one column says of a double: the rows that go to the kept one, and those that stay with the double."""

    reference: Reference
    moving: Sequence[uuid.UUID]
    staying: Sequence[uuid.UUID]


@dataclass(frozen=True)
class Plan:
    """All that a merge would do, and the sentences that say why it may not be done as things stand."""

    lots: Sequence[Lot]
    hindrances: Sequence[str]


def plan(kept_id: uuid.UUID, double_id: uuid.UUID) -> Plan:
    """What it would do to merge a double into a kept row, as both now stand."""
    lots: list[Lot] = []
    hindrances: list[str] = []
    for kind, columns in groupby(references(), key=lambda one: one.kind):
        stays = set(kind.together.stays(kept_id, double_id))
        said = list(kind.together.hinders(kept_id, double_id))
        for reference in columns:
            if not said and reference.clashing(double_id, kept_id) - stays:
                said = [CLASH.format(title=kind.title)]
            rows = reference.rows_of(double_id)
            lots.append(
                Lot(reference, [one for one in rows if one not in stays], [one for one in rows if one in stays])
            )
        hindrances += said
    return Plan(lots, hindrances)
