"""What the councils add to one's own page: those in which one sits or has a role."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from citizens.roles.models import ROLES, Role
from councils.queries import by_commune, directory
from councils.territory.models import Municipality
from foundation.database import db
from foundation.panels import Panel
from foundation.policy import Actor

SHOWN_AT_MOST = 10


def own_councils(actor: Actor) -> Mapping[str, Any] | None:
    """The councils that the roles of today name, with these roles in words; then those of one's communes."""
    roles: dict[uuid.UUID | None, list[str]] = {}
    for grant in sorted(actor.grants, key=lambda grant: grant.role):
        if grant.scope_type == "council" and grant.role in ROLES and grant.role != Role.MUNICIPAL_LIAISON:
            roles.setdefault(grant.scope_id, []).append(ROLES[grant.role].label)
    mine = [(card, roles[card.id]) for card in directory() if card.id in roles]
    towns = _communes([grant.scope_id for grant in actor.grants if grant.scope_type == "municipality"])
    return {"mine": mine, "communes": towns} if mine or towns else None


def _communes(ids: list[uuid.UUID | None]) -> list[Mapping[str, Any]]:
    if not ids:
        return []
    rows = db.session.execute(
        select(Municipality.slug, Municipality.name).where(Municipality.id.in_(ids)).order_by(Municipality.name_key)
    )
    found = [(row.slug, row.name, by_commune().get(row.slug, ())) for row in rows]
    return [
        {"slug": slug, "name": name, "total": len(all_), "cards": all_[:SHOWN_AT_MOST]} for slug, name, all_ in found
    ]


PANELS = (Panel("me", "councils/_own_panel.html", own_councils, position=20),)
