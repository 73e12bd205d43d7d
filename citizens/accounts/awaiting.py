"""What the accounts themselves ask of somebody, for « À faire »."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for

from citizens.accounts import recognition
from citizens.roles.models import ROLES
from foundation.policy import Actor
from foundation.todos import Todo


def second_proof(actor: Actor) -> Iterable[Todo]:
    """A role that rests until its holder has a second proof."""
    resting = sorted(recognition.resting(actor))
    if resting:
        yield Todo(
            "Protéger votre compte par un code",
            url_for("accounts.second_factor_page"),
            f"Votre rôle « {ROLES[resting[0]].label} » attend ce code : il s’ouvrira aussitôt après.",
        )


TODOS = (second_proof,)
