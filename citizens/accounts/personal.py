"""The account of a person, and the sign-ins on it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import delete, select

from citizens.accounts import queries, sessions
from citizens.accounts.models import Account, AccountSession
from citizens.accounts.wording import sign_in
from citizens.roles import queries as roles
from citizens.roles.models import ROLES
from foundation.database import db
from foundation.personal import PersonalData, Row, Together
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


def _not_both(kept_id: uuid.UUID, double_id: uuid.UUID) -> Iterable[str]:
    """Two accounts that open, or a role that would pass from somebody without an account to whoever has one."""
    kept, double = queries.by_person(kept_id), queries.by_person(double_id)
    if kept is not None and double is not None and double.disabled_at is None:
        yield (
            "Le compte de la fiche à garder est fermé, l’autre ne l’est pas\u00a0: gardez l’autre fiche."
            if kept.disabled_at is not None
            else "Les deux fiches ont un compte\u00a0: demandez à la personne lequel elle utilise, faites fermer "
            "l’autre par qui administre le site, puis revenez."
        )
        return
    if kept is None and double is None:
        return
    for grant in sorted(roles.grants(double_id if kept is not None else kept_id), key=lambda one: one.role):
        yield (
            f"Une fiche tient le rôle «\u202f{ROLES[grant.role].label}\u202f», et l’autre a un compte\u00a0: le rôle "
            "passerait à ce compte. Demandez à qui administre le site de mettre fin à ce rôle, puis revenez."
        )


def _closed_account(kept_id: uuid.UUID, double_id: uuid.UUID) -> Iterable[uuid.UUID]:
    kept, double = queries.by_person(kept_id), queries.by_person(double_id)
    both = kept is not None and double is not None
    return {double.id} if both and double is not None and double.disabled_at is not None else ()


def _has_account(person_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Sequence[str]]:
    rows = db.session.execute(select(Account.person_id, Account.disabled_at).where(Account.person_id.in_(person_ids)))
    return {row.person_id: ["Un compte fermé" if row.disabled_at else "Un compte"] for row in rows}


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
    together=Together(hinders=_not_both, stays=_closed_account, sketch=_has_account),
)
SIGN_INS = PersonalData(
    slug="connexions",
    title="Vos connexions",
    columns=("account_session.account_id",),
    export=_sign_ins,
    erase=_erase_sign_ins,
    kept="Gardées 12 mois, pour vous montrer qui s’est connecté en votre nom.",
)
