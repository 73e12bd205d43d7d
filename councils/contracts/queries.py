"""What the pages read of the actions: each function says how many queries it makes, whatever the number of rows."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from councils.contracts.action_models import Action, Funding, Result
from councils.contracts.models import Axis, Theme
from councils.contracts.wanted import EVERYWHERE, Wanted
from councils.territory.models import Municipality, Organization
from foundation.database import db
from foundation.pagination import Page, paginate
from foundation.text import fold

WORDS_AT_MOST = 8


@dataclass(frozen=True)
class ActionList:
    """One page of actions, and under each the parts of it."""

    page: Page[Action]
    parts: dict[uuid.UUID, list[Action]]


def actions(contract_id: uuid.UUID, wanted: Wanted, cursor: str | None) -> ActionList:
    """The actions that match, 20 a page; three queries.

    Without a filter, those that stand alone, each with its parts. With one, all that match at any depth, a part
    right after its parent.
    """
    statement = (
        select(Action)
        .where(Action.contract_id == contract_id, *_conditions(wanted))
        .options(joinedload(Action.lead), joinedload(Action.theme), joinedload(Action.parent))
    )
    if wanted.is_everything:
        statement = statement.where(Action.parent_id.is_(None))
    page = paginate(statement, (Action.tree_key, Action.id), cursor=cursor)
    parts = _parts_of(page.rows) if wanted.is_everything else {}
    return ActionList(page, parts)


def _conditions(wanted: Wanted) -> list[Any]:
    found: list[Any] = []
    if wanted.axis:
        found.append(Action.axis.has(Axis.slug == wanted.axis))
    if wanted.theme:
        found.append(Action.theme.has(Theme.slug == wanted.theme))
    if wanted.municipality == EVERYWHERE:
        found.append(~Action.municipalities.any())
    elif wanted.municipality:
        found.append(Action.municipalities.any(Municipality.slug == wanted.municipality))
    if wanted.lead:
        found.append(Action.lead.has(Organization.slug == wanted.lead))
    if wanted.funder:
        found.append(Action.funders.any(Organization.slug == wanted.funder))
    if wanted.status:
        found.append(Action.status == wanted.status)
    # the folded key holds letters, digits and single blanks only: no pattern can slip in
    found += [Action.search_key.contains(word) for word in fold(wanted.words).split()[:WORDS_AT_MOST]]
    return found


def _parts_of(rows: Sequence[Action]) -> dict[uuid.UUID, list[Action]]:
    if not rows:
        return {}
    inside = or_(*(Action.tree_key.startswith(f"{row.tree_key}.") for row in rows))
    found = db.session.scalars(
        select(Action).where(Action.contract_id == rows[0].contract_id, inside).order_by(Action.tree_key)
    )
    roots = {row.tree_key: row.id for row in rows}
    parts: dict[uuid.UUID, list[Action]] = {}
    for part in found:
        parts.setdefault(roots[part.tree_key.split(".")[0]], []).append(part)
    return parts


def action_by_slug(slug: str) -> Action | None:
    """One action with its axis, theme, lead, funders, communes and contract; one query."""
    return db.session.scalars(
        select(Action)
        .where(Action.slug == slug)
        .options(
            joinedload(Action.axis),
            joinedload(Action.theme),
            joinedload(Action.lead),
            joinedload(Action.contract),
            joinedload(Action.funders),
            joinedload(Action.municipalities),
        )
    ).unique().one_or_none()  # fmt: skip


@dataclass(frozen=True)
class Family:
    """What an action is a part of, from the top down; its parts; the other parts of its parent."""

    above: list[Action]
    parts: list[Action]
    siblings: list[Action]

    @property
    def covering(self) -> Action | None:
        """The nearest action above whose amount already includes this one's."""
        return next((action for action in reversed(self.above) if action.amount_cents is not None), None)


def family(action: Action) -> Family:
    """The actions around one; one query."""
    steps = action.tree_key.split(".")
    above = [".".join(steps[:depth]) for depth in range(1, len(steps))]
    around = [Action.tree_key.in_(above), Action.parent_id == action.id]
    if action.parent_id:
        around.append(and_(Action.parent_id == action.parent_id, Action.id != action.id))
    rows = db.session.scalars(
        select(Action).where(Action.contract_id == action.contract_id, or_(*around)).order_by(Action.tree_key)
    ).all()
    return Family(
        above=[row for row in rows if row.tree_key in above],
        parts=[row for row in rows if row.parent_id == action.id],
        siblings=[row for row in rows if row.parent_id == action.parent_id and row.tree_key not in above],
    )


def results(action: Action) -> Sequence[Result]:
    """What the report says an action gave; one query."""
    return db.session.scalars(select(Result).where(Result.action_id == action.id).order_by(Result.position)).all()


def context_results(contract_id: uuid.UUID) -> Sequence[Result]:
    """The figures of the report that belong to no action; one query."""
    return db.session.scalars(
        select(Result).where(Result.contract_id == contract_id, Result.action_id.is_(None)).order_by(Result.position)
    ).all()


def funding_of(action: Action) -> Sequence[Funding]:
    """The lines of money about an action; one query."""
    return db.session.scalars(select(Funding).where(Funding.action_id == action.id).order_by(Funding.position)).all()
