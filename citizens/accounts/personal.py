"""The account of a person, and the sign-ins on it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import delete, select

from citizens.accounts import queries, sessions
from citizens.accounts.models import Account, AccountSession
from citizens.accounts.wording import sign_in
from foundation.database import db
from foundation.personal import PersonalData, Row
from foundation.text import moment_words


def _account(person_id: uuid.UUID) -> Iterable[Row]:
    account = queries.by_person(person_id)
    if account is not None:
        yield {
            "Adresse de connexion": account.login_email,
            "Mot de passe": "Une empreinte, qui ne permet pas de le retrouver" if account.password_hash else "Aucun",
            "Code du téléphone": "Demandé" if account.totp_secret else "Non demandé",
            "Créé le": moment_words(account.created_at),
            "Dernière connexion": moment_words(account.last_login_at) if account.last_login_at else "Jamais",
        }


def _erase_account(person_id: uuid.UUID) -> None:
    """The account goes with its sessions, links and codes: no device stays signed in."""
    db.session.execute(delete(Account).where(Account.person_id == person_id))


def _sign_ins(person_id: uuid.UUID) -> Iterable[Row]:
    account = queries.by_person(person_id)
    if account is None:
        return
    for one in db.session.scalars(
        sessions.history(account.id).order_by(AccountSession.created_at.desc(), AccountSession.id)
    ):
        yield dict(zip(("Le", "Appareil", "Comment", "Fin"), sign_in(one), strict=True))


def _erase_sign_ins(person_id: uuid.UUID) -> None:
    mine = select(Account.id).where(Account.person_id == person_id)
    db.session.execute(delete(AccountSession).where(AccountSession.account_id.in_(mine)))


ACCOUNT = PersonalData(
    slug="compte",
    title="Votre compte",
    columns=("account.person_id", "one_use_link.account_id", "recovery_code.account_id"),
    export=_account,
    erase=_erase_account,
    kept="Sans rôle et sans connexion, effacé après deux ans. Un courriel vous prévient 30 jours avant.",
)
SIGN_INS = PersonalData(
    slug="connexions",
    title="Vos connexions",
    columns=("account_session.account_id",),
    export=_sign_ins,
    erase=_erase_sign_ins,
    kept="Gardées 12 mois, pour vous montrer qui s’est connecté en votre nom.",
)
