"""What is forgotten of letters: those of a month ago, and all those of somebody who asks to be forgotten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, Delete, Select, Update, delete, func, select, update

from foundation import clock
from foundation.database import db
from foundation.outbox import LATEST_FIRST, LetterState, OutgoingLetter

KEPT = timedelta(days=30)


def purge() -> None:
    """Forget what letters of a month ago said and to whom, in the current transaction; their purposes stay used."""
    gone = OutgoingLetter.state.in_((LetterState.SENT, LetterState.KEPT))
    for statement in _forgetting(gone, OutgoingLetter.posted_at < clock.real_now() - KEPT):
        db.session.execute(statement.execution_options(synchronize_session=False))


def of_reader(address: str) -> Select[OutgoingLetter]:
    """The letters written to an address, the latest first."""
    return select(OutgoingLetter).where(func.lower(OutgoingLetter.recipient) == address.lower()).order_by(*LATEST_FIRST)


def of_writer(address: str) -> Select[OutgoingLetter]:
    """The letters that somebody had the site bring to others, to be answered at an address, the latest first."""
    return select(OutgoingLetter).where(func.lower(OutgoingLetter.reply_to) == address.lower()).order_by(*LATEST_FIRST)


def forget_reader(address: str, greeting: str = "") -> None:
    """Take the letters to an address away, sent or not, in the current transaction; their purposes stay used.

    With `greeting`, only those that hold these words: somebody else reads the same address.
    """
    _forget_all(func.lower(OutgoingLetter.recipient) == address.lower(), greeting)


def forget_writer(address: str, name: str = "") -> None:
    """The same for the letters to be answered at an address; with `name`, only those that hold it."""
    _forget_all(func.lower(OutgoingLetter.reply_to) == address.lower(), name)


def _forget_all(which: ColumnElement[bool], words: str) -> None:
    to_them = [which]
    if words:
        to_them.append(OutgoingLetter.text.contains(words, autoescape=True))
    leaving = OutgoingLetter.state.in_((LetterState.WAITING, LetterState.SENDING, LetterState.GIVEN_UP))
    unsent = update(OutgoingLetter).where(*to_them, leaving).values(state=LetterState.KEPT)
    for statement in (unsent, *_forgetting(*to_them)):
        db.session.execute(statement.execution_options(synchronize_session=False))


def forget_sent(purpose: str) -> None:
    """Take the letters whose purpose begins so away once they have left, in the current transaction."""
    gone = OutgoingLetter.state.in_((LetterState.SENT, LetterState.KEPT))
    for statement in _forgetting(gone, OutgoingLetter.once.startswith(purpose, autoescape=True)):
        db.session.execute(statement.execution_options(synchronize_session=False))


def _forgetting(*which: ColumnElement[bool]) -> tuple[Delete, Update]:
    """What forgets the words and the readers of letters: those with a purpose leave an empty row."""
    blank = update(OutgoingLetter).where(*which)
    return (
        delete(OutgoingLetter).where(*which, OutgoingLetter.once.is_(None)),
        blank.values(recipient="", subject="", text="", html="", unsubscribe_url=None, reply_to=None),
    )
