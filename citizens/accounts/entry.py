"""The ways in, step by step: a password or a link, then a code if there is one, then where one was going."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import cast

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer

from citizens.accounts import (
    attempts,
    carrying,
    devices,
    events,
    links,
    passwords,
    queries,
    recognition,
    second_factor,
    services,
)
from citizens.accounts.forms import AskForm, CodeForm, JoinForm, NewPasswordForm, SignInForm
from citizens.accounts.models import Account, LinkPurpose
from citizens.accounts.recognition import SignedIn
from foundation import identity
from foundation.forms import SIGNING
from foundation.settings import Settings

STAGE_LASTS = 600
WRONG = "L’adresse ou le mot de passe n’est pas le bon. Corrigez-les, ou recevez un lien par courriel."


@dataclass(frozen=True)
class Attempt:
    """A try at signing in: its form, and the account whose password it gave, with a new hash when one is due."""

    form: SignInForm
    account_id: uuid.UUID | None = None
    new_hash: str | None = None


@dataclass(frozen=True)
class Choice:
    """A password being chosen: its form, and the hash of it once it is good."""

    form: NewPasswordForm
    kept: str | None = None


@dataclass(frozen=True)
class Stage:
    """What the page of the second proof carries, signed: whose it is, whether they want to stay, the first proof."""

    account_id: uuid.UUID
    kept: bool
    way: str


@dataclass(frozen=True)
class CodeTry:
    """A second proof being given; `stage` is None when that took more than ten minutes."""

    form: CodeForm
    stage: Stage | None
    paper: str = ""


def check_password() -> Attempt:
    """Check an address and a password. An unknown address costs the same work as a known one (ruling 22)."""
    form = SignInForm()
    if not form.sent():
        return Attempt(form)
    email, password = form.email.data, form.password.data
    attempts.count("sign-in", email)
    account = queries.by_email(email)
    right = passwords.is_right(None if account is None else account.password_hash, password)
    if account is None or account.disabled_at is not None or not right:
        events.refused("password")
        form.form_errors.append(WRONG)
        return Attempt(form)
    outdated = passwords.is_outdated(account.password_hash or "")
    return Attempt(form, account.id, passwords.hash_of(password) if outdated else None)


def check_ask() -> AskForm:
    """Count somebody asking for a link."""
    form = AskForm()
    attempts.count("link", form.email.data or "")
    return form


def check_link() -> None:
    """Count somebody pressing the button of a link."""
    attempts.count("press")


def check_choice() -> Choice:
    """Check and hash a password chosen through a link in a letter."""
    attempts.count("press")
    purpose = LinkPurpose.INVITATION if request.endpoint == "accounts.join" else LinkPurpose.PASSWORD
    link = links.find((request.view_args or {})["token"], purpose)
    form = JoinForm() if purpose is LinkPurpose.INVITATION else NewPasswordForm()
    if link is not None and link.account is not None:
        form.own_words = own_words(link.account)
    good = form.sent() and links.refusal(link) is None
    return Choice(form, passwords.hash_of(form.password.data) if good and form.password.data else None)


def own_words(account: Account) -> list[str]:
    """What others know of a person, and would try in a password."""
    name, _, _ = account.login_email.partition("@")
    return [account.person.given_name, account.person.family_name, name]


def let_in(account: Account, way: str, *, kept: bool, next_page: str = "", carried: str = "") -> ResponseReturnValue:
    """Let in whoever has proved who they are; a second proof is asked first of who has one. Every way in ends here."""
    if account.totp_secret is not None:
        form = CodeForm(address=url_for("accounts.check_code"))
        form.stage.data = _signer().dumps([str(account.id), kept, way])
        form.next.data, form.carried.data = next_page, carried
        return code_page(form)
    return open_session(account, way, kept=kept, next_page=next_page, carried=carried)


def code_page(form: CodeForm, status: int = 200) -> ResponseReturnValue:
    """The page that asks for the second proof."""
    return render_template("citizens/accounts/code.html", form=form), status


def wrong_code(form: CodeForm) -> ResponseReturnValue:
    """That page again: the code was not good."""
    if not form.errors:
        events.refused("code")
        form.code.errors = ["Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant."]
    return code_page(form, 422)


def stage_of(form: CodeForm) -> Stage | None:
    """Whose second proof is asked; None when they took more than ten minutes."""
    try:
        key, kept, way = _signer().loads(form.stage.data or "", max_age=STAGE_LASTS)
    except BadData:
        return None
    return Stage(uuid.UUID(key), kept, way)


def check_code() -> CodeTry:
    """Count somebody giving a code."""
    form = CodeForm()
    stage = stage_of(form)
    attempts.count("code", "" if stage is None else str(stage.account_id))
    if stage is None or not form.sent():
        return CodeTry(form, stage)
    return CodeTry(form, stage, second_factor.paper_hash(stage.account_id, form.code.data))


def open_session(
    account: Account, way: str, *, kept: bool, next_page: str = "", carried: str = "", with_code: bool = False
) -> ResponseReturnValue:
    """Open a session in place of the one this browser had, and go where one was going."""
    before = current_user._get_current_object()
    if isinstance(before, SignedIn):
        services.sign_out(before.session.account_id, str(before.session.id))
    device = devices.in_words(request.user_agent.string)
    token = services.enter(account, device, way, kept=kept, with_code=with_code)
    user = recognition.recognize(token, kept=kept)
    identity.assume(user.identity)
    events.entered(way, with_code=with_code)
    return go_on(user.session.person_id, next_page, carried)


def go_on(person_id: uuid.UUID, next_page: str, carried: str) -> ResponseReturnValue:
    """Where one was going; or what one had typed, ready to be sent."""
    typed = carrying.unseal(carried, person_id) if carried else None
    if typed is not None:
        return render_template("citizens/accounts/resume.html", typed=typed)
    return redirect(carrying.local_path(next_page))


def gone(link_page: str, sentence: str) -> ResponseReturnValue:
    """The page of a link that opens nothing any more: why, and how to get another."""
    if request.method == "POST":
        events.refused("link")
    page = render_template("citizens/accounts/link_gone.html", sentence=sentence, again=url_for(link_page))
    return page, 404 if sentence == links.UNKNOWN else 410


def settings() -> Settings:
    """The settings of the site."""
    return cast(Settings, current_app.extensions["settings"])


def is_signed_in() -> bool:
    """Whether this browser already has an open session."""
    return bool(identity.form_key())


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        current_app.extensions["settings"].secret_key, salt="second proof", signer_kwargs=SIGNING
    )
