"""Coming in and going out."""

from __future__ import annotations

from typing import Any

from flask import g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from citizens.accounts import carrying, entry, events, links, queries, recognition, second_factor, services
from citizens.accounts.blueprint import accounts
from citizens.accounts.forms import AskForm, JoinForm, NewPasswordForm, SignInForm
from citizens.accounts.models import LinkPurpose, OneUseLink
from foundation.forms import Press
from foundation.policy import Actor, actor, guarded
from foundation.todos import todos
from foundation.workflow import Refused


@accounts.get("/connexion")
@guarded("account.enter", fresh=True)
def sign_in_page() -> ResponseReturnValue:
    """The two ways in."""
    if entry.is_signed_in():
        return redirect(carrying.local_path(request.args.get("next", "")))
    form = SignInForm(next=request.args.get("next", ""))
    return render_template("citizens/accounts/sign_in.html", form=form, changed="change" in request.args)


@accounts.post("/connexion")
@guarded("account.enter", private=True, before=entry.check_password)
def sign_in() -> ResponseReturnValue:
    """Sign in with an address and a password."""
    attempt: entry.Attempt = g.before
    account = queries.by_id(attempt.account_id) if attempt.account_id else None
    form = attempt.form
    if account is None:
        return render_template("citizens/accounts/sign_in.html", form=form), 422
    if attempt.new_hash:
        services.keep_hash(account, attempt.new_hash)
    kept, next_page, carried = form.kept.data, form.next.data or "", form.carried.data or ""
    return entry.let_in(account, "password", kept=kept, next_page=next_page, carried=carried)


@accounts.get("/connexion/code")
@guarded("account.enter", fresh=True)
def code_page() -> ResponseReturnValue:
    """The code is asked after the password: back to the start."""
    return redirect(url_for("accounts.sign_in_page"))


@accounts.post("/connexion/code")
@guarded("account.enter", private=True, before=entry.check_code)
def check_code() -> ResponseReturnValue:
    """The second proof."""
    tried: entry.CodeTry = g.before
    form, stage = tried.form, tried.stage
    account = queries.by_id(stage.account_id) if stage else None
    if stage is None or account is None or account.disabled_at is not None:
        return entry.gone("accounts.sign_in_page", "Cette page est restée ouverte trop longtemps.")
    if form.errors or not second_factor.accept(account, form.code.data, tried.paper):
        return entry.wrong_code(form)
    going_on = {"next_page": form.next.data or "", "carried": form.carried.data or ""}
    return entry.open_session(account, stage.way, kept=stage.kept, with_code=True, **going_on)


@accounts.post("/connexion/reprendre")
@guarded("account.own", private=True)
def resume() -> ResponseReturnValue:
    """Somebody came in through another tab: show again what they had typed in this one."""
    person = recognition.present().session.person_id
    return entry.go_on(person, request.form.get("next", ""), request.form.get("carried", ""))


@accounts.get("/connexion/lien")
@guarded("account.enter", fresh=True)
def ask_link() -> ResponseReturnValue:
    """Ask for a link by letter."""
    return _ask_page(AskForm(), "link")


@accounts.post("/connexion/lien")
@guarded("account.enter", private=True, before=entry.check_ask)
def send_link() -> ResponseReturnValue:
    """Send a link, whoever asks."""
    return _send(g.before, LinkPurpose.SIGN_IN, "link")


@accounts.get("/mot-de-passe")
@guarded("account.enter", fresh=True)
def ask_reset() -> ResponseReturnValue:
    """Ask for a letter to choose a password."""
    return _ask_page(AskForm(), "password")


@accounts.post("/mot-de-passe")
@guarded("account.enter", private=True, before=entry.check_ask)
def send_reset() -> ResponseReturnValue:
    """Send a link to choose a password, whoever asks."""
    return _send(g.before, LinkPurpose.PASSWORD, "password")


def _ask_page(form: AskForm, what: str) -> str:
    return render_template(f"citizens/accounts/ask_{what}.html", form=form)


def _send(form: AskForm, purpose: LinkPurpose, what: str) -> ResponseReturnValue:
    if not form.sent():
        return _ask_page(form, what), 422
    services.request_link(form.email.data, purpose)
    return render_template("citizens/accounts/letter_sent.html", email=form.email.data)


@accounts.get("/connexion/lien/<token>")
@guarded("account.enter", fresh=True)
def sign_in_link(token: str) -> ResponseReturnValue:
    """A link from a letter: one button."""
    reason = links.refusal(links.find(token, LinkPurpose.SIGN_IN))
    if reason:
        return entry.gone("accounts.ask_link", reason)
    return render_template("citizens/accounts/link.html", form=Press())


@accounts.post("/connexion/lien/<token>")
@guarded("account.enter", private=True, before=entry.check_link)
def use_sign_in_link(token: str) -> ResponseReturnValue:
    """Come in by a link."""
    link = links.find(token, LinkPurpose.SIGN_IN)
    form = Press()
    if link is not None and links.refusal(link) is None and not form.sent():
        return render_template("citizens/accounts/link.html", form=form), 422
    return _through(link, "accounts.ask_link", lambda account: entry.let_in(account, "link", kept=False))


@accounts.get("/invitation/<token>")
@guarded("account.enter", fresh=True)
def invitation(token: str) -> ResponseReturnValue:
    """An invitation: who it is for, a password if one wants, one button."""
    link = links.find(token, LinkPurpose.INVITATION)
    reason = links.refusal(link)
    if reason or link is None:
        return entry.gone("accounts.ask_link", reason or "")
    return render_template("citizens/accounts/invitation.html", form=JoinForm(), account=link.account)


@accounts.post("/invitation/<token>")
@guarded("account.enter", private=True, before=entry.check_choice)
def join(token: str) -> ResponseReturnValue:
    """Come in for the first time."""
    link = links.find(token, LinkPurpose.INVITATION)
    choice: entry.Choice = g.before
    if link is not None and links.refusal(link) is None and choice.form.errors:
        return render_template("citizens/accounts/invitation.html", form=choice.form, account=link.account), 422
    return _through(link, "accounts.ask_link", lambda account: _join(account, choice.kept))


def _join(account: Any, kept: str | None) -> ResponseReturnValue:
    if kept:
        services.keep_hash(account, kept)
    return entry.let_in(account, "invitation", kept=False)


@accounts.get("/mot-de-passe/<token>")
@guarded("account.enter", fresh=True)
def reset(token: str) -> ResponseReturnValue:
    """Choose a password."""
    reason = links.refusal(links.find(token, LinkPurpose.PASSWORD))
    if reason:
        return entry.gone("accounts.ask_reset", reason)
    return render_template("citizens/accounts/reset.html", form=NewPasswordForm())


@accounts.post("/mot-de-passe/<token>")
@guarded("account.enter", private=True, before=entry.check_choice)
def set_password(token: str) -> ResponseReturnValue:
    """Keep the password chosen; every session ends, and one signs in with it."""
    link = links.find(token, LinkPurpose.PASSWORD)
    choice: entry.Choice = g.before
    if link is not None and links.refusal(link) is None and choice.form.errors:
        return render_template("citizens/accounts/reset.html", form=choice.form), 422
    return _through(link, "accounts.ask_reset", lambda account: _set_password(account, choice.kept or ""))


def _set_password(account: Any, kept: str) -> ResponseReturnValue:
    services.set_password(account, kept, actor=Actor(account.person_id, "resident"))
    return redirect(url_for("accounts.sign_in_page", change="1"))


def _through(link: OneUseLink | None, again: str, then: Any) -> ResponseReturnValue:
    """What a link opens; or the page that says why it opens nothing, and offers another."""
    try:
        account = services.use_link(link)
    except Refused as refusal:
        return entry.gone(again, refusal.sentences[0])
    answer: ResponseReturnValue = then(account)
    return answer


@accounts.post("/deconnexion")
@guarded("account.own", private=True)
def sign_out() -> ResponseReturnValue:
    """Go out: this device's session ends for good."""
    form = Press()
    if not form.sent():
        return render_template("citizens/accounts/sign_out.html", form=form), 422
    here = recognition.present().session
    services.sign_out(here.account_id, str(here.id))
    logout_user()
    session.clear()
    events.left()
    response = make_response(redirect(url_for("pages.home")))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@accounts.get("/mon-espace")
@guarded("account.own", fresh=True)
def own_page() -> ResponseReturnValue:
    """What awaits one, and where one's things are."""
    who = actor()
    account = queries.by_person(who.id)
    return render_template("citizens/accounts/own_page.html", account=account, todos=todos(who), actor=who)
