"""The proposals that somebody began, and the versions they wrote."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select

from foundation.database import db
from foundation.documents import Document
from foundation.personal import PersonalData, Row, leave
from foundation.text import moment_words
from meetings.proposals.models import Proposal, ProposalAttachment, ProposalVersion


def _rows(person_id: uuid.UUID) -> Iterable[Row]:
    begun = select(Proposal).where(Proposal.author_id == person_id)
    for one in db.session.scalars(begun.order_by(Proposal.started_at, Proposal.id)):
        yield {
            "Le": moment_words(one.started_at),
            "Titre": one.title,
            "Votre part": "Commencée par vous",
            "État": one.state.label,
        }
    written = (
        select(ProposalVersion, Proposal)
        .join(Proposal, Proposal.id == ProposalVersion.proposal_id)
        .where(ProposalVersion.author_id == person_id)
        .order_by(ProposalVersion.written_at, ProposalVersion.id)
    )
    for version, proposal in db.session.execute(written):
        yield {
            "Le": moment_words(version.written_at),
            "Titre": version.title,
            "Votre part": f"Version {version.number} écrite par vous",
            "État": proposal.state.label,
        }


def _papers(person_id: uuid.UUID) -> Iterable[Document]:
    joined = (
        select(Document)
        .join(ProposalAttachment, ProposalAttachment.document_id == Document.id)
        .join(Proposal, Proposal.id == ProposalAttachment.proposal_id)
        .where(Proposal.author_id == person_id)
        .order_by(Document.kept_at, Document.id)
    )
    return db.session.scalars(joined).all()


PROPOSALS = PersonalData(
    slug="propositions",
    title="Les propositions que vous avez écrites",
    columns=("proposal.author_id", "proposal_version.author_id"),
    export=_rows,
    erase=leave,
    kept="Elles sont au nom du conseil et restent dans ses archives. Après un effacement, plus rien ne dit votre part.",
    documents=_papers,
)
PERSONAL = (PROPOSALS,)
