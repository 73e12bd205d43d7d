"""Writing a proposal: begin, save, look, and be told when somebody was faster."""

from __future__ import annotations

import uuid

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from councils import queries as councils
from councils.models import Council
from foundation import clock
from foundation.policy import actor, guarded
from foundation.text import hour_words
from foundation.workflow import Refused
from meetings.proposals import queries, services, writing
from meetings.proposals.blueprint import proposals
from meetings.proposals.forms import WriteForm
from meetings.proposals.models import Proposal, ProposalKind, ProposalState

OVERTAKEN = (
    "Un autre texte a été enregistré entre-temps. Appuyez sur «\u202fEnregistrer\u202f» pour voir les deux côte à côte."
)


def by_key(slug: str, key: uuid.UUID, **_more: object) -> Proposal | None:
    """The proposal of an address."""
    return queries.find_for_council(slug, key)


@proposals.get("/conseils/<slug>/propositions/nouvelle")
@guarded("proposal.write", load=councils.by_slug, fresh=True)
def new_page(council: Council) -> ResponseReturnValue:
    """A proposal to begin."""
    form = WriteForm(kind=ProposalKind.PROPOSAL.value)
    form.offer(queries.places(council.id))
    return writing.new_page(council, form)


@proposals.post("/conseils/<slug>/propositions/nouvelle")
@guarded("proposal.write", load=councils.by_slug, private=True, once=True)
def start(council: Council) -> ResponseReturnValue:
    """Begin a draft, or only look at it."""
    places = queries.places(council.id)
    form = WriteForm()
    form.offer(places)
    if writing.asks_preview():
        return writing.new_page(council, form, writing.preview_of(form))
    if not form.sent():
        return writing.new_page(council, form), 422
    if services.why_not_now(council):
        return writing.new_page(council, form), 409
    proposal = services.start(council, actor=actor(), **vars(form.words(places)))
    return redirect(url_for("proposals.write_page", slug=council.slug, key=proposal.id))


@proposals.get("/conseils/<slug>/propositions/<uuid:key>/ecrire")
@guarded("proposal.edit", load=by_key, fresh=True)
def write_page(proposal: Proposal) -> ResponseReturnValue:
    """A proposal to write, as long as it may change."""
    services.must_be_open(proposal)
    return writing.write_page(proposal, writing.form_of(proposal, writing.places_of(proposal), sent=False))


@proposals.post("/conseils/<slug>/propositions/<uuid:key>/ecrire")
@guarded("proposal.edit", load=by_key, private=True)
def save(proposal: Proposal) -> ResponseReturnValue:
    """Save what was written, or only look at it."""
    places = writing.places_of(proposal)
    form = writing.form_of(proposal, places, sent=True)
    if writing.asks_preview():
        return writing.write_page(proposal, form, writing.preview_of(form))
    if not form.sent():
        return writing.write_page(proposal, form), 422
    try:
        return redirect(writing.keep(proposal, form, places))
    except services.Overtaken:
        return writing.conflict_page(proposal, form), 409
    except Refused as refusal:
        return writing.refused_page(proposal, form, refusal), 409


@proposals.post("/conseils/<slug>/propositions/<uuid:key>/brouillon")
@guarded("proposal.edit", load=by_key, private=True)
def autosave(proposal: Proposal) -> ResponseReturnValue:
    """Save a draft from the page's script, which says what became of it."""
    places = writing.places_of(proposal)
    form = writing.form_of(proposal, places, sent=True)
    if proposal.state is not ProposalState.DRAFT:
        return {"message": services.GONE_ON}, 409
    if not form.sent():
        return {"message": writing.first_fault(form)}, 422
    try:
        kept = services.save(proposal, form.words(places), form.read_version(), actor=actor())
    except services.Overtaken:
        return {"message": OVERTAKEN}, 409
    return {"version": kept.version, "saved": _saved_words(form)}


def _saved_words(form: WriteForm) -> str:
    hour = hour_words(clock.now().astimezone(clock.PARIS))
    return f"Enregistré à {hour}. {writing.length_words(form.text.data or '')}"
