"""The public agenda as a month and as a map: made on the server, each with words behind (`interface.md` §5)."""

from __future__ import annotations

import calendar
import re
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from babel.dates import format_date
from sqlalchemy import func, select

from councils.map import Key, Map, Mark, council_map
from councils.queries import Card, by_commune
from councils.territory.ground import frame
from councils.territory.queries import Commune, communes
from foundation import clock
from foundation.addresses import page as address
from foundation.clock import PARIS
from foundation.database import db
from foundation.state import once
from foundation.text import date_words, fold, plural
from meetings.convening import queries
from meetings.convening.presentation import Line, line, start_of_today
from meetings.models import Meeting, MeetingState

VOWELS = "ao"
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
# a month of all councils holds far fewer; a page stays readable
MOST_IN_MONTH, MOST_ON_MAP, MOST_FOUND = 300, 300, 6
AHEAD = Key("full", "on", "Une réunion à venir, ou plusieurs")
NONE_AHEAD = Key("empty", "quiet", "Aucune réunion annoncée")


@dataclass(frozen=True)
class Day:
    """One box of a month; `number` is 0 for a box of the months around."""

    number: int
    words: str
    is_today: bool
    lines: Sequence[Line]


def _first(asked: str) -> date:
    """The first day of the month of an address; of this month when it names none."""
    found = MONTH.fullmatch(asked)
    return date(int(found[1]), int(found[2]), 1) if found else clock.today().replace(day=1)


def _after(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def month(asked: str) -> Mapping[str, Any]:
    """A month with its meetings, and the months around that have some beyond it."""
    first = _first(asked)
    rows: dict[int, list[Line]] = defaultdict(list)
    for meeting in _between(first, _after(first, 1)):
        rows[meeting.day.day].append(line(meeting))
    weeks = [
        [_day(first, number, rows[number]) for number in week]
        for week in calendar.Calendar().monthdayscalendar(first.year, first.month)
    ]
    earliest, latest = _span()
    name = format_date(first, "MMMM y", locale="fr")
    return {
        "title": name,
        "of": f"d’{name}" if name[0] in VOWELS else f"de {name}",
        "weeks": weeks,
        "count": sum(len(one) for one in rows.values()),
        "before": f"{_after(first, -1):%Y-%m}" if earliest and earliest < first else "",
        "after": f"{_after(first, 1):%Y-%m}" if latest and latest >= _after(first, 1) else "",
    }


def _day(first: date, number: int, lines: Sequence[Line]) -> Day:
    if not number:
        return Day(0, "", is_today=False, lines=())
    day = first.replace(day=number)
    return Day(number, date_words(day), is_today=day == clock.today(), lines=lines)


def _between(start: date, end: date) -> Sequence[Meeting]:
    bounds = [datetime.combine(day, time(), PARIS) for day in (start, end)]
    return db.session.scalars(
        queries.announced()
        .where(Meeting.starts_at >= bounds[0], Meeting.starts_at < bounds[1])
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST_IN_MONTH)
    ).all()


def _span() -> tuple[date | None, date | None]:
    """The days of the first and of the last meeting announced."""
    wanted = select(func.min(Meeting.day), func.max(Meeting.day)).where(Meeting.state.in_(queries.ANNOUNCED))
    earliest, latest = db.session.execute(wanted).one()
    return earliest, latest


def on_map() -> Mapping[str, Any]:
    """The communes with the meetings to come of their councils, as a map and as lists."""
    found: dict[uuid.UUID, list[Line]] = defaultdict(list)
    for meeting in queries.coming_up(start_of_today(), most=MOST_ON_MAP):
        if meeting.council_id is not None:
            found[meeting.council_id].append(line(meeting))
    places = [(one, _of_commune(one, found)) for one in communes()]
    lists = [
        (one.name, _anchor(one), lines) for one, lines in sorted(places, key=lambda pair: fold(pair[0].name)) if lines
    ]
    return {"map": _map(places), "places": lists}


def _of_commune(commune: Commune, found: Mapping[uuid.UUID, list[Line]]) -> list[Line]:
    cards = by_commune().get(commune.slug, ())
    return sorted((one for card in cards for one in found.get(card.id, ())), key=lambda one: (one.day, one.url))


def _anchor(commune: Commune) -> str:
    return f"commune-{commune.slug}"


def _map(places: Sequence[tuple[Commune, list[Line]]]) -> Map:
    base = council_map()
    shapes, marks = [], []
    for (commune, lines), shape in zip(places, base.shapes, strict=True):
        said = plural(len(lines), "réunion à venir", "réunions à venir") if lines else "aucune réunion annoncée"
        url = f"#{_anchor(commune)}" if lines else f"{address('councils.index')}?commune={commune.slug}"
        key = AHEAD if lines else NONE_AHEAD
        shapes.append(replace(shape, label=f"{commune.name}\u00a0: {said}", url=url, tone=key.tone))
        if lines:
            x, y = frame().point(*commune.label)
            marks.append(Mark(x, y, AHEAD.shape, AHEAD.tone))
    return replace(
        base,
        title="Carte des réunions à venir",
        desc="Chaque commune est un lien vers ses réunions, ou vers ses conseils. La liste dessous dit la même chose.",
        shapes=tuple(shapes),
        marks=tuple(marks),
        key=(AHEAD, NONE_AHEAD),
    )


def found_panel(cards: Sequence[Card]) -> Mapping[str, Any] | None:
    """In « Trouver mon conseil »: the next meeting of each council found, with how to come (story A1, step 4)."""
    ahead = once("meetings.ahead", _next_of_each)
    lines = [ahead[card.id] for card in cards if card.id in ahead][:MOST_FOUND]
    return {"lines": lines} if lines else None


def _next_of_each() -> Mapping[uuid.UUID, Line]:
    """The next meeting of each council, called off ones apart."""
    rows = queries.coming_up(start_of_today(), most=MOST_ON_MAP)
    return {
        one.council_id: line(one)
        for one in reversed(rows)
        if one.council_id and one.state is not MeetingState.CANCELLED
    }
