"""The accounts of the demonstration: one for each role, one password, shown in demonstration mode only."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import lru_cache

from flask import render_template
from flask.typing import ResponseReturnValue

from citizens.accounts import passwords, queries, services
from citizens.accounts.blueprint import accounts
from citizens.models import Person
from citizens.roles import services as roles
from citizens.roles.models import GLOBAL, NOT_GIVEN, Role, ScopeType
from foundation import clock
from foundation.database import db
from foundation.policy import SYSTEM, guarded

PASSWORD = "demo-conseils-2026"  # noqa: S105 - shown on the page, opens invented data only


@dataclass(frozen=True)
class DemoAccount:
    """Somebody invented: where they sign in, who they are, what they do, in the words of the start page."""

    email: str
    given_name: str
    family_name: str
    role: Role
    words: str
    is_seated: bool = False

    @property
    def label(self) -> str:
        return self.role.label


ACCOUNTS = (
    DemoAccount("habitante@example.org", "Samia", "Démo-Habitante", Role.RESIDENT, "suit son conseil, sans y siéger"),
    DemoAccount("membre@example.org", "Roger", "Démo-Membre", Role.MEMBER, "siège dans un conseil", is_seated=True),
    DemoAccount(
        "membre2@example.org", "Inès", "Démo-Membre", Role.MEMBER, "siège dans un autre conseil", is_seated=True
    ),
    DemoAccount(
        "bureau@example.org", "Awa", "Démo-Bureau", Role.BOARD_MEMBER, "prépare les réunions du conseil", is_seated=True
    ),
    DemoAccount(
        "secretaire@example.org", "Paul", "Démo-Secrétaire", Role.SECRETARY, "écrit les comptes rendus", is_seated=True
    ),
    DemoAccount("animateur@example.org", "Karim", "Démo-Animateur", Role.COUNCIL_FACILITATOR, "anime le conseil"),
    DemoAccount("marche@example.org", "Lina", "Démo-Marche", Role.WALK_LEAD, "conduit une marche exploratoire"),
    DemoAccount(
        "referente@example.org", "Nadia", "Démo-Référente", Role.MUNICIPAL_LIAISON, "fait le lien avec la commune"
    ),
    DemoAccount("reseau@example.org", "Julie", "Démo-Réseau", Role.NETWORK_COORDINATOR, "anime le réseau des conseils"),
    DemoAccount(
        "prefecture@example.org",
        "Fatoumata",
        "Démo-Préfecture",
        Role.PREFECT_DELEGATE,
        "suit les labellisations pour l’État",
    ),
    DemoAccount(
        "copil@example.org", "Hélène", "Démo-Comité", Role.COMMITTEE_SECRETARY, "tient le secrétariat d’un comité"
    ),
    DemoAccount(
        "bailleur@example.org", "Marc", "Démo-Bailleur", Role.ORGANIZATION_RESPONDER, "répond pour un bailleur"
    ),
    DemoAccount("moderation@example.org", "Nour", "Démo-Modération", Role.MODERATOR, "lit les signalements"),
    DemoAccount("dpo@example.org", "Camille", "Démo-Données", Role.DPO, "veille aux données personnelles"),
    DemoAccount(
        "admin@example.org", "Alix", "Démo-Administration", Role.PLATFORM_ADMIN, "ouvre les comptes, donne les rôles"
    ),
)


def load_accounts() -> None:
    """Make the accounts of people who sit in no council, and give the roles that hold for the whole site."""
    for wanted in ACCOUNTS:
        if wanted.is_seated or queries.by_email(wanted.email) is not None:
            continue
        person = Person(id=uuid.uuid4(), given_name=wanted.given_name, family_name=wanted.family_name, is_demo=True)
        db.session.add(person)
        _open(wanted.email, person)
        if wanted.role in GLOBAL:
            roles.grant(person, wanted.role, actor=SYSTEM)


def seat(email: str, person: Person, council_id: uuid.UUID) -> None:
    """Let an invented member sign in with an address of the demonstration, with its role in their council; once."""
    if queries.by_email(email) is not None:
        return
    _open(email, person)
    if _role_of(email) not in NOT_GIVEN:
        roles.grant(person, _role_of(email), ScopeType.COUNCIL, council_id, actor=SYSTEM)


def give(email: str, scope_type: ScopeType, scope_id: uuid.UUID) -> None:
    """Give an account of the demonstration its role in something that an upper package knows; once."""
    account = queries.by_email(email)
    if account is not None and not queries.roles_of(account.person_id):
        roles.grant(account.person, _role_of(email), scope_type, scope_id, actor=SYSTEM)


def _open(email: str, person: Person) -> None:
    account = services.add(person, email)
    account.password_hash, account.accepted_at = _kept(), clock.real_now()


@lru_cache(maxsize=1)
def _kept() -> str:
    return passwords.hash_of(PASSWORD)


def _role_of(email: str) -> Role:
    return next(wanted.role for wanted in ACCOUNTS if wanted.email == email)


@accounts.get("/demo")
@guarded("demonstration.use", fresh=True)
def demonstration() -> ResponseReturnValue:
    """Where the demonstration starts: whom one can be."""
    return render_template("citizens/accounts/demonstration.html", accounts=ACCOUNTS, password=PASSWORD)
