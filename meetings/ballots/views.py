"""Choosing, confirming and depositing a ballot, each a page; nothing of it ever stands in an address."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from foundation.forms import Form
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.ballots import loading, presentation, queries, services, slips, trackers
from meetings.ballots.blueprint import ballots
from meetings.ballots.forms import ChoiceForm, DepositForm
from meetings.ballots.models import SecretVoter
from meetings.ballots.sealing import Ballot
from meetings.ballots.slips import Slip
from meetings.votes.models import Motion
from meetings.votes.wording import ANSWERS

STRAY = (
    "Ce bulletin n’a pas été préparé sur cette page, ou il y a trop longtemps. Il n’est pas déposé\u00a0: recommencez."
)


@ballots.get("/conseils/<slug>/votes/<uuid:key>/bulletin")
@guarded("vote.cast", load=loading.secret, fresh=True)
def choose_page(motion: Motion) -> ResponseReturnValue:
    """What to put on one's ballot; back to the vote for whoever has none to deposit."""
    seats = _waiting(motion)
    return _choose_page(motion, seats, _choice_form(motion, seats)) if seats else _back(motion)


def _waiting(motion: Motion) -> list[SecretVoter]:
    return list(presentation.waiting(motion, queries.held_by(motion.id, actor().id)))


def _choice_form(motion: Motion, seats: list[SecretVoter]) -> ChoiceForm:
    form = ChoiceForm(address=url_for("ballots.choose", slug=motion.council.slug, key=motion.id))
    form.prepare(presentation.seat_choices(motion, seats))
    return form


def _choose_page(motion: Motion, seats: list[SecretVoter], form: Form) -> str:
    return render_template("meetings/ballots/choose.html", motion=motion, form=form, several=len(seats) > 1)


def _back(motion: Motion) -> ResponseReturnValue:
    return redirect(url_for("votes.read", slug=motion.council.slug, key=motion.id, _anchor="voter"), 303)


@ballots.post("/conseils/<slug>/votes/<uuid:key>/bulletin")
@guarded("vote.cast", load=loading.secret, private=True)
def choose(motion: Motion) -> ResponseReturnValue:
    """The ballot as it would be deposited, with its tracker; nothing is written."""
    seats = _waiting(motion)
    if not seats:
        return _back(motion)
    form = _choice_form(motion, seats)
    if not form.sent():
        return _choose_page(motion, seats, form), 422
    voter = next(one for one in seats if str(one.id) == form.seat.data)
    return _confirm_page(motion, voter, Ballot(trackers.new(), form.choice()))


def _confirm_page(motion: Motion, voter: SecretVoter, ballot: Ballot) -> str:
    slip = slips.write(motion.id, Slip(voter.id, ballot))
    here = url_for("ballots.deposit", slug=motion.council.slug, key=motion.id)
    form = DepositForm(address=here)
    form.ballot.data = slip
    shown = {"whose": presentation.whose(motion, voter), "answer": ANSWERS[ballot.choice], "tracker": ballot.tracker}
    return render_template("meetings/ballots/confirm.html", motion=motion, form=form, action=here, **shown)


@ballots.post("/conseils/<slug>/votes/<uuid:key>/bulletin/depot")
@guarded("vote.cast", load=loading.secret, private=True)
def deposit(motion: Motion) -> ResponseReturnValue:
    """Put the ballot into the box, for good."""
    form = DepositForm()
    slip = slips.read(form.ballot.data, motion.id) if form.sent() else None
    if slip is None:
        return _refused(motion, STRAY), 422
    try:
        services.deposit(motion, slip.voter_id, slip.ballot, actor=actor())
    except Refused as refused:
        return _refused(motion, *refused.sentences), 409
    return _back(motion)


def _refused(motion: Motion, *sentences: str) -> str:
    again = bool(_waiting(motion))
    return render_template("meetings/ballots/refused.html", motion=motion, sentences=sentences, again=again)
