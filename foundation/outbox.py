"""Letters: written in the transaction of what they announce, sent after it, exactly once for who reads them.

A letter is a row. A worker claims the row before it sends, so two workers never send one letter. A worker killed
between the server's « accepted » and its own note leaves the claim; ten minutes later another sends again. Nobody
can tell the two cases apart from here, so the row's Message-ID never changes: the reader's mailbox knows the second
copy as the first and shows one.
"""

from __future__ import annotations

import logging
import re
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, render_template
from sqlalchemy import CheckConstraint, Index, Row, Select, String, Text, and_, case, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock, postman
from foundation.choices import Choice
from foundation.claims import add_unless_there, short_transaction, wait_after
from foundation.database import Key, Model, Moment, after_commit, db, reading
from foundation.settings import Settings
from foundation.text import nfc

log = logging.getLogger(__name__)

# neither a name nor a second address: what a stranger typed stands in a header
_ONE_ADDRESS = re.compile(r"[^\s,;:<>()\[\]\"\\@]+@[^\s,;:<>()\[\]\"\\@]+")

CLAIM_LASTS = timedelta(minutes=10)
SERVER_GONE_FOR = timedelta(days=3)
SERVER_BACK_IN = timedelta(minutes=5)
ROUND = 100


class LetterState(Choice):
    """Where a letter stands."""

    WAITING = "waiting", "À envoyer"
    SENDING = "sending", "En cours d’envoi"
    SENT = "sent", "Envoyé"
    KEPT = "kept", "Gardé sans être envoyé"
    GIVEN_UP = "given_up", "Abandonné"


class OutgoingLetter(Model):
    """One letter to one reader."""

    __table_args__ = (
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_means_dated"),
        CheckConstraint("state <> 'sending' OR claimed_at IS NOT NULL", name="sending_means_claimed"),
        Index(None, "state", "due_at"),
    )

    id: Mapped[Key]
    once: Mapped[str | None] = mapped_column(String(200), unique=True)
    message_id: Mapped[str] = mapped_column(String(300), unique=True)
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    unsubscribe_url: Mapped[str | None] = mapped_column(String(500))
    reply_to: Mapped[str | None] = mapped_column(String(320))
    state: Mapped[LetterState]
    posted_at: Mapped[Moment]
    due_at: Mapped[Moment]
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    tries: Mapped[int]
    failures: Mapped[int]
    error: Mapped[str | None] = mapped_column(String(80))


@dataclass(frozen=True)
class Letter:
    """What to tell one reader: plain paragraphs, at most one link to act on, and why they receive it.

    `reason` is a whole sentence (« Vous recevez ce message parce que… »); `unsubscribe_url` is for what one follows
    by choice. Addresses are whole (`https://…`). `reply_to` is the mail address of who is to be answered, when somebody
    wrote through the site.
    """

    to: str
    subject: str
    text: str
    reason: str
    action_label: str = ""
    action_url: str = ""
    unsubscribe_url: str = ""
    reply_to: str = ""

    def __post_init__(self) -> None:
        for value in (self.to, self.subject, self.action_url, self.unsubscribe_url, self.reply_to):
            if "\n" in value or "\r" in value:
                raise ValueError("a header of a letter is one line")
        if "@" not in self.to or bool(self.action_label) != bool(self.action_url):
            raise ValueError("a letter needs an address, and its link needs words")
        if self.reply_to and not _ONE_ADDRESS.fullmatch(self.reply_to):
            raise ValueError("a letter is answered at one address")

    @property
    def paragraphs(self) -> list[str]:
        """The text, cut at its empty lines."""
        return [part.strip() for part in self.text.split("\n\n") if part.strip()]


def post(letter: Letter, *, once: str | None = None) -> bool:
    """Write a letter in the current transaction; it leaves after the commit, and not at all without one.

    `once` names its purpose (`reminder/<id>/<day>`): a second letter of the same purpose is not written, and
    False is given. Without a mail server (demonstration) it is kept, to be read in the table.
    """
    settings: Settings = current_app.extensions["settings"]
    key = uuid.uuid4()
    added = add_unless_there(
        db.session(),
        OutgoingLetter,
        ("once",),
        id=key,
        once=once,
        message_id=f"<{key}@{settings.host.partition(':')[0]}>",
        recipient=letter.to,
        subject=nfc(letter.subject)[:200],
        text=nfc(render_template("mail/letter.txt", letter=letter)),
        html=render_template("mail/letter.html", letter=letter),
        unsubscribe_url=letter.unsubscribe_url or None,
        reply_to=letter.reply_to or None,
        state=LetterState.WAITING if settings.mail_url else LetterState.KEPT,
        posted_at=clock.now(),
        due_at=clock.real_now(),
        tries=0,
        failures=0,
    )
    if added and settings.mail_url:
        after_commit(current_app.extensions["worker"].wake)
    return added


def deliver() -> int:
    """Send the letters that are due, at most `ROUND` of them; gives how many were tried.

    A server that does not answer ends the round: the letters behind it wait.
    """
    if not current_app.extensions["settings"].mail_url:
        return 0
    tried = 0
    with postman.Postman(current_app.extensions["mail"]) as carrier:
        while tried < ROUND and (letter := _claim()) is not None:
            tried += 1
            if not _hand_over(carrier, letter):
                break
    return tried


def _hand_over(carrier: postman.Postman, letter: Row[Any]) -> bool:
    """Send one claimed letter and note how it fared; says whether the server is there for the next."""
    if letter.failures and wait_after(letter.failures) is None:
        _give_up(letter, "WorkerKilled")
        return True
    try:
        carrier.send(letter)
    except postman.ServerGone as gone:
        _wait_for_server(letter, postman.kind(gone.__cause__ or gone))
        return False
    except Exception as problem:
        _try_later(letter, problem)
    else:
        _mark(letter, state=LetterState.SENT, sent_at=clock.real_now(), error=None)
    return True


def _claim() -> Row[Any] | None:
    """Take the letter that has waited longest, or one that a killed worker held; None when there is none."""
    now = clock.real_now()
    abandoned = and_(OutgoingLetter.state == LetterState.SENDING, OutgoingLetter.claimed_at < now - CLAIM_LASTS)
    ready = or_(and_(OutgoingLetter.state == LetterState.WAITING, OutgoingLetter.due_at <= now), abandoned)
    oldest = select(OutgoingLetter.id).where(ready).order_by(OutgoingLetter.due_at, OutgoingLetter.id).limit(1)
    while True:
        with reading():
            found = db.session.scalar(oldest)
        if found is None:
            return None
        with short_transaction() as connection:
            claimed = connection.execute(
                update(OutgoingLetter)
                .where(OutgoingLetter.id == found, ready)
                .values(
                    state=LetterState.SENDING,
                    claimed_at=now,
                    tries=OutgoingLetter.tries + 1,
                    failures=OutgoingLetter.failures + case((abandoned, 1), else_=0),
                )
                .returning(*OutgoingLetter.__table__.c)
            ).one_or_none()
        if claimed is not None:
            return claimed


def _wait_for_server(letter: Row[Any], kind: str) -> None:
    """The server's failure is not the letter's: it is tried for three days, however often."""
    now = clock.real_now()
    if letter.posted_at < now - SERVER_GONE_FOR:
        return _give_up(letter, kind)
    log.warning("the mail server does not answer: %s", kind)
    return _mark(letter, ours=True, state=LetterState.WAITING, due_at=now + SERVER_BACK_IN, error=kind)


def _try_later(letter: Row[Any], problem: Exception) -> None:
    failures = letter.failures + 1
    wait = None if postman.is_for_ever(problem) else wait_after(failures)
    if wait is None:
        return _give_up(letter, postman.kind(problem))
    log.warning("letter %s failed %d times: %s", letter.id, failures, postman.kind(problem))
    return _mark(
        letter,
        ours=True,
        state=LetterState.WAITING,
        due_at=clock.real_now() + wait,
        failures=failures,
        error=postman.kind(problem),
    )


def _give_up(letter: Row[Any], kind: str) -> None:
    log.error("letter %s is given up: %s", letter.id, kind)
    _mark(letter, ours=True, state=LetterState.GIVEN_UP, error=kind)


def _mark(letter: Row[Any], *, ours: bool = False, **values: Any) -> None:
    """Note how a letter fared: what happened to it while it was ours, or what is true whoever holds it now."""
    where = [OutgoingLetter.id == letter.id]
    if ours:
        where += [OutgoingLetter.state == LetterState.SENDING, OutgoingLetter.tries == letter.tries]
    with short_transaction() as connection:
        connection.execute(update(OutgoingLetter).where(*where).values(values))


LATEST_FIRST = (OutgoingLetter.posted_at.desc(), OutgoingLetter.id)


def written() -> Select[OutgoingLetter]:
    """The letters whose words are still kept."""
    return select(OutgoingLetter).where(OutgoingLetter.recipient != "")


def find(key: uuid.UUID) -> OutgoingLetter | None:
    """One letter."""
    return db.session.scalar(written().where(OutgoingLetter.id == key))


def retry() -> int:
    """Let the letters given up be tried again, in the current transaction; gives how many."""
    now = clock.real_now()
    return _change(LetterState.GIVEN_UP, state=LetterState.WAITING, due_at=now, posted_at=now, failures=0)


def forget() -> int:
    """Give the letters given up no further thought, in the current transaction; gives how many."""
    return _change(LetterState.GIVEN_UP, state=LetterState.KEPT)


def keep_back() -> int:
    """Keep unsent what waits: letters of an invented past are to be read, not received; gives how many."""
    return _change(LetterState.WAITING, state=LetterState.KEPT)


def _change(present: LetterState, **values: Any) -> int:
    changed = update(OutgoingLetter).where(OutgoingLetter.state == present).values(values)
    result: Any = db.session.execute(changed.execution_options(synchronize_session=False))
    return int(result.rowcount)


@dataclass(frozen=True)
class Tally:
    """How the outbox stands."""

    waiting: int
    oldest_waiting: datetime | None
    given_up: int


def tally() -> Tally:
    """How many letters wait, since when, and how many were given up."""
    waiting = OutgoingLetter.state.in_((LetterState.WAITING, LetterState.SENDING))
    row = db.session.execute(
        select(
            func.count().filter(waiting),
            func.min(OutgoingLetter.posted_at).filter(waiting),
            func.count().filter(OutgoingLetter.state == LetterState.GIVEN_UP),
        ).where(OutgoingLetter.state.not_in((LetterState.SENT, LetterState.KEPT)))
    ).one()
    return Tally(*row)
