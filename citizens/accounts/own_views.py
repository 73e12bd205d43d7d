"""One's own account: name, password, sessions, roles."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from citizens.accounts import (
    carrying,
    entry,
    passwords,
    proof,
    queries,
    recognition,
    second_factor,
    services,
    sessions,
    wording,
)
from citizens.accounts.blueprint import accounts
from citizens.accounts.forms import ChangePasswordForm, NameForm
from citizens.accounts.models import Account, AccountSession
from foundation.forms import Press
from foundation.pagination import paginate
from foundation.policy import actor, guarded, require

LATEST_FIRST = (AccountSession.created_at.desc(), AccountSession.id)


@dataclass(frozen=True)
class Change:
    """A password being changed: its form, and the hash of the new one once all is right."""

    form: ChangePasswordForm
    kept: str | None = None


def mine(**_address: object) -> Account | None:
    """The account of who makes this request; a stranger is asked to sign in, not told that nothing is there."""
    require(actor(), "account.own")
    return queries.by_person(actor().id)


def _here() -> str:
    return str(recognition.present().session.id)


def _change_form(account: Account) -> ChangePasswordForm:
    form = ChangePasswordForm()
    form.own_words = entry.own_words(account)
    if account.password_hash is None:
        del form.current
    return form


def check_change() -> Change:
    """Check the old password and hash the new one."""
    account = mine()
    if account is None:
        return Change(ChangePasswordForm())
    form = _change_form(account)
    if not form.sent() or proof.is_missing(account):
        return Change(form)
    if form.current is not None and not proof.is_password_right(account, form.current):
        return Change(form)
    return Change(form, passwords.hash_of(form.password.data))


@accounts.get("/compte")
@guarded("account.own", load=mine, fresh=True)
def own_account(account: Account) -> ResponseReturnValue:
    """What the site knows of one's account."""
    held = queries.roles_of(account.person_id)
    codes = second_factor.codes_left(account)
    count = len(sessions.of_account(account.id))
    return render_template("citizens/accounts/account.html", account=account, held=held, codes=codes, count=count)


@accounts.get("/compte/nom")
@guarded("account.own", load=mine, fresh=True)
def name_page(account: Account) -> ResponseReturnValue:
    """One's name, to correct."""
    return render_template("citizens/accounts/name.html", form=NameForm(obj=account.person))


@accounts.post("/compte/nom")
@guarded("account.own", load=mine)
def rename(account: Account) -> ResponseReturnValue:
    """Correct one's name."""
    form = NameForm()
    if not form.sent():
        return render_template("citizens/accounts/name.html", form=form), 422
    services.rename(account.person, form.given_name.data, form.family_name.data, actor=actor())
    return redirect(url_for("accounts.own_account"))


@accounts.get("/compte/mot-de-passe")
@guarded("account.own", load=mine, fresh=True)
def password_page(account: Account) -> ResponseReturnValue:
    """A new password, to choose."""
    if proof.is_missing(account):
        return proof.ask("Choisir un mot de passe")
    return render_template("citizens/accounts/password.html", form=_change_form(account), account=account)


@accounts.post("/compte/mot-de-passe")
@guarded("account.own", load=mine, private=True, before=check_change)
def change_password(account: Account) -> ResponseReturnValue:
    """Change one's password; the other devices are signed out."""
    change: Change = g.before
    if proof.is_missing(account):
        return proof.ask("Choisir un mot de passe")
    if change.kept is None:
        return render_template("citizens/accounts/password.html", form=change.form, account=account), 422
    services.set_password(account, change.kept, actor=actor(), but=_here())
    return redirect(url_for("accounts.own_account"))


@accounts.get("/compte/connexions")
@guarded("account.own", load=mine, fresh=True)
def own_sessions(account: Account) -> ResponseReturnValue:
    """The devices on which one is signed in."""
    return _sessions_page(account)


@accounts.post("/compte/connexions")
@guarded("account.own", load=mine, private=True)
def end_sessions(account: Account) -> ResponseReturnValue:
    """Sign the other devices out: the one named, or all of them."""
    if not Press().sent():
        return _sessions_page(account), 422
    named = request.form.get("session", "")
    only = carrying.as_key(named)
    if bool(named) == bool(only):
        services.end_elsewhere(account, actor=actor(), only=only, but=_here())
    return redirect(url_for("accounts.own_sessions"))


def _sessions_page(account: Account) -> str:
    rows = sessions.of_account(account.id)
    page = paginate(sessions.history(account.id), LATEST_FIRST, cursor=request.args.get("suite"))
    past = [wording.sign_in(row) for row in page.rows]
    here = uuid.UUID(_here())
    return render_template("citizens/accounts/sessions.html", rows=rows, here=here, page=page, past=past)
