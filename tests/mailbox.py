"""The letters that the site has written, as their readers would find them."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from sqlalchemy import select

from foundation.database import db, reading
from foundation.outbox import OutgoingLetter


class Mailbox:
    """The rows of the outbox, oldest first, read anew each time."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __len__(self) -> int:
        return len(self._letters())

    def __getitem__(self, position: int) -> OutgoingLetter:
        return self._letters()[position]

    def __iter__(self) -> Iterator[OutgoingLetter]:
        return iter(self._letters())

    def to(self, address: str) -> list[OutgoingLetter]:
        """The letters of one reader."""
        return [letter for letter in self._letters() if letter.recipient == address]

    def _letters(self) -> list[OutgoingLetter]:
        with self._app.app_context(), reading():
            letters = list(db.session.scalars(select(OutgoingLetter).order_by(OutgoingLetter.posted_at)))
            db.session.expunge_all()
        return letters
