"""The office of a committee: what its secretary has before them, and what awaits them on their own page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask import url_for
from werkzeug.exceptions import NotFound

from councils.committees.models import Committee
from foundation import clock
from foundation.pagination import paginate
from foundation.policy import Actor
from foundation.text import date_short, number, plural
from foundation.todos import Todo
from meetings.answers import delays, queries
from meetings.answers.models import Answer
from meetings.answers.wording import LOOKS
from meetings.proposals.models import Proposal, ProposalState

S = ProposalState
ROLE = "committee_secretary"
SHOWN = 10
TOLD = 8
LAST_MINUTE = time(23, 59)
Look = tuple[str, str, str]


@dataclass(frozen=True)
class Words:
    """What the page says of one of its lists."""

    title: str
    intro: str
    nothing: str
    more: str


WORDS: Mapping[str, Words] = {
    "a-recevoir": Words(
        "À accuser réception",
        "Dire au conseil que sa proposition est arrivée\u00a0: un bouton.",
        "Tout ce qui est arrivé a son accusé de réception.",
        "Toutes celles à recevoir",
    ),
    "a-repondre": Words(
        "À répondre",
        "Celles dont la réponse est attendue d’abord, en premier.",
        "Aucune réponse n’est attendue.",
        "Toutes celles à répondre",
    ),
    "transmises": Words(
        "Transmises ailleurs",
        "Un autre organisme doit décider. Le délai continue\u00a0: la réponse reste à rendre ici.",
        "Aucune proposition n’attend chez un autre organisme.",
        "Toutes celles transmises ailleurs",
    ),
    "repondues": Words(
        "Répondues",
        "Les dernières réponses d’abord. Une réponse se complète, elle ne s’efface pas.",
        "Aucune réponse n’est encore rendue.",
        "Toutes les réponses rendues",
    ),
}


@dataclass(frozen=True)
class Row:
    """One proposal in a list of the office."""

    title: str
    number: str
    council: str
    url: str
    look: Look
    facts: str
    acknowledge: str
    answer: str
    answer_words: str


@dataclass(frozen=True)
class Drawer:
    """One list of the office as the page shows it: `more` leads to the whole of it."""

    anchor: str
    words: Words
    count: int
    rows: Sequence[Row]
    more: str = ""


def overview(committee: Committee) -> Mapping[str, Any]:
    """The whole office on one screen: the first of each list, and how many wait; seven queries."""
    today = clock.today()
    counts = queries.tallies(committee.id, today)
    found = {name: queries.first_in_tray(committee.id, tray, SHOWN) for name, tray in queries.TRAYS.items()}
    answers = queries.latest([row.id for name in ("transmises", "repondues") for row in found[name]])
    drawers = [
        Drawer(
            name,
            WORDS[name],
            counts.get(tray.state, queries.Tally()).count,
            [_row(row, committee, answers.get(row.id), today) for row in found[name]],
            url_for("answers.office", slug=committee.slug, liste=name),
        )
        for name, tray in queries.TRAYS.items()
    ]
    return {"drawers": drawers, "page": None, "lede": _lede(counts)}


def whole(committee: Committee, name: str, cursor: str | None) -> Mapping[str, Any]:
    """One list of the office, page by page. Raises NotFound when there is no such list."""
    if name not in queries.TRAYS:
        raise NotFound("Cette liste n’existe pas.")
    tray, today = queries.TRAYS[name], clock.today()
    page = paginate(queries.in_tray(committee.id, tray), tray.order, cursor=cursor)
    answers = queries.latest([row.id for row in page.rows])
    rows = [_row(row, committee, answers.get(row.id), today) for row in page.rows]
    words = page.count_words("proposition", "propositions")
    return {"drawers": [Drawer(name, WORDS[name], page.count, rows)], "page": page, "lede": f"{words}."}


def _lede(counts: Mapping[ProposalState, queries.Tally]) -> str:
    new = counts.get(S.TRANSMITTED, queries.Tally()).count
    waiting, elsewhere = (counts.get(state, queries.Tally()).count for state in (S.ACKNOWLEDGED, S.REDIRECTED))
    late = sum(tally.late for tally in counts.values())
    if not new and not waiting and not elsewhere:
        return "Rien ne vous attend aujourd’hui."
    parts = [
        f"{plural(new, 'proposition', 'propositions')} à recevoir" if new else "",
        f"{plural(waiting, 'réponse', 'réponses')} à rendre" if waiting else "",
        f"{plural(elsewhere, 'proposition transmise', 'propositions transmises')} ailleurs" if elsewhere else "",
        f"{number(late)} en retard" if late else "aucune en retard",
    ]
    return f"{', '.join(part for part in parts if part)}."


def _row(row: Proposal, committee: Committee, answer: Answer | None, today: date) -> Row:
    answers = {S.ACKNOWLEDGED: "Répondre à", S.REDIRECTED: "Répondre à", S.ANSWERED: "Compléter la réponse à"}
    here: dict[str, Any] = {"slug": committee.slug, "number": row.number}
    return Row(
        title=row.title,
        number=row.number or "",
        council=row.council.name,
        url=url_for("proposals.read_numbered", number=row.number),
        look=_look(row, committee, answer, today),
        facts=_facts(row, answer),
        acknowledge=url_for("answers.acknowledge", **here) if row.state is S.TRANSMITTED else "",
        answer=url_for("answers.answer_page", **here) if row.state in answers else "",
        answer_words=f"{answers.get(row.state, '')} {row.number}",
    )


def _look(row: Proposal, committee: Committee, answer: Answer | None, today: date) -> Look:
    if row.state is S.ANSWERED and answer is not None:
        return (*LOOKS[answer.outcome], answer.outcome.label)
    due_on = row.answer_due_on or today
    if row.state is S.TRANSMITTED and row.transmitted_at is not None:
        due_on = delays.acknowledge_by(row.transmitted_at, committee.acknowledgement_days)
    shape, tone = ("alert", "late") if due_on < today else ("half", "ongoing")
    return shape, tone, delays.due_words(due_on, today)


def _facts(row: Proposal, answer: Answer | None) -> str:
    """The days of a proposal in one line."""
    found = [f"Envoyée le {date_short(delays.day_of(row.transmitted_at))}" if row.transmitted_at else ""]
    if row.state is S.ANSWERED and row.answered_at is not None:
        days = delays.days_taken(row) or 0
        found.append(f"répondue le {date_short(delays.day_of(row.answered_at))}, en {plural(days, 'jour', 'jours')}")
    elif row.answer_due_on is not None:
        found.append(f"réponse attendue le {date_short(row.answer_due_on)}")
    if row.state is S.REDIRECTED and answer is not None and answer.redirected_to is not None:
        found.append(f"transmise à\u00a0: {answer.redirected_to.name}")
    return f"{', '.join(part for part in found if part)}."


def awaiting(actor: Actor) -> Iterable[Todo]:
    """What awaits the secretary of a committee, the most pressing first; one query."""
    scopes = {grant.scope_id for grant in actor.grants if grant.role == ROLE and grant.scope_id is not None}
    if not scopes:
        return
    today = clock.today()
    for row in queries.awaited(scopes, TOLD):
        if row.committee is not None:
            yield _todo(row, row.committee, today)


def _todo(row: Proposal, committee: Committee, today: date) -> Todo:
    here: dict[str, Any] = {"slug": committee.slug, "number": row.number}
    if row.state is S.TRANSMITTED and row.transmitted_at is not None:
        due_on = delays.acknowledge_by(row.transmitted_at, committee.acknowledgement_days)
        label, url = "Accuser réception de", url_for("answers.office", slug=committee.slug, _anchor="a-recevoir")
    else:
        due_on = row.answer_due_on or today
        label, url = "Répondre à", url_for("answers.answer_page", **here)
    detail = f"«\u202f{row.title}\u202f», {committee.name}. {delays.due_words(due_on, today)}."
    return Todo(f"{label} {row.number}", url, detail, datetime.combine(due_on, LAST_MINUTE, clock.PARIS))


TODOS = (awaiting,)
