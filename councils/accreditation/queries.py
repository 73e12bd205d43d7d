from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from councils.accreditation.models import Accreditation
from councils.models import Council, Membership, Term
from foundation.database import db


def load_for_guards(dossier: Accreditation) -> None:
    """Read what the guards of the workflow look at: the places covered, the list with its people.

    The dossier itself is not read again, so that a change made meanwhile is still noticed (R-ACC-02).
    """
    db.session.flush()
    council, term = dossier.council, dossier.term
    covering = select(Council).where(Council.id == council.id).options(selectinload(Council.coverages))
    db.session.scalars(covering.execution_options(populate_existing=True)).one()
    if term is not None:
        people = selectinload(Term.memberships).joinedload(Membership.person)
        listing = select(Term).where(Term.id == term.id).options(people)
        db.session.scalars(listing.execution_options(populate_existing=True)).one()
