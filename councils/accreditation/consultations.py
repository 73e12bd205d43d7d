"""The opinions asked of mayors and of the president of the metropolis (T3, T4): silence is no agreement."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select

from councils.accreditation import mails, queries
from councils.accreditation.models import Accreditation, AccreditationKind, AccreditationState
from councils.accreditation.papers import ConsultationAnswer, ConsultationRequest
from councils.accreditation.services import move
from councils.accreditation.workflow import ACCREDITATION
from councils.territory.models import Municipality
from foundation import audit, clock
from foundation.database import db
from foundation.outbox import post
from foundation.policy import Actor, require
from foundation.text import date_short, nfc
from foundation.workflow import Refused

DAYS_TO_ANSWER = timedelta(days=30)
REVOKED = "Ce lien a été annulé par l’animation du réseau\u00a0: demandez-lui-en un autre."
LATE = "Le dossier a avancé\u00a0: les avis ne sont plus reçus ici."


def due_on() -> date:
    """The last day to answer what is asked today."""
    return clock.today() + DAYS_TO_ANSWER


def authorities(dossier: Accreditation) -> Sequence[Municipality | None]:
    """Whose opinion is asked: each mayor, then the president of the metropolis (None)."""
    return queries.authorities(dossier)


def step_of(dossier: Accreditation) -> str:
    """The name of the step that asks for opinions on this dossier: a withdrawal asks before anything is handed in."""
    first = dossier.kind is AccreditationKind.WITHDRAWAL and dossier.state is AccreditationState.DRAFT
    return "consult_withdrawal" if first else "consult"


def consult(
    dossier: Accreditation, emails: Mapping[uuid.UUID | None, str], *, actor: Actor, version: int | None = None
) -> None:
    """T3: one request for each authority, whether or not its address is known; a link goes where it is.

    Raises Refused when the dossier is not there, and asks nobody then.
    """
    name = step_of(dossier)
    require(actor, ACCREDITATION.step(dossier, name).rule, dossier)
    rounds = select(func.max(ConsultationRequest.round)).where(ConsultationRequest.accreditation_id == dossier.id)
    number = (db.session.scalar(rounds) or 0) + 1
    asked = [_request(dossier, one, number, emails) for one in authorities(dossier)]
    db.session.add_all(asked)
    move(dossier, name, actor=actor, version=version)
    for one in asked:
        if one.asked_email:
            post(mails.consulted(one.asked_email, one, dossier), once=f"consultation/{one.id}/asked")


def _request(
    dossier: Accreditation, town: Municipality | None, number: int, emails: Mapping[uuid.UUID | None, str]
) -> ConsultationRequest:
    key = town.id if town is not None else None
    return ConsultationRequest(
        id=uuid.uuid4(),
        accreditation_id=dossier.id,
        round=number,
        municipality_id=key,
        asked_email=nfc(emails.get(key, "")).strip() or None,
        sent_at=clock.now(),
        due_on=due_on(),
    )


def answer(request: ConsultationRequest, given: ConsultationAnswer, signatory: str, text: str, *, actor: Actor) -> None:
    """Keep what an authority answered; it may change it until the dossier moves on. Raises Refused."""
    require(actor, "accreditation.be_consulted", request.accreditation)
    dossier = request.accreditation
    db.session.refresh(dossier, ["state", "version"], with_for_update=True)
    db.session.refresh(request, ["answer", "revoked_at"], with_for_update=True)
    if request.revoked_at is not None:
        raise Refused(REVOKED)
    if dossier.state is not AccreditationState.CONSULTING:
        raise Refused(LATE)
    if clock.today() > request.due_on:
        raise Refused(f"Les avis étaient reçus jusqu’au {date_short(request.due_on)}\u00a0: il est trop tard.")
    if given is ConsultationAnswer.NO_ANSWER:
        raise Refused("Choisissez votre avis.")
    if given is not ConsultationAnswer.FAVORABLE and not text.strip():
        raise Refused("Écrivez vos remarques ou vos raisons.")
    request.answer, request.answered_at = given, clock.now()
    request.signatory, request.text = nfc(signatory).strip(), nfc(text).strip() or None
    db.session.flush()
    audit.record(actor, "accreditation.opinion", dossier, comment=given.label)


def revoke(request: ConsultationRequest, *, actor: Actor) -> None:
    """Make a link answer no more, when it went to the wrong address; the request itself stays, unanswered."""
    dossier = request.accreditation
    require(actor, "accreditation.consult", dossier)
    if request.revoked_at is None:
        request.revoked_at = clock.now()
        db.session.flush()
        audit.record(actor, "accreditation.revoke_link", dossier)


def ask_again(request: ConsultationRequest, email: str, *, actor: Actor) -> ConsultationRequest:
    """A new link for the same authority, after the first was revoked; the last day stays. Raises Refused."""
    dossier = request.accreditation
    require(actor, "accreditation.consult", dossier)
    if request.revoked_at is None:
        raise Refused("Annulez d’abord le lien déjà envoyé.")
    if dossier.state is not AccreditationState.CONSULTING or clock.today() > request.due_on:
        raise Refused(LATE)
    request.revoked_at, request.asked_email = None, nfc(email).strip() or None
    request.sent_at = clock.now()
    db.session.flush()
    if request.asked_email:
        post(mails.consulted(request.asked_email, request, dossier), once=f"consultation/{request.id}/{clock.now()}")
    audit.record(actor, "accreditation.ask_again", dossier)
    return request
