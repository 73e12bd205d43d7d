from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from councils.charter import articles
from councils.charter.articles import USUAL, Articles
from councils.charter.models import CouncilMeans, CouncilRules
from councils.models import Council
from foundation.database import db


def _in_force_on(council_id: uuid.UUID, day: date) -> Select[CouncilRules]:
    return (
        select(CouncilRules)
        .where(CouncilRules.council_id == council_id, CouncilRules.in_force_from <= day)
        .order_by(CouncilRules.in_force_from.desc(), CouncilRules.version.desc())
        .limit(1)
    )


def rules_on(council_id: uuid.UUID, day: date) -> CouncilRules | None:
    """The version of a council's rules in force on a day, with its document; None when it had none."""
    return db.session.scalar(_in_force_on(council_id, day).options(joinedload(CouncilRules.document)))


def articles_on(council_id: uuid.UUID, day: date) -> Articles:
    """What the site applies to a council on a day: the articles of its rules in force, or else what is usual."""
    found = db.session.scalar(_in_force_on(council_id, day))
    return articles.of(found.params) if found is not None else USUAL


def versions(council_id: uuid.UUID) -> Sequence[CouncilRules]:
    """Every version of a council's rules with its document, the latest first."""
    return db.session.scalars(
        select(CouncilRules)
        .where(CouncilRules.council_id == council_id)
        .options(joinedload(CouncilRules.document))
        .order_by(CouncilRules.version.desc())
    ).all()


def version(slug: str, number: int) -> CouncilRules | None:
    """One version of the rules of a council, with both and its document."""
    return db.session.scalar(
        select(CouncilRules)
        .join(Council, Council.id == CouncilRules.council_id)
        .where(Council.slug == slug, CouncilRules.version == number)
        .options(joinedload(CouncilRules.document), joinedload(CouncilRules.council))
    )


def last_number(council_id: uuid.UUID) -> int:
    """The number of the latest version; 0 when there is none."""
    numbers = select(func.max(CouncilRules.version)).where(CouncilRules.council_id == council_id)
    return db.session.scalar(numbers) or 0


def means(council_id: uuid.UUID) -> Sequence[CouncilMeans]:
    """What a council had, year by year, the latest first, with who gave it."""
    return db.session.scalars(
        select(CouncilMeans)
        .where(CouncilMeans.council_id == council_id)
        .options(joinedload(CouncilMeans.provider))
        .order_by(CouncilMeans.year.desc(), CouncilMeans.kind, CouncilMeans.id)
    ).all()


def find_means(slug: str, key: uuid.UUID) -> CouncilMeans | None:
    """One line of the means of a council, with the council."""
    return db.session.scalar(
        select(CouncilMeans)
        .join(Council, Council.id == CouncilMeans.council_id)
        .where(Council.slug == slug, CouncilMeans.id == key)
        .options(joinedload(CouncilMeans.council))
    )
