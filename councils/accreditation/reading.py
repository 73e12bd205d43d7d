"""What the pages of a dossier read, each in a number of queries that does not grow with it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from citizens.models import Person
from councils.accreditation.models import Accreditation, RecognitionAct
from councils.accreditation.papers import (
    AccreditationPaper,
    ConsultationRequest,
    ProposedChange,
    ProposedPlace,
    ReviewPoint,
)
from councils.electorate import sitting_on
from councils.models import Council, Coverage, EndReason, Membership, Rank, Term
from councils.territory.models import Municipality, Neighborhood, Organization
from foundation import clock
from foundation.audit import AuditEntry, history
from foundation.database import db
from foundation.documents import Document


def by_key(key: uuid.UUID, **_more: object) -> Accreditation | None:
    """One dossier with its council, where this one is, its term and its act. Two queries."""
    return db.session.scalar(_whole(key))


def held(key: uuid.UUID, **_more: object) -> Accreditation | None:
    """The same as it now stands; nobody else changes it before the end of the transaction."""
    return db.session.scalar(_whole(key).with_for_update(of=Accreditation).execution_options(populate_existing=True))


def _whole(key: uuid.UUID) -> Select[Accreditation]:
    files = (joinedload(RecognitionAct.document), joinedload(RecognitionAct.public_document))
    return (
        select(Accreditation)
        .where(Accreditation.id == key)
        .options(
            joinedload(Accreditation.council).selectinload(Council.coverages),
            joinedload(Accreditation.term),
            joinedload(Accreditation.act).options(*files),
        )
    )


def covered(dossier: Accreditation) -> Sequence[Neighborhood]:
    """The neighborhoods that its council covers, with their communes."""
    return db.session.scalars(
        select(Neighborhood)
        .join(Coverage, Coverage.neighborhood_id == Neighborhood.id)
        .where(Coverage.council_id == dossier.council_id, Coverage.valid_to.is_(None))
        .options(selectinload(Neighborhood.municipalities))
        .order_by(Neighborhood.name_key, Neighborhood.slug)
    ).all()


def trail(dossier: Accreditation) -> Sequence[AuditEntry]:
    """Every act on a dossier, the first one first."""
    return db.session.scalars(history(Accreditation, [dossier.id])).all()


def names(entries: Sequence[AuditEntry]) -> Mapping[uuid.UUID, str]:
    """Who did these acts, as they are called today."""
    ids = {entry.actor_id for entry in entries if entry.actor_id is not None}
    if not ids:
        return {}
    rows = db.session.scalars(select(Person).where(Person.id.in_(ids)))
    return {row.id: f"{row.given_name} {row.family_name}" for row in rows}


def papers(dossier: Accreditation) -> Sequence[AccreditationPaper]:
    """The papers of a dossier, the latest first, those withdrawn among them."""
    return db.session.scalars(
        select(AccreditationPaper)
        .where(AccreditationPaper.accreditation_id == dossier.id)
        .options(joinedload(AccreditationPaper.document))
        .order_by(AccreditationPaper.added_at.desc(), AccreditationPaper.id)
    ).all()


def requests(dossier: Accreditation) -> Sequence[ConsultationRequest]:
    """The opinions asked for, the latest round first; the metropolis after the communes."""
    return db.session.scalars(
        select(ConsultationRequest)
        .outerjoin(Municipality, Municipality.id == ConsultationRequest.municipality_id)
        .where(ConsultationRequest.accreditation_id == dossier.id)
        .options(joinedload(ConsultationRequest.municipality))
        .order_by(
            ConsultationRequest.round.desc(), ConsultationRequest.municipality_id.is_(None), Municipality.name_key
        )
    ).all()


def points(dossier: Accreditation) -> Sequence[ReviewPoint]:
    """What was to be completed, the latest round first."""
    return db.session.scalars(
        select(ReviewPoint)
        .where(ReviewPoint.accreditation_id == dossier.id)
        .order_by(ReviewPoint.round.desc(), ReviewPoint.position)
    ).all()


def point(dossier: Accreditation, key: uuid.UUID) -> ReviewPoint | None:
    """One of them."""
    return db.session.scalar(
        select(ReviewPoint).where(ReviewPoint.accreditation_id == dossier.id, ReviewPoint.id == key)
    )


def request(dossier: Accreditation, key: uuid.UUID) -> ConsultationRequest | None:
    """One opinion asked for, with its dossier."""
    return db.session.scalar(
        select(ConsultationRequest)
        .where(ConsultationRequest.accreditation_id == dossier.id, ConsultationRequest.id == key)
        .options(joinedload(ConsultationRequest.accreditation), joinedload(ConsultationRequest.municipality))
    )


def change(dossier: Accreditation, key: uuid.UUID) -> ProposedChange | None:
    """One change of members, with its dossier."""
    return db.session.scalar(
        select(ProposedChange).where(ProposedChange.accreditation_id == dossier.id, ProposedChange.id == key)
    )


def place(dossier: Accreditation, slug: str) -> ProposedPlace | None:
    """One change of perimeter, with its neighborhood."""
    return db.session.scalar(
        select(ProposedPlace)
        .join(ProposedPlace.neighborhood)
        .where(ProposedPlace.accreditation_id == dossier.id, Neighborhood.slug == slug)
        .options(joinedload(ProposedPlace.neighborhood))
    )


def changes(dossier: Accreditation) -> Sequence[ProposedChange]:
    """The changes of members that an amendment asks for, with their people."""
    return db.session.scalars(
        select(ProposedChange)
        .where(ProposedChange.accreditation_id == dossier.id)
        .options(
            joinedload(ProposedChange.leaving).joinedload(Membership.person),
            joinedload(ProposedChange.joining),
            joinedload(ProposedChange.organization),
        )
        .order_by(ProposedChange.id)
    ).all()


def places(dossier: Accreditation) -> Sequence[ProposedPlace]:
    """The changes of perimeter that an amendment asks for."""
    return db.session.scalars(
        select(ProposedPlace)
        .join(ProposedPlace.neighborhood)
        .where(ProposedPlace.accreditation_id == dossier.id)
        .options(joinedload(ProposedPlace.neighborhood))
        .order_by(Neighborhood.name_key, Neighborhood.slug)
    ).all()


def people(term: Term | None) -> Sequence[Membership]:
    """The list of a term: whoever is on it and did not leave it before its end, by college and name."""
    if term is None:
        return ()
    return db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(
            Membership.term_id == term.id,
            or_(Membership.end_on.is_(None), Membership.end_reason == EndReason.TERM_END),
        )
        .options(joinedload(Membership.person), joinedload(Membership.organization))
        .order_by(Membership.college.desc(), Membership.rank == Rank.SUBSTITUTE, Person.family_name, Person.given_name)
    ).all()


def sitting(council_id: uuid.UUID) -> Sequence[Membership]:
    """Whoever sits in a council today, by name: those who may leave by an amendment."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.person)
        .where(Membership.council_id == council_id, sitting_on(clock.today()))
        .options(joinedload(Membership.person))
        .order_by(Person.family_name, Person.given_name, Membership.id)
    ).all()


def council(slug: str) -> Council:
    """The council of a slug that the form offers."""
    return db.session.scalars(select(Council).where(Council.slug == slug)).one()


def hosts(dossier: Accreditation) -> tuple[str, str]:
    """The names of the structure that hosts the council, and of the one that an amendment asks for."""
    keys = (dossier.council.host_organization_id, dossier.new_host_id)
    rows = db.session.execute(select(Organization.id, Organization.name).where(Organization.id.in_(keys)))
    known = {row.id: row.name for row in rows}
    return known.get(keys[0], ""), known.get(keys[1], "")


def organizations() -> Sequence[tuple[str, str]]:
    """(key, name) of each structure."""
    rows = db.session.execute(select(Organization.id, Organization.name).order_by(Organization.name_key))
    return [(str(row.id), row.name) for row in rows]


def neighborhoods(slugs: Sequence[str]) -> Sequence[Neighborhood]:
    """Some neighborhoods, with their communes."""
    return db.session.scalars(
        select(Neighborhood)
        .where(Neighborhood.slug.in_(slugs))
        .options(selectinload(Neighborhood.municipalities))
        .order_by(Neighborhood.name_key, Neighborhood.slug)
    ).all()


def paper(dossier: Accreditation, key: uuid.UUID) -> AccreditationPaper | None:
    """One paper of a dossier, with its file."""
    return db.session.scalar(
        select(AccreditationPaper)
        .where(AccreditationPaper.accreditation_id == dossier.id, AccreditationPaper.id == key)
        .options(joinedload(AccreditationPaper.document), joinedload(AccreditationPaper.accreditation))
    )


def public_act(slug: str, key: uuid.UUID) -> Document | None:
    """The act of a council's dossier that everybody may read, once it is published."""
    return db.session.scalar(
        select(Document)
        .join(RecognitionAct, RecognitionAct.public_document_id == Document.id)
        .join(Accreditation, Accreditation.id == RecognitionAct.accreditation_id)
        .join(Council, Council.id == Accreditation.council_id)
        .where(Council.slug == slug, Accreditation.id == key, RecognitionAct.published_on.is_not(None))
    )


def backdated_over(council_id: uuid.UUID, day: date) -> Sequence[tuple[date, date]]:
    """The acts of a council that were published after a day and hold from it or before: (published, in force from)."""
    rows = db.session.execute(
        select(RecognitionAct.published_on, RecognitionAct.effective_on)
        .join(Accreditation, Accreditation.id == RecognitionAct.accreditation_id)
        .where(
            Accreditation.council_id == council_id,
            RecognitionAct.published_on > day,
            RecognitionAct.effective_on <= day,
        )
        .order_by(RecognitionAct.published_on)
    )
    return [(published, first) for published, first in rows if published and first]
