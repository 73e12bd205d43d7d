"""Who may vote in a council on a day, by name: for the council’s people alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from citizens.naming import name_in
from councils.models import College, Council, Membership
from foundation.text import date_short, date_words
from meetings.votes import queries

Row = tuple[str, str]
BY_MAIL, BY_HAND = "Par courriel", "Sans compte"


@dataclass(frozen=True)
class VotersSheet:
    """The voters of each college with how each is told, then those who sit without voting and why."""

    day: date
    words: str
    colleges: Sequence[tuple[str, Sequence[Row]]]
    apart: Sequence[Row]
    count: int
    unreached: int


def voters_sheet(council: Council, day: date) -> VotersSheet:
    """The sheet of a day."""
    may: dict[College, list[Row]] = {college: [] for college in College}
    apart: list[Row] = []
    for seat, has_account in queries.sitting(council.id, day):
        name = name_in(seat.person, seat.council_id)
        reason = _why_apart(seat, day)
        if reason:
            apart.append((name, reason))
        else:
            may[seat.college].append((name, BY_MAIL if has_account else BY_HAND))
    rows = [row for found in may.values() for row in found]
    return VotersSheet(
        day=day,
        words=date_words(day),
        colleges=[(college.label, found) for college, found in may.items() if found],
        apart=apart,
        count=len(rows),
        unreached=sum(told == BY_HAND for _, told in rows),
    )


def _why_apart(seat: Membership, day: date) -> str:
    start, end = seat.suspended_from, seat.suspended_to
    if start is not None and start <= day and (end is None or end >= day):
        return f"Mandat suspendu depuis le {date_short(start)}" + (f", jusqu’au {date_short(end)}" if end else "")
    return "" if seat.voting else "Suppléant ou suppléante\u00a0: vote en remplaçant quelqu’un"
