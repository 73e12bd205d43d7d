"""Remarks on proposed minutes: from those who were there, and from nobody else."""

from __future__ import annotations

import uuid

from citizens.notifications.services import tell
from foundation import audit, clock
from foundation.database import db
from foundation.policy import Actor, require
from foundation.text import date_words, nfc
from foundation.workflow import Refused
from meetings.minutes import mails, people, queries
from meetings.minutes.models import Minutes, MinutesRemark, MinutesState

LONGEST = 3000


def reason_against(minutes: Minutes, person_id: uuid.UUID | None) -> str:
    """Why somebody may send no remark now, as a sentence; empty when they may."""
    if person_id is None or person_id not in people.there(minutes.meeting_id):
        return "Les remarques viennent des personnes présentes ou représentées à la réunion."
    if minutes.state is not MinutesState.PROPOSED or minutes.comments_until is None:
        return "Ce texte n’attend pas de remarques en ce moment."
    if clock.today() > minutes.comments_until:
        return f"Les remarques étaient reçues jusqu’au {date_words(minutes.comments_until)}\u00a0: il est trop tard."
    return ""


def send(minutes: Minutes, words: str, *, actor: Actor) -> MinutesRemark:
    """Ask for a change. Raises Refused when one was not there, or when it is too late."""
    minutes = queries.held(minutes.id)
    require(actor, "minutes.remark", minutes)
    if reason := reason_against(minutes, actor.id):
        raise Refused(reason)
    if not nfc(words):
        raise Refused("Écrivez votre remarque.")
    seat = people.there(minutes.meeting_id)[actor.id]  # type: ignore[index]
    remark = MinutesRemark(
        id=uuid.uuid4(), minutes_id=minutes.id, membership_id=seat, text=nfc(words), written_at=clock.now()
    )
    db.session.add(remark)
    db.session.flush()
    audit.record(actor, "minutes.remark", minutes)
    return remark


def answer(remark: MinutesRemark, *, accepted: bool, words: str, actor: Actor) -> None:
    """Accept a remark, once the text says it, or decline it with a reason; its author is told. Raises Refused."""
    minutes = queries.held(remark.minutes_id)
    require(actor, "minutes.write", minutes)
    db.session.refresh(remark, ["is_accepted", "answered_at"], with_for_update=True)
    if remark.is_accepted is not None:
        raise Refused("Cette remarque a déjà sa réponse.")
    if minutes.state not in {MinutesState.DRAFT, MinutesState.PROPOSED}:
        raise Refused("Le texte est approuvé\u00a0: il ne change plus.")
    if not accepted and not words.strip():
        raise Refused("Dites pourquoi cette remarque n’est pas reprise\u00a0: son auteur ou autrice le lira.")
    remark.is_accepted, remark.answer, remark.answered_at = accepted, nfc(words), clock.now()
    db.session.flush()
    audit.record(actor, "minutes.accept" if accepted else "minutes.decline", minutes)
    tell(
        [remark.membership.person_id],
        lambda to: mails.answered(to, minutes, accepted=accepted, reason=remark.answer),
        once=f"minutes/{minutes.id}/remark/{remark.id}",
    )
