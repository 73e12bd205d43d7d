"""The mandates of assistance that somebody gave, and what was recorded for them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from councils.assistance.models import AssistanceMandate, AssistedAct
from foundation import clock, documents
from foundation.database import db
from foundation.documents import Document
from foundation.personal import PersonalData, Row
from foundation.policy import SYSTEM
from foundation.text import date_short, moment_words

ERASED = "Effacé à la demande de la personne"


def _mandates(person_id: uuid.UUID) -> Iterable[AssistanceMandate]:
    return db.session.scalars(
        select(AssistanceMandate)
        .where(AssistanceMandate.person_id == person_id)
        .options(joinedload(AssistanceMandate.council), joinedload(AssistanceMandate.document))
        .order_by(AssistanceMandate.written_on, AssistanceMandate.id)
    ).all()


def _given(person_id: uuid.UUID) -> Iterable[Row]:
    for one in _mandates(person_id):
        yield {
            "Conseil": one.council.name,
            "Écrit le": date_short(one.written_on),
            "Jusqu’au": date_short(one.valid_to) if one.valid_to else "Sans fin prévue",
            "Repris le": moment_words(one.revoked_at) if one.revoked_at else "Non",
            "Papier": one.document.name if one.document else one.kept_at_place or "",
        }


def _papers(person_id: uuid.UUID) -> Iterable[Document]:
    return [one.document for one in _mandates(person_id) if one.document is not None]


def _erase_mandates(person_id: uuid.UUID) -> None:
    """They end, and the signed papers go; that one was given, and when, stays behind what was recorded under it."""
    for one in _mandates(person_id):
        paper, one.document_id, one.kept_at_place = one.document, None, ERASED
        one.revoked_at = one.revoked_at or clock.now()
        db.session.flush()
        if paper is not None:
            documents.remove(paper, actor=SYSTEM)


def _recorded(person_id: uuid.UUID) -> Iterable[Row]:
    mine = select(AssistanceMandate.id).where(AssistanceMandate.person_id == person_id)
    acts = select(AssistedAct).where(AssistedAct.mandate_id.in_(mine))
    for one in db.session.scalars(acts.order_by(AssistedAct.at, AssistedAct.id)):
        yield {
            "Le": moment_words(one.at),
            "Ce que c’est": one.kind.label,
            "Sur": one.about,
            "Réponse notée": one.said or "Oubliée",
            "Reçu": one.receipt,
        }


def _erase_recorded(person_id: uuid.UUID) -> None:
    mine = select(AssistanceMandate.id).where(AssistanceMandate.person_id == person_id)
    db.session.execute(update(AssistedAct).where(AssistedAct.mandate_id.in_(mine)).values(said=None, named_id=None))


MANDATES = PersonalData(
    slug="mandats",
    title="Vos mandats d’accompagnement",
    columns=("assistance_mandate.person_id", "assistance_mandate.recorded_by_id"),
    export=_given,
    erase=_erase_mandates,
    kept="Gardés tant que ce qui a été noté pour vous est gardé.",
    documents=_papers,
)
ACTS = PersonalData(
    slug="notes-pour-vous",
    title="Ce qui a été noté pour vous",
    columns=("assisted_act.mandate_id", "assisted_act.done_by_id", "assisted_act.named_id"),
    export=_recorded,
    erase=_erase_recorded,
    kept="La réponse est oubliée six mois après la fin du vote ou la réunion. Le reçu reste.",
)
PERSONAL = (MANDATES, ACTS)
