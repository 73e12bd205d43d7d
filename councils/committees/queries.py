from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from councils.committees.models import Committee
from foundation.database import db


def listed() -> Select[Committee]:
    """Every committee with its commune, for a list."""
    return select(Committee).options(joinedload(Committee.municipality))


def by_slug(slug: str) -> Committee | None:
    """One committee with its commune."""
    return db.session.scalar(listed().where(Committee.slug == slug))


def choices() -> Sequence[tuple[uuid.UUID, str]]:
    """(id, name) of each committee, in the order of names: where a proposal can be sent."""
    rows = db.session.execute(select(Committee.id, Committee.name).order_by(Committee.name_key, Committee.id))
    return [(row.id, row.name) for row in rows]
