"""What people agreed to on paper, kept by who runs the council: names, photos, words, and the agreement of a parent."""

from __future__ import annotations

from datetime import date

from citizens.models import ConsentPurpose
from citizens.privacy import consents
from councils.models import Membership
from foundation.policy import Actor, require
from foundation.workflow import Refused

ERASED = "Cette personne a fait effacer ses données\u00a0: sa fiche ne se modifie plus."


def note(membership: Membership, purpose: ConsentPurpose, signed_on: date, place: str, *, actor: Actor) -> None:
    """Keep that a member signed an agreement, and where the paper lies. Raises Refused."""
    require(actor, "membership.edit", membership)
    refuse_erased(membership)
    consents.note(membership.person, purpose, signed_on, place, actor=actor)


def take_back(membership: Membership, purpose: ConsentPurpose, *, actor: Actor) -> None:
    """Note that a member took an agreement back; nothing happens when none stands."""
    require(actor, "membership.edit", membership)
    consents.take_back(membership.person, purpose, actor=actor)


def refuse_erased(membership: Membership) -> None:
    """Raise Refused about somebody of whom nothing may be known any more."""
    if membership.person.erased_at is not None:
        raise Refused(ERASED)
