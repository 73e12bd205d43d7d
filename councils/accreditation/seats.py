"""What the publication of an act does to memberships (R-ACC-04, ruling 10)."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import or_, select

from councils.models import EndReason, Membership, Standing, Term
from foundation import audit
from foundation.database import db
from foundation.policy import Actor

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
