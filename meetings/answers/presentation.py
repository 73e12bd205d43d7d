"""What the public pages show of the answers, ready for their templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from councils.committees.models import Committee
from foundation import clock
from foundation.panels import Panel
from foundation.state import once
from foundation.text import date_short, date_words, plural
from meetings.answers import delays, queries
from meetings.answers.models import Answer, AnswerOutcome
from meetings.answers.wording import LOOKS, Fact, extras
from meetings.proposals.models import Proposal, ProposalState
from meetings.proposals.workflow import ON_ITS_WAY

LATEST = 5
Look = tuple[str, str, str]


@dataclass(frozen=True)
class AnswerView:
    """One answer as its card shows it. `look` is shape, tone and word; `rows` are the commitments of a table."""

    number: int
    title: str
    outcome: AnswerOutcome
    look: Look
    on: date
    days: str
    reasons: str
    facts: Sequence[Fact]
    rows: Sequence[Sequence[Any]]
    signatory: str
    going_on: str


def answers_of(proposal: Proposal) -> Sequence[AnswerView]:
    """Every answer to a proposal, the latest first: a further one stands beside those before it (`R-PRP-04`)."""
    rows = queries.versions(proposal.id)
    first = min((row.number for row in rows if row.outcome is not AnswerOutcome.REDIRECTED), default=0)
    return [_view(row, proposal, completes=0 < first < row.number) for row in rows]


def to_review(row: Answer, proposal: Proposal) -> AnswerView:
    """An answer that is not published yet, as everyone would read it."""
    return _view(row, proposal, completes=proposal.state is ProposalState.ANSWERED)


def _view(row: Answer, proposal: Proposal, *, completes: bool) -> AnswerView:
    passed_on = row.outcome is AnswerOutcome.REDIRECTED
    sent = proposal.transmitted_at
    days = delays.days_between(sent, row.entered_at) if sent else 0
    return AnswerView(
        number=row.number,
        title="Ce que le comité a fait" if passed_on else "Complément de réponse" if completes else "La réponse",
        outcome=row.outcome,
        look=(*LOOKS[row.outcome], row.outcome.label),
        on=delays.day_of(row.entered_at),
        days=f"{plural(days, 'jour', 'jours')} après l’envoi" if days else "le jour de l’envoi",
        reasons=row.reasons_html,
        facts=extras(row),
        rows=[[one.text, one.organization, date_short(one.due_on), one.budget_line or None] for one in row.commitments],
        signatory=row.signatory_function,
        going_on=_going_on(proposal) if passed_on else "",
    )


def _going_on(proposal: Proposal) -> str:
    if proposal.state is not ProposalState.REDIRECTED or proposal.answer_due_on is None:
        return ""
    return f"Le délai ne change pas\u00a0: une réponse reste attendue le {date_words(proposal.answer_due_on)}."


def standing(proposal: Proposal, answer: Answer | None, today: date) -> Look:
    """How a proposal that was sent stands, in public, as shape, tone and words."""
    if proposal.state is ProposalState.ANSWERED and answer is not None:
        return (*LOOKS[answer.outcome], answer.outcome.label)
    if proposal.state not in ON_ITS_WAY or proposal.answer_due_on is None:
        return "square", "quiet", proposal.state.label
    late = (today - proposal.answer_due_on).days
    if late > 0:
        return "alert", "late", f"Réponse attendue depuis {plural(late, 'jour', 'jours')}"
    return "half", "ongoing", f"Réponse attendue le {date_short(proposal.answer_due_on)}"


@dataclass(frozen=True)
class Line:
    """A proposal in short: where its page is, whose it is, how it stands."""

    title: str
    url: str
    number: str
    council: str
    look: Look
    sent_on: date


def committee_panel(committee: Committee) -> Mapping[str, Any]:
    """The figures of a committee, and what it received last; three queries once for each public change."""
    return once(("answers.committee", committee.id), lambda: _panel(committee))


def _panel(committee: Committee) -> Mapping[str, Any]:
    today = clock.today()
    found = queries.received(committee.id)
    answered = [delays.days_between(one.transmitted_at, one.answered_at) for one in found if one.answered_at]
    late = sum(one.state in ON_ITS_WAY and one.due_on < today for one in found)
    latest = queries.latest_received(committee.id, LATEST)
    answers = queries.latest([row.id for row in latest])
    return {
        "figures": _figures(len(found), len(answered), late),
        "middle": _middle_words(delays.middle(answered)),
        "lines": tuple(_line(row, answers.get(row.id), today) for row in latest),
        "slug": committee.slug,
        "count": len(found),
    }


def _figures(received: int, answered: int, late: int) -> Sequence[Mapping[str, Any]]:
    words = (
        (received, "proposition reçue", "propositions reçues", "", ""),
        (answered, "réponse rendue", "réponses rendues", "full", "on"),
        (late, "réponse en retard", "réponses en retard", "alert", "late"),
    )
    return tuple(
        {"n": n, "words": one if n < 2 else many, "shape": shape, "tone": tone if n else ""}
        for n, one, many, shape, tone in words
    )


def _middle_words(middle: int | None) -> str:
    if middle is None:
        return ""
    return f"La moitié des réponses est venue en {plural(middle, 'jour', 'jours')} ou moins (délai médian)."


def _line(row: Proposal, answer: Answer | None, today: date) -> Line:
    return Line(
        title=row.title,
        url=url_for("proposals.read_numbered", number=row.number),
        number=row.number or "",
        council=row.council.name,
        look=standing(row, answer, today),
        sent_on=delays.day_of(row.transmitted_at) if row.transmitted_at else today,
    )


PANELS = (Panel("committee", "meetings/answers/_panel_committee.html", committee_panel, position=10),)
