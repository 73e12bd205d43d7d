"""Working groups of a council: a name, a subject, who takes part, who speaks for them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import contains_eager, selectinload

from councils.members.models import WorkingGroup, WorkingGroupMember
from councils.models import Council, Membership
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import fold, nfc
from foundation.workflow import Refused


@dataclass(frozen=True)
class Purpose:
    """What a group is: `participants` are memberships, and the rapporteur, if there is one, is among them."""

    name: str
    subject: str = ""
    rapporteur_id: uuid.UUID | None = None
    participants: frozenset[uuid.UUID] = frozenset()


def of_council(council_id: uuid.UUID) -> Sequence[WorkingGroup]:
    """The groups of a council that go on, then those that are closed, by name."""
    return db.session.scalars(
        select(WorkingGroup)
        .where(WorkingGroup.council_id == council_id)
        .options(selectinload(WorkingGroup.participants))
        .order_by(WorkingGroup.closed_on.is_not(None), WorkingGroup.name, WorkingGroup.id)
    ).all()


def find(slug: str, key: uuid.UUID) -> WorkingGroup | None:
    """One group of a council, with it and who takes part."""
    return db.session.scalar(
        select(WorkingGroup)
        .join(WorkingGroup.council)
        .where(Council.slug == slug, WorkingGroup.id == key)
        .options(contains_eager(WorkingGroup.council), selectinload(WorkingGroup.participants))
    )


def public(council_id: uuid.UUID) -> Sequence[tuple[str, str, int]]:
    """The groups that go on, as everybody may know them: name, subject, how many take part. One query."""
    rows = db.session.execute(
        select(WorkingGroup.name, WorkingGroup.subject, func.count(WorkingGroupMember.membership_id))
        .outerjoin(WorkingGroupMember, WorkingGroupMember.group_id == WorkingGroup.id)
        .where(WorkingGroup.council_id == council_id, WorkingGroup.closed_on.is_(None))
        .group_by(WorkingGroup.id, WorkingGroup.name, WorkingGroup.subject)
        .order_by(WorkingGroup.name)
    )
    return [(row[0], row[1], row[2]) for row in rows]


def create(council: Council, purpose: Purpose, *, actor: Actor) -> WorkingGroup:
    """Begin a group. Raises Refused."""
    require(actor, "group.edit", council)
    _refuse(council.id, purpose, None)
    made = WorkingGroup(council_id=council.id, name=nfc(purpose.name), subject="", opened_on=clock.today())
    db.session.add(made)
    db.session.flush()
    _write(made, purpose)
    audit.record(actor, "group.create", made)
    return made


def edit(group: WorkingGroup, purpose: Purpose, *, actor: Actor) -> None:
    """Correct what a group is and who takes part. Raises Refused."""
    require(actor, "group.edit", group)
    _still_open(group)
    _refuse(group.council_id, purpose, group.id)
    _write(group, purpose)
    audit.record(actor, "group.edit", group)


def close(group: WorkingGroup, *, actor: Actor) -> None:
    """End a group; its name and its people stay in the council's memory. Raises Refused."""
    require(actor, "group.edit", group)
    _still_open(group)
    group.closed_on = clock.today()
    db.session.flush()
    audit.record(actor, "group.close", group)


def _still_open(group: WorkingGroup) -> None:
    db.session.refresh(group, ["closed_on"], with_for_update=True)
    if group.closed_on is not None:
        raise Refused("Cette commission est close\u00a0: créez-en une autre pour reprendre ce travail.")


def _refuse(council_id: uuid.UUID, purpose: Purpose, but: uuid.UUID | None) -> None:
    rows = db.session.execute(
        select(WorkingGroup.id, WorkingGroup.name).where(
            WorkingGroup.council_id == council_id, WorkingGroup.closed_on.is_(None)
        )
    )
    if any(key != but and fold(name) == fold(purpose.name) for key, name in rows):
        raise Refused("Une commission porte déjà ce nom\u00a0: choisissez-en un autre.")
    if purpose.rapporteur_id is not None and purpose.rapporteur_id not in purpose.participants:
        raise Refused("La personne qui rapporte doit participer\u00a0: cochez aussi son nom.")
    if purpose.participants - _seats(council_id, purpose.participants):
        raise Refused("Une de ces personnes ne siège plus dans ce conseil\u00a0: rouvrez la page.")


def _seats(council_id: uuid.UUID, keys: Collection[uuid.UUID]) -> set[uuid.UUID]:
    wanted = select(Membership.id).where(Membership.council_id == council_id, Membership.id.in_(keys))
    return set(db.session.scalars(wanted))


def _write(group: WorkingGroup, purpose: Purpose) -> None:
    group.name, group.subject = nfc(purpose.name), nfc(purpose.subject)
    group.rapporteur_id = purpose.rapporteur_id
    db.session.execute(delete(WorkingGroupMember).where(WorkingGroupMember.group_id == group.id))
    db.session.add_all(WorkingGroupMember(group_id=group.id, membership_id=key) for key in purpose.participants)
    db.session.flush()
