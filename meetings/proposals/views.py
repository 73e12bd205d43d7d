"""The pages of proposals that are read: the register, a proposal, its letter; and its transmission."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils import queries as councils
from councils.models import Council
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.proposals import lists, presentation, reading, register, transmission
from meetings.proposals.blueprint import proposals
from meetings.proposals.filters import RegisterFilters, TransmitForm
from meetings.proposals.letter import letter_page
from meetings.proposals.models import Proposal


@proposals.get("/propositions", endpoint="register")
@guarded("proposal.list")
def register_page() -> ResponseReturnValue:
    """The public register, with its filters."""
    form = RegisterFilters(register.council_options(), register.committee_options())
    filled = {"form": form, "active": bool(form.chosen())}
    if not form.validate():
        return render_template("meetings/proposals/register.html", page=None, lines=(), **filled), 400
    page, lines = register.page_of(form.wanted(), request.args.get("suite"))
    return render_template("meetings/proposals/register.html", page=page, lines=lines, **filled)


@proposals.get("/propositions/<number>")
@guarded("proposal.read", load=reading.by_number)
def read_numbered(proposal: Proposal) -> ResponseReturnValue:
    """A proposal that was transmitted: its whole path in public. A number typed in small letters leads here too."""
    if (request.view_args or {})["number"] != proposal.number:
        return redirect(url_for("proposals.read_numbered", number=proposal.number), 301)
    return _page(proposal)


@proposals.get("/conseils/<slug>/propositions/<uuid:key>")
@guarded("proposal.read", load=reading.by_key)
def read(proposal: Proposal) -> ResponseReturnValue:
    """A proposal before it has a number; afterwards, the way to its lasting address."""
    if proposal.number:
        return redirect(url_for("proposals.read_numbered", number=proposal.number), 301)
    return _page(proposal)


def _page(proposal: Proposal) -> str:
    return render_template("meetings/proposals/proposal.html", **presentation.proposal_page(proposal, actor()))


@proposals.get("/propositions/<number>/courrier")
@guarded("proposal.read", load=reading.by_number)
def letter(proposal: Proposal) -> ResponseReturnValue:
    """The letter to the committee, to print or to keep."""
    return render_template("meetings/proposals/letter.html", **letter_page(proposal))


@proposals.get("/propositions/<number>/texte")
@guarded("proposal.read", load=reading.by_number)
def voted_text(proposal: Proposal) -> ResponseReturnValue:
    """The very characters whose hash the public journal holds, for whoever wants to check it."""
    text = proposal.motion.text if proposal.motion else ""
    response = Response(text.encode(), content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{proposal.number}.txt"'
    return response


@proposals.get("/conseils/<slug>/propositions")
@guarded("proposal.list", load=councils.by_slug)
def of_council(council: Council) -> ResponseReturnValue:
    """The proposals of one council that this reader may read."""
    page, lines = lists.of_council(council, actor(), request.args.get("suite"))
    return render_template("meetings/proposals/of_council.html", council=council, page=page, lines=lines)


@proposals.get("/conseils/<slug>/propositions/<uuid:key>/transmettre")
@guarded("proposal.steer", load=reading.by_key, fresh=True)
def transmit_page(proposal: Proposal) -> ResponseReturnValue:
    """Choose the committee that must answer; once sent, the way to its lasting address."""
    if proposal.number:
        return redirect(url_for("proposals.read_numbered", number=proposal.number))
    return _transmit_page(proposal, _transmit_form(proposal))


def _transmit_form(proposal: Proposal) -> TransmitForm:
    return TransmitForm(presentation.committee_choices(proposal.council_id))


def _transmit_page(proposal: Proposal, form: TransmitForm, *sentences: str) -> str:
    return render_template("meetings/proposals/transmit.html", proposal=proposal, form=form, sentences=sentences)


@proposals.post("/conseils/<slug>/propositions/<uuid:key>/transmettre")
@guarded("proposal.steer", load=reading.by_key, once=True)
def transmit(proposal: Proposal) -> ResponseReturnValue:
    """Send it to the committee chosen; it gets its number."""
    form = _transmit_form(proposal)
    if not form.sent():
        return _transmit_page(proposal, form), 422
    try:
        number = transmission.transmit(proposal, reading.committee(form.committee.data), actor=actor())
    except Refused as refused:
        return _transmit_page(proposal, form, *refused.sentences), 409
    return redirect(url_for("proposals.read_numbered", number=number), 303)
