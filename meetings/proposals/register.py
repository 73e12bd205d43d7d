"""The public register: which proposals the filters leave, a page at a time, as lines in words (`R-PRP-08`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import Row, Select, select
from sqlalchemy.sql import ColumnElement

from councils.committees.models import Committee
from councils.models import Council
from councils.queries import public_cards
from councils.wording import bare_name
from foundation import clock, search
from foundation.database import db
from foundation.pagination import Page, paginate
from foundation.state import once
from meetings.answers.models import Answer, AnswerOutcome
from meetings.proposals import reading, wording
from meetings.proposals.models import Proposal, ProposalState, ProposalTheme
from meetings.proposals.publishing import KIND
from meetings.proposals.workflow import IS_ON_ITS_WAY

S = ProposalState
O = AnswerOutcome  # noqa: E741 - the outcomes, as in a sentence
Condition = Callable[[], ColumnElement[bool]]
THEMES = {theme.value: theme for theme in ProposalTheme}
ORDER = (Proposal.published_at.desc(), Proposal.id.desc())
LONGEST_WAIT_FIRST = (Proposal.answer_due_on, Proposal.id)


def _in(state: ProposalState) -> Condition:
    return lambda: Proposal.state == state


def _outcome(outcome: AnswerOutcome) -> Condition:
    """The condition that this is what was last answered."""
    last = (
        select(Answer.outcome)
        .where(Answer.proposal_id == Proposal.id)
        .order_by(Answer.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    others = [state for state in S if state not in {S.ANSWERED, S.REDIRECTED}]
    return lambda: Proposal.state.not_in(others) & (last == outcome)


# what « État ou réponse » offers: the word in the address, what is shown, the condition
STATES: Mapping[str, tuple[str, Condition]] = {
    "vote": ("Vote en cours", lambda: (Proposal.state == S.DELIBERATING) & Proposal.motion_id.is_not(None)),
    "discussion": (
        "De retour en discussion",
        lambda: (Proposal.state == S.DELIBERATING) & Proposal.motion_id.is_(None),
    ),
    "adoptee": ("Adoptée, pas encore transmise", _in(S.ADOPTED)),
    "rejetee": ("Rejetée par le conseil", _in(S.REJECTED)),
    "attente": ("Réponse attendue", lambda: IS_ON_ITS_WAY),
    "repondue": ("Réponse rendue", _in(S.ANSWERED)),
    "retenue": ("Réponse\u00a0: retenue", _outcome(O.RETAINED)),
    "retenue-avec-modification": ("Réponse\u00a0: retenue avec modification", _outcome(O.RETAINED_MODIFIED)),
    "non-retenue": ("Réponse\u00a0: non retenue", _outcome(O.NOT_RETAINED)),
    "reportee": ("Réponse\u00a0: reportée", _outcome(O.POSTPONED)),
    "deja-realisee": ("Réponse\u00a0: déjà réalisée ou engagée", _outcome(O.ALREADY_DONE)),
    "prise-acte": ("Réponse\u00a0: il en est pris acte", _outcome(O.NOTED)),
    "autre-organisme": ("Passée à un autre organisme", _in(S.REDIRECTED)),
    "retiree": ("Retirée par le conseil", _in(S.WITHDRAWN)),
}


@dataclass(frozen=True)
class Wanted:
    """The filters in use; empty ones leave everything."""

    words: str = ""
    council: str = ""
    theme: str = ""
    committee: str = ""
    state: str = ""
    late: bool = False


@dataclass(frozen=True)
class Line:
    """One proposal in a list."""

    number: str
    title: str
    url: str
    council: str
    theme: str
    look: wording.Look
    note: str


def published(wanted: Wanted | None = None) -> Select[Proposal]:
    """The proposals that everyone reads, less those that the filters leave out; words are another matter."""
    return reading.light().where(Proposal.published_at.is_not(None), *_conditions(wanted or Wanted()))


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.council:
        found.append(Proposal.council_id == select(Council.id).where(Council.slug == wanted.council).scalar_subquery())
    if wanted.committee:
        committee = select(Committee.id).where(Committee.slug == wanted.committee).scalar_subquery()
        found.append(Proposal.committee_id == committee)
    if wanted.theme:
        found.append(Proposal.theme == THEMES[wanted.theme])
    if wanted.state:
        found.append(STATES[wanted.state][1]())
    if wanted.late:
        found += [IS_ON_ITS_WAY, Proposal.answer_due_on < clock.today()]
    return found


def page_of(wanted: Wanted, cursor: str | None) -> tuple[Page[Proposal], Sequence[Line]]:
    """One page of the register and its lines: three queries, four with words, whatever there is.

    The newest vote comes first; among late answers the longest awaited; what words find as the search orders it.
    """
    if wanted.words:
        page = _found(wanted, cursor)
    else:
        page = paginate(published(wanted), LONGEST_WAIT_FIRST if wanted.late else ORDER, cursor=cursor)
    return page, lines(page.rows)


def _found(wanted: Wanted, cursor: str | None) -> Page[Proposal]:
    hits, others = search.hits(KIND, wanted.words), _conditions(wanted)
    if hits is None:
        return Page((), 0, False, None, None)
    columns: tuple[Any, ...] = (hits.place, Proposal.id)
    rows = (
        select(*columns)
        .select_from(hits.entries.join(Proposal.__table__, Proposal.id == search.keyed(KIND)))
        .where(hits.match, Proposal.published_at.is_not(None), *others)
    )
    # only what is published is found, so that without other filters the hits alone say how many there are
    count = None if others else search.count(hits)
    return paginate(rows, (hits.place.desc(),), cursor=cursor, count=count, load=_whole)


def _whole(rows: Sequence[Row[Any]]) -> Sequence[Proposal]:
    wanted = reading.light().where(Proposal.id.in_([row.id for row in rows]))
    found = {proposal.id: proposal for proposal in db.session.scalars(wanted)}
    return [found[row.id] for row in rows]


def lines(rows: Sequence[Proposal]) -> Sequence[Line]:
    """Proposals of `reading.light()` as lines. One query."""
    now = clock.now()
    answered = reading.outcomes([row.id for row in rows if row.answered_at is not None])
    return [
        Line(
            number=row.number or "",
            title=row.title,
            url=address(row),
            council=bare_name(row.council.name),
            theme=row.theme.label,
            look=wording.look(row, answered.get(row.id), now),
            note=wording.note(row, now),
        )
        for row in rows
    ]


def address(proposal: Proposal) -> str:
    """The page of a proposal whose council is loaded: by its number once it has one."""
    if proposal.number:
        return url_for("proposals.read_numbered", number=proposal.number)
    return url_for("proposals.read", slug=proposal.council.slug, key=proposal.id)


def council_options() -> Sequence[tuple[str, str]]:
    """(slug, name) of the councils that are shown, in the order of names."""
    return once("proposals.councils", _council_options)


def _council_options() -> Sequence[tuple[str, str]]:
    cards = sorted(public_cards(), key=lambda card: card.key)
    return tuple((card.slug, bare_name(card.name)) for card in cards)


def committee_options() -> Sequence[tuple[str, str]]:
    """(slug, name) of the committees, in the order of names."""
    return once("proposals.committees", lambda: tuple((row.slug, bare_name(row.name)) for row in reading.committees()))
