"""The office of the data protection officer: requests with their days, letters entered, decisions."""

from __future__ import annotations

import uuid
from typing import IO

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from citizens.models import Person
from citizens.privacy import correcting, presentation, queries, services
from citizens.privacy.blueprint import privacy
from citizens.privacy.forms import KINDS, CorrectForm, DecideForm, EnterForm, FindForm, IdentityForm
from citizens.privacy.models import RightsRequest, RightState
from citizens.privacy.own_views import copy_of, correct_form_page, corrected, filled_form, sent_copy
from foundation import audit, clock
from foundation.forms import Form, Press
from foundation.pagination import paginate
from foundation.policy import actor, guarded
from foundation.workflow import Refused

DUE_FIRST = (RightsRequest.due_on, RightsRequest.id)
LATEST_FIRST = (RightsRequest.decided_at.desc(), RightsRequest.id)
STEPS = {"faire": services.carry_out, "refuser": services.refuse}


def prepare_copy() -> IO[bytes] | None:
    """The copy to hand out, read before the write lock; None when it is not for this officer to make."""
    found = queries.find(uuid.UUID(str((request.view_args or {})["key"])))
    is_ready = found is not None and found.state in {RightState.IDENTIFIED, RightState.CARRIED_OUT}
    return copy_of(found.person) if found is not None and is_ready else None


@privacy.get("/donnees-personnelles/demandes")
@guarded("personal.list", fresh=True)
def office() -> ResponseReturnValue:
    """The requests that wait, the first due first."""
    return _office(decided=False)


@privacy.get("/donnees-personnelles/demandes/decidees")
@guarded("personal.list", fresh=True)
def decisions() -> ResponseReturnValue:
    """Those decided, the latest first."""
    return _office(decided=True)


def _office(*, decided: bool) -> str:
    order = LATEST_FIRST if decided else DUE_FIRST
    page = paginate(queries.listed(decided=decided), order, cursor=request.args.get("suite"))
    lines = [presentation.line(row) for row in page.rows]
    return render_template("citizens/privacy/office.html", page=page, lines=lines, decided=decided)


@privacy.get("/donnees-personnelles/demandes/nouvelle")
@guarded("personal.list", fresh=True)
def find_page() -> ResponseReturnValue:
    """Whose letter has come."""
    return render_template("citizens/privacy/find.html", form=FindForm(), found=None)


@privacy.post("/donnees-personnelles/demandes/nouvelle")
@guarded("personal.list", private=True)
def find() -> ResponseReturnValue:
    """Those of that name, with enough to tell them apart."""
    form = FindForm()
    if not form.sent():
        return render_template("citizens/privacy/find.html", form=form, found=None), 422
    found = [(row, correcting.contact_of(row)) for row in queries.named(form.q.data)]
    return render_template("citizens/privacy/find.html", form=form, found=found, most=queries.MOST_FOUND)


@privacy.get("/donnees-personnelles/personnes/<uuid:key>/demande")
@guarded("personal.decide", load=queries.person, fresh=True)
def enter_page(person: Person) -> ResponseReturnValue:
    """What somebody asks by letter."""
    return _enter_page(EnterForm(data={"received_on": clock.today()}), person)


@privacy.post("/donnees-personnelles/personnes/<uuid:key>/demande")
@guarded("personal.decide", load=queries.person, private=True)
def enter(person: Person) -> ResponseReturnValue:
    """Enter it."""
    form = EnterForm()
    if not form.sent():
        return _enter_page(form, person), 422
    told = KINDS[form.kind.data], form.message.data or "", form.received_on.data
    try:
        made = services.enter(person, *told, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _enter_page(form, person), 409
    return redirect(url_for("privacy.read", key=made.id))


def _enter_page(form: EnterForm, person: Person) -> str:
    contact, known = correcting.contact_of(person), presentation.summary(person)
    return render_template("citizens/privacy/enter.html", form=form, person=person, contact=contact, known=known)


@privacy.get("/donnees-personnelles/demandes/<uuid:key>")
@guarded("personal.decide", load=queries.find, fresh=True)
def read(row: RightsRequest) -> ResponseReturnValue:
    """One request: who asks what, until when, and what can be done."""
    return _page(row)


@privacy.post("/donnees-personnelles/demandes/<uuid:key>/identite")
@guarded("personal.decide", load=queries.find, private=True)
def identify(row: RightsRequest) -> ResponseReturnValue:
    """Note how the person was recognized."""
    form = IdentityForm()
    if not form.sent():
        return _page(row, form), 422
    try:
        services.identify(row, form.identity_check.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(row, form), 409
    return redirect(url_for("privacy.read", key=row.id))


@privacy.post("/donnees-personnelles/demandes/<uuid:key>/<any('faire','refuser'):step>")
@guarded("personal.decide", load=lambda key, **_more: queries.find(key))
def decide(row: RightsRequest) -> ResponseReturnValue:
    """Do what is asked, or refuse it with reasons. What an erasure takes away leaves public pages at once."""
    form, step = DecideForm(), (request.view_args or {})["step"]
    if not form.sent():
        return _page(row, form), 422
    if step == "refuser" and not form.answer.data:
        form.answer.errors = ["Pour refuser, écrivez pourquoi\u00a0: la personne doit pouvoir le contester."]
        return _page(row, form), 422
    try:
        STEPS[step](row, form.answer.data or "", actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(row, form), 409
    return redirect(url_for("privacy.read", key=row.id))


@privacy.post("/donnees-personnelles/demandes/<uuid:key>/copie")
@guarded("personal.decide", load=queries.find, private=True, before=prepare_copy)
def hand_out(row: RightsRequest) -> ResponseReturnValue:
    """The copy of somebody's data, to hand to them once they are recognized."""
    if g.before is None:
        return _page(row), 409
    if not Press().sent():
        g.before.close()
        return _page(row), 422
    audit.record(actor(), "request.copy", row)
    return sent_copy(g.before)


@privacy.get("/donnees-personnelles/demandes/<uuid:key>/corriger")
@guarded("personal.decide", load=queries.find, fresh=True)
def correct_for_page(row: RightsRequest) -> ResponseReturnValue:
    """The names and contact of who asked, to correct for them."""
    return correct_form_page(filled_form(row.person), url_for("privacy.correct_for", key=row.id), row)


@privacy.post("/donnees-personnelles/demandes/<uuid:key>/corriger")
@guarded("personal.decide", load=queries.find)
def correct_for(row: RightsRequest) -> ResponseReturnValue:
    """Correct them."""
    form = CorrectForm()
    action = url_for("privacy.correct_for", key=row.id)
    if not form.sent():
        return correct_form_page(form, action, row), 422
    try:
        services.require_identified(row)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return correct_form_page(form, action, row), 409
    correcting.correct(row.person, corrected(form), actor=actor())
    return redirect(url_for("privacy.read", key=row.id))


def _page(row: RightsRequest, form: Form | None = None) -> str:
    """One request, with the form that fits where it stands; one that came back keeps what was typed."""
    forms = {
        "identity": IdentityForm(address=url_for("privacy.identify", key=row.id)),
        "decision": DecideForm(address=url_for("privacy.decide", step="faire", key=row.id)),
    }
    if form is not None:
        forms["identity" if isinstance(form, IdentityForm) else "decision"] = form
    return render_template(
        "citizens/privacy/request.html",
        row=row,
        line=presentation.line(row),
        forms=forms,
        form=form,
        steps=presentation.steps(row),
        contact=correcting.contact_of(row.person),
        known=presentation.summary(row.person) if row.person.erased_at is None else [],
    )
