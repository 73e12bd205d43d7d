"""What time alone erases among the members of councils (domain §9.5)."""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy import delete, func, select, update

from citizens.models import Contact
from citizens.privacy.erasing import drop_unused
from councils.members.models import MemberImport, ReserveEntry
from councils.models import Membership, Term
from foundation import clock
from foundation.database import db
from foundation.jobs import Job

UNCONFIRMED_FOR = timedelta(days=1)
MONTHS_KEPT = 12


def forget_contacts() -> None:
    """A year after the end of the last term in which somebody sat, nobody knows any more how to reach them."""
    limit = clock.months_after(clock.today(), -MONTHS_KEPT)
    last = (
        select(Membership.person_id)
        .join(Term, Term.id == Membership.term_id)
        .group_by(Membership.person_id)
        .having(func.max(Term.end_on) < limit)
    )
    listed = select(ReserveEntry.person_id)
    old = delete(Contact).where(Contact.person_id.in_(last), Contact.person_id.not_in(listed))
    db.session.execute(old.execution_options(synchronize_session=False))


def close_reserves() -> None:
    """Nobody is called to a term that is over: its reserve list goes, with those of whom nothing else is known."""
    over = select(Term.id).where(Term.end_on < clock.today())
    gone = set(db.session.scalars(select(ReserveEntry.person_id).where(ReserveEntry.term_id.in_(over))))
    if gone:
        db.session.execute(delete(ReserveEntry).where(ReserveEntry.term_id.in_(over)))
        drop_unused(gone)


def empty_imports() -> None:
    """A list that nobody confirmed within a day is forgotten."""
    old = update(MemberImport).where(
        MemberImport.sent_at < clock.now() - UNCONFIRMED_FOR, MemberImport.rows.is_not(None)
    )
    db.session.execute(old.values(rows=None).execution_options(synchronize_session=False))


def forget() -> None:
    """All of it, once a night."""
    forget_contacts()
    close_reserves()
    empty_imports()


JOBS = (Job("members.forget", "Oublier les coordonnées et les listes d’avant", forget, at=time(4, 30), quiet=True),)
