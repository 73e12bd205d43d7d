"""Answers recorded for somebody among the invented members: those who asked for help with the site, on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from citizens.accounts.models import Account
from councils.assistance.demo import LIVELY, WHERE
from councils.assistance.models import AssistedAct
from councils.assistance.services import record_mandate
from councils.electorate import voters
from councils.models import Council, Membership
from foundation import clock
from foundation.database import db
from foundation.policy import Actor
from meetings.assistance import services
from meetings.convener import Convener
from meetings.convening import queries
from meetings.models import Coming, Meeting, MeetingState
from meetings.presence import proxies

FACILITATOR = Actor(role="council_facilitator")


def load() -> None:
    """Once: nothing happens when something was recorded already."""
    if db.session.scalar(select(AssistedAct.id).limit(1)) is not None:
        return
    for slug in LIVELY:
        council = db.session.scalar(select(Council).where(Council.slug == slug, Council.is_demo))
        if council is None:
            continue
        for meeting in queries.coming_up(clock.now(), convener=Convener(council)):
            if meeting.state is MeetingState.CONVENED and meeting.starts_at > clock.now() + timedelta(hours=1):
                _answers(meeting, council)
                break


def _answers(meeting: Meeting, council: Council) -> None:
    """Of those who have no account and did not answer yet, one comes and another gives power."""
    answered, helped = queries.answers(meeting.id), {seat.id for seat in services.helped(meeting)}
    silent = [seat for seat in _without_account(voters(council.id, meeting.day)) if seat.id not in answered]
    for seat, gives in zip(silent, (False, True), strict=False):
        if seat.id not in helped:
            day = clock.today() - timedelta(days=30)
            record_mandate(council, seat.person_id, actor=FACILITATOR, written_on=day, kept_at_place=WHERE)
        holders = _without_account(proxies.choosable(meeting, seat)) if gives else ()
        if holders:
            services.give_for(meeting, seat, holders[0], actor=FACILITATOR)
        else:
            services.answer_for(meeting, seat, Coming.PRESENT, actor=FACILITATOR)


def _without_account(seats: Sequence[Membership]) -> list[Membership]:
    """Those of some members to whom no letter goes: they would be the latest of the demonstration."""
    known = set(
        db.session.scalars(select(Account.person_id).where(Account.person_id.in_([s.person_id for s in seats])))
    )
    return [seat for seat in seats if seat.person_id not in known]
