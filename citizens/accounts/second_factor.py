"""The code of a telephone as a second proof, and the codes on paper that replace a lost telephone."""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Iterable

import pyotp
import segno
from sqlalchemy import delete, func, select, update

from citizens.accounts import passwords, sealing
from citizens.accounts.models import Account, RecoveryCode
from foundation import clock
from foundation.database import db

SITE = "Porte-Voix"
STEP = 30
CODES = 10


def new_secret() -> str:
    """A secret for a telephone, not yet anybody's."""
    return pyotp.random_base32()


def picture(secret: str, email: str) -> str:
    """The square to photograph with a telephone, as a `data:` address of an SVG picture."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=SITE)
    return str(segno.make(uri, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff"))


def in_groups(secret: str) -> str:
    """The secret as one can type it: groups of four letters."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def step_of(secret: str, code: str, after: int = 0) -> int | None:
    """The half minute that a code belongs to: this one, the last or the next, and later than `after`; or None."""
    typed = "".join(code.split())
    now = int(clock.real_now().timestamp()) // STEP
    maker = pyotp.TOTP(secret)
    for step in (now, now - 1, now + 1):
        if step > after and hmac.compare_digest(maker.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def accept(account: Account, code: str, paper: str) -> bool:
    """Use a code of the telephone or of the paper up; False when it is wrong, or has been used.

    `paper` is what `paper_hash` gave for the same code, before the write lock was taken.
    """
    return _accept_step(account, code) or (bool(paper) and _accept_paper(account, paper))


def _accept_step(account: Account, code: str) -> bool:
    secret = sealing.read(account.totp_secret) if account.totp_secret else None
    step = step_of(secret, code, account.totp_last_step or 0) if secret else None
    if step is None:
        return False
    moved = db.session.execute(
        update(Account)
        .where(Account.id == account.id, Account.totp_last_step < step)
        .values(totp_last_step=step)
        .execution_options(synchronize_session=False)
    )
    return bool(moved.rowcount)  # type: ignore[attr-defined]


def _accept_paper(account: Account, paper: str) -> bool:
    used = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.code_hash == paper,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=clock.real_now())
        .execution_options(synchronize_session=False)
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]


def paper_hash(account_id: uuid.UUID, code: str) -> str:
    """What is kept of a code for paper, however it is typed; empty for what can be none. Slow: see `passwords`."""
    letters = "".join(c for c in code.lower() if c.isalnum())
    if len(letters) != sealing.CODE_LENGTH:
        return ""
    return sealing.hashed("recovery code", passwords.stretched(letters, account_id.bytes))


def new_codes(account_id: uuid.UUID) -> dict[str, str]:
    """Ten codes for paper, each with what is to be kept of it. Slow, and kept by `keep_codes` alone."""
    codes = [sealing.new_code() for _ in range(CODES)]
    return {code: paper_hash(account_id, code) for code in codes}


def keep_codes(account: Account, hashes: Iterable[str]) -> None:
    """Let these codes for paper open; the old ones open nothing any more."""
    forget_codes(account)
    db.session.add_all(RecoveryCode(account_id=account.id, code_hash=kept) for kept in hashes)


def forget_codes(account: Account) -> None:
    """Forget the codes for paper."""
    db.session.execute(
        delete(RecoveryCode).where(RecoveryCode.account_id == account.id).execution_options(synchronize_session=False)
    )


def codes_left(account: Account) -> int:
    """How many codes of the paper can still be used."""
    return (
        db.session.scalar(
            select(func.count()).where(RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None))
        )
        or 0
    )
