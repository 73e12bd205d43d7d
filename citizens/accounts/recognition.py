"""From the cookie to the person: who makes a request, and the page that asks a stranger."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from flask import current_app, g, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user, login_user

from citizens.accounts import carrying, requirement, sessions
from citizens.accounts.blueprint import manager
from citizens.accounts.forms import SignInForm
from citizens.accounts.sessions import Found
from citizens.roles import queries as roles
from foundation.identity import Identification, Identity
from foundation.policy import Actor, Grant

# a page that asks by itself how long one may still rest is no sign of life
UNSEEN = {"accounts.rest"}


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps of somebody: the token of their session, never the id of their account.

    `resting` are the roles they hold that wait for a second proof.
    """

    def __init__(self, token: str, found: Found, actor: Actor, *, in_office: bool, resting: Collection[str]) -> None:
        self.token = token
        self.session = found
        self.actor = actor
        self.in_office = in_office
        self.resting = resting

    def get_id(self) -> str:
        return self.token

    @property
    def identity(self) -> Identity:
        return Identity(self.actor, str(self.session.id))

    @property
    def rests_until(self) -> datetime:
        """When they are signed out if nothing more comes from them: an office soon, others when their time is over."""
        return self.session.rests_until if self.in_office else self.session.expires_at


def load(token: str) -> SignedIn | None:
    """Who holds this token, if it still lets in. Whose it was is kept for the page that asks again."""
    found = sessions.find(token)
    if found is None:
        return None
    held = _grants(found.person_id)
    in_office = requirement.is_office(held)
    if not found.open or (in_office and found.idle > sessions.OFFICE_IDLE):
        g.ended_person_id = found.person_id
        return None
    grants = requirement.awake(held, current_app.extensions["settings"], has_second_factor=found.has_second_factor)
    actor = Actor(found.person_id, requirement.main_role(grants).value, grants)
    return SignedIn(token, found, actor, in_office=in_office, resting=frozenset(one.role for one in held - grants))


manager.user_loader(load)


def _grants(person_id: uuid.UUID) -> frozenset[Grant]:
    others = (grant for give in current_app.extensions["grants"] for grant in give(person_id))
    return roles.grants(person_id) | frozenset(others)


def identify() -> Identity | None:
    """Who makes this request; their session is noted as in use. A cookie that opens nothing is taken back."""
    user: Any = current_user._get_current_object()
    if not isinstance(user, SignedIn):
        if request.method in {"GET", "HEAD"}:
            session.clear()
        return None
    if request.endpoint not in UNSEEN:
        user.session = sessions.see(user.session)
    return user.identity


def recognize(token: str, *, kept: bool) -> SignedIn:
    """Give the cookie of a session just opened; whatever was in an older cookie is dropped."""
    user = load(token)
    if user is None:
        raise RuntimeError("a session just opened lets in")
    session.clear()
    session.permanent = kept
    login_user(user)
    # Flask-Login's mark of network and browser: it protects nothing here, and says more than needed
    session.pop("_id", None)
    return user


def present() -> SignedIn:
    """Who makes this request, on a page that only they can open."""
    user: Any = current_user._get_current_object()
    return cast(SignedIn, user)


def resting(actor: Actor) -> Collection[str]:
    """The roles that whoever makes this request holds, and that wait for a second proof; none of anybody else's."""
    user: Any = current_user._get_current_object()
    return user.resting if isinstance(user, SignedIn) and user.actor.id == actor.id else ()


def ask() -> ResponseReturnValue:
    """The sign-in page in place of one that is not open to strangers; what was typed is kept."""
    form = SignInForm(address=url_for("accounts.sign_in"))
    if request.method == "POST":
        form.carried.data = request.form.get("carried") or carrying.seal(g.get("ended_person_id"))
    else:
        form.next.data = request.full_path.rstrip("?")
    return render_template("citizens/accounts/sign_in.html", form=form, asked=True), 403


IDENTIFICATION = Identification(load=identify, ask=ask)
