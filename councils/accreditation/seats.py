"""What the publication of an act does to memberships, host and perimeter (R-ACC-04, R-ACC-05, ruling 10)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from sqlalchemy import or_, select

from councils.accreditation.models import Accreditation
from councils.accreditation.papers import ProposedChange, ProposedPlace
from councils.models import Coverage, EndReason, Membership, Rank, Standing, Term
from foundation import audit
from foundation.database import db
from foundation.policy import Actor
from foundation.workflow import Refused

_KEPT = ("person_id", "term_id", "council_id", "college", "origin", "organization_id", "rank", "accepted_on", "voting")


def open_seats(term: Term, effective_on: date, *, actor: Actor) -> None:
    """Recognize those of the term's list who accepted, from the act's first day in the term to the term's last.

    Whoever else still sits in the council stops the day before: no gap, no overlap.
    """
    first = max(effective_on, term.start_on)
    running = db.session.scalars(
        select(Membership).where(
            Membership.council_id == term.council_id,
            or_(Membership.end_on.is_(None), Membership.end_on >= first),
        )
    ).all()
    listed = [one for one in running if one.term_id == term.id and one.standing is Standing.PROVISIONAL]
    for one in running:
        if one not in listed:
            _stop(one, first, EndReason.TERM_END, actor)
    for one in listed:
        _recognize(one, first, term, actor)
    db.session.flush()


def _recognize(one: Membership, first: date, term: Term, actor: Actor) -> None:
    if one.accepted_on is None:
        _stop(one, first, EndReason.REFUSED, actor)
        return
    if one.start_on < first:
        _stop(one, first, EndReason.ACT, actor)
        one = Membership(**{name: getattr(one, name) for name in _KEPT})
        db.session.add(one)
    one.standing, one.start_on = Standing.RECOGNIZED, first
    one.end_on, one.end_reason = term.end_on, EndReason.TERM_END
    db.session.flush()
    audit.record(actor, "membership.recognize", one, before=Standing.PROVISIONAL.value, after=one.standing.value)


def _stop(one: Membership, first: date, reason: EndReason, actor: Actor) -> None:
    one.end_on, one.end_reason = max(one.start_on, first - timedelta(days=1)), reason
    db.session.flush()
    audit.record(actor, "membership.end", one, before=one.standing.value, after=reason.value)


def carry_out(dossier: Accreditation, effective_on: date, *, actor: Actor) -> None:
    """What an amendment asked for: whoever leaves stops the day before, whoever joins begins on it (R-ACC-05).

    Whoever has left before that day keeps their own last day. Another host follows on the day itself (`turning.py`).
    """
    for change in dossier.changes:
        leaving = db.session.get_one(Membership, change.leaving_id) if change.leaving_id else None
        if leaving is not None and change.end_reason is not None and _still_sits(leaving, effective_on):
            _stop(leaving, max(effective_on, leaving.start_on + timedelta(days=1)), change.end_reason, actor)
        if change.joining_id is not None and change.accepted_on is not None:
            _seat(change, _term_on(dossier.council_id, effective_on), effective_on, leaving, actor)
    for place in dossier.places:
        _cover(dossier, place, effective_on)
    db.session.flush()


def _still_sits(one: Membership, day: date) -> bool:
    return one.end_on is None or one.end_on >= day


def _term_on(council_id: uuid.UUID, day: date) -> Term:
    found = db.session.scalar(
        select(Term).where(Term.council_id == council_id, Term.start_on <= day, Term.end_on >= day)
    )
    if found is None:
        raise Refused("Aucun mandat du conseil ne court ce jour-là\u00a0: la modification ne peut pas prendre effet.")
    return found


def _seat(change: ProposedChange, term: Term, effective_on: date, leaving: Membership | None, actor: Actor) -> None:
    one = Membership(
        person_id=change.joining_id,
        term_id=term.id,
        council_id=term.council_id,
        college=change.college,
        origin=change.origin,
        organization_id=change.organization_id,
        rank=change.rank,
        standing=Standing.RECOGNIZED,
        start_on=effective_on,
        end_on=term.end_on,
        end_reason=EndReason.TERM_END,
        accepted_on=change.accepted_on,
        voting=change.rank is Rank.TITULAR,
        replaces_id=leaving.id if leaving and leaving.end_on == effective_on - timedelta(days=1) else None,
    )
    db.session.add(one)
    db.session.flush()
    audit.record(actor, "membership.recognize", one, after=one.standing.value)


def _cover(dossier: Accreditation, place: ProposedPlace, effective_on: date) -> None:
    if place.adds:
        db.session.add(
            Coverage(council_id=dossier.council_id, neighborhood_id=place.neighborhood_id, valid_from=effective_on)
        )
        return
    covered = db.session.scalar(
        select(Coverage).where(
            Coverage.council_id == dossier.council_id,
            Coverage.neighborhood_id == place.neighborhood_id,
            Coverage.valid_to.is_(None),
        )
    )
    if covered is not None:
        covered.valid_to = max(covered.valid_from, effective_on - timedelta(days=1))
