"""Proposing an item for a coming meeting, and answering whoever proposed one."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils.models import Council
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.convening import loading, proposing
from meetings.convening.blueprint import meetings
from meetings.convening.forms import ITEM_KINDS
from meetings.convening.inside_forms import DeclineForm, ProposeForm
from meetings.convening.models import ProposedItem
from meetings.models import Meeting


@meetings.get("/conseils/<slug>/points-proposes")
@guarded("item.propose", load=loading.council, fresh=True)
def propose_page(council: Council) -> ResponseReturnValue:
    """An item to propose, and what became of one's others."""
    return _propose_page(council, ProposeForm())


def _propose_page(council: Council, form: ProposeForm) -> str:
    rows = proposing.of_person(actor().id, council.id)
    return render_template("meetings/convening/propose.html", council=council, form=form, rows=rows)


@meetings.post("/conseils/<slug>/points-proposes")
@guarded("item.propose", load=loading.council, private=True, once=True)
def propose(council: Council) -> ResponseReturnValue:
    """Propose an item."""
    form = ProposeForm()
    if not form.sent():
        return _propose_page(council, form), 422
    try:
        proposing.propose(council, form.title.data, form.reason.data or "", actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _propose_page(council, form), 409
    return redirect(url_for("meetings.propose_page", slug=council.slug, _anchor="proposes"), 303)


@meetings.post("/conseils/<slug>/points-proposes/<uuid:item>/retirer")
@guarded("item.take_back", load=proposing.find, private=True)
def take_back_item(item: ProposedItem) -> ResponseReturnValue:
    """Withdraw one's own item."""
    council = item.council
    if not Press().sent():
        abort(422)
    try:
        proposing.take_back(item, actor=actor())
    except Refused as refusal:
        abort(409, " ".join(refusal.sentences))
    return redirect(url_for("meetings.propose_page", slug=council.slug, _anchor="proposes"), 303)


@meetings.post(
    "/<convener:slug>/gestion/reunions/<uuid:key>/proposes/<uuid:item>/<any(information, discussion, decision):kind>"
)
@guarded("meeting.plan", load=loading.with_item)
def accept_item(meeting: Meeting) -> ResponseReturnValue:
    """Put what a member proposed on the agenda."""
    asked = request.view_args or {}
    item = proposing.find(meeting.convener.slug, asked["item"])
    if item is None:
        abort(404)
    if not Press().sent():
        abort(422)
    try:
        proposing.accept(item, meeting, ITEM_KINDS[asked["kind"]], actor=actor())
    except Refused as refusal:
        abort(409, " ".join(refusal.sentences))
    return redirect(url_for("meetings.manage", slug=meeting.convener.slug, key=meeting.id), 303)


@meetings.get("/conseils/<slug>/gestion/points-proposes/<uuid:item>/decliner")
@guarded("meeting.plan", load=proposing.find, fresh=True)
def decline_page(item: ProposedItem) -> ResponseReturnValue:
    """Why an item will not be on an agenda."""
    return _decline_page(item, DeclineForm())


def _decline_page(item: ProposedItem, form: DeclineForm) -> str:
    return render_template("meetings/convening/decline.html", item=item, form=form)


@meetings.post("/conseils/<slug>/gestion/points-proposes/<uuid:item>/decliner")
@guarded("meeting.plan", load=proposing.find, private=True)
def decline(item: ProposedItem) -> ResponseReturnValue:
    """Answer whoever proposed it."""
    form = DeclineForm()
    if not form.sent():
        return _decline_page(item, form), 422
    try:
        proposing.decline(item, form.answer.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _decline_page(item, form), 409
    return redirect(url_for("meetings.office", slug=item.council.slug), 303)
