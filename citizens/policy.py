"""Who may do what with people, accounts and roles."""

from __future__ import annotations

from typing import Any

from foundation.policy import Actor, Predicate, Rules, acting_as, everyone, signed_in


def _is_own(actor: Actor, subject: Any) -> bool:
    """An account or a person, or none yet: the address itself leads to one's own."""
    return subject is None or actor.id == getattr(subject, "person_id", None) or actor.id == subject.id


own = Predicate("pour soi-même", _is_own)
administrator = acting_as("platform_admin", "qui administre le site")
facilitator = acting_as("council_facilitator", "animateur ou animatrice du conseil")
liaison = acting_as("municipal_liaison", "référent communal ou référente communale")
the_site = acting_as("system", "le site lui-même")

RULES: Rules = {
    "person.add": facilitator | liaison,
    "account.enter": everyone,
    "account.own": signed_in & own,
    "account.manage": administrator | the_site,
    "role.grant": administrator | the_site,
}
