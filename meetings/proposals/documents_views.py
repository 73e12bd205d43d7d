"""The documents of a proposal: one file at a time, looked at before the database is held."""

from __future__ import annotations

from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation import documents
from foundation.documents import Received
from foundation.forms import Press
from foundation.policy import actor, guarded, require
from foundation.workflow import Refused
from meetings.proposals import attachments, services
from meetings.proposals.blueprint import proposals
from meetings.proposals.drafting_views import by_key
from meetings.proposals.forms import DocumentForm
from meetings.proposals.models import Proposal

NONE_CHOSEN = "Choisissez un fichier."


def receive() -> Received | Refused:
    """The file that was sent, looked at and drawn anew; or why it cannot be kept."""
    return documents.sent("file") or Refused(NONE_CHOSEN)


@proposals.get("/conseils/<slug>/propositions/<uuid:key>/documents")
@guarded("proposal.edit", load=by_key, fresh=True)
def documents_page(proposal: Proposal) -> ResponseReturnValue:
    """The documents of a proposal that may still change."""
    services.must_be_open(proposal)
    return _page(proposal, DocumentForm())


@proposals.post("/conseils/<slug>/propositions/<uuid:key>/documents")
@guarded("proposal.write", load=by_key, private=True, before=receive)
def attach(proposal: Proposal) -> ResponseReturnValue:
    """Join the file that was sent."""
    require(actor(), "proposal.edit", proposal)
    form, received = DocumentForm(), g.before
    if not form.sent():
        return _page(proposal, form), 422
    try:
        if isinstance(received, Refused):
            raise received
        joined = attachments.attach(proposal, received, actor=actor())
    except Refused as refusal:
        form.file.errors = list(refusal.sentences)
        return _page(proposal, form), 422
    return redirect(_address(proposal, joint=joined.id))


@proposals.post("/conseils/<slug>/propositions/<uuid:key>/documents/<uuid:attachment>/retirer")
@guarded("proposal.edit", load=by_key, private=True)
def detach(proposal: Proposal) -> ResponseReturnValue:
    """Take a document away."""
    if not Press().sent():
        return _page(proposal, DocumentForm(address=_address(proposal))), 422
    attachments.detach(proposal, (request.view_args or {})["attachment"], actor=actor())
    return redirect(_address(proposal))


@proposals.get("/conseils/<slug>/propositions/<uuid:key>/documents/<uuid:attachment>")
@guarded("proposal.read", load=by_key, fresh=True)
def document(proposal: Proposal) -> ResponseReturnValue:
    """One document, to save."""
    found = attachments.document_of(proposal, (request.view_args or {})["attachment"])
    return documents.send(found) if found is not None else abort(404, documents.GONE)


def _address(proposal: Proposal, **more: Any) -> str:
    return url_for("proposals.documents_page", slug=proposal.council.slug, key=proposal.id, **more)


def _page(proposal: Proposal, form: DocumentForm) -> str:
    rows = [(one.id, one.document.name, documents.size_words(one.document)) for one in proposal.attachments]
    shown = {"rows": rows, "most": attachments.MOST, "joined": request.args.get("joint", "")}
    return render_template("meetings/proposals/documents.html", form=form, proposal=proposal, **shown)
