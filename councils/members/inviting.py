"""A seat is offered by letter and accepted by its reader, or noted as accepted by who met them."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import inspect

from citizens.notifications.services import address_of, holders, tell
from citizens.privacy import minors
from citizens.roles.models import Role
from councils.members import following, links, mails, queries
from councils.models import EndReason, Membership
from foundation import audit, clock
from foundation.addresses import whole
from foundation.database import db
from foundation.outbox import post
from foundation.policy import Actor, require
from foundation.text import date_short
from foundation.workflow import Refused

LEAST_BETWEEN = timedelta(minutes=10)
INVITE = "membership.invite"
_COLUMNS = tuple(column.key for column in inspect(Membership).column_attrs)


def invite(membership: Membership, *, actor: Actor) -> None:
    """Send the letter that offers the seat, again if need be. Raises Refused."""
    require(actor, "membership.edit", membership)
    _send(membership, actor)


def renew(membership: Membership, *, actor: Actor) -> None:
    """Send the letter again to whoever holds one that ran out: to the same address, and to no other."""
    require(actor, "membership.accept", membership)
    _send(membership, actor)


def _send(membership: Membership, actor: Actor) -> None:
    email = address_of(membership.person_id)
    if membership.accepted_on is not None:
        raise Refused("Cette personne a déjà accepté son siège\u00a0: il n’y a plus rien à lui envoyer.")
    if is_closed(membership):
        raise Refused("Ce siège a pris fin\u00a0: il ne peut plus être proposé.")
    if not email:
        raise Refused("Aucune adresse de courriel n’est connue\u00a0: ajoutez-la, ou notez son accord écrit.")
    sent = queries.last_acts([membership.id], INVITE).get(membership.id)
    if sent is not None and clock.now() - sent < LEAST_BETWEEN:
        raise Refused("Une invitation est partie il y a moins de dix minutes\u00a0: laissez-lui le temps d’arriver.")
    # one that was just made does not carry its people yet
    seat = queries.whole(membership.id)
    url = whole("members.join_page", token=links.token(seat.id, email))
    post(mails.invitation(seat.person.given_name, email, seat.term.council.name, seat.college.label, url))
    audit.record(actor, INVITE, membership)


def is_closed(membership: Membership) -> bool:
    """Whether a seat can no longer be accepted: it was refused, or its days are over."""
    refused = membership.end_reason is EndReason.REFUSED
    return refused or (membership.end_on is not None and membership.end_on < clock.today())


def reason_against(membership: Membership) -> str | None:
    """Why a seat cannot be accepted any more, as a sentence for its holder; None when it can."""
    if membership.accepted_on is not None:
        return f"Vous avez déjà accepté ce siège, le {date_short(membership.accepted_on)}."
    if is_closed(membership):
        return "Ce siège n’est plus proposé\u00a0: il a été refusé, ou son mandat est terminé."
    return None


def accept(membership: Membership, *, actor: Actor) -> None:
    """Take one's seat. Raises Refused when that is no longer possible."""
    require(actor, "membership.accept", membership)
    _answer(membership)
    minors.require_authorized(membership.person_id)
    membership.accepted_on = clock.today()
    db.session.flush()
    following.follow(membership)
    audit.record(actor, "membership.accept", membership, after=membership.standing.value)


def note_acceptance(membership: Membership, on: date, *, actor: Actor) -> None:
    """Note that somebody accepted in writing, on a day, without the site. Raises Refused."""
    require(actor, "membership.edit", membership)
    db.session.refresh(membership, _COLUMNS, with_for_update=True)
    if membership.accepted_on is not None:
        raise Refused("Son accord est déjà noté\u00a0: rouvrez la fiche pour le voir.")
    if is_closed(membership):
        raise Refused("Ce siège a pris fin\u00a0: il ne peut plus être accepté.")
    if on > clock.today():
        raise Refused("Cette date est à venir\u00a0: donnez le jour où la personne a dit oui.")
    minors.require_authorized(membership.person_id)
    membership.accepted_on = on
    db.session.flush()
    following.follow(membership)
    audit.record(actor, "membership.accept", membership, after=membership.standing.value, comment="par écrit")


def refuse(membership: Membership, *, actor: Actor) -> None:
    """Say no to a seat; those who run the council are told. `membership` comes with its term and council."""
    require(actor, "membership.accept", membership)
    _answer(membership)
    last = max(membership.start_on, clock.today())
    membership.end_on, membership.end_reason = min(last, membership.end_on or last), EndReason.REFUSED
    db.session.flush()
    following.follow(membership)
    audit.record(actor, "membership.end", membership, before=membership.standing.value, after=EndReason.REFUSED.value)
    council = membership.term.council
    url = whole("members.register", slug=council.slug)
    facilitators = holders(Role.COUNCIL_FACILITATOR, council.id)
    tell(facilitators, lambda reader: mails.refused(reader, council.name, url), once=f"seat-refused/{membership.id}")


def _answer(membership: Membership) -> None:
    db.session.refresh(membership, _COLUMNS, with_for_update=True)
    reason = reason_against(membership)
    if reason is not None:
        raise Refused(reason)
