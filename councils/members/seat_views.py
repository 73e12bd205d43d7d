"""Somebody is added, their sheet corrected, their invitation sent again."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from citizens.notifications.services import address_of
from councils.members import editing, inviting, loading, queries, services, sheets, wording
from councils.members.blueprint import members
from councils.members.forms import AddForm, EditForm
from councils.models import Council, Membership
from foundation import clock
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused


@members.get("/conseils/<slug>/gestion/membres/ajouter")
@guarded("membership.edit", load=loading.council, fresh=True)
def add_page(council: Council) -> ResponseReturnValue:
    """Somebody to add."""
    return _add_page(council, sheets.add_form(council))


@members.post("/conseils/<slug>/gestion/membres/ajouter")
@guarded("membership.edit", load=loading.council)
def add(council: Council) -> ResponseReturnValue:
    """Add somebody to the list of a term."""
    form, term = sheets.add_form(council), loading.chosen_term(council)
    if not form.sent() or not form.is_settled() or term is None:
        return _add_page(council, form), 422
    newcomer = sheets.newcomer(form, sheets.known_person(form))
    try:
        added = services.add_member(term, newcomer, sheets.place(form, council, actor()), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _add_page(council, form), 409
    return redirect(url_for("members.edit_page", slug=council.slug, key=added.id, ajout=1))


def _add_page(council: Council, form: AddForm) -> str:
    term = loading.chosen_term(council)
    return render_template("councils/members/add.html", council=council, form=form, term=term)


@members.get("/conseils/<slug>/gestion/membres/<uuid:key>")
@guarded("membership.edit", load=loading.membership, fresh=True)
def edit_page(membership: Membership) -> ResponseReturnValue:
    """The sheet of a member."""
    return _edit_page(membership, sheets.edit_form(membership, actor()))


@members.post("/conseils/<slug>/gestion/membres/<uuid:key>")
@guarded("membership.edit", load=loading.membership)
def edit(membership: Membership) -> ResponseReturnValue:
    """Correct the sheet of a member."""
    form = sheets.edit_form(membership, actor())
    if not form.sent():
        return _edit_page(membership, form), 422
    try:
        editing.edit(membership, sheets.sheet(form, membership, actor()), actor=actor(), seen=form.seen.data)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        form.seen.data = sheets.present_mark(membership)
        return _edit_page(membership, form), 409
    return redirect(url_for("members.register", slug=membership.term.council.slug))


@members.post("/conseils/<slug>/gestion/membres/<uuid:key>/inviter")
@guarded("membership.edit", load=loading.membership, private=True)
def invite(membership: Membership) -> ResponseReturnValue:
    """Send the invitation, again if need be."""
    form = sheets.edit_form(membership, actor())
    if not Press().sent():
        return _edit_page(membership, form), 422
    try:
        inviting.invite(membership, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _edit_page(membership, form), 409
    return redirect(url_for("members.edit_page", slug=membership.term.council.slug, key=membership.id, invite=1))


def _edit_page(membership: Membership, form: EditForm) -> str:
    trail = [wording.trail_words(entry) for entry in queries.trail(membership.id)]
    return render_template(
        "councils/members/edit.html",
        membership=membership,
        council=membership.term.council,
        form=form,
        trail=trail,
        name=wording.name_of(membership),
        over=services.is_over(membership),
        refills=services.is_over(membership) and queries.is_empty(membership, clock.today()),
        can_be_written_to=bool(address_of(membership.person_id)),
        said="ajout" if "ajout" in request.args else "invite" if "invite" in request.args else "",
    )
