"""The office of a committee, and the page on which it answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils.committees import queries as committees
from councils.committees.models import Committee
from foundation import clock
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.answers import delays, queries, services
from meetings.answers import office as desk
from meetings.answers.demands import MOST_COMMITMENTS
from meetings.answers.forms import AnswerForm, form_of, rows_of
from meetings.answers.presentation import answers_of, to_review
from meetings.answers.wording import MEANINGS
from meetings.proposals import transmission
from meetings.proposals.models import Proposal, ProposalState

answers = Blueprint("answers", __name__, url_prefix="/comites")
CLOSED = {
    ProposalState.TRANSMITTED: "Accusez d’abord réception\u00a0: le conseil doit savoir que sa proposition est là.",
    ProposalState.WITHDRAWN: "Le conseil a retiré cette proposition\u00a0: il n’attend plus de réponse.",
}


@answers.get("/<slug>/bureau")
@guarded("committee.office", load=committees.by_slug, fresh=True)
def office(committee: Committee) -> ResponseReturnValue:
    """What there is to acknowledge and to answer, on one screen; or one of its lists whole."""
    return _office(committee)


@answers.post("/<slug>/bureau/<number>/accuser-reception")
@guarded("proposal.answer", load=queries.addressed, once=True)
def acknowledge(proposal: Proposal) -> ResponseReturnValue:
    """Say that a proposal has arrived."""
    committee = committees.by_slug((request.view_args or {})["slug"])
    press = Press()
    if not press.sent():
        return _office(committee, [words for field in press for words in field.errors]), 422
    try:
        transmission.acknowledge(proposal, actor=actor())
    except Refused as refusal:
        return _office(committee, refusal.sentences), 409
    return redirect(url_for("answers.office", slug=(request.view_args or {})["slug"]))


@answers.get("/<slug>/bureau/<number>/repondre")
@guarded("proposal.answer", load=queries.addressed, fresh=True)
def answer_page(proposal: Proposal) -> ResponseReturnValue:
    """The answer to write, or the one to complete; or why there is none to write."""
    if proposal.state in CLOSED:
        return render_template("meetings/answers/closed.html", proposal=proposal, sentence=CLOSED[proposal.state]), 409
    return _page(proposal, _form(proposal))


@answers.post("/<slug>/bureau/<number>/repondre")
@guarded("proposal.answer", load=queries.addressed, once=True)
def answer(proposal: Proposal) -> ResponseReturnValue:
    """Answer, or complete the answer; or only read it over, correct it, show one more row of commitments."""
    form, step = _form(proposal), request.form.get("step", "")
    if "add_row" in request.form or step == "edit":
        return _page(proposal, form)
    if not form.ready(clock.today()):
        return _page(proposal, form), 422
    return (_review if step == "review" else _give)(proposal, form)


def _review(proposal: Proposal, form: AnswerForm) -> ResponseReturnValue:
    try:
        shown = to_review(services.drawn(proposal, form.given()), proposal)
    except services.Incomplete as missing:
        form.complain(missing.by_field)
        return _page(proposal, form), 422
    typed = [(name, words) for name, words in request.form.items(multi=True) if name not in {"form_token", "step"}]
    return render_template("meetings/answers/review.html", proposal=proposal, shown=shown, typed=typed)


def _give(proposal: Proposal, form: AnswerForm) -> ResponseReturnValue:
    give = services.complete if proposal.state is ProposalState.ANSWERED else services.answer
    try:
        give(proposal, form.given(), actor=actor(), seen=form.last_seen())
    except services.Incomplete as missing:
        form.complain(missing.by_field)
        return _page(proposal, form), 422
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        form.seen.data = ""
        return _page(proposal, form), 409
    return redirect(url_for("proposals.read_numbered", number=proposal.number))


def _office(committee: Any, sentences: Any = ()) -> str:
    name = request.args.get("liste", "")
    shown = desk.whole(committee, name, request.args.get("suite")) if name else desk.overview(committee)
    return render_template("meetings/answers/office.html", committee=committee, sentences=sentences, **shown)


def _form(proposal: Proposal) -> AnswerForm:
    form = form_of(rows_of(request.form, one_more="add_row" in request.form))()
    form.prepare(proposal.kind, queries.organizations())
    return form


def _page(proposal: Proposal, form: AnswerForm) -> str:
    views = answers_of(proposal)
    if not form.seen.data:
        form.seen.data = str(views[0].number if views else 0)
    late = delays.late_words(proposal, clock.today())
    filled = {"answers": views, "meanings": MEANINGS, "late": late, "most": MOST_COMMITMENTS}
    return render_template("meetings/answers/answer.html", proposal=proposal, form=form, **filled)
