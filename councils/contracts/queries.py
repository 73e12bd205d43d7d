"""What the pages read of the actions: each function says how many queries it makes, whatever the number of rows."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, literal, select, union_all
from sqlalchemy.orm import Bundle, aliased, joinedload

from councils.contracts.action_models import Action, Funding, Result, action_funder, action_place
from councils.contracts.models import Axis, CityContract, Theme
from councils.contracts.overview import Brief, Overview, briefs
from councils.contracts.wanted import EVERYWHERE, Wanted
from councils.queries import PAGE_SIZE, page_of
from councils.territory.models import Municipality, Organization
from foundation.database import db
from foundation.pagination import FEW, Page, paginate
from foundation.state import once
from foundation.text import fold

WORDS_AT_MOST = 8


_ABOVE = aliased(Action)
# what a line of a list shows, and no more: rows of the mapper cost several times as much
_LINE: Bundle[Any] = Bundle(
    "action",
    *(Action.id, Action.slug, Action.title, Action.summary, Action.status, Action.territory, Action.period),
    *(Action.amount_cents, Action.tree_key, Organization.name.label("lead")),
    *(_ABOVE.slug.label("parent_slug"), _ABOVE.title.label("parent_title")),
)
LINES: Select[Any] = (
    select(_LINE)
    .select_from(Action)
    .outerjoin(Organization, Organization.id == Action.lead_id)
    .outerjoin(_ABOVE, _ABOVE.id == Action.parent_id)
)
ORDER = (Action.tree_key, Action.id)


@dataclass(frozen=True)
class ActionList:
    """One page of actions, and under each the parts of it."""

    page: Page[Any]
    parts: Mapping[str, Sequence[Brief]]


def actions(contract: Overview, wanted: Wanted, cursor: str | None) -> ActionList:
    """The actions that match, 20 a page; two queries, or none beyond that of `briefs` without a filter.

    Without a filter, those that stand alone, each with its parts. With one, all that match at any depth, a part
    right after its parent.
    """
    if wanted.is_everything:
        alone = once(
            ("contracts.alone", contract.id), lambda: [one for one in briefs(contract.id) if not one.parent_id]
        )
        return ActionList(page_of(alone, cursor, most=PAGE_SIZE + PAGE_SIZE // FEW), parts(contract.id))
    statement = LINES.where(Action.contract_id == contract.id, *_conditions(wanted))
    return ActionList(paginate(statement, ORDER, cursor=cursor), {})


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


def parts(contract_id: uuid.UUID) -> Mapping[str, Sequence[Brief]]:
    """All that stands under each action that is no part itself, by its tree key; no query beyond that of `briefs`."""
    return once(("contracts.parts", contract_id), lambda: _grouped(briefs(contract_id), _root))


def _root(part: Brief) -> str:
    return part.tree_key.partition(".")[0]


def _above(part: Brief) -> str:
    return part.tree_key.rpartition(".")[0]


def _grouped(tree: Iterable[Brief], key: Callable[[Brief], str]) -> Mapping[str, Sequence[Brief]]:
    found: dict[str, list[Brief]] = {}
    for brief in tree:
        if brief.parent_id:
            found.setdefault(key(brief), []).append(brief)
    return found


def action_by_slug(slug: str) -> Action | None:
    """One action with its axis, theme, lead and contract; one query."""
    return db.session.scalars(_BY_SLUG, {"slug": slug}).one_or_none()


_BY_SLUG = (
    select(Action)
    .where(Action.slug == bindparam("slug"))
    .options(
        joinedload(Action.axis).load_only(Axis.slug, Axis.title),
        joinedload(Action.theme).load_only(Theme.slug, Theme.name),
        joinedload(Action.lead).load_only(Organization.slug, Organization.name),
        joinedload(Action.contract).load_only(CityContract.source),
    )
)


@dataclass(frozen=True)
class Links:
    """Who pays for an action, and the communes that it names: (address, name) each, in the order of names."""

    funders: list[tuple[str, str]]
    towns: list[tuple[str, str]]


def links(action: Action) -> Links:
    """What an action is linked to; one query."""
    found = Links([], [])
    for kind, slug, name, _ in db.session.execute(_LINKS, {"action": action.id}):
        (found.funders if kind == "funder" else found.towns).append((slug, name))
    return found


# side by side: SQLite reads both tables whole when they are joined to the action
_LINKS = union_all(
    select(literal("funder"), Organization.slug, Organization.name, Organization.name_key.label("key"))
    .join(action_funder, action_funder.c.organization_id == Organization.id)
    .where(action_funder.c.action_id == bindparam("action")),
    select(literal("town"), Municipality.slug, Municipality.name, Municipality.name_key)
    .join(action_place, action_place.c.municipality_id == Municipality.id)
    .where(action_place.c.action_id == bindparam("action")),
).order_by("key")


@dataclass(frozen=True)
class Family:
    """What an action is a part of, from the top down; its parts; the other parts of its parent."""

    above: Sequence[Brief]
    parts: Sequence[Brief]
    siblings: Sequence[Brief]

    @property
    def covering(self) -> Brief | None:
        """The nearest action above whose amount already includes this one's."""
        return next((action for action in reversed(self.above) if action.amount_cents is not None), None)


def family(action: Action) -> Family:
    """The actions around one; no query beyond that of `briefs`."""
    found = action.contract_id
    by_key = once(("contracts.by_key", found), lambda: {brief.tree_key: brief for brief in briefs(found)})
    inside = once(("contracts.inside", found), lambda: _grouped(briefs(found), _above))
    steps = action.tree_key.split(".")
    return Family(
        above=[by_key[".".join(steps[:depth])] for depth in range(1, len(steps))],
        parts=inside.get(action.tree_key, ()),
        siblings=[one for one in inside.get(".".join(steps[:-1]), ()) if one.slug != action.slug],
    )


def results(action: Action) -> Sequence[Any]:
    """What the report says an action gave; one query."""
    return db.session.execute(_RESULTS, {"action": action.id}).all()


_RESULTS = (
    select(Result.label, Result.value, Result.unit, Result.period, Result.note, Result.source_section)
    .where(Result.action_id == bindparam("action"))
    .order_by(Result.position)
)


def context_results(contract_id: uuid.UUID) -> Sequence[Result]:
    """The figures of the report that belong to no action; one query."""
    return db.session.scalars(
        select(Result).where(Result.contract_id == contract_id, Result.action_id.is_(None)).order_by(Result.position)
    ).all()


def funding_of(action: Action) -> Sequence[Any]:
    """The lines of money about an action; one query."""
    return db.session.execute(_FUNDING, {"action": action.id}).all()


_FUNDING = (
    select(*(Funding.line, Funding.amount_cents, Funding.share, Funding.period, Funding.kind),
           *(Funding.note, Funding.source_section))
    .where(Funding.action_id == bindparam("action"))
    .order_by(Funding.position)
)  # fmt: skip
