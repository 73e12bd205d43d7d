"""Actions and indicators in the search of the whole site."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from councils.contracts.action_models import Action, Indicator
from foundation.database import db
from foundation.search import Entry, put, remove

ACTION, INDICATOR = "action", "indicator"


def actions() -> Iterator[Entry]:
    """Every action, as the search shows it."""
    return map(_action, db.session.scalars(_all_actions()))


def indicators() -> Iterator[Entry]:
    """Every indicator, as the search shows it."""
    return map(_indicator, db.session.scalars(_all_indicators()))


def renew(action_slugs: Collection[Any], indicator_slugs: Collection[Any]) -> None:
    """Write the entries of actions and indicators that were written."""
    for entry in map(_action, db.session.scalars(_all_actions().where(Action.slug.in_(action_slugs)))):
        put(ACTION, entry.key, title=entry.title, body=entry.body, url=entry.url)
    for entry in map(_indicator, db.session.scalars(_all_indicators().where(Indicator.slug.in_(indicator_slugs)))):
        put(INDICATOR, entry.key, title=entry.title, body=entry.body, url=entry.url)


def forget(slugs: Iterable[str]) -> None:
    """Remove the entries of actions and indicators that leave."""
    for slug in slugs:
        remove(ACTION, slug)
        remove(INDICATOR, slug)


def _all_actions() -> Select[Action]:
    return (
        select(Action)
        .options(joinedload(Action.theme), joinedload(Action.lead))
        .order_by(Action.tree_key)
        .execution_options(populate_existing=True)
    )


def _all_indicators() -> Select[Indicator]:
    return (
        select(Indicator)
        .options(joinedload(Indicator.theme))
        .order_by(Indicator.position)
        .execution_options(populate_existing=True)
    )


def _action(action: Action) -> Entry:
    lead = [f"Portée par {action.lead.name}."] if action.lead else []
    body = " ".join([action.summary, *lead, f"{action.theme.name}.", f"{action.territory}.", action.period])
    return Entry(action.slug, action.title, body, f"/contrat/actions/{action.slug}")


def _indicator(indicator: Indicator) -> Entry:
    parts = [indicator.theme.name, indicator.objective, indicator.trend, indicator.note]
    body = ". ".join(part.rstrip(".") for part in parts if part) + "."
    return Entry(indicator.slug, indicator.title, body, f"/contrat/indicateurs/{indicator.slug}")
