"""What members propose to speak of at a coming meeting, and what is answered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from citizens.notifications.services import holders, tell
from citizens.roles.models import Role
from councils.electorate import membership_on
from councils.models import Council, Membership
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import nfc
from foundation.workflow import Refused
from meetings.convening import mails, services
from meetings.convening.asked import Point
from meetings.convening.models import ProposedItem, ProposedItemState
from meetings.models import ItemKind, Meeting

S = ProposedItemState
MOST_WAITING, MOST_SHOWN = 5, 20


def propose(council: Council, title: str, reason: str, *, actor: Actor) -> ProposedItem:
    """Propose an item for a coming meeting of one's council; those who prepare it are told. Raises Refused."""
    require(actor, "item.propose", council)
    seat = membership_on(actor.id, council.id, clock.today())
    if seat is None:
        raise Refused("Vous ne siégez plus dans ce conseil\u00a0: parlez-en à l’un de ses membres.")
    # two tabs of one person wait for each other
    db.session.refresh(seat, ["end_on"], with_for_update=True)
    own = select(func.count(ProposedItem.id)).where(
        ProposedItem.membership_id == seat.id, ProposedItem.state == S.WAITING
    )
    if (db.session.scalar(own) or 0) >= MOST_WAITING:
        raise Refused(f"{MOST_WAITING} de vos points attendent déjà une réponse\u00a0: attendez-la, ou retirez-en un.")
    row = ProposedItem(
        id=uuid.uuid4(),
        council_id=council.id,
        council=council,
        membership_id=seat.id,
        membership=seat,
        title=nfc(title),
        reason=nfc(reason),
        proposed_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "item.propose", row)
    tell(preparing(council.id), lambda to: mails.item_proposed(to, row), once=f"item/{row.id}")
    return row


def preparing(council_id: uuid.UUID) -> list[uuid.UUID]:
    """Who prepares the meetings of a council: its facilitators; its board when it has none."""
    return holders(Role.COUNCIL_FACILITATOR, council_id) or holders(Role.BOARD_MEMBER, council_id)


def take_back(item: ProposedItem, *, actor: Actor) -> None:
    """Withdraw one's own item that waits for an answer. Raises Refused."""
    require(actor, "item.take_back", item)
    _hold(item)
    audit.record(actor, "item.take_back", item)
    db.session.delete(item)
    db.session.flush()


def accept(item: ProposedItem, meeting: Meeting, kind: ItemKind, *, actor: Actor) -> None:
    """Put a proposed item on an agenda; after the notice it is among the other business. Raises Refused."""
    require(actor, "meeting.plan", meeting)
    _hold(item)
    if item.council_id != meeting.council_id:
        raise Refused("Ce point a été proposé à un autre conseil.")
    added = services.add_item(meeting, Point(item.title, kind), actor=actor)
    item.state, item.decided_at, item.agenda_item_id = S.ACCEPTED, clock.now(), added.id
    db.session.flush()
    audit.record(actor, "item.accept", item, after=str(meeting.id))
    _tell(item, lambda to: mails.item_accepted(to, item, meeting))


def decline(item: ProposedItem, answer: str, *, actor: Actor) -> None:
    """Say why a proposed item will not be on an agenda. Raises Refused."""
    require(actor, "meeting.plan", item)
    _hold(item)
    answer = nfc(answer).strip()
    if not answer:
        raise Refused("Écrivez pourquoi\u00a0: la personne qui a proposé ce point le lira.")
    item.state, item.decided_at, item.answer = S.DECLINED, clock.now(), answer
    db.session.flush()
    audit.record(actor, "item.decline", item)
    _tell(item, lambda to: mails.item_declined(to, item))


def _hold(item: ProposedItem) -> None:
    db.session.refresh(item, ["state"], with_for_update=True)
    if item.state is not S.WAITING:
        raise Refused(f"Ce point a déjà une réponse\u00a0: «\u202f{item.state.label}\u202f».")


def _tell(item: ProposedItem, write: mails.Writing) -> None:
    tell([item.membership.person_id], write, once=f"item/{item.id}/{item.state.value}")


def find(slug: str, item: uuid.UUID) -> ProposedItem | None:
    """An item proposed to the council of an address, with who proposed it."""
    return db.session.scalar(
        select(ProposedItem)
        .join(ProposedItem.council)
        .where(ProposedItem.id == item, Council.slug == slug)
        .options(contains_eager(ProposedItem.council), joinedload(ProposedItem.membership))
    )


def waiting(council_id: uuid.UUID) -> Sequence[ProposedItem]:
    """The items of a council that wait for an answer, with who proposed them, the oldest first."""
    return db.session.scalars(
        select(ProposedItem)
        .where(ProposedItem.council_id == council_id, ProposedItem.state == S.WAITING)
        .options(joinedload(ProposedItem.membership).joinedload(Membership.person))
        .order_by(ProposedItem.proposed_at, ProposedItem.id)
    ).all()


def of_person(person_id: uuid.UUID | None, council_id: uuid.UUID) -> Sequence[ProposedItem]:
    """What somebody proposed to a council, the latest first."""
    return db.session.scalars(
        select(ProposedItem)
        .join(ProposedItem.membership)
        .where(ProposedItem.council_id == council_id, Membership.person_id == person_id)
        .order_by(ProposedItem.proposed_at.desc(), ProposedItem.id)
        .limit(MOST_SHOWN)
    ).all()
