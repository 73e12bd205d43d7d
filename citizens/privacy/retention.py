"""What time alone erases among accounts and requests (domain §9.5): warned first where somebody would miss it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import joinedload

from citizens.accounts.models import Account
from citizens.accounts.personal import ACCOUNT, SIGN_INS
from citizens.notifications.personal import LETTERS
from citizens.privacy import erasing, mails
from citizens.privacy.models import RightsRequest
from citizens.roles import queries as roles
from foundation import audit, clock, old_letters
from foundation.addresses import whole
from foundation.database import db
from foundation.outbox import post
from foundation.personal import declared
from foundation.policy import SYSTEM

USELESS_AFTER = timedelta(days=730)
WARNED_BEFORE = timedelta(days=30)
ANSWERS_KEPT = timedelta(days=365)
_LAST_USE = func.coalesce(Account.last_login_at, Account.created_at)


def warn_of_deletion() -> int:
    """Write to those whose account has been of no use for nearly two years, once; gives to how many."""
    now = clock.real_now()
    unwarned = or_(Account.warned_at.is_(None), Account.warned_at < _LAST_USE)
    found = _without_role(_unused_since(now - (USELESS_AFTER - WARNED_BEFORE)), unwarned)
    for account in found:
        account.warned_at = now
        last_day = (now + WARNED_BEFORE).astimezone(clock.PARIS).date()
        names = account.login_email, account.person.given_name
        post(mails.going(*names, last_day, whole("accounts.sign_in_page")))
        audit.record(SYSTEM, "account.warned", account)
    return len(found)


def delete_useless() -> int:
    """Delete the accounts of no use for two years whose people were warned 30 days ago; gives how many.

    Somebody whom no archived act names is forgotten with the account.
    """
    now = clock.real_now()
    warned = (Account.warned_at >= _LAST_USE, Account.warned_at <= now - WARNED_BEFORE)
    found = _without_role(_unused_since(now - USELESS_AFTER), *warned)
    for account in found:
        audit.record(SYSTEM, "account.deleted", account)
        _forget(account)
    return len(found)


def _forget(account: Account) -> None:
    person = account.person
    if not any(kind.archived(person.id) for kind in declared()):
        erasing.erase(person, actor=SYSTEM)
        return
    for kind in (LETTERS, SIGN_INS, ACCOUNT):
        kind.erase(person.id)


def _unused_since(moment: datetime) -> ColumnElement[bool]:
    return and_(_LAST_USE <= moment)  # noqa: SIM300 - it reads as it is said


def _without_role(*which: ColumnElement[bool]) -> Sequence[Account]:
    rows = db.session.scalars(select(Account).where(*which).options(joinedload(Account.person))).all()
    return [account for account in rows if not _has_role(account.person_id)]


def _has_role(person_id: uuid.UUID) -> bool:
    """Whether somebody acts for others on the site today: by a role given, or by a seat."""
    if roles.grants(person_id):
        return True
    return any(grant for give in current_app.extensions["grants"] for grant in give(person_id))


def forget_last_letters() -> None:
    """Take the last letters to people who were erased away, once they have left: their address goes with them."""
    old_letters.forget_sent(mails.LAST)


def forget_answers() -> None:
    """Forget what was said in requests decided a year ago; that they were made and decided stays."""
    old = update(RightsRequest).where(RightsRequest.decided_at < clock.now() - ANSWERS_KEPT)
    db.session.execute(old.values(message="", answer=None).execution_options(synchronize_session=False))
