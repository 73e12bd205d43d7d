"""One's own data: what is known, a copy of it, what one agrees to, what one asks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import IO

from flask import g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from citizens.accounts import proof
from citizens.accounts.models import Account
from citizens.accounts.own_views import mine
from citizens.models import Person
from citizens.privacy import consents, copying, correcting, presentation, services
from citizens.privacy import queries as asked
from citizens.privacy.blueprint import privacy
from citizens.privacy.forms import CHANNELS, GENDERS, KINDS, AskForm, CorrectForm
from citizens.privacy.models import RightsRequest
from foundation import audit, clock
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused


@dataclass(frozen=True)
class Asked:
    """A request being made: its form, and whether it holds and comes from the person."""

    form: AskForm
    holds: bool


def myself(**_address: object) -> Person | None:
    """Who makes this request; a stranger is asked to sign in."""
    account = mine()
    return account.person if account is not None else None


def own_request(key: uuid.UUID) -> RightsRequest | None:
    """The request of an address."""
    return asked.find(key)


def check_ask() -> Asked:
    """Read what is asked and check the password: slow and counted, before the write lock."""
    account = mine()
    form = AskForm()
    if account is None:
        return Asked(form, holds=False)
    if account.password_hash is None:
        del form.current
    holds = form.sent() and not proof.is_missing(account)
    if holds and form.current is not None:
        holds = proof.is_password_right(account, form.current)
    return Asked(form, holds)


def make_copy() -> IO[bytes] | None:
    """The copy of one's data: read before the write lock, which only its line in the trail needs."""
    account = mine()
    return None if account is None else copy_of(account.person)


def copy_of(person: Person) -> IO[bytes]:
    """The copy of what is known of somebody."""
    return copying.archive(person.id, f"{person.given_name} {person.family_name}")


def sent_copy(copy: IO[bytes]) -> ResponseReturnValue:
    """A copy as a file to save; its name says nothing of whose it is."""
    name = f"mes-donnees-{clock.today().isoformat()}.zip"
    response = send_file(copy, "application/zip", as_attachment=True, download_name=name)
    response.call_on_close(copy.close)
    return response


@privacy.get("/compte/donnees")
@guarded("personal.own", load=myself, fresh=True)
def known(person: Person) -> ResponseReturnValue:
    """All that the site knows of whoever reads it."""
    return render_template("citizens/privacy/known.html", **presentation.own_page(person))


@privacy.post("/compte/donnees/copie")
@guarded("personal.own", load=myself, private=True, before=make_copy)
def copy(person: Person) -> ResponseReturnValue:
    """A copy of it, to keep."""
    if not Press().sent():
        g.before.close()
        return render_template("citizens/privacy/known.html", **presentation.own_page(person)), 422
    audit.record(actor(), "person.copy", person)
    return sent_copy(g.before)


@privacy.post("/compte/donnees/accord")
@guarded("personal.own", load=myself)
def consent(person: Person) -> ResponseReturnValue:
    """Give or take back one's agreement to one thing: a press each."""
    act, _, name = request.form.get("choice", "").partition(":")
    purpose = consents.PURPOSES.get(name)
    steps = {"oui": consents.give, "non": consents.withdraw}
    if not Press().sent() or purpose is None or act not in steps:
        return render_template("citizens/privacy/known.html", **presentation.own_page(person)), 422
    steps[act](person, purpose, actor=actor())
    return redirect(url_for("privacy.known", _anchor="accords-publics"))


@privacy.get("/compte/donnees/corriger")
@guarded("personal.own", load=myself, fresh=True)
def correct_page(person: Person) -> ResponseReturnValue:
    """One's names and how one is reached, to correct."""
    return correct_form_page(filled_form(person), url_for("privacy.correct"), None)


@privacy.post("/compte/donnees/corriger")
@guarded("personal.own", load=myself)
def correct(person: Person) -> ResponseReturnValue:
    """Correct them."""
    form = CorrectForm()
    if not form.sent():
        return correct_form_page(form, url_for("privacy.correct"), None), 422
    correcting.correct(person, corrected(form), actor=actor())
    return redirect(url_for("privacy.known"))


def filled_form(person: Person) -> CorrectForm:
    """The form with what is known."""
    contact = correcting.contact_of(person)
    names = {"given_name": person.given_name, "family_name": person.family_name, "gender": person.gender.value}
    reach = (
        {
            "email": contact.email,
            "phone": contact.phone,
            "postal_address": contact.postal_address,
            "prefers": contact.prefers.value,
        }
        if contact is not None
        else {}
    )
    return CorrectForm(data=names | reach)


def corrected(form: CorrectForm) -> correcting.Corrected:
    """What the form says."""
    return correcting.Corrected(
        form.given_name.data or "",
        form.family_name.data or "",
        GENDERS[form.gender.data],
        form.email.data or "",
        form.phone.data or "",
        form.postal_address.data or "",
        CHANNELS[form.prefers.data],
    )


def correct_form_page(form: CorrectForm, action: str, back: RightsRequest | None) -> str:
    """The page that holds it."""
    return render_template("citizens/privacy/correct.html", form=form, action=action, asked=back)


@privacy.get("/compte/donnees/demander")
@guarded("personal.own", load=mine, fresh=True)
def ask_page(account: Account) -> ResponseReturnValue:
    """Something to ask about one's data."""
    if proof.is_missing(account):
        return proof.ask("Faire une demande sur mes données")
    form = AskForm(data={"kind": request.args.get("pour", "")})
    if account.password_hash is None:
        del form.current
    return render_template("citizens/privacy/ask.html", form=form)


@privacy.post("/compte/donnees/demander")
@guarded("personal.own", load=mine, private=True, before=check_ask)
def ask(account: Account) -> ResponseReturnValue:
    """Ask it."""
    made: Asked = g.before
    if proof.is_missing(account):
        return proof.ask("Faire une demande sur mes données")
    if not made.holds:
        return render_template("citizens/privacy/ask.html", form=made.form), 422
    try:
        services.ask(account.person, KINDS[made.form.kind.data], made.form.message.data or "", actor=actor())
    except Refused as refusal:
        made.form.form_errors.extend(refusal.sentences)
        return render_template("citizens/privacy/ask.html", form=made.form), 409
    return redirect(url_for("privacy.known", _anchor="mes-demandes"))


@privacy.post("/compte/donnees/demandes/<uuid:key>/retirer")
@guarded("personal.own", load=own_request, private=True)
def withdraw(row: RightsRequest) -> ResponseReturnValue:
    """Take one's own request back."""
    if not Press().sent():
        return render_template("citizens/privacy/known.html", **presentation.own_page(row.person)), 422
    services.withdraw(row, actor=actor())
    return redirect(url_for("privacy.known", _anchor="mes-demandes"))
