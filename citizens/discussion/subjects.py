"""What is being discussed, and one comment in it: what the rules of a discussion are asked about."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Literal

from citizens.discussion.models import Comment
from foundation import discussions
from foundation.discussions import Discussable
from foundation.policy import VISITOR, Actor, can

What = Literal["read", "write", "steer", "trusted"]


@dataclass(frozen=True)
class Subject:
    """A row that people discuss, with what its package declares of it."""

    declared: Discussable
    row: Any

    @property
    def kind(self) -> str:
        return self.declared.kind

    @property
    def id(self) -> uuid.UUID:
        found: uuid.UUID = self.row.id
        return found

    @property
    def title(self) -> str:
        return self.declared.title(self.row)

    @property
    def url(self) -> str:
        return self.declared.url(self.row)

    def allows(self, what: What, actor: Actor) -> bool:
        """Whether the rule that the subject's package names for this lets somebody."""
        return can(getattr(self.declared, what), self.row, actor)

    @property
    def is_public(self) -> bool:
        """Whether everyone may read what is now said about it."""
        return self.allows("read", VISITOR)


@dataclass(frozen=True)
class Said:
    """A comment and what it is about."""

    comment: Comment
    subject: Subject

    @property
    def author_id(self) -> uuid.UUID:
        return self.comment.author_id

    def allows(self, what: What, actor: Actor) -> bool:
        """What the subject allows; what was written among its own people is for them and its author."""
        return self.subject.allows(what, actor) and (self.is_public or self._is_inside(actor))

    @property
    def is_public(self) -> bool:
        """Whether everyone may read this comment, and what is answered to it."""
        return self.comment.open_to_all and self.subject.is_public

    def _is_inside(self, actor: Actor) -> bool:
        return self.comment.open_to_all or actor.id == self.author_id or self.subject.allows("trusted", actor)


def of(kind: str, row: Any) -> Subject:
    """A row of a kind that some package declares. Raises LookupError on any other."""
    declared = discussions.of_kind(kind)
    if declared is None:
        raise LookupError(kind)
    return Subject(declared, row)


def find(kind: str, key: uuid.UUID) -> Subject | None:
    """What an address or a comment names, or None when nobody knows it."""
    declared = discussions.of_kind(kind)
    row = declared.load(key) if declared is not None else None
    return Subject(declared, row) if declared is not None and row is not None else None
