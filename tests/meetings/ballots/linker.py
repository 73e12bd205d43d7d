"""Somebody who has read everything a secret vote left behind, and tries to say who voted what.

They have every row of every table with its hidden place and transaction, before each deposit, after it and at the end;
the raw bytes of database files, logs and backups; the register; and the list of opened ballots. They know the law of
each ballot they can tie to a seat; they name a voter only if it follows from what they have, not from a guess.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from meetings.ballots.sealing import Opener, Unreadable

PEM = re.compile(rb"-----BEGIN PRIVATE KEY-----.+?-----END PRIVATE KEY-----\n?", re.DOTALL)
NEAR = 400


@dataclass(frozen=True)
class Sight:
    """The register and the box at one moment: state and transaction of each seat, transaction and bytes of each row."""

    seats: Mapping[str, tuple[str, str]]
    rows: Mapping[bytes, str]


@dataclass
class Evidence:
    """All that was copied, and the ballots that the council reads, as they were published."""

    motion_id: uuid.UUID
    sights: list[Sight] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    published: Sequence[tuple[str, str]] = ()
    seats: Mapping[str, str] = field(default_factory=dict)


def links(found: Evidence) -> dict[str, str]:
    """The answer of each seat that can be named; an honest vote leaves none."""
    said: dict[str, str] = {}
    for way in (by_key, by_neighborhood, by_order):
        said |= way(found)
    return said


def sealed_of(found: Evidence) -> dict[str, bytes]:
    """The sealed row of each seat: it came when the seat changed, or in the same transaction."""
    tied: dict[str, bytes] = {}
    for before, after in zip(found.sights, found.sights[1:], strict=False):
        new = [row for row in after.rows if row not in before.rows]
        changed = [seat for seat in after.seats if after.seats[seat][0] != before.seats.get(seat, ("", ""))[0]]
        if len(new) == len(changed) == 1:
            tied[changed[0]] = new[0]
    for sight in found.sights:
        made = {transaction: row for row, transaction in sight.rows.items() if transaction}
        tied |= {seat: made[xid] for seat, (state, xid) in sight.seats.items() if state == "cast" and xid in made}
    return tied


def by_key(found: Evidence) -> dict[str, str]:
    """With any private key left somewhere, open what each seat put into the box."""
    said = {}
    for key in {match for raw in found.raw for match in PEM.findall(raw)}:
        try:
            opener = Opener(key, found.motion_id)
        except Unreadable:
            continue
        for seat, row in sealed_of(found).items():
            try:
                said[seat] = opener.open(row).choice.value
            except Unreadable:
                continue
    return said


def by_neighborhood(found: Evidence) -> dict[str, str]:
    """A tracker that stands beside one seat, and beside that one alone, in any bytes but the published list."""
    listed = json.dumps([list(one) for one in found.published], ensure_ascii=False, separators=(",", ":")).encode()
    said = {}
    for raw in (one.replace(listed, b"") for one in found.raw):
        for tracker, choice in found.published:
            beside = {
                seat
                for at in _places(raw, tracker.encode())
                for seat in _named(raw[max(0, at - NEAR) : at + NEAR], found)
            }
            if len(beside) == 1:
                said[beside.pop()] = choice
    return said


def _places(raw: bytes, wanted: bytes) -> Iterable[int]:
    return (match.start() for match in re.finditer(re.escape(wanted), raw))


def _named(raw: bytes, found: Evidence) -> set[str]:
    """The seats of which an id stands in some bytes, written or as such."""
    return {
        seat
        for seat in found.seats
        for mark in (seat.encode(), str(uuid.UUID(seat)).encode(), uuid.UUID(seat).bytes)
        if mark in raw
    }


def by_order(found: Evidence) -> dict[str, str]:
    """The order of the deposits is known: does that of the list repeat it, forwards or backwards?

    A list in the order of its trackers may do so by chance, and says nothing: it would whoever had voted when.
    """
    order = list(sealed_of(found))
    if len(order) != len(found.published) or list(found.published) == sorted(found.published):
        return {}
    return {seat: choice for seat, (_, choice) in zip(order, found.published, strict=True)}
