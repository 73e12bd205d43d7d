"""What takes a proposal further: its steps, its vote, its versions, its opening to inhabitants."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils.charter.articles import Articles
from councils.charter.queries import articles_on
from foundation import clock
from foundation.forms import Form, Press
from foundation.html import visible_text
from foundation.policy import actor, can, guarded, require
from foundation.text import moment_words
from foundation.workflow import Refused, Transition
from meetings.proposals import queries, services, texts
from meetings.proposals.blueprint import proposals
from meetings.proposals.drafting_views import by_key
from meetings.proposals.forms import ReasonForm, VoteForm, usual_closing, vote_form
from meetings.proposals.models import Proposal, ProposalVersion
from meetings.proposals.steps import STEPS
from meetings.proposals.workflow import PROPOSAL
from meetings.votes.moments import earliest_closing
from meetings.votes.sheet import VotersSheet, voters_sheet


@proposals.get("/conseils/<slug>/propositions/<uuid:key>/etapes/<any('discuss','discard','rework','withdraw'):step>")
@guarded("proposal.write", load=by_key, fresh=True)
def step_page(proposal: Proposal) -> ResponseReturnValue:
    """What a step does, before it is taken."""
    step = _step(proposal)
    return _step_page(proposal, step, ReasonForm() if step.needs_comment else Press())


@proposals.post("/conseils/<slug>/propositions/<uuid:key>/etapes/<any('discuss','discard','rework','withdraw'):step>")
@guarded("proposal.write", load=by_key, once=True)
def take_step(proposal: Proposal) -> ResponseReturnValue:
    """Take a step."""
    step = _step(proposal)
    form = ReasonForm() if step.needs_comment else Press()
    if not form.sent():
        return _step_page(proposal, step, form), 422
    try:
        STEPS[step.name].take(proposal, form.comment.data if step.needs_comment else "", actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _step_page(proposal, step, form), 409
    if step.name == "discard":
        return redirect(url_for("proposals.of_council", slug=proposal.council.slug))
    return redirect(_page_of(proposal))


def _step(proposal: Proposal) -> Transition:
    """The step of the address, if this reader may take it now. Raises Denied and Refused."""
    name = (request.view_args or {})["step"]
    require(actor(), next(one.rule for one in PROPOSAL if one.name == name), proposal)
    return PROPOSAL.step(proposal, name)


def _step_page(proposal: Proposal, step: Transition, form: Form) -> str:
    reasons = [reason for guard in step.guards if (reason := guard(proposal))]
    page = STEPS[step.name]
    return render_template("meetings/proposals/step.html", form=form, proposal=proposal, page=page, reasons=reasons)


@proposals.get("/conseils/<slug>/propositions/<uuid:key>/vote")
@guarded("proposal.steer", load=by_key, fresh=True)
def vote_page(proposal: Proposal) -> ResponseReturnValue:
    """A vote to open."""
    services.version_to_vote(proposal)
    rules, sheet = _rules(proposal), _sheet(proposal)
    return _vote_page(proposal, vote_form(rules, sheet.count, **usual_closing(rules)), sheet)


@proposals.post("/conseils/<slug>/propositions/<uuid:key>/vote")
@guarded("proposal.steer", load=by_key, once=True)
def open_vote(proposal: Proposal) -> ResponseReturnValue:
    """Open the vote."""
    sheet = _sheet(proposal)
    form = vote_form(_rules(proposal), sheet.count)
    if not form.sent():
        return _vote_page(proposal, form, sheet), 422
    try:
        services.open_vote(proposal, form.closes_at(), form.percent.data, form.chosen_method(), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _vote_page(proposal, form, sheet), 409
    return redirect(_page_of(proposal))


def _rules(proposal: Proposal) -> Articles:
    """What the rules of the council ask of a vote that opens today."""
    return articles_on(proposal.council_id, clock.today())


def _sheet(proposal: Proposal) -> VotersSheet:
    """Who may vote today."""
    return voters_sheet(proposal.council, clock.today())


def _vote_page(proposal: Proposal, form: VoteForm, sheet: VotersSheet) -> str:
    return render_template(
        "meetings/proposals/vote.html",
        form=form,
        proposal=proposal,
        sheet=sheet,
        earliest=moment_words(earliest_closing(clock.now(), form.rules.written_vote_days)),
    )


@proposals.get("/conseils/<slug>/propositions/<uuid:key>/versions")
@guarded("proposal.read", load=by_key, fresh=True)
def versions(proposal: Proposal) -> ResponseReturnValue:
    """The texts that were put to discussion, and what changed from one to the next."""
    known = _shown(proposal)
    asked = request.args.get("version", "")
    numbers = [one.number for one in known]
    chosen = int(asked) if asked.isdecimal() and int(asked) in numbers else max(numbers, default=0)
    before = max((number for number in numbers if number < chosen), default=0)
    worded = queries.worded(proposal.id, (chosen, before))
    shown = {"known": known, "version": worded.get(chosen), "before": before}
    passages = _changes(worded.get(before), worded.get(chosen))
    return render_template("meetings/proposals/versions.html", proposal=proposal, **shown, passages=passages)


def _shown(proposal: Proposal) -> list[ProposalVersion]:
    """The versions that this reader may see: who discusses it sees all, others those that were put to the vote."""
    inside = can("proposal.discuss", proposal)
    return [one for one in queries.versions(proposal.id) if inside or one.motion_id is not None]


def _changes(before: ProposalVersion | None, after: ProposalVersion | None) -> list[texts.Passage]:
    if before is None or after is None:
        return []
    old, new = (texts.canonical(one.title, visible_text(one.html)) for one in (before, after))
    return texts.compare(old, new)


@proposals.get("/conseils/<slug>/propositions/<uuid:key>/ouverture")
@guarded("proposal.welcome", load=by_key, fresh=True)
def opening_page(proposal: Proposal) -> ResponseReturnValue:
    """Who may read and discuss it, to change."""
    return render_template("meetings/proposals/opening.html", form=Press(), proposal=proposal)


@proposals.post("/conseils/<slug>/propositions/<uuid:key>/ouverture")
@guarded("proposal.welcome", load=by_key)
def open_to_residents(proposal: Proposal) -> ResponseReturnValue:
    """Open it to inhabitants, or close it to them."""
    form = Press()
    if not form.sent():
        return render_template("meetings/proposals/opening.html", form=form, proposal=proposal), 422
    services.open_to_residents(proposal, request.form.get("ouverte") == "1", actor=actor())
    return redirect(_page_of(proposal))


def _page_of(proposal: Proposal) -> str:
    return url_for("proposals.read", slug=proposal.council.slug, key=proposal.id)
