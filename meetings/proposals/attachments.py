"""The documents joined to a proposal: they are part of what is discussed and voted, and are frozen with it."""

from __future__ import annotations

import uuid

from foundation import audit, documents
from foundation.database import db
from foundation.documents import Document, Received
from foundation.policy import Actor, require
from foundation.workflow import Refused
from meetings.proposals import queries
from meetings.proposals.models import Proposal, ProposalAttachment
from meetings.proposals.services import must_be_open, show_change

MOST = 10


def attach(proposal: Proposal, received: Received, *, actor: Actor) -> ProposalAttachment:
    """Join a document. Raises Refused when the text is frozen, or has as many as it may."""
    _hold(proposal, actor)
    if len(proposal.attachments) >= MOST:
        raise Refused(f"Il y a déjà {MOST} documents\u00a0: retirez-en un, ou réunissez-en plusieurs en un seul PDF.")
    document = documents.keep(received, actor=actor)
    attachment = ProposalAttachment(
        proposal_id=proposal.id, document_id=document.id, position=queries.last_position(proposal.id) + 1
    )
    db.session.add(attachment)
    db.session.flush()
    audit.record(actor, "proposal.attach", proposal)
    show_change(proposal)
    return attachment


def detach(proposal: Proposal, key: uuid.UUID, *, actor: Actor) -> None:
    """Take a document away; nothing happens when it is gone already. Raises Refused when the text is frozen."""
    _hold(proposal, actor)
    attachment = find(proposal, key)
    if attachment is None:
        return
    document = attachment.document
    db.session.delete(attachment)
    db.session.flush()
    documents.remove(document, actor=actor)
    audit.record(actor, "proposal.detach", proposal)
    show_change(proposal)


def find(proposal: Proposal, key: uuid.UUID) -> ProposalAttachment | None:
    """One of the documents of a proposal."""
    return next((one for one in proposal.attachments if one.id == key), None)


def document_of(proposal: Proposal, key: uuid.UUID) -> Document | None:
    """The file of one of them."""
    found = find(proposal, key)
    return found.document if found is not None else None


def _hold(proposal: Proposal, actor: Actor) -> None:
    queries.held(proposal.id)
    require(actor, "proposal.edit", proposal)
    must_be_open(proposal)
