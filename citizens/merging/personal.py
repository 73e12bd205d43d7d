"""Two rows found to be one person: that it was done, by whom and why."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import and_, or_, select, update

from citizens.merging.models import PersonMerge
from foundation.database import db
from foundation.personal import PersonalData, Row
from foundation.text import moment_words


def _rows(person_id: uuid.UUID) -> Iterable[Row]:
    parted = and_(PersonMerge.double_id == person_id, PersonMerge.undone_at.is_not(None))
    mine = or_(PersonMerge.kept_id == person_id, parted)
    for row in db.session.scalars(select(PersonMerge).where(mine).order_by(PersonMerge.merged_at, PersonMerge.id)):
        yield {
            "Réunies le": moment_words(row.merged_at),
            "Séparées le": moment_words(row.undone_at) if row.undone_at else "Non",
            "Pourquoi": row.reason,
        }


def _erase(person_id: uuid.UUID) -> None:
    mine = or_(PersonMerge.kept_id == person_id, PersonMerge.double_id == person_id)
    db.session.execute(update(PersonMerge).where(mine).values(reason=""))


MERGES = PersonalData(
    slug="doublons",
    title="Vos fiches réunies",
    columns=("person_merge.kept_id", "person_merge.double_id", "person_merge.merged_by_id"),
    export=_rows,
    erase=_erase,
    kept="Gardé pour pouvoir séparer deux fiches réunies par erreur.",
)
