"""The accounts of the site, for who administers it: invite, close, give and take back roles."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from citizens.accounts import granting, queries, recognition, sealing, services, wording
from citizens.accounts.blueprint import accounts
from citizens.accounts.forms import FindForm, InviteForm, RoleForm
from citizens.accounts.models import Account
from citizens.roles import queries as roles
from citizens.roles.models import ROLES, RoleAssignment
from foundation import clock
from foundation.forms import Press
from foundation.pagination import paginate
from foundation.policy import actor, guarded
from foundation.workflow import Refused

STEPS = {
    "renvoyer": services.send_invitation,
    "fermer": services.disable,
    "rouvrir": services.enable,
    "deconnecter": services.end_sessions,
    "oublier-le-code": services.stop_second_factor,
}


def by_key(key: uuid.UUID, **_more: object) -> Account | None:
    """The account of an address."""
    return queries.by_id(key)


def by_role(key: uuid.UUID, role_key: uuid.UUID) -> RoleAssignment | None:
    """The role of an address, if it is of that account's person."""
    account, assignment = queries.by_id(key), roles.find(role_key)
    return assignment if account and assignment and assignment.person_id == account.person_id else None


@accounts.get("/comptes")
@guarded("account.manage", fresh=True)
def office() -> ResponseReturnValue:
    """Every account, or those one looks for; their words are in the address, but nobody else can read them there."""
    words = sealing.read(request.args.get("pour", "")) or ""
    form = FindForm(address=url_for("accounts.find"), q=words)
    page = paginate(queries.listed(words), (Account.login_email, Account.id), cursor=request.args.get("suite"))
    held = queries.roles_today([account.person_id for account in page.rows])
    filled = {"form": form, "page": page, "held": held, "active": bool(words), "standing": wording.standing}
    return render_template("citizens/accounts/office.html", **filled)


@accounts.post("/comptes")
@guarded("account.manage", private=True)
def find() -> ResponseReturnValue:
    """Look for an account."""
    form = FindForm()
    words = form.q.data if form.sent() else ""
    return redirect(url_for("accounts.office", pour=sealing.encrypted(words) if words else None))


@accounts.get("/comptes/inviter")
@guarded("account.manage", fresh=True)
def invite_page() -> ResponseReturnValue:
    """Somebody to bring in."""
    return render_template("citizens/accounts/invite.html", form=InviteForm())


@accounts.post("/comptes/inviter")
@guarded("account.manage")
def invite() -> ResponseReturnValue:
    """Make an account and send its invitation."""
    form = InviteForm()
    if form.sent():
        try:
            names = (form.given_name.data, form.family_name.data)
            account, _link = services.invite(*names, form.email.data, actor=actor())
        except Refused as refusal:
            form.email.errors = list(refusal.sentences)
        else:
            return redirect(url_for("accounts.manage", key=account.id))
    return render_template("citizens/accounts/invite.html", form=form), 422


@accounts.get("/comptes/<uuid:key>")
@guarded("account.manage", load=by_key, fresh=True)
def manage(account: Account) -> ResponseReturnValue:
    """One account: how it stands, its roles, what can be done."""
    return _manage_page(account)


@accounts.post("/comptes/<uuid:key>/<any('renvoyer','fermer','rouvrir','deconnecter','oublier-le-code'):step>")
@guarded("account.manage", load=by_key)
def take_step(account: Account) -> ResponseReturnValue:
    """Send the invitation again, close or open an account, sign it out, or free it from a lost telephone."""
    if not Press().sent():
        return _manage_page(account), 422
    try:
        STEPS[(request.view_args or {})["step"]](account, actor=actor())
    except Refused as refusal:
        return _manage_page(account, refusal.sentences), 409
    return redirect(url_for("accounts.manage", key=account.id))


@accounts.get("/comptes/deconnecter")
@guarded("account.manage", fresh=True)
def end_all_page() -> ResponseReturnValue:
    """Sign everybody out: what it does, before it is done."""
    return render_template("citizens/accounts/end_all.html", form=Press())


@accounts.post("/comptes/deconnecter")
@guarded("account.manage", private=True)
def end_all() -> ResponseReturnValue:
    """Sign everybody out, but who asks."""
    form = Press()
    if not form.sent():
        return render_template("citizens/accounts/end_all.html", form=form), 422
    count = services.end_all_sessions(actor=actor(), but=str(recognition.present().session.id))
    return render_template("citizens/accounts/ended_all.html", count=count)


@accounts.get("/comptes/<uuid:key>/roles")
@guarded("role.grant", load=by_key, fresh=True)
def role_page(account: Account) -> ResponseReturnValue:
    """A role to give."""
    return _role_page(account, RoleForm(valid_from=clock.today()))


@accounts.post("/comptes/<uuid:key>/roles")
@guarded("role.grant", load=by_key)
def grant(account: Account) -> ResponseReturnValue:
    """Give a role."""
    form = RoleForm()
    wording.fill_scopes(form)
    if form.sent():
        scope = wording.scope_of(form)
        days = {"valid_from": form.valid_from.data, "valid_to": form.valid_to.data}
        try:
            granting.grant(account.person, ROLES[form.role.data], *scope, actor=actor(), **days)
        except Refused as refusal:
            form.form_errors.extend(refusal.sentences)
        else:
            return redirect(url_for("accounts.manage", key=account.id))
    return _role_page(account, form), 422


@accounts.post("/comptes/<uuid:key>/roles/<uuid:role_key>/fin")
@guarded("role.grant", load=by_role)
def end_role(assignment: RoleAssignment) -> ResponseReturnValue:
    """Take a role back."""
    account: Any = queries.by_person(assignment.person_id)
    if not Press().sent():
        return _manage_page(account), 422
    try:
        granting.end(assignment, actor=actor())
    except Refused as refusal:
        return _manage_page(account, refusal.sentences), 409
    return redirect(url_for("accounts.manage", key=account.id))


def _manage_page(account: Account, sentences: tuple[str, ...] = ()) -> str:
    held = queries.roles_of(account.person_id)
    filled = {"account": account, "held": held, "sentences": sentences, "standing": wording.standing(account)}
    return render_template("citizens/accounts/manage.html", **filled, today=clock.today())


def _role_page(account: Account, form: RoleForm) -> str:
    wording.fill_scopes(form)
    return render_template("citizens/accounts/role.html", form=form, account=account)
