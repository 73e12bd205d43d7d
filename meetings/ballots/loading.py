"""The rows that addresses of secret votes name."""

from __future__ import annotations

import uuid

from meetings.ballots import queries
from meetings.ballots.models import BallotWay
from meetings.votes.models import Motion, VoteMethod
from meetings.votes.queries import find_for_council


def secret(slug: str, key: uuid.UUID) -> Motion | None:
    """A motion of a council, when it is voted on by secret ballot."""
    motion = find_for_council(slug, key)
    return motion if motion is not None and motion.method is VoteMethod.SECRET else None


def on_paper(slug: str, key: uuid.UUID) -> Motion | None:
    """The same, when the ballots are of paper."""
    motion = secret(slug, key)
    return motion if motion is not None and queries.box_of(motion.id).way is BallotWay.PAPER else None


def closed(slug: str, key: uuid.UUID) -> Motion | None:
    """The same, once it is closed."""
    motion = secret(slug, key)
    return motion if motion is not None and motion.closed_at is not None else None


def opened(slug: str, key: uuid.UUID) -> Motion | None:
    """The same, when its ballots were opened and their list is still kept."""
    motion = secret(slug, key)
    return motion if motion is not None and queries.box_of(motion.id).ballots else None
