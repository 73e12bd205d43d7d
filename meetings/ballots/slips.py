"""A ballot that is chosen and not deposited yet: it travels in the page alone, signed for one session and one vote."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from foundation import identity
from foundation.forms import SIGNING, TOKEN_LIFE
from meetings.ballots.sealing import Ballot
from meetings.votes.models import VoteChoice

CHOICES = tuple(VoteChoice)


@dataclass(frozen=True)
class Slip:
    """A ballot and the seat it is for."""

    voter_id: uuid.UUID
    ballot: Ballot


def write(motion_id: uuid.UUID, slip: Slip) -> str:
    """The slip as the page of confirmation carries it."""
    ballot = slip.ballot
    signed: str = _signer(motion_id).dumps([slip.voter_id.hex, CHOICES.index(ballot.choice), ballot.tracker])
    return signed


def read(text: str, motion_id: uuid.UUID) -> Slip | None:
    """The slip of this session for this vote; None when it is another's, too old or made up."""
    try:
        voter, choice, tracker = _signer(motion_id).loads(text, max_age=TOKEN_LIFE)
    except BadData:
        return None
    return Slip(uuid.UUID(hex=voter), Ballot(tracker, CHOICES[choice]))


def _signer(motion_id: uuid.UUID) -> URLSafeTimedSerializer:
    salt = f"ballot {motion_id.hex} {identity.form_key()}"
    key = current_app.extensions["settings"].secret_key
    return URLSafeTimedSerializer(key, salt=salt, signer_kwargs=SIGNING)
