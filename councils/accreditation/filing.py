"""The papers of a dossier: a newer one of its kind takes the place of the older, which stays in the history."""

from __future__ import annotations

from sqlalchemy import update

from councils.accreditation.models import OPEN_STATES, Accreditation, AccreditationState
from councils.accreditation.papers import AccreditationPaper, PaperKind
from foundation import audit, clock, documents
from foundation.database import db
from foundation.documents import Received
from foundation.policy import Actor, require
from foundation.workflow import Refused

CLOSED = "Le dossier est clos\u00a0: ses pièces ne changent plus."
FROZEN = (
    "Le dossier est entre les mains de la préfecture\u00a0: ses pièces ne changent plus. "
    "Elle peut le renvoyer pour qu’il soit complété."
)
S = AccreditationState
WITH_THE_PREFECTURE = frozenset({S.REVIEWING, S.SIGNED})


def must_be_open(dossier: Accreditation) -> None:
    """Raises Refused when what a dossier holds may no longer change."""
    if dossier.state not in OPEN_STATES:
        raise Refused(CLOSED)
    if dossier.state in WITH_THE_PREFECTURE:
        raise Refused(FROZEN)


def add_paper(dossier: Accreditation, kind: PaperKind, received: Received, *, actor: Actor) -> AccreditationPaper:
    """Join a paper; it replaces the one of its kind, save « autre pièce ». Raises Refused once it is frozen."""
    require(actor, "accreditation.edit", dossier)
    db.session.refresh(dossier, ["state", "version"], with_for_update=True)
    must_be_open(dossier)
    now = clock.now()
    if kind is not PaperKind.OTHER:
        older = update(AccreditationPaper).where(
            AccreditationPaper.accreditation_id == dossier.id,
            AccreditationPaper.kind == kind,
            AccreditationPaper.withdrawn_at.is_(None),
        )
        db.session.execute(older.values(withdrawn_at=now))
    document = documents.keep(received, actor=actor)
    db.session.flush()
    paper = AccreditationPaper(accreditation_id=dossier.id, kind=kind, document_id=document.id, added_at=now)
    db.session.add(paper)
    db.session.flush()
    audit.record(actor, "accreditation.add_paper", dossier, comment=f"{kind.label} (SHA-256 {document.sha256})")
    return paper


def withdraw_paper(paper: AccreditationPaper, *, actor: Actor) -> None:
    """Take a paper back: it no longer counts, and stays in the history. Nothing happens when it was taken already."""
    dossier = paper.accreditation
    require(actor, "accreditation.edit", dossier)
    db.session.refresh(dossier, ["state", "version"], with_for_update=True)
    must_be_open(dossier)
    if paper.withdrawn_at is None:
        paper.withdrawn_at = clock.now()
        db.session.flush()
        audit.record(actor, "accreditation.withdraw_paper", dossier, comment=paper.kind.label)
