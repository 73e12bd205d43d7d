"""What the addresses of members, dossiers, mandates and requests name: an object of two councils, for the matrix."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from citizens.accounts.models import Account
from citizens.merging import queries as doubles
from citizens.merging.models import PersonMerge
from citizens.models import Gender, Person
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
from councils.charter.models import CouncilMeans
from councils.members.models import BoardFunction, BoardRole, MemberImport, ReserveEntry, WorkingGroup
from councils.models import College, Council, EndReason, Membership, Term
from councils.sortition import drawing
from councils.sortition.drawing import Listing
from councils.sortition.models import AgeBand, Candidate, Sortition
from foundation import clock
from foundation.database import db
from tests.security.objects import Objects


def furnish(councils: Sequence[Council]) -> None:
    """Give each council's recognized dossier papers, a point, a change; the council a mandate with its receipt."""
    facilitator = select(Account.person_id).where(Account.login_email == "animateur@example.org")
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
        sent = MemberImport(
            council_id=council.id,
            sent_by_id=None if number else db.session.scalars(facilitator).one(),
            file_name="liste.csv",
            sha256="0" * 64,
            rows=[{"line": 2, "given_name": "Ada", "family_name": "Essai", "college": "Habitants"}],
            sent_at=clock.now(),
        )
        wanted = select(Term.id).where(Term.council_id == council.id, Term.end_on >= clock.today())
        term_id = db.session.scalars(wanted.order_by(Term.start_on).limit(1)).one()
        listed = ReserveEntry(term_id=term_id, person_id=seat.person_id, college=College.LOCAL_ACTORS, rank=99)
        held = BoardFunction(membership_id=seat.id, role=BoardRole.SPOKESPERSON, valid_from=clock.today())
        group = WorkingGroup(council_id=council.id, name="Essai", opened_on=clock.today())
        drawn = Sortition(
            id=uuid.uuid4(),
            term_id=term_id,
            seats=1,
            quotas={},
            algorithm="essai",
            list_text=drawing.write(Listing("essai", 1, "2026-12-01", "Essai", (), (), {"AAAA": ()})),
            list_sha256="0" * 64,
            frozen_at=clock.now(),
            seed_on=clock.today(),
            protocol_id=_paper(dossier).document_id,
            note="Essai",
        )
        named = Candidate(
            sortition_id=drawn.id,
            person_id=seat.person_id,
            pseudonym="AAAA",
            gender=Gender.FEMALE,
            age_band=AgeBand.UNDECLARED,
        )
        db.session.add_all([point, leaving, place, mandate, sent, listed, held, group, drawn])
        db.session.flush()
        db.session.add(named)
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
        found.append((council.id, {"slug": council.slug, "key": seat.id, "ending": "csv"}))
    return found


def of_terms(councils: Sequence[Council]) -> Objects:
    """The latest term of each council."""
    found: Objects = []
    for council in councils:
        latest = select(Term.id).where(Term.council_id == council.id).order_by(Term.start_on.desc()).limit(1)
        found.append((council.id, {"slug": council.slug, "key": db.session.scalars(latest).one()}))
    return found


def of_lists(councils: Sequence[Council]) -> Objects:
    """A list of members sent for each council: in the first by its facilitator, in the second by who is gone."""
    found: Objects = []
    for council in councils:
        sent = select(MemberImport.id).where(MemberImport.council_id == council.id)
        found.append((council.id, {"slug": council.slug, "key": db.session.scalars(sent).one()}))
    return found


def of_reserves(councils: Sequence[Council]) -> Objects:
    """Somebody on the reserve list of each council."""
    listed = select(ReserveEntry.id).join(Term, Term.id == ReserveEntry.term_id).where(ReserveEntry.rank == 99)
    return [
        (one.id, {"slug": one.slug, "key": db.session.scalars(listed.where(Term.council_id == one.id)).one()})
        for one in councils
    ]


def of_functions(councils: Sequence[Council]) -> Objects:
    """A function held in the board of each council."""
    held = select(BoardFunction.id).join(Membership, Membership.id == BoardFunction.membership_id)
    held = held.where(BoardFunction.role == BoardRole.SPOKESPERSON)
    return [
        (one.id, {"slug": one.slug, "key": db.session.scalars(held.where(Membership.council_id == one.id)).one()})
        for one in councils
    ]


def of_groups(councils: Sequence[Council]) -> Objects:
    """A working group of each council."""
    named = select(WorkingGroup.id).where(WorkingGroup.name == "Essai")
    return [
        (one.id, {"slug": one.slug, "key": db.session.scalars(named.where(WorkingGroup.council_id == one.id)).one()})
        for one in councils
    ]


def of_draws(councils: Sequence[Council]) -> Objects:
    """A draw of each council whose list is frozen, with who stands on it."""
    found: Objects = []
    for council in councils:
        drawn = select(Sortition.id).join(Term, Term.id == Sortition.term_id).where(Sortition.note == "Essai")
        key = db.session.scalars(drawn.where(Term.council_id == council.id)).one()
        named = db.session.scalars(select(Candidate.id).where(Candidate.sortition_id == key)).one()
        found.append((council.id, {"slug": council.slug, "key": key, "candidate": named}))
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
        signed = select(AssistanceMandate).where(AssistanceMandate.document_id.is_not(None))
        mandate = db.session.scalars(signed.where(AssistanceMandate.council_id == council.id)).one()
        receipt = db.session.scalars(select(AssistedAct.receipt).where(AssistedAct.mandate_id == mandate.id)).one()
        found.append((council.id, {"slug": council.slug, "key": mandate.id, "receipt": receipt}))
    return found


def of_charters(councils: Sequence[Council]) -> Objects:
    """The rules of each council, and a line of its means."""
    found: Objects = []
    for council in councils:
        line = select(CouncilMeans.id).where(CouncilMeans.council_id == council.id).limit(1)
        found.append((council.id, {"slug": council.slug, "number": 1, "key": db.session.scalars(line).one()}))
    return found


def of_merges() -> Objects:
    """The merge of the demonstration, by the row that was kept."""
    return [(one.kept_id, {"key": one.id}) for one in db.session.scalars(select(PersonMerge))]


def of_doubles() -> Objects:
    """Two people who may be one."""
    one = doubles.candidates()[0]
    return [(one.kept_id, {"key": one.kept_id, "kept": one.kept_id, "double": one.double_id})]


def of_requests() -> Objects:
    """The request that waits, of somebody who may not answer it themselves."""
    waiting = db.session.scalars(select(RightsRequest).where(RightsRequest.state == RightState.RECEIVED)).one()
    return [(waiting.person_id, {"key": waiting.id, "step": "refuser"})]


def of_people() -> Objects:
    """Whoever made it."""
    ((person_id, _),) = of_requests()
    return [(person_id, {"key": person_id})]
