"""What time alone erases of draws (domain §9.5): the names of those who were not drawn, then of all."""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy import and_, delete, func, or_, select

from citizens.privacy.erasing import drop_unused
from councils.accreditation.models import Accreditation, RecognitionAct
from councils.models import Term
from councils.sortition.models import Candidate, CandidateState, Sortition
from foundation import clock
from foundation.database import db
from foundation.jobs import Job

KEPT = timedelta(days=30)
C = CandidateState
NOT_NEEDED = (C.LISTED, C.REFUSED, C.WITHDRAWN)


def forget_candidates() -> None:
    """Thirty days after the act is published, only those seated or in reserve are known; after the term, nobody is.

    A draw that is made later in the term keeps its list for thirty days too.
    """
    today = clock.today()
    recognized = (
        select(Accreditation.term_id)
        .join(RecognitionAct, RecognitionAct.accreditation_id == Accreditation.id)
        .where(Accreditation.term_id.is_not(None), RecognitionAct.published_on < today - KEPT)
    )
    day = func.coalesce(Sortition.drawn_on, Sortition.seed_on)
    over = select(Term.id).where(Term.end_on < today)
    rows = db.session.execute(
        select(Candidate.id, Candidate.person_id)
        .join(Sortition, Sortition.id == Candidate.sortition_id)
        .where(
            or_(
                Sortition.term_id.in_(over),
                and_(
                    Sortition.term_id.in_(recognized),
                    or_(day.is_(None), day < today - KEPT),
                    Candidate.state.in_(NOT_NEEDED),
                ),
            )
        )
    ).all()
    if rows:
        db.session.execute(delete(Candidate).where(Candidate.id.in_([row.id for row in rows])))
        drop_unused({row.person_id for row in rows})


JOBS = (Job("sortition.forget", "Oublier qui n’a pas été tiré au sort", forget_candidates, at=time(4, 40), quiet=True),)
