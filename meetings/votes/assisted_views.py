"""Recording the vote of somebody who asked for it in writing."""

from __future__ import annotations

import uuid

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from councils.assistance import queries as assistance
from councils.models import Membership
from foundation import clock
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.votes import assisted, queries
from meetings.votes.blueprint import votes
from meetings.votes.forms import AssistedVoteForm
from meetings.votes.models import Motion


@votes.get("/conseils/<slug>/votes/<uuid:key>/pour-quelqu-un")
@guarded("assistance.record", load=queries.find_for_council, fresh=True)
def assisted_page(motion: Motion) -> ResponseReturnValue:
    """Who gave a mandate, and the answer to record."""
    return _page(motion, AssistedVoteForm(), _mandated(motion))


@votes.post("/conseils/<slug>/votes/<uuid:key>/pour-quelqu-un")
@guarded("assistance.record", load=queries.find_for_council, private=True)
def assisted_cast(motion: Motion) -> ResponseReturnValue:
    """Record it, and show the receipt to hand over."""
    form, seats = AssistedVoteForm(), _mandated(motion)
    form.prepare(seats.values())
    if not form.sent():
        return _page(motion, form, seats), 422
    try:
        act = assisted.cast_for(motion, seats.get(uuid.UUID(form.person.data)), form.answer(), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(motion, form, seats), 409
    return redirect(url_for("assistance.receipt", slug=motion.council.slug, receipt=act.receipt), 303)


def _mandated(motion: Motion) -> dict[uuid.UUID, Membership]:
    return {seat.id: seat for seat in assistance.mandated(motion.council_id, clock.today())}


def _page(motion: Motion, form: AssistedVoteForm, seats: dict[uuid.UUID, Membership]) -> str:
    form.prepare(seats.values())
    return render_template("meetings/votes/assisted.html", motion=motion, form=form, mandated=len(seats))
