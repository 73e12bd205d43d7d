"""Counting paper ballots: one person writes the totals, another confirms them."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.ballots import loading, paper, presentation, queries
from meetings.ballots.blueprint import ballots
from meetings.ballots.forms import ConfirmForm, CountForm
from meetings.votes.models import Motion


@ballots.get("/conseils/<slug>/votes/<uuid:key>/depouillement")
@guarded("ballot.count", load=loading.on_paper, fresh=True)
def count_page(motion: Motion) -> ResponseReturnValue:
    """What was counted so far, and who must still confirm it."""
    return _page(motion, CountForm())


def _page(motion: Motion, form: CountForm) -> str:
    here: dict[str, Any] = {"slug": motion.council.slug, "key": motion.id}
    count = queries.paper_count(motion.id)
    confirm = ConfirmForm(address=url_for("ballots.countersign", **here))
    if count is not None:
        read = paper.counted(count)
        confirm.read.data = f"{read.ballots_found}-{read.votes_for}-{read.votes_against}-{read.votes_abstain}"
    return render_template(
        "meetings/ballots/count.html",
        motion=motion,
        form=form,
        confirm=confirm,
        lines=presentation.count_lines(count) if count else (),
        confirmed=count is not None and count.countersigned_by_id is not None,
        mine=count is not None and count.entered_by_id == actor().id,
        voters=queries.standing(motion).voters,
    )


@ballots.post("/conseils/<slug>/votes/<uuid:key>/depouillement")
@guarded("ballot.count", load=loading.on_paper, private=True)
def count(motion: Motion) -> ResponseReturnValue:
    """Write the totals."""
    form = CountForm()
    if not form.sent():
        return _page(motion, form), 422
    try:
        paper.enter(motion, form.counted(), actor=actor())
    except Refused as refused:
        form.form_errors.extend(refused.sentences)
        return _page(motion, form), 409
    return _back(motion)


@ballots.post("/conseils/<slug>/votes/<uuid:key>/depouillement/confirmation")
@guarded("ballot.count", load=loading.on_paper, private=True)
def countersign(motion: Motion) -> ResponseReturnValue:
    """Confirm what another person wrote."""
    form = ConfirmForm()
    if not form.sent():
        return _again(motion, *form.read.errors, *form.form_token.errors), 422
    try:
        paper.countersign(motion, form.counted(), actor=actor())
    except Refused as refused:
        return _again(motion, *refused.sentences), 409
    return _back(motion)


def _again(motion: Motion, *sentences: str) -> str:
    form = CountForm(address=url_for("ballots.count", slug=motion.council.slug, key=motion.id))
    form.form_errors.extend(sentences)
    return _page(motion, form)


def _back(motion: Motion) -> ResponseReturnValue:
    return redirect(url_for("ballots.count_page", slug=motion.council.slug, key=motion.id), 303)
