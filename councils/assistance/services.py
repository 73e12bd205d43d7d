"""Mandates of assistance, and what is recorded under them: never without one that stands, never in secret."""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, update

from councils.assistance import queries
from councils.assistance.models import AssistanceMandate, AssistedAct, AssistedActKind
from councils.electorate import membership_on
from councils.models import Council
from foundation import audit, clock, documents
from foundation.database import db
from foundation.documents import Received
from foundation.policy import Actor, require
from foundation.text import date_words, nfc
from foundation.workflow import Refused

# no letter or figure that is taken for another when read aloud or copied by hand
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
RECEIPT_LENGTH = 8
NO_MANDATE = (
    "Aucun mandat écrit de cette personne n’est valable aujourd’hui\u00a0: notez d’abord son mandat, "
    "puis enregistrez ce qu’elle décide."
)


def record_mandate(
    council: Council,
    person_id: uuid.UUID,
    *,
    actor: Actor,
    written_on: date,
    valid_to: date | None = None,
    document: Received | None = None,
    kept_at_place: str = "",
) -> AssistanceMandate:
    """Note that a member wrote, on a day, that the facilitator may record for them what they decide.

    `document` is the signed paper; without it `kept_at_place` says where the paper lies. Raises Refused.
    """
    require(actor, "assistance.record", council)
    today = clock.today()
    if membership_on(person_id, council.id, today) is None:
        raise Refused("Cette personne ne siège pas aujourd’hui dans ce conseil\u00a0: choisissez un membre.")
    if person_id == actor.id:
        raise Refused("Vous ne pouvez pas vous donner un mandat à vous-même.")
    if written_on > today:
        raise Refused("Le mandat ne peut pas être daté d’un jour à venir\u00a0: corrigez la date.")
    if valid_to is not None and valid_to < max(written_on, today):
        raise Refused(f"Le mandat finirait le {date_words(valid_to)}\u00a0: choisissez aujourd’hui ou un jour à venir.")
    if queries.standing(council.id, person_id, today) is not None:
        raise Refused("Cette personne a déjà un mandat valable\u00a0: mettez-y fin avant d’en noter un autre.")
    if document is None and not kept_at_place.strip():
        raise Refused("Joignez le mandat signé, ou dites où il est rangé.")
    paper = documents.keep(document, actor=actor) if document is not None else None
    mandate = AssistanceMandate(
        council_id=council.id,
        person_id=person_id,
        written_on=written_on,
        valid_to=valid_to,
        document_id=paper.id if paper else None,
        kept_at_place=nfc(kept_at_place) or None,
        recorded_at=clock.now(),
        recorded_by_id=actor.id,
    )
    db.session.add(mandate)
    db.session.flush()
    audit.record(actor, "assistance.mandate", mandate)
    return mandate


def revoke(mandate: AssistanceMandate, *, actor: Actor) -> None:
    """End a mandate at once, whoever asks: the person or the facilitator. What it allowed before stays."""
    require(actor, "assistance.revoke", mandate)
    db.session.refresh(mandate, ["revoked_at"], with_for_update=True)
    if mandate.revoked_at is not None:
        return
    mandate.revoked_at = clock.now()
    db.session.flush()
    audit.record(actor, "assistance.revoke", mandate)


@dataclass(frozen=True)
class Decision:
    """What a person decided, to be recorded for them: of which kind, about what, in which words, until when changed.

    `named_id`: the person whom the words name after them, if any.
    """

    kind: AssistedActKind
    object_id: uuid.UUID
    about: str
    url: str
    said: str
    until: datetime | None = None
    named_id: uuid.UUID | None = None


def note(council_id: uuid.UUID, person_id: uuid.UUID, decision: Decision, *, actor: Actor) -> AssistedAct:
    """Keep that a decision was recorded for a person under the mandate they gave. Raises Refused without one.

    The trail says that it was done, never what was said.
    """
    mandate = queries.standing(council_id, person_id, clock.today())
    if mandate is None:
        raise Refused(NO_MANDATE)
    require(actor, "assistance.record", mandate)
    db.session.refresh(mandate, ["revoked_at"], with_for_update={"read": True})
    if mandate.revoked_at is not None:
        raise Refused(NO_MANDATE)
    act = AssistedAct(
        id=uuid.uuid4(),
        mandate_id=mandate.id,
        mandate=mandate,
        kind=decision.kind,
        object_id=decision.object_id,
        about=decision.about,
        url=decision.url,
        said=decision.said,
        named_id=decision.named_id,
        until=decision.until,
        at=clock.now(),
        receipt="".join(secrets.choice(LETTERS) for _ in range(RECEIPT_LENGTH)),
        done_by_id=actor.id,
    )
    db.session.add(act)
    db.session.flush()
    audit.record(actor, f"assistance.{decision.kind.value}", act)
    return act


def forget(object_ids: Select[uuid.UUID]) -> None:
    """Forget the words of what was recorded about some objects, when the answers themselves are forgotten."""
    statement = update(AssistedAct).where(AssistedAct.object_id.in_(object_ids)).values(said=None, named_id=None)
    db.session.execute(statement.execution_options(synchronize_session=False))
