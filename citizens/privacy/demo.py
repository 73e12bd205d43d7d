"""Requests in the demonstration: one that waits, and one that was answered, for who plays the officer."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from citizens.accounts import queries as accounts
from citizens.privacy import services
from citizens.privacy.models import RightKind, RightsRequest
from citizens.roles.models import Role
from foundation import clock
from foundation.database import db
from foundation.policy import Actor

ASKER = "habitante@example.org"
OFFICER = Actor(role=Role.DPO.value)


def load() -> None:
    """Once: nothing happens when somebody asked something already."""
    account = accounts.by_email(ASKER)
    if account is None or db.session.scalar(select(RightsRequest.id).limit(1)) is not None:
        return
    with clock.standing_at(clock.now() - timedelta(days=40)):
        message = "Mon prénom est mal écrit dans votre dernier courrier."
        asked = services.enter(account.person, RightKind.CORRECTION, message, clock.today(), actor=OFFICER)
    with clock.standing_at(clock.now() - timedelta(days=33)):
        services.identify(asked, "Carte d’identité vue à la mairie.", actor=OFFICER)
        services.carry_out(asked, "Votre prénom est corrigé partout sur le site.", actor=OFFICER)
    with clock.standing_at(clock.now() - timedelta(days=6)):
        words = "Je voudrais savoir ce que vous gardez sur moi."
        services.enter(account.person, RightKind.ACCESS, words, clock.today(), actor=OFFICER)
