from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from citizens.models import Person
from foundation.choices import Choice
from foundation.database import Id, Key, Model, UtcDateTime


class Role(Choice):
    """What somebody does on the site. The first three follow from a visit, an account, a seat: they are not given."""

    VISITOR = "visitor", "Visiteur ou visiteuse"
    RESIDENT = "resident", "Habitant ou habitante"
    MEMBER = "member", "Membre du conseil"
    BOARD_MEMBER = "board_member", "Membre du bureau"
    SECRETARY = "secretary", "Secrétaire du conseil"
    COUNCIL_FACILITATOR = "council_facilitator", "Animateur ou animatrice du conseil"
    HOST_MANAGER = "host_manager", "Responsable de la structure porteuse"
    WALK_LEAD = "walk_lead", "Animateur ou animatrice de marche"
    MUNICIPAL_LIAISON = "municipal_liaison", "Référent communal ou référente communale"
    NETWORK_COORDINATOR = "network_coordinator", "Animateur ou animatrice du réseau"
    PREFECT_DELEGATE = "prefect_delegate", "Délégué ou déléguée du préfet"
    COMMITTEE_SECRETARY = "committee_secretary", "Secrétaire de comité"
    ELECTED_OFFICIAL = "elected_official", "Élu ou élue"
    ORGANIZATION_RESPONDER = "organization_responder", "Personne qui répond pour un organisme"
    MODERATOR = "moderator", "Modérateur ou modératrice"
    DPO = "dpo", "Délégué ou déléguée à la protection des données"
    PLATFORM_ADMIN = "platform_admin", "Administrateur ou administratrice du site"


class ScopeType(Choice):
    """What a role is limited to."""

    SITE = "site", "Tout le site"
    COUNCIL = "council", "Un conseil"
    MUNICIPALITY = "municipality", "Une commune"
    COMMITTEE = "committee", "Un comité"
    ORGANIZATION = "organization", "Un organisme"


ROLES = {role.value: role for role in Role}
SCOPE_TYPES = {kind.value: kind for kind in ScopeType}

# R-AUT-01: no role is global but these four
GLOBAL = (Role.NETWORK_COORDINATOR, Role.MODERATOR, Role.DPO, Role.PLATFORM_ADMIN)
NOT_GIVEN = (Role.VISITOR, Role.RESIDENT, Role.MEMBER)

SCOPES: dict[Role, frozenset[ScopeType]] = {
    **{role: frozenset({ScopeType.SITE}) for role in GLOBAL},
    Role.BOARD_MEMBER: frozenset({ScopeType.COUNCIL}),
    Role.SECRETARY: frozenset({ScopeType.COUNCIL}),
    Role.COUNCIL_FACILITATOR: frozenset({ScopeType.COUNCIL}),
    Role.HOST_MANAGER: frozenset({ScopeType.COUNCIL, ScopeType.ORGANIZATION}),
    Role.WALK_LEAD: frozenset({ScopeType.COUNCIL}),
    Role.MUNICIPAL_LIAISON: frozenset({ScopeType.MUNICIPALITY}),
    Role.PREFECT_DELEGATE: frozenset({ScopeType.ORGANIZATION}),
    Role.COMMITTEE_SECRETARY: frozenset({ScopeType.COMMITTEE}),
    Role.ELECTED_OFFICIAL: frozenset({ScopeType.MUNICIPALITY, ScopeType.ORGANIZATION}),
    Role.ORGANIZATION_RESPONDER: frozenset({ScopeType.ORGANIZATION}),
}

_GLOBAL_WORDS = ", ".join(f"'{role.value}'" for role in GLOBAL)
_NOT_GIVEN_WORDS = ", ".join(f"'{role.value}'" for role in NOT_GIVEN)


class RoleAssignment(Model):
    """A role given to a person, limited to something, from one day to another, both included (Europe/Paris).

    `ended_at` is when it was taken back before its last day. `scope_id` names a row of an upper package: no foreign
    key can say it.
    """

    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_start"),
        CheckConstraint("(scope_type = 'site') = (scope_id IS NULL)", name="scoped_means_named"),
        CheckConstraint(f"(role IN ({_GLOBAL_WORDS})) = (scope_type = 'site')", name="only_four_are_global"),
        CheckConstraint(f"role NOT IN ({_NOT_GIVEN_WORDS})", name="can_be_given"),
        Index(None, "person_id", "valid_from"),
        Index(None, "scope_id"),
    )

    id: Mapped[Key]
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    scope_type: Mapped[ScopeType]
    scope_id: Mapped[Id | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    granted_by_id: Mapped[Id | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    granted_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[granted_by_id])
