"""What an amendment asks for: members who leave or join, places more or less. Carried out by its publication."""

from __future__ import annotations

from datetime import date

from citizens.models import Person
from councils.accreditation import queries
from councils.accreditation.filing import must_be_open
from councils.accreditation.models import Accreditation, AccreditationKind
from councils.accreditation.papers import ProposedChange, ProposedPlace
from councils.models import College, EndReason, Membership, Origin, Rank
from councils.territory.models import Neighborhood, Organization
from foundation import audit
from foundation.database import db
from foundation.policy import Actor, require
from foundation.workflow import Refused


def _hold(dossier: Accreditation, actor: Actor) -> None:
    require(actor, "accreditation.edit", dossier)
    db.session.refresh(dossier, ["state", "version"], with_for_update=True)
    if dossier.kind is not AccreditationKind.AMENDMENT:
        raise Refused("Seul un dossier de modification demande des changements de membres ou de périmètre.")
    must_be_open(dossier)


def propose_change(
    dossier: Accreditation,
    *,
    actor: Actor,
    leaving: Membership | None = None,
    end_reason: EndReason | None = None,
    joining: Person | None = None,
    college: College | None = None,
    origin: Origin | None = None,
    rank: Rank | None = None,
    organization: Organization | None = None,
    accepted_on: date | None = None,
) -> ProposedChange:
    """Ask that somebody leaves, that somebody joins, or that one takes the other's seat. Raises Refused."""
    _hold(dossier, actor)
    if leaving is None and joining is None:
        raise Refused("Choisissez qui part, qui arrive, ou les deux.")
    if leaving is not None and (leaving.council_id != dossier.council_id or end_reason is None):
        raise Refused("Choisissez un membre de ce conseil, et dites pourquoi son mandat s’arrête.")
    if college is College.LOCAL_ACTORS and organization is None:
        raise Refused("Dites quelle structure représente cette personne.")
    change = ProposedChange(
        accreditation_id=dossier.id,
        leaving_id=leaving.id if leaving else None,
        end_reason=end_reason if leaving else None,
        joining_id=joining.id if joining else None,
        college=college if joining else None,
        origin=origin if joining else None,
        rank=(rank or Rank.TITULAR) if joining else None,
        organization_id=organization.id if joining and organization else None,
        accepted_on=accepted_on if joining else None,
    )
    db.session.add(change)
    db.session.flush()
    audit.record(actor, "accreditation.propose_change", dossier)
    return change


def drop_change(change: ProposedChange, *, actor: Actor) -> None:
    """No longer ask for a change."""
    dossier = db.session.get_one(Accreditation, change.accreditation_id)
    _hold(dossier, actor)
    db.session.delete(change)
    db.session.flush()
    audit.record(actor, "accreditation.drop_change", dossier)


def propose_place(dossier: Accreditation, place: Neighborhood, *, adds: bool, actor: Actor) -> ProposedPlace:
    """Ask to cover a neighborhood more, or one less. Raises Refused when that changes nothing."""
    _hold(dossier, actor)
    covered = queries.covers(dossier.council_id, place.id)
    if adds == covered:
        raise Refused("Le conseil couvre déjà ce quartier." if adds else "Le conseil ne couvre pas ce quartier.")
    asked = ProposedPlace(accreditation_id=dossier.id, neighborhood_id=place.id, adds=adds)
    db.session.add(asked)
    db.session.flush()
    audit.record(actor, "accreditation.propose_place", dossier)
    return asked


def drop_place(place: ProposedPlace, *, actor: Actor) -> None:
    """No longer ask for it."""
    dossier = db.session.get_one(Accreditation, place.accreditation_id)
    _hold(dossier, actor)
    db.session.delete(place)
    db.session.flush()
    audit.record(actor, "accreditation.drop_place", dossier)
