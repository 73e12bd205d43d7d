"""The office of the draws of a council: noted, prepared, completed."""

from __future__ import annotations

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from councils.models import Council
from councils.sortition import loading, presentation, queries, services
from councils.sortition.blueprint import draws
from councils.sortition.forms import DetailsForm, PlanForm, RecordForm
from councils.sortition.models import Sortition
from foundation import documents
from foundation.documents import Received
from foundation.forms import Form, Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused


def receive() -> Received | Refused | None:
    """The protocol that was sent, looked at; why it cannot be kept; or none when none was sent."""
    return documents.sent("protocol")


def given() -> Received | None:
    """The protocol of this request. Raises Refused when it cannot be kept."""
    if isinstance(g.before, Refused):
        raise g.before
    kept: Received | None = g.before
    return kept


def to_manage(draw: Sortition) -> ResponseReturnValue:
    """The way to the office page of a draw."""
    return redirect(url_for("sortition.manage", slug=draw.term.council.slug, key=draw.id), 303)


@draws.get("/conseils/<slug>/gestion/tirages")
@guarded("sortition.run", load=loading.council, fresh=True)
def office(council: Council) -> ResponseReturnValue:
    """All draws of a council, those in preparation too."""
    page, lines = presentation.lines(council, everything=True)
    return render_template("councils/sortition/office.html", council=council, page=page, lines=lines)


@draws.get("/conseils/<slug>/gestion/tirages/noter")
@guarded("sortition.run", load=loading.council, fresh=True)
def record_page(council: Council) -> ResponseReturnValue:
    """A draw to note after the fact."""
    return _record_page(council, RecordForm())


@draws.post("/conseils/<slug>/gestion/tirages/noter")
@guarded("sortition.run", load=loading.council, once=True, before=receive)
def record(council: Council) -> ResponseReturnValue:
    """Note a draw that was made without the site."""
    form = RecordForm()
    form.offer(queries.terms(council.id))
    term = loading.term_of(council, form.term.data or "")
    if not form.sent() or term is None:
        return _record_page(council, form), 422
    try:
        made = services.record(term, form.drawn_on.data, form.seats.data, form.details(given()), actor=actor())
    except Refused as refusal:
        return _record_page(council, _refused(form, refusal)), 422
    return to_manage(made)


def _refused(form: Form, refusal: Refused) -> Form:
    form.form_errors.extend(refusal.sentences)
    return form


def _record_page(council: Council, form: Form) -> str:
    form.offer(queries.terms(council.id))
    return render_template("councils/sortition/record.html", council=council, form=form)


@draws.get("/conseils/<slug>/gestion/tirages/preparer")
@guarded("sortition.run", load=loading.council, fresh=True)
def plan_page(council: Council) -> ResponseReturnValue:
    """A draw to prepare."""
    return _plan_page(council, loading.plan_form(council))


@draws.post("/conseils/<slug>/gestion/tirages/preparer")
@guarded("sortition.run", load=loading.council, private=True, once=True)
def plan(council: Council) -> ResponseReturnValue:
    """Begin a draw to be made with the site."""
    form = loading.plan_form(council)
    term = loading.term_of(council, form.term.data or "")
    if not form.sent() or term is None:
        return _plan_page(council, form), 422
    try:
        made = services.prepare(term, form.plan(), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _plan_page(council, form), 422
    return to_manage(made)


@draws.get("/conseils/<slug>/gestion/tirages/<uuid:key>/reglages")
@guarded("sortition.run", load=loading.sortition, fresh=True)
def replan_page(draw: Sortition) -> ResponseReturnValue:
    """The seats, the quotas and the seed of a draw in preparation."""
    return _plan_page(draw.term.council, loading.plan_form(draw.term.council, draw), draw)


@draws.post("/conseils/<slug>/gestion/tirages/<uuid:key>/reglages")
@guarded("sortition.run", load=loading.sortition, private=True)
def replan(draw: Sortition) -> ResponseReturnValue:
    """Change them."""
    form = loading.plan_form(draw.term.council, draw)
    if not form.sent():
        return _plan_page(draw.term.council, form, draw), 422
    try:
        services.replan(draw, form.plan(), actor=actor(), seen=form.seen.data)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        form.seen.data = str(draw.version)
        return _plan_page(draw.term.council, form, draw), 409
    return to_manage(draw)


def _plan_page(council: Council, form: PlanForm, draw: Sortition | None = None) -> str:
    return render_template("councils/sortition/plan.html", council=council, form=form, draw=draw)


@draws.get("/conseils/<slug>/gestion/tirages/<uuid:key>/completer")
@guarded("sortition.run", load=loading.sortition, fresh=True)
def complete_page(draw: Sortition) -> ResponseReturnValue:
    """What the protocol of a draw says."""
    form = DetailsForm(place=draw.place, witnesses=draw.witnesses, note=draw.note)
    form.show(draw)
    return _complete_page(draw, form)


@draws.post("/conseils/<slug>/gestion/tirages/<uuid:key>/completer")
@guarded("sortition.run", load=loading.sortition, before=receive)
def complete(draw: Sortition) -> ResponseReturnValue:
    """Keep it."""
    form = DetailsForm()
    if not form.sent():
        return _complete_page(draw, form), 422
    try:
        services.complete(draw, form.details(given()), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _complete_page(draw, form), 422
    return to_manage(draw)


def _complete_page(draw: Sortition, form: DetailsForm) -> str:
    return render_template("councils/sortition/complete.html", council=draw.term.council, draw=draw, form=form)


@draws.get("/conseils/<slug>/gestion/tirages/<uuid:key>/proces-verbal")
@guarded("council.office", load=loading.sortition, fresh=True)
def protocol(draw: Sortition) -> ResponseReturnValue:
    """The signed protocol, to save."""
    return documents.send(draw.protocol) if draw.protocol else abort(404, documents.GONE)


@draws.post("/conseils/<slug>/gestion/tirages/<uuid:key>/supprimer")
@guarded("sortition.run", load=loading.sortition, private=True)
def drop(draw: Sortition) -> ResponseReturnValue:
    """Give up a draw that was never frozen."""
    council = draw.term.council
    if not Press().sent():
        abort(422)
    services.drop(draw, actor=actor())
    return redirect(url_for("sortition.office", slug=council.slug), 303)
