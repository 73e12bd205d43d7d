"""People with accounts, as a test needs them: made by the services, signed in through the pages."""

from __future__ import annotations

import re
import uuid

from flask import Flask
from sqlalchemy import select

from citizens.accounts import passwords, services
from citizens.accounts.models import Account, AccountSession
from citizens.models import Person
from citizens.roles import services as roles
from citizens.roles.models import Role, ScopeType
from foundation import clock
from foundation.database import db, reading, transaction
from foundation.policy import SYSTEM
from tests.browser import Browser
from tests.mailbox import Mailbox

PASSWORD = "quatre mots sans rapport"
CHEAP = (8, 1)


def cheap(app: Flask) -> Flask:
    """Hash passwords at a cost that a test can bear."""
    app.config["PASSWORD_COST"] = CHEAP
    return app


def person(
    app: Flask,
    email: str,
    *given: Role,
    name: str = "Samia",
    password: str | None = PASSWORD,
    scope: tuple[ScopeType, uuid.UUID] | None = None,
) -> uuid.UUID:
    """Somebody with an account already open, and roles for the whole site or for one thing; gives the account's id."""
    with app.app_context(), transaction():
        row = Person(id=uuid.uuid4(), given_name=name, family_name="Essai")
        db.session.add(row)
        account = services.add(row, email)
        account.accepted_at = clock.real_now()
        account.password_hash = passwords.hash_of(password) if password else None
        for role in given:
            roles.grant(row, role, *(scope or (ScopeType.SITE, None)), actor=SYSTEM)
        return account.id


def signs_in(app: Flask, email: str, password: str = PASSWORD, **more: object) -> Browser:
    """A browser of their own in which they have signed in."""
    browser = Browser(app).visits("/connexion").presses("Me connecter", email=email, password=password, **more)
    assert browser.path == "/mon-espace", browser.text
    return browser


def has_signed_in(app: Flask, email: str) -> Browser:
    """The same browser without the pages that it takes, for what is no test of them: most of a test went there."""
    with app.app_context(), transaction():
        account = db.session.scalars(select(Account).where(Account.login_email == email)).one()
        token = services.enter(account, "essai", "password", kept=False)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = signer.dumps({"_user_id": token, "_fresh": True})
    return Browser(app).holds(app.config["SESSION_COOKIE_NAME"], cookie, "/mon-espace")


def link_in(app: Flask, email: str) -> str:
    """The path of the link in the last letter to an address."""
    letter = Mailbox(app).to(email)[-1]
    found = re.search(r"http://localhost(/\S+)", letter.text)
    assert found, letter.text
    return found[1]


def account(app: Flask, email: str) -> Account:
    """An account as it now stands."""
    with app.app_context(), reading():
        row = db.session.scalar(select(Account).where(Account.login_email == email))
        assert row is not None
        db.session.expunge(row)
        return row


def sessions(app: Flask, email: str) -> list[AccountSession]:
    """The sessions of an account, ended ones too, oldest first."""
    with app.app_context(), reading():
        rows = db.session.scalars(
            select(AccountSession)
            .join(Account, Account.id == AccountSession.account_id)
            .where(Account.login_email == email)
            .order_by(AccountSession.created_at)
        ).all()
        db.session.expunge_all()
        return list(rows)
