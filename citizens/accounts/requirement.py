"""Which roles may only act after a second proof (ruling 22), and which may not rest long."""

from __future__ import annotations

from collections.abc import Iterable

from citizens.roles.models import ROLES, Role
from foundation.policy import Grant
from foundation.settings import Settings, SettingsError

OFFICES = frozenset(
    {
        Role.MUNICIPAL_LIAISON,
        Role.NETWORK_COORDINATOR,
        Role.PREFECT_DELEGATE,
        Role.COMMITTEE_SECRETARY,
        Role.MODERATOR,
        Role.DPO,
        Role.PLATFORM_ADMIN,
    }
)
USUAL = frozenset({Role.NETWORK_COORDINATOR, Role.PREFECT_DELEGATE, Role.MODERATOR, Role.DPO, Role.PLATFORM_ADMIN})

# the first of these that somebody holds is the word kept in the trail
_ORDER = (
    Role.PREFECT_DELEGATE,
    Role.NETWORK_COORDINATOR,
    Role.COUNCIL_FACILITATOR,
    Role.MUNICIPAL_LIAISON,
    Role.COMMITTEE_SECRETARY,
    Role.ORGANIZATION_RESPONDER,
    Role.SECRETARY,
    Role.BOARD_MEMBER,
    Role.WALK_LEAD,
    Role.HOST_MANAGER,
    Role.ELECTED_OFFICIAL,
    Role.MODERATOR,
    Role.DPO,
    Role.PLATFORM_ADMIN,
    Role.MEMBER,
)


def protected(settings: Settings) -> frozenset[Role]:
    """The roles that wait until their holder has a second proof: by setting, else the usual ones, none in a demo."""
    if settings.totp_roles is not None:
        return frozenset(ROLES[name] for name in settings.totp_roles)
    return frozenset() if settings.demo else USUAL


def check(settings: Settings) -> None:
    """Raise SettingsError when TOTP_ROLES names no role: a slip must not leave a role unprotected."""
    wrong = [name for name in settings.totp_roles or () if name not in ROLES]
    if wrong:
        raise SettingsError(f"TOTP_ROLES nomme un rôle qui n’existe pas\u00a0: «\u202f{wrong[0]}\u202f».")


def awake(grants: Iterable[Grant], settings: Settings, *, has_second_factor: bool) -> frozenset[Grant]:
    """The roles that may act: those that need a second proof rest until there is one."""
    if has_second_factor:
        return frozenset(grants)
    waiting = protected(settings)
    return frozenset(grant for grant in grants if grant.role not in waiting)


def main_role(grants: Iterable[Grant]) -> Role:
    """The one word for somebody with these roles."""
    names = {grant.role for grant in grants}
    return next((role for role in _ORDER if role in names), Role.RESIDENT)


def is_office(grants: Iterable[Grant]) -> bool:
    """Whether one of the roles is an office, whose session ends after half an hour of rest."""
    return any(grant.role in OFFICES for grant in grants)
