"""What somebody answered to votes, declared and wrote about them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, delete, select

from councils.models import Membership
from foundation.database import db
from foundation.personal import PersonalData, Row, leave
from foundation.text import moment_words
from meetings.votes.models import ConflictOfInterest, Dissent, Elector, Motion, Vote


def _of(model: Any, person_id: uuid.UUID) -> Select[Any]:
    mine = select(Membership.id).where(Membership.person_id == person_id)
    return (
        select(model, Motion)
        .join(Motion, Motion.id == model.motion_id)
        .where(model.membership_id.in_(mine))
        .order_by(Motion.closes_at, model.id)
    )


def _answers(person_id: uuid.UUID) -> Iterable[Row]:
    for vote, motion in db.session.execute(_of(Vote, person_id)):
        yield {"Vote": motion.question, "Le": moment_words(vote.cast_at), "Votre réponse": vote.choice.label}
    for conflict, motion in db.session.execute(_of(ConflictOfInterest, person_id)):
        yield {
            "Vote": motion.question,
            "Le": moment_words(conflict.declared_at),
            "Votre réponse": "Intérêt personnel déclaré",
        }
    for elector, motion in db.session.execute(_of(Elector, person_id)):
        how = "par pouvoir" if elector.proxy_id is not None else "sur la liste des votants"
        yield {"Vote": motion.question, "Le": moment_words(motion.opens_at), "Votre réponse": how}


def _erase_answers(person_id: uuid.UUID) -> None:
    """Where the totals are frozen, nothing says any more who answered. In a vote still open an answer given counts."""
    mine = select(Membership.id).where(Membership.person_id == person_id)
    closed = select(Motion.id).where(Motion.closed_at.is_not(None))
    for model in (Vote, ConflictOfInterest, Elector):
        db.session.execute(delete(model).where(model.membership_id.in_(mine), model.motion_id.in_(closed)))


def _dissents(person_id: uuid.UUID) -> Iterable[Row]:
    for dissent, motion in db.session.execute(_of(Dissent, person_id)):
        yield {"Vote": motion.question, "Le": moment_words(dissent.written_at), "Votre avis divergent": dissent.text}


ANSWERS = PersonalData(
    slug="votes",
    title="Vos réponses aux votes",
    columns=("vote.membership_id", "conflict_of_interest.membership_id", "elector.membership_id"),
    export=_answers,
    erase=_erase_answers,
    kept="Oubliées six mois après la fin du vote. Les totaux restent.",
)
DISSENTS = PersonalData(
    slug="avis-divergents",
    title="Vos avis divergents",
    columns=("dissent.membership_id",),
    export=_dissents,
    erase=leave,
    kept="Gardés avec ce qui a été voté, sans nom d’auteur. Un effacement en retire votre nom, si vous l’y avez écrit.",
)
PERSONAL = (ANSWERS, DISSENTS)
