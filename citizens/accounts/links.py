"""Links in letters: made here, good once and for a time (ruling 19), used by pressing a button."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from citizens.accounts import sealing
from citizens.accounts.models import Account, LinkPurpose, OneUseLink
from foundation import clock
from foundation.database import db

LIFETIMES = {
    LinkPurpose.SIGN_IN: timedelta(minutes=30),
    LinkPurpose.PASSWORD: timedelta(minutes=30),
    LinkPurpose.INVITATION: timedelta(days=14),
}
UNKNOWN = "Ce lien n’est pas valable. Vérifiez que l’adresse est entière."
USED = "Ce lien a déjà servi, ou un lien plus récent l’a remplacé."
FORGOTTEN_AFTER = timedelta(days=30)


def make(account: Account | None, purpose: LinkPurpose) -> str:
    """A new link's token, in the current transaction. For nobody it opens nothing, and costs the same."""
    token, now = sealing.new_token(), clock.real_now()
    db.session.add(
        OneUseLink(
            account_id=None if account is None else account.id,
            purpose=purpose,
            token_hash=sealing.hashed("link", token),
            created_at=now,
            expires_at=now + LIFETIMES[purpose],
        )
    )
    return token


def find(token: str, purpose: LinkPurpose) -> OneUseLink | None:
    """The link of a token with its account and person, whether or not it still opens."""
    return db.session.scalar(
        select(OneUseLink)
        .where(OneUseLink.token_hash == sealing.hashed("link", token), OneUseLink.purpose == purpose)
        .where(OneUseLink.account_id.is_not(None))
        .options(joinedload(OneUseLink.account).joinedload(Account.person))
    )


def refusal(link: OneUseLink | None) -> str | None:
    """Why a link opens nothing any more, as a sentence; None when it opens."""
    if link is None or link.account is None or link.account.disabled_at is not None:
        return UNKNOWN
    if link.used_at is not None:
        return USED
    if link.expires_at <= clock.real_now():
        return "Ce lien n’est plus valable : il a été envoyé il y a trop longtemps."
    return None


def use(link: OneUseLink) -> bool:
    """Use a link up, and its like with it; False when somebody was faster."""
    now = clock.real_now()
    mine = db.session.execute(
        update(OneUseLink)
        .where(OneUseLink.id == link.id, OneUseLink.used_at.is_(None), OneUseLink.expires_at > now)
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if not mine.rowcount:  # type: ignore[attr-defined]
        return False
    if link.account_id is not None:
        void(link.account_id, link.purpose)
    return True


def void(account_id: uuid.UUID, *purposes: LinkPurpose) -> None:
    """Let the unused links of these purposes open nothing any more."""
    db.session.execute(
        update(OneUseLink)
        .where(OneUseLink.account_id == account_id, OneUseLink.purpose.in_(purposes), OneUseLink.used_at.is_(None))
        .values(used_at=clock.real_now())
        .execution_options(synchronize_session=False)
    )


def purge() -> None:
    """Forget the links that ran out a month ago, in the current transaction."""
    old = OneUseLink.expires_at < clock.real_now() - FORGOTTEN_AFTER
    db.session.execute(delete(OneUseLink).where(old).execution_options(synchronize_session=False))
