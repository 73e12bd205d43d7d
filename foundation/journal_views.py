"""The public journal as anyone reads it, takes it away and checks it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from sqlalchemy import exists, literal, select, union_all
from wtforms import SelectChoice, SelectField
from wtforms.validators import AnyOf

from foundation import journal, state
from foundation.database import db, reading
from foundation.forms import FilterForm
from foundation.journal import ActKind, JournalEntry
from foundation.pagination import Page, paginate
from foundation.policy import everyone, guarded
from foundation.text import date_short

RULES = {"journal.read": everyone}
PAGE_SIZE = 20
LINES_AT_ONCE = 500
LOCAL = re.compile(r"/[a-z0-9]")

blueprint = Blueprint("journal", __name__)


@dataclass(frozen=True)
class Shown:
    """A line as the page shows it: in words, then exactly. A payload's `title` names its subject in words."""

    seq: int
    on: date
    label: str
    subject: str
    url: str
    detail: str
    invented: bool
    mark: str
    exact: str


def shown(entry: JournalEntry) -> Shown:
    """The line of a row, ready for the page."""
    line = journal.published(entry)
    return Shown(
        entry.seq,
        entry.at,
        entry.kind.label,
        str(line.payload.get("title", entry.subject)),
        entry.subject if LOCAL.match(entry.subject) else "",
        _span(line.payload),
        bool(line.payload.get("demo")),
        entry.hash[:16],
        written(line),
    )


def _span(payload: Mapping[str, Any]) -> str:
    """« du 1er novembre 2025 au 31 octobre 2030 », when the line is about a period."""
    try:
        first, last = (date.fromisoformat(str(payload[name])) for name in ("start_on", "end_on"))
    except (KeyError, ValueError):
        return ""
    return f"du {date_short(first)} au {date_short(last)}"


def written(line: journal.Line) -> str:
    """A line as it stands in `/journal.jsonl`."""
    return json.dumps(line.public(), ensure_ascii=False)


class JournalFilters(FilterForm):
    """Which kind of acts to show, among those that have a line."""

    acte = SelectField(
        "Acte",
        [AnyOf(["", *ActKind], message="Choisissez un acte dans la liste.")],
        choices=[],
        default="",
        validate_choice=False,
    )

    def __init__(self) -> None:
        super().__init__()
        kinds = [kind for kind in ActKind if kind in _kinds_in_use() or kind == self.acte.data]
        self.acte.choices = [SelectChoice("", "Tous les actes"), *(SelectChoice(kind, kind.label) for kind in kinds)]


_KINDS_BY_VALUE = {kind.value: kind for kind in ActKind}
# each kind is looked up in an index: a journal has many lines
_KINDS = union_all(*(select(literal(kind.value)).where(exists().where(JournalEntry.kind == kind)) for kind in ActKind))


def _kinds_in_use() -> frozenset[ActKind]:
    """The kinds of acts that some line has; one query, then none until something public changes."""
    return state.once(
        "journal.kinds", lambda: frozenset(_KINDS_BY_VALUE[value] for value in db.session.scalars(_KINDS))
    )


@blueprint.get("/journal")
@guarded("journal.read")
def index() -> ResponseReturnValue:
    """The official acts, newest first, and how to check them oneself."""
    filters = JournalFilters()
    if not filters.validate():
        return _page(filters, None), 400
    wanted = select(JournalEntry)
    kind: Any = filters.acte.data
    if kind:
        wanted = wanted.where(JournalEntry.kind == kind)
    page = paginate(wanted, (JournalEntry.seq.desc(),), cursor=request.args.get("suite"), size=PAGE_SIZE)
    return _page(filters, page)


def _page(filters: JournalFilters, page: Page[JournalEntry] | None) -> str:
    lines = [shown(entry) for entry in page.rows] if page else []
    return render_template("foundation/journal.html", filters=filters, page=page, lines=lines)


@blueprint.get("/journal.jsonl")
@guarded("journal.read")
def as_lines() -> ResponseReturnValue:
    """The whole journal, one line an act, to keep and to check."""
    answer = Response(stream_with_context(_written(state.current().journal_seq)), mimetype="application/x-ndjson")
    answer.headers["Content-Disposition"] = 'attachment; filename="journal.jsonl"'
    return answer


def _written(last: int) -> Iterator[str]:
    """The lines up to `last`, read some at a time: the journal only grows, and a slow reader holds no transaction."""
    for start in range(1, last + 1, LINES_AT_ONCE):
        with reading():
            lines = [written(line) for line in journal.lines(start, min(last, start + LINES_AT_ONCE - 1))]
        yield "".join(f"{line}\n" for line in lines)
