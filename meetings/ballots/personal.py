"""In which secret votes somebody deposited a ballot, never what was on it; and which paper ballots they counted."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import delete, or_, select

from councils.models import Membership
from foundation.database import db
from foundation.personal import PersonalData, Row, leave
from foundation.text import moment_words
from meetings.ballots.models import PaperCount, SecretVoter
from meetings.votes.models import Motion


def _register(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.execute(
        select(SecretVoter, Motion)
        .join(Motion, Motion.id == SecretVoter.motion_id)
        .join(Membership, Membership.id == SecretVoter.membership_id)
        .where(Membership.person_id == person_id)
        .order_by(Motion.closes_at, SecretVoter.id)
    )
    for voter, motion in rows:
        yield {"Vote": motion.question, "Clos le": moment_words(motion.closes_at), "Votre siège": voter.state.label}


def _erase_register(person_id: uuid.UUID) -> None:
    """In a vote that is closed nothing says any more who deposited. In one still open the roll is frozen."""
    mine = select(Membership.id).where(Membership.person_id == person_id)
    closed = select(Motion.id).where(Motion.closed_at.is_not(None))
    db.session.execute(
        delete(SecretVoter).where(SecretVoter.membership_id.in_(mine), SecretVoter.motion_id.in_(closed))
    )


def _counts(person_id: uuid.UUID) -> Iterable[Row]:
    rows = db.session.execute(
        select(PaperCount, Motion)
        .join(Motion, Motion.id == PaperCount.motion_id)
        .where(or_(PaperCount.entered_by_id == person_id, PaperCount.countersigned_by_id == person_id))
        .order_by(Motion.closes_at, PaperCount.id)
    )
    for count, motion in rows:
        part = "Totaux écrits" if count.entered_by_id == person_id else "Totaux confirmés"
        yield {"Vote": motion.question, "Votre part": part}


REGISTER = PersonalData(
    slug="bulletins-secrets",
    title="Les votes à bulletin secret",
    columns=("secret_voter.membership_id",),
    export=_register,
    erase=_erase_register,
    kept="Oubliés six mois après la fin du vote. Le site ne sait pas ce que contenait votre bulletin.",
)
COUNTS = PersonalData(
    slug="depouillements",
    title="Les dépouillements auxquels vous avez pris part",
    columns=("paper_count.entered_by_id", "paper_count.countersigned_by_id"),
    export=_counts,
    erase=leave,
    kept="Oubliés six mois après la fin du vote.",
)
PERSONAL = (REGISTER, COUNTS)
