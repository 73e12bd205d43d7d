from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from citizens.models import Person
from foundation.choices import Choice
from foundation.database import Id, Key, Model, Moment, UtcDateTime


class LinkPurpose(Choice):
    """What a link in a letter opens."""

    SIGN_IN = "sign_in", "Se connecter"
    PASSWORD = "password", "Choisir un mot de passe"
    INVITATION = "invitation", "Rejoindre le site"


class SessionEnd(Choice):
    """Why a session ended before its time."""

    SIGN_OUT = "sign_out", "Déconnexion"
    ELSEWHERE = "elsewhere", "Fermée d’ailleurs"
    PASSWORD = "password", "Mot de passe changé"
    SECOND_FACTOR = "second_factor", "Code de connexion changé"
    ROLE = "role", "Rôle changé"
    DISABLED = "disabled", "Compte désactivé"


class Account(Model):
    """The way in of one person. A restricted table.

    `login_email` is kept in small letters: two addresses that differ by their capitals are one. `totp_secret` is
    encrypted. `accepted_at` is the first entry: before it, the person is only invited. `warned_at` is when the person
    was told that the account, of no use for long, will be deleted.
    """

    __table_args__ = (
        CheckConstraint("login_email = lower(login_email)", name="email_in_small_letters"),
        CheckConstraint("(totp_secret IS NULL) = (totp_last_step IS NULL)", name="second_factor_whole"),
        CheckConstraint("last_login_at IS NULL OR accepted_at IS NOT NULL", name="entered_means_accepted"),
    )

    id: Mapped[Key]
    person_id: Mapped[Id] = mapped_column(ForeignKey("person.id"), unique=True)
    login_email: Mapped[str] = mapped_column(String(320), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(String(300))
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[Moment]
    accepted_at: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")


class AccountSession(Model):
    """One sign-in on one device. The cookie holds a random token; here is only its hash.

    `way` is the first proof ("password", "link", "invitation"), `with_code` whether a code was asked after it.
    """

    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="ended_means_why"),
        Index(None, "account_id", "ended_at"),
        Index(None, "expires_at"),
    )

    id: Mapped[Key]
    account_id: Mapped[Id] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    device: Mapped[str] = mapped_column(String(80))
    is_kept: Mapped[bool]
    way: Mapped[str | None] = mapped_column(String(20))
    with_code: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Moment]
    last_seen_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    ended_at: Mapped[datetime | None]
    ended_because: Mapped[SessionEnd | None]

    account: Mapped[Account] = relationship(lazy="raise")


class OneUseLink(Model):
    """A link sent by letter. Without an account it opens nothing: an unknown address costs the same as a known one."""

    __table_args__ = (Index(None, "account_id", "purpose"), Index(None, "expires_at"))

    id: Mapped[Key]
    account_id: Mapped[Id | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    purpose: Mapped[LinkPurpose]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Moment]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship(lazy="raise")


class RecoveryCode(Model):
    """One of the codes that replace a lost telephone, once each; only its hash is kept."""

    id: Mapped[Key]
    account_id: Mapped[Id] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]
