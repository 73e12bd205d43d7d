"""The pages of votes."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils import queries as councils
from councils.models import Council
from foundation import clock
from foundation.forms import Form, Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.votes import presentation, queries, services
from meetings.votes.blueprint import votes
from meetings.votes.forms import DayForm, DissentForm, VoteForm
from meetings.votes.models import Motion
from meetings.votes.sheet import voters_sheet


@votes.get("/conseils/<slug>/votes/<uuid:key>")
@guarded("vote.read", load=queries.find_for_council)
def read(motion: Motion) -> ResponseReturnValue:
    """A vote: its question, its text, its moments; the totals once it is closed."""
    return _page(motion)


def _page(motion: Motion, *sentences: str, form: Form | None = None) -> str:
    view = presentation.vote_view(motion, actor())
    shown = {"motion": motion, "view": view, "notes": presentation.notes(motion)}
    return render_template("meetings/votes/vote.html", sentences=sentences, form=form, **shown)


@votes.post("/conseils/<slug>/votes/<uuid:key>")
@guarded("vote.cast", load=queries.find_for_council, private=True)
def cast(motion: Motion) -> ResponseReturnValue:
    """Answer, or change one's answer."""
    form = VoteForm()
    if not form.sent():
        return _page(motion, form=form), 422
    try:
        services.cast(motion, _own(motion).membership, form.answer(), actor=actor())
    except Refused as refused:
        return _page(motion, *refused.sentences), 409
    return _back(motion)


@votes.get("/conseils/<slug>/votes/<uuid:key>/interet")
@guarded("vote.cast", load=queries.find_for_council, fresh=True)
def interest_page(motion: Motion) -> ResponseReturnValue:
    """What declaring an interest does; the way back to the vote for whoever can declare none."""
    view = presentation.vote_view(motion, actor())
    if not view.may_declare:
        return _back(motion)
    return render_template("meetings/votes/interest.html", motion=motion, view=view, form=Press())


@votes.post("/conseils/<slug>/votes/<uuid:key>/interet")
@guarded("vote.cast", load=queries.find_for_council, private=True)
def declare_conflict(motion: Motion) -> ResponseReturnValue:
    """Declare an interest: for good."""
    form = Press()
    if not form.sent():
        return _page(motion, form=form), 422
    try:
        services.declare_conflict(motion, _own(motion).membership, actor=actor())
    except Refused as refused:
        return _page(motion, *refused.sentences), 409
    return _back(motion)


def _own(motion: Motion) -> queries.Own:
    return queries.own(motion, actor().id)


def _back(motion: Motion) -> ResponseReturnValue:
    return redirect(url_for("votes.read", slug=motion.council.slug, key=motion.id, _anchor="voter"), 303)


@votes.get("/conseils/<slug>/votes/<uuid:key>/avis-divergent")
@guarded("vote.cast", load=queries.find_for_council)
def dissent_page(motion: Motion) -> ResponseReturnValue:
    """Write a diverging opinion, or change it."""
    own = _own(motion)
    return _dissent_page(motion, DissentForm(text=own.dissent.text if own.dissent else ""))


def _dissent_page(motion: Motion, form: DissentForm) -> str:
    view = presentation.vote_view(motion, actor())
    return render_template("meetings/votes/dissent.html", view=view, form=form, motion=motion)


@votes.post("/conseils/<slug>/votes/<uuid:key>/avis-divergent")
@guarded("vote.cast", load=queries.find_for_council)
def dissent(motion: Motion) -> ResponseReturnValue:
    """Keep a diverging opinion, or take it back."""
    form = DissentForm()
    if not form.sent():
        return _dissent_page(motion, form), 422
    try:
        _keep_dissent(motion, form.text.data or "")
    except Refused as refused:
        form.text.errors = list(refused.sentences)
        return _dissent_page(motion, form), 422
    return _back(motion)


def _keep_dissent(motion: Motion, text: str) -> None:
    own = _own(motion)
    if request.form.get("step") == "retirer":
        services.withdraw_dissent(motion, own.membership, actor=actor())
    else:
        services.write_dissent(motion, own.membership, text, actor=actor())


@votes.get("/conseils/<slug>/votants")
@guarded("vote.voters", load=councils.by_slug, fresh=True)
def voters(council: Council) -> ResponseReturnValue:
    """Who may vote on a day, by name: for the council's people."""
    form = DayForm()
    asked = form.chosen_day(clock.today())
    day = asked or clock.today()
    sheet = voters_sheet(council, day)
    return render_template("meetings/votes/voters.html", council=council, form=form, sheet=sheet), 200 if asked else 400
