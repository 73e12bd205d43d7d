from __future__ import annotations

from sqlalchemy import select

from councils.committees.models import Committee, CommitteeKind
from councils.committees.wording import purpose
from councils.territory.models import Municipality
from foundation import audit, search
from foundation.database import db
from foundation.policy import Actor, require
from foundation.search import Entry
from foundation.text import fold, nfc, slugify
from foundation.workflow import Refused

SEARCH = "committee"


def create(
    name: str,
    kind: CommitteeKind,
    *,
    actor: Actor,
    slug: str | None = None,
    chairs: str = "",
    municipality: Municipality | None = None,
    acknowledgement_days: int = 15,
    answer_months: int = 3,
    is_demo: bool = False,
) -> Committee:
    """A new committee, findable at once. Its slug, by default made of its name, never changes.

    `chairs` says by their functions who presides. Raises Refused when another committee has that slug.
    """
    require(actor, "committee.edit")
    wanted = slug or slugify(name)
    if db.session.scalar(select(Committee.id).where(Committee.slug == wanted)) is not None:
        raise Refused("Un comité porte déjà ce nom\u00a0: donnez-en un autre.")
    committee = Committee(
        slug=wanted,
        name=nfc(name),
        name_key=fold(name),
        kind=kind,
        chairs=nfc(chairs),
        municipality=municipality,
        acknowledgement_days=acknowledgement_days,
        answer_months=answer_months,
        is_demo=is_demo,
    )
    db.session.add(committee)
    db.session.flush()
    audit.record(actor, "committee.create", committee)
    entry = findable(committee)
    search.put(SEARCH, entry.key, title=entry.title, body=entry.body, url=entry.url)
    return committee


def findable(committee: Committee) -> Entry:
    """What the search index knows of a committee whose commune is read."""
    where = f" Commune\u00a0: {committee.municipality.name}." if committee.municipality else ""
    body = f"{committee.kind.label}. {purpose(committee)}{where}"
    return Entry(committee.slug, committee.name, body, f"/comites/{committee.slug}")
