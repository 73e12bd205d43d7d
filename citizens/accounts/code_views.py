"""One's second proof: ask for a code, or no longer, and the codes for paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from citizens.accounts import attempts, entry, events, proof, recognition, sealing, second_factor, services
from citizens.accounts.blueprint import accounts
from citizens.accounts.forms import CodeAgainForm, SecondFactorForm
from citizens.accounts.models import Account
from citizens.accounts.own_views import mine
from citizens.accounts.requirement import protected
from foundation.policy import actor, guarded

WANTED = "Demander un code en plus"


@dataclass(frozen=True)
class Start:
    """A second proof being set up: its form; once all is right, the step of its code and the codes for paper."""

    form: SecondFactorForm
    step: int | None = None
    papers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Again:
    """A code given again: its form, what is kept of it if it is one for paper, and new codes for paper."""

    form: CodeAgainForm
    paper: str = ""
    papers: Mapping[str, str] = field(default_factory=dict)


def _start_form(account: Account, **values: str) -> SecondFactorForm:
    form = SecondFactorForm(**values)
    if account.password_hash is None:
        del form.current
    return form


def check_start() -> Start:
    """Check the password and the first code, and make the codes for paper: all that is slow."""
    account = mine()
    if account is None:
        return Start(SecondFactorForm())
    form = _start_form(account)
    secret = sealing.read(form.secret.data or "")
    if not form.sent() or secret is None or account.totp_secret is not None or proof.is_missing(account):
        return Start(form)
    if form.current is not None and not proof.is_password_right(account, form.current):
        return Start(form)
    step = second_factor.step_of(secret, form.code.data)
    if step is None:
        form.code.errors = ["Ce code n’est pas le bon. Attendez le suivant et recopiez-le."]
        return Start(form)
    return Start(form, step, second_factor.new_codes(account.id))


def check_again() -> Again:
    """Count somebody giving a code again, and stretch it."""
    attempts.count("code", str(actor().id))
    account, form = mine(), CodeAgainForm()
    if account is None or not form.sent():
        return Again(form)
    return Again(form, second_factor.paper_hash(account.id, form.code.data))


def check_renewal() -> Again:
    """The same, with ten new codes for paper."""
    again, account = check_again(), mine()
    if account is None or again.form.errors:
        return again
    return Again(again.form, again.paper, second_factor.new_codes(account.id))


@accounts.get("/compte/code")
@guarded("account.own", load=mine, fresh=True)
def second_factor_page(account: Account) -> ResponseReturnValue:
    """Ask for a code at sign-in, or no longer."""
    if account.totp_secret is not None:
        return _again_page(account, CodeAgainForm(address=url_for("accounts.stop_second_factor")))
    if proof.is_missing(account):
        return proof.ask(WANTED)
    return _start_page(account, _start_form(account, secret=sealing.encrypted(second_factor.new_secret())))


@accounts.post("/compte/code")
@guarded("account.own", load=mine, private=True, before=check_start)
def start_second_factor(account: Account) -> ResponseReturnValue:
    """Ask for a code from now on."""
    start: Start = g.before
    if proof.is_missing(account):
        return proof.ask(WANTED)
    if account.totp_secret is not None or sealing.read(start.form.secret.data or "") is None:
        return redirect(url_for("accounts.second_factor_page"))
    if start.step is None:
        return _start_page(account, start.form), 422
    here = str(recognition.present().session.id)
    kept = start.papers.values()
    services.start_second_factor(account, start.form.secret.data, start.step, kept, actor=actor(), but=here)
    return render_template("citizens/accounts/codes.html", codes=start.papers)


@accounts.post("/compte/code/arreter")
@guarded("account.own", load=mine, private=True, before=check_again)
def stop_second_factor(account: Account) -> ResponseReturnValue:
    """Ask for no code any more; the last one proves who wants it."""
    again: Again = g.before
    if not _is_proved(account, again):
        return _again_page(account, again.form), 422
    services.stop_second_factor(account, actor=actor(), but=str(recognition.present().session.id))
    return redirect(url_for("accounts.own_account"))


@accounts.post("/compte/codes-de-secours")
@guarded("account.own", load=mine, private=True, before=check_renewal)
def renew_codes(account: Account) -> ResponseReturnValue:
    """Ten new codes for paper, for who gives a code that is still good."""
    again: Again = g.before
    if not _is_proved(account, again):
        return _again_page(account, again.form), 422
    services.renew_codes(account, again.papers.values(), actor=actor())
    return render_template("citizens/accounts/codes.html", codes=again.papers)


def _is_proved(account: Account, again: Again) -> bool:
    if again.form.errors:
        return False
    if second_factor.accept(account, again.form.code.data, again.paper):
        events.proved("code")
        return True
    events.refused("code")
    again.form.code.errors = ["Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant."]
    return False


def _start_page(account: Account, form: SecondFactorForm) -> str:
    secret = sealing.read(form.secret.data) or ""
    picture = second_factor.picture(secret, account.login_email)
    words = second_factor.in_groups(secret)
    return render_template("citizens/accounts/second_factor.html", form=form, picture=picture, words=words)


def _again_page(account: Account, form: CodeAgainForm) -> str:
    needed = any(grant.role in protected(entry.settings()) for grant in actor().grants)
    left = second_factor.codes_left(account)
    return render_template("citizens/accounts/second_factor_on.html", form=form, left=left, needed=needed)
