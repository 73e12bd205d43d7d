"""What the addresses of members, dossiers, mandates and requests name: an object of two councils, for the matrix."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from citizens.accounts.models import Account
from citizens.models import Person
from citizens.privacy.models import RightsRequest, RightState
from councils.accreditation import reading
from councils.accreditation.models import Accreditation, AccreditationState, RecognitionAct
from councils.accreditation.papers import (
    AccreditationPaper,
    ConsultationRequest,
    ProposedChange,
    ProposedPlace,
    ReviewPoint,
)
from councils.assistance.models import AssistanceMandate, AssistedAct, AssistedActKind
from councils.models import Council, EndReason, Membership, Term
from foundation import clock
from foundation.database import db
from tests.security.objects import Objects


def furnish(councils: Sequence[Council]) -> None:
    """Give each council's recognized dossier papers, a point, a change; the council a mandate with its receipt."""
    for number, council in enumerate(councils):
        dossier, seat = _recognized(council), _plain_member(council)
        act = db.session.scalars(select(RecognitionAct).where(RecognitionAct.accreditation_id == dossier.id)).one()
        act.document_id = act.public_document_id = _paper(dossier).document_id
        point = ReviewPoint(
            accreditation_id=dossier.id, round=9, position=1, text="?", reason="?", due_on=clock.today()
        )
        leaving = ProposedChange(accreditation_id=dossier.id, leaving_id=seat.id, end_reason=EndReason.MOVED)
        place = ProposedPlace(accreditation_id=dossier.id, neighborhood_id=reading.covered(dossier)[0].id, adds=False)
        mandate = AssistanceMandate(
            council_id=council.id,
            person_id=seat.person_id,
            written_on=clock.today() - timedelta(days=1),
            document_id=_paper(dossier).document_id,
            recorded_at=clock.now(),
        )
        db.session.add_all([point, leaving, place, mandate])
        db.session.flush()
        db.session.add(
            AssistedAct(
                mandate_id=mandate.id,
                kind=AssistedActKind.VOTE,
                object_id=uuid.uuid4(),
                about="Un texte",
                url=f"/conseils/{council.slug}",
                at=clock.now(),
                receipt=f"AAAA-000{number}",
            )
        )


def _recognized(council: Council) -> Accreditation:
    wanted = select(Accreditation).where(
        Accreditation.council_id == council.id, Accreditation.state == AccreditationState.PUBLISHED
    )
    return db.session.scalars(wanted.order_by(Accreditation.id).limit(1)).one()


def _paper(dossier: Accreditation) -> AccreditationPaper:
    wanted = select(AccreditationPaper).where(AccreditationPaper.accreditation_id == dossier.id)
    return db.session.scalars(wanted.order_by(AccreditationPaper.id).limit(1)).one()


def _plain_member(council: Council) -> Membership:
    """Somebody who sits and has no account: none of those who try the addresses."""
    lone = select(Person.id).outerjoin(Account, Account.person_id == Person.id).where(Account.id.is_(None))
    return next(one for one in reading.sitting(council.id) if one.person_id in set(db.session.scalars(lone)))


def of_members(councils: Sequence[Council]) -> Objects:
    """A seat and a term of each council."""
    found: Objects = []
    for council in councils:
        seat = _plain_member(council)
        found.append((council.id, {"slug": council.slug, "key": seat.id}))
    return found


def of_terms(councils: Sequence[Council]) -> Objects:
    """The latest term of each council."""
    found: Objects = []
    for council in councils:
        latest = select(Term.id).where(Term.council_id == council.id).order_by(Term.start_on.desc()).limit(1)
        found.append((council.id, {"slug": council.slug, "key": db.session.scalars(latest).one()}))
    return found


def of_dossiers(councils: Sequence[Council]) -> Objects:
    """The recognized dossier of each council, with all that it holds."""
    found: Objects = []
    for council in councils:
        dossier = _recognized(council)
        point = select(ReviewPoint.id).where(ReviewPoint.accreditation_id == dossier.id).limit(1)
        change = select(ProposedChange.id).where(ProposedChange.accreditation_id == dossier.id).limit(1)
        request = select(ConsultationRequest.id).where(ConsultationRequest.accreditation_id == dossier.id).limit(1)
        values: dict[str, object] = {
            "key": dossier.id,
            "step": "submit",
            "paper": _paper(dossier).id,
            "point": db.session.scalars(point).one(),
            "change": db.session.scalars(change).one(),
            "request_id": db.session.scalars(request).one(),
        }
        found.append((council.id, {**values, "slug": reading.covered(dossier)[0].slug}))
    return found


def of_acts(councils: Sequence[Council]) -> Objects:
    """The act of each council that everybody may read."""
    return [(council.id, {"slug": council.slug, "key": _recognized(council).id}) for council in councils]


def of_mandates(councils: Sequence[Council]) -> Objects:
    """A mandate of each council, and the receipt of what was done under it."""
    found: Objects = []
    for council in councils:
        mandate = db.session.scalars(select(AssistanceMandate).where(AssistanceMandate.council_id == council.id)).one()
        receipt = db.session.scalars(select(AssistedAct.receipt).where(AssistedAct.mandate_id == mandate.id)).one()
        found.append((council.id, {"slug": council.slug, "key": mandate.id, "receipt": receipt}))
    return found


def of_requests() -> Objects:
    """The request that waits, of somebody who may not answer it themselves."""
    waiting = db.session.scalars(select(RightsRequest).where(RightsRequest.state == RightState.RECEIVED)).one()
    return [(waiting.person_id, {"key": waiting.id, "step": "refuser"})]


def of_people() -> Objects:
    """Whoever made it."""
    ((person_id, _),) = of_requests()
    return [(person_id, {"key": person_id})]
