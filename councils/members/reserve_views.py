"""The reserve list of a council's term, and calling the next."""

from __future__ import annotations

import uuid

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils.members import loading, reserving
from councils.members.blueprint import members
from councils.members.forms import COLLEGES
from councils.members.list_forms import ReserveForm
from councils.members.models import ReserveEntry
from councils.members.services import Newcomer
from councils.models import College, Council, Term
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused


@members.get("/conseils/<slug>/gestion/reserve")
@guarded("reserve.edit", load=loading.council, fresh=True)
def reserve(council: Council) -> ResponseReturnValue:
    """Who waits, and the seats that stand empty."""
    return _page(council, ReserveForm())


@members.post("/conseils/<slug>/gestion/reserve")
@guarded("reserve.edit", load=loading.council, once=True)
def reserve_add(council: Council) -> ResponseReturnValue:
    """Put somebody on the list."""
    form, term = ReserveForm(), loading.chosen_term(council)
    if not form.sent() or term is None:
        return _page(council, form), 422
    newcomer = Newcomer(form.given_name.data, form.family_name.data, form.email.data or "")
    try:
        reserving.add(term, newcomer, COLLEGES[form.college.data], actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(council, form), 409
    return redirect(url_for("members.reserve", slug=council.slug), 303)


@members.post("/conseils/<slug>/gestion/reserve/appeler")
@guarded("reserve.edit", load=loading.council, once=True)
def call_next(council: Council) -> ResponseReturnValue:
    """Offer the oldest empty seat of a college to the first who waits."""
    form, term = Press(), loading.chosen_term(council)
    college = COLLEGES.get(request.form.get("college", ""))
    if not form.sent() or term is None or college is None:
        return _page(council, _empty(council)), 422
    try:
        seat = reserving.call_next(term, college, actor=actor())
    except Refused as refusal:
        shown = _empty(council)
        shown.form_errors.extend(refusal.sentences)
        return _page(council, shown), 409
    return redirect(url_for("members.edit_page", slug=council.slug, key=seat.id, ajout=1), 303)


def listed(slug: str, key: uuid.UUID) -> ReserveEntry | None:
    """The line of an address, if it is of the list of that council."""
    return reserving.find(slug, key)


@members.post("/conseils/<slug>/gestion/reserve/<uuid:key>/retirer")
@guarded("reserve.edit", load=listed, private=True)
def reserve_remove(one: ReserveEntry) -> ResponseReturnValue:
    """Take somebody who waits off the list."""
    council = one.term.council
    shown = _empty(council)
    if not Press().sent():
        return _page(council, shown), 422
    try:
        reserving.remove(one, actor=actor())
    except Refused as refusal:
        shown.form_errors.extend(refusal.sentences)
        return _page(council, shown), 409
    return redirect(url_for("members.reserve", slug=council.slug), 303)


def _empty(council: Council) -> ReserveForm:
    return ReserveForm(address=url_for("members.reserve", slug=council.slug))


def _page(council: Council, form: ReserveForm) -> str:
    term = loading.chosen_term(council)
    return render_template("councils/members/reserve.html", council=council, form=form, term=term, lists=_lists(term))


def _lists(term: Term | None) -> list[tuple[College, list[object], int]]:
    if term is None:
        return []
    rows, empty = reserving.entries(term.id), reserving.to_fill(term)
    return [(one, [row for row in rows if row.college is one], len(empty[one])) for one in College]
