"""Sessions as rows: opened at sign-in, seen now and then, ended for good whatever the cookie says."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, delete, or_, select, update
from sqlalchemy.sql import ColumnElement

from citizens.accounts import sealing
from citizens.accounts.models import Account, AccountSession, SessionEnd
from foundation import clock
from foundation.claims import short_transaction
from foundation.database import db

SEEN_EVERY = timedelta(minutes=5)
KEPT_LASTS = timedelta(days=30)
LASTS = timedelta(hours=12)
# a row is refreshed every five minutes only: whoever is shown a page may always rest 30 minutes on it
OFFICE_IDLE = timedelta(minutes=30) + SEEN_EVERY
RECENT = timedelta(minutes=15)
# security logs (domain §9.5)
FORGOTTEN_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class Found:
    """The session behind a cookie, as plain values; `open` when it still lets in."""

    id: uuid.UUID
    account_id: uuid.UUID
    person_id: uuid.UUID
    has_second_factor: bool
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    open: bool

    @property
    def idle(self) -> timedelta:
        """How long nothing has come from it."""
        return clock.real_now() - self.last_seen_at

    @property
    def is_recent(self) -> bool:
        """Whether who holds it proved who they are a short while ago."""
        return clock.real_now() - self.created_at < RECENT

    @property
    def rests_until(self) -> datetime:
        """When the session of an office ends if nothing more comes from it."""
        return min(self.last_seen_at + OFFICE_IDLE, self.expires_at)


def start(account: Account, device: str, way: str, *, kept: bool, with_code: bool = False) -> str:
    """Open a session and give its token, which only the cookie will hold. A kept one lasts 30 days."""
    token, now = sealing.new_token(), clock.real_now()
    db.session.add(
        AccountSession(
            account_id=account.id,
            token_hash=sealing.hashed("session", token),
            device=device,
            is_kept=kept,
            way=way,
            with_code=with_code,
            created_at=now,
            last_seen_at=now,
            expires_at=now + (KEPT_LASTS if kept else LASTS),
        )
    )
    return token


def is_open() -> ColumnElement[bool]:
    """The condition that a session lets in, its account with it; how long it may rest is asked elsewhere."""
    return and_(
        AccountSession.ended_at.is_(None),
        AccountSession.expires_at > clock.real_now(),
        Account.disabled_at.is_(None),
    )


def find(token: str) -> Found | None:
    """The session of a cookie, open or not; None for a token that never was or is forgotten."""
    row = db.session.execute(
        select(
            AccountSession.id,
            AccountSession.account_id,
            Account.person_id,
            Account.totp_secret.is_not(None),
            AccountSession.created_at,
            AccountSession.last_seen_at,
            AccountSession.expires_at,
            is_open(),
        )
        .join(Account, Account.id == AccountSession.account_id)
        .where(AccountSession.token_hash == sealing.hashed("session", token))
    ).one_or_none()
    if row is None:
        return None
    key, account_id, person_id, second_factor, created, seen, expires, lets_in = row
    return Found(key, account_id, person_id, bool(second_factor), created, seen, expires, bool(lets_in))


def see(session: Found) -> Found:
    """Note that a session is in use, at most every five minutes, in a transaction of its own (ruling 4)."""
    if session.idle < SEEN_EVERY:
        return session
    now = clock.real_now()
    with short_transaction() as connection:
        connection.execute(
            update(AccountSession)
            .where(AccountSession.id == session.id, AccountSession.ended_at.is_(None))
            .values(last_seen_at=now)
        )
    return replace(session, last_seen_at=now)


def of_account(account_id: uuid.UUID) -> Sequence[AccountSession]:
    """The open sessions of an account, the latest in use first."""
    return db.session.scalars(
        select(AccountSession)
        .join(Account, Account.id == AccountSession.account_id)
        .where(AccountSession.account_id == account_id, is_open())
        .order_by(AccountSession.last_seen_at.desc(), AccountSession.id)
    ).all()


def history(account_id: uuid.UUID) -> Select[AccountSession]:
    """Every sign-in of an account in the last twelve months, as far as they are kept."""
    since = clock.real_now() - FORGOTTEN_AFTER
    return select(AccountSession).where(AccountSession.account_id == account_id, AccountSession.created_at >= since)


def end(account_id: uuid.UUID, because: SessionEnd, *, only: str = "", but: str = "") -> int:
    """End the sessions of an account: all, `only` one, or all `but` one, named by their ids; gives how many."""
    wanted = [AccountSession.account_id == account_id, AccountSession.ended_at.is_(None)]
    if only:
        wanted.append(AccountSession.id == uuid.UUID(only))
    if but:
        wanted.append(AccountSession.id != uuid.UUID(but))
    result = db.session.execute(
        update(AccountSession)
        .where(*wanted)
        .values(ended_at=clock.real_now(), ended_because=because)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def purge() -> None:
    """Forget the sessions opened more than twelve months ago, in the current transaction."""
    old = clock.real_now() - FORGOTTEN_AFTER
    db.session.execute(
        delete(AccountSession)
        .where(
            AccountSession.created_at < old, or_(AccountSession.ended_at.is_not(None), AccountSession.expires_at < old)
        )
        .execution_options(synchronize_session=False)
    )
