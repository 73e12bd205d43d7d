"""Mandates of assistance among the invented members: somebody who asked for help with the site, on paper."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from sqlalchemy import Select, select

from citizens.accounts.models import Account
from citizens.models import Channel, Contact
from councils.assistance.models import AssistanceMandate
from councils.assistance.services import record_mandate
from councils.electorate import sitting_on
from councils.models import Council, Membership, Rank
from foundation import clock
from foundation.database import db
from foundation.policy import Actor

FACILITATOR = Actor(role="council_facilitator")
LIVELY = ("haubourdin", "wattrelos")
WHERE = "Classeur des mandats, local du conseil (exemple inventé)"


def load() -> None:
    """Once: nothing happens when a mandate is there."""
    if db.session.scalar(select(AssistanceMandate.id).limit(1)) is not None:
        return
    day = clock.today() - timedelta(days=60)
    for slug in LIVELY:
        council = db.session.scalar(select(Council).where(Council.slug == slug, Council.is_demo))
        who = db.session.scalar(_without_mail(council, clock.today())) if council is not None else None
        if council is not None and who is not None:
            record_mandate(council, who, actor=FACILITATOR, written_on=day, kept_at_place=WHERE)


def _without_mail(council: Council, day: date) -> Select[uuid.UUID]:
    """Somebody who sits, has no account, and would rather have letters."""
    return (
        select(Membership.person_id)
        .join(Contact, Contact.person_id == Membership.person_id)
        .outerjoin(Account, Account.person_id == Membership.person_id)
        .where(
            Membership.council_id == council.id,
            Membership.rank == Rank.TITULAR,
            sitting_on(day),
            Contact.prefers != Channel.EMAIL,
            Account.id.is_(None),
        )
        .order_by(Membership.person_id)
        .limit(1)
    )
