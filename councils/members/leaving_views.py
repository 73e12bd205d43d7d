"""A seat ends, or goes from one person to the next."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from councils.members import loading, replacing, services, sheets, wording
from councils.members.blueprint import members
from councils.members.forms import REASONS, EndForm, ReplaceForm
from councils.models import Membership
from foundation import clock
from foundation.policy import actor, guarded
from foundation.workflow import Refused


@members.get("/conseils/<slug>/gestion/membres/<uuid:key>/fin")
@guarded("membership.edit", load=loading.membership, fresh=True)
def end_page(membership: Membership) -> ResponseReturnValue:
    """A seat to end."""
    return _end_page(membership, EndForm(last_day=clock.today()))


@members.post("/conseils/<slug>/gestion/membres/<uuid:key>/fin")
@guarded("membership.edit", load=loading.membership)
def end(membership: Membership) -> ResponseReturnValue:
    """End a seat."""
    form = EndForm()
    if not form.sent():
        return _end_page(membership, form), 422
    try:
        services.end(membership, form.last_day.data, REASONS[form.reason.data], actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _end_page(membership, form), 409
    return redirect(url_for("members.register", slug=membership.term.council.slug))


def _end_page(membership: Membership, form: EndForm) -> str:
    return render_template("councils/members/end.html", **_shown(membership, form))


def _shown(membership: Membership, form: EndForm) -> dict[str, object]:
    name, council = wording.name_of(membership), membership.term.council
    return {"membership": membership, "council": council, "form": form, "name": name}


@members.get("/conseils/<slug>/gestion/membres/<uuid:key>/remplacer")
@guarded("membership.edit", load=loading.membership, fresh=True)
def replace_page(membership: Membership) -> ResponseReturnValue:
    """A seat to give to somebody else."""
    return _replace_page(membership, sheets.replace_form(membership))


@members.post("/conseils/<slug>/gestion/membres/<uuid:key>/remplacer")
@guarded("membership.edit", load=loading.membership)
def replace(membership: Membership) -> ResponseReturnValue:
    """Give a seat to somebody else."""
    form = sheets.replace_form(membership)
    if not form.sent():
        return _replace_page(membership, form), 422
    try:
        taken = replacing.replace(membership, sheets.successor(form), actor=actor(), departure=sheets.departure(form))
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _replace_page(membership, form), 409
    return redirect(url_for("members.edit_page", slug=membership.term.council.slug, key=taken.id, ajout=1))


def _replace_page(membership: Membership, form: ReplaceForm) -> str:
    return render_template("councils/members/replace.html", **_shown(membership, form), over="last_day" not in form)
