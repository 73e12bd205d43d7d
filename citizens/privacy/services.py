"""Requests about one's own data: made, recognized, carried out or refused with reasons, in a month (domain §9.6)."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from citizens.accounts.services import refuse_without_administrator
from citizens.models import Person
from citizens.notifications.services import address_of
from citizens.privacy import erasing, mails, queries
from citizens.privacy.models import RightKind, RightsRequest, RightState
from citizens.privacy.workflow import REQUEST
from foundation import audit, clock
from foundation.addresses import whole
from foundation.database import db
from foundation.outbox import post
from foundation.policy import Actor, require
from foundation.text import nfc
from foundation.workflow import Refused

BY_ACCOUNT = "Par son compte, après avoir prouvé de nouveau qui elle est"


def ask(person: Person, kind: RightKind, message: str, *, actor: Actor) -> RightsRequest:
    """Ask something about one's own data. Who asks has just proved who they are. Raises Refused."""
    require(actor, "personal.own", person)
    request = _open(person, kind, message, clock.now(), by_post=False, actor=actor)
    request.identified_at, request.identity_check = request.received_at, BY_ACCOUNT
    _move(request, "prove", actor)
    _tell(request, mails.received(address_of(person.id), request, whole("privacy.known")), "received")
    return request


def enter(person: Person, kind: RightKind, message: str, received_on: date, *, actor: Actor) -> RightsRequest:
    """Enter what somebody asked by letter; the month runs from the day on which it came. Raises Refused."""
    require(actor, "personal.decide", person)
    if received_on > clock.today():
        raise Refused("Cette date est à venir\u00a0: donnez le jour où le courrier est arrivé.")
    at = min(datetime.combine(received_on, time(12), clock.PARIS), clock.now())
    request = _open(person, kind, message, at, by_post=True, actor=actor)
    _tell(request, mails.received(address_of(person.id), request, ""), "received")
    return request


def _open(person: Person, kind: RightKind, message: str, at: datetime, *, by_post: bool, actor: Actor) -> RightsRequest:
    if any(one.kind is kind for one in queries.open_of(person.id)):
        raise Refused("Une demande semblable attend déjà sa réponse\u00a0: elle vaut toujours.")
    request = RightsRequest(
        id=uuid.uuid4(),
        person_id=person.id,
        person=person,
        kind=kind,
        state=REQUEST.initial,
        message=nfc(message),
        by_post=by_post,
        received_at=at,
        due_on=clock.months_after(at.astimezone(clock.PARIS).date(), 1),
    )
    db.session.add(request)
    db.session.flush()
    audit.record(actor, "request.receive", request, after=request.state.value)
    return request


def identify(request: RightsRequest, how: str, *, actor: Actor) -> None:
    """Note how somebody was recognized. Raises Refused."""
    require(actor, "personal.decide", request)
    held = _held(request, "identify")
    held.identified_at, held.identity_check = clock.now(), nfc(how)
    _move(held, "identify", actor)


def require_identified(request: RightsRequest) -> None:
    """Raise Refused when nothing may be changed for a person who was not recognized, or after the decision."""
    if request.state is not RightState.IDENTIFIED:
        raise Refused("Vérifiez d’abord l’identité de la personne\u00a0: ses données ne se corrigent qu’ensuite.")


def carry_out(request: RightsRequest, answer: str, *, actor: Actor) -> None:
    """Do what was asked, or note that it is done, and say so to the person. An erasure is done here. Raises Refused."""
    require(actor, "personal.decide", request)
    held = _held(request, "carry_out")
    email = address_of(held.person_id)
    held.answer, held.decided_at = nfc(answer) or None, clock.now()
    _move(held, "carry_out", actor)
    if held.kind is not RightKind.ERASURE:
        _tell(held, mails.carried_out(email, held), "decided")
        return
    refuse_without_administrator(held.person_id)
    erasing.lapse(held.person_id, held)
    erasing.erase(held.person, actor=actor)
    if email:
        post(mails.erased(email), once=f"{mails.LAST}{held.id}")


def refuse(request: RightsRequest, reasons: str, *, actor: Actor) -> None:
    """Say no, with reasons and what can be done about it. Raises Refused."""
    require(actor, "personal.decide", request)
    held = _held(request, "refuse")
    held.answer, held.decided_at = nfc(reasons), clock.now()
    _move(held, "refuse", actor, reasons)
    _tell(held, mails.refused(address_of(held.person_id), held), "decided")


def withdraw(request: RightsRequest, *, actor: Actor) -> None:
    """Take one's own request back. Raises Refused when it was decided."""
    require(actor, "personal.own", request)
    held = _held(request, "withdraw")
    held.decided_at = clock.now()
    _move(held, "withdraw", actor)


def _held(request: RightsRequest, name: str) -> RightsRequest:
    """A request as it now stands, kept from others, if the step can be taken. Raises Refused before any change."""
    held = queries.held(request.id)
    REQUEST.step(held, name)
    return held


def _move(request: RightsRequest, name: str, actor: Actor, comment: str = "") -> None:
    """Take a step and note it; the reasons are in the request, since the trail outlives an erasure."""
    before = request.state
    step = REQUEST.move(request, name, comment)
    db.session.flush()
    audit.record(actor, f"request.{name}", request, before=before.value, after=step.target.value)


def _tell(request: RightsRequest, letter: mails.Maybe, what: str) -> None:
    if letter is not None:
        post(letter, once=f"request/{request.id}/{what}")
