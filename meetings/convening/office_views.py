"""The office of the meetings of a council, a committee or the network: prepared, convened, moved, called off."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation.forms import Form, Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.convener import Convener
from meetings.convening import days, loading, noticing, ordering, presentation, series, services
from meetings.convening import office as agenda_office
from meetings.convening.blueprint import meetings
from meetings.convening.forms import (
    CHANNELS,
    ConveneForm,
    LaterItemForm,
    NewPlanForm,
    PlanForm,
    PostponeForm,
    item_form,
    shown,
)
from meetings.convening.inside_forms import OrderForm
from meetings.models import AgendaItem, Meeting

TWICE = "Les horloges montrent cette heure deux fois cette nuit-là\u00a0: dites laquelle, puis envoyez de nouveau."


@meetings.get("/<convener:slug>/gestion/reunions")
@guarded("meeting.plan", load=loading.convener, fresh=True)
def office(convener: Convener) -> ResponseReturnValue:
    """All meetings of a convener, those in preparation too."""
    return render_template("meetings/convening/office.html", **agenda_office.office_lines(convener))


@meetings.get("/<convener:slug>/gestion/reunions/nouvelle")
@guarded("meeting.plan", load=loading.convener, fresh=True)
def plan_page(convener: Convener) -> ResponseReturnValue:
    """A new meeting, where and when the last one was."""
    return _plan_page(convener, loading.new_form(convener))


def _plan_page(convener: Convener, form: PlanForm, meeting: Meeting | None = None) -> str:
    return render_template("meetings/convening/plan.html", convener=convener, form=form, meeting=meeting)


@meetings.post("/<convener:slug>/gestion/reunions/nouvelle")
@guarded("meeting.plan", load=loading.convener, private=True, once=True)
def plan(convener: Convener) -> ResponseReturnValue:
    """Begin to prepare a meeting."""
    form = NewPlanForm().of(convener)
    if not _holds(form):
        return _plan_page(convener, form), 422
    try:
        made = series.plan(convener, form.asked(), form.series(), actor=actor())
    except Refused as refusal:
        return _plan_page(convener, _told(form, refusal)), 422
    return _to(made[0]) if len(made) == 1 else redirect(url_for("meetings.office", slug=convener.slug), 303)


def _holds(form: PlanForm) -> bool:
    """Whether a form was sent and holds, an hour that the clocks show twice included (`R-TIM-02`)."""
    if not form.sent():
        return False
    if days.is_said_twice(form.day.data, form.hour.data) and not form.which.data:
        form.which.errors = [TWICE]
        return False
    try:
        services.moment(form.asked())
    except Refused as refusal:
        form.hour.errors = list(refusal.sentences)
        return False
    return True


def _told(form: PlanForm, refusal: Refused) -> PlanForm:
    form.form_errors.extend(refusal.sentences)
    return form


def _to(meeting: Meeting, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("meetings.manage", slug=meeting.convener.slug, key=meeting.id, _anchor=anchor), 303)


@meetings.get("/<convener:slug>/gestion/reunions/<uuid:key>")
@guarded("meeting.plan", load=loading.meeting, fresh=True)
def manage(meeting: Meeting) -> ResponseReturnValue:
    """One meeting: its agenda, its notice, who comes."""
    return _manage(meeting)


def _manage(meeting: Meeting, form: LaterItemForm | None = None, *sentences: str) -> str:
    to = url_for("meetings.add_item", slug=meeting.convener.slug, key=meeting.id)
    shown_form = form or item_form(meeting)(address=to)
    shown_form.form_errors.extend(sentences)
    return render_template(
        "meetings/convening/manage.html", form=shown_form, channels=CHANNELS, **presentation.managed(meeting)
    )


def _try(meeting: Meeting, act: Callable[[], object], anchor: str | None = None) -> ResponseReturnValue:
    """Do what a button says, or show the page again with the reason why not."""
    if not Press().sent():
        return _manage(meeting, None, "Cette page était trop ancienne\u00a0: essayez de nouveau."), 422
    try:
        act()
    except Refused as refusal:
        return _manage(meeting, None, *refusal.sentences), 409
    return _to(meeting, anchor)


@meetings.get("/<convener:slug>/gestion/reunions/<uuid:key>/modifier")
@guarded("meeting.plan", load=loading.meeting, fresh=True)
def change_page(meeting: Meeting) -> ResponseReturnValue:
    """When, where and what, to change."""
    return _change_page(meeting, _change_form(meeting, **shown(meeting)))


def _change_form(meeting: Meeting, **known: object) -> PlanForm:
    """A meeting that was convened is moved, with a reason when that is urgent; another is only changed."""
    form = PostponeForm(data=known) if meeting.convened_at else PlanForm(data=known)
    return form.of(meeting.convener)


def _change_page(meeting: Meeting, form: PlanForm) -> str:
    return _plan_page(meeting.convener, form, meeting)


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/modifier")
@guarded("meeting.plan", load=loading.meeting)
def change(meeting: Meeting) -> ResponseReturnValue:
    """Change a meeting; convene again when it was convened."""
    form = _change_form(meeting)
    if not _holds(form):
        return _change_page(meeting, form), 422
    try:
        _change(meeting, form)
    except Refused as refusal:
        return _change_page(meeting, _told(form, refusal)), 409
    return _to(meeting)


def _change(meeting: Meeting, form: PlanForm) -> None:
    if isinstance(form, PostponeForm):
        noticing.postpone(meeting, form.asked(), form.urgent_reason.data or "", actor=actor())
    else:
        services.change(meeting, form.asked(), actor=actor())


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/points")
@guarded("meeting.plan", load=loading.meeting, once=True)
def add_item(meeting: Meeting) -> ResponseReturnValue:
    """Put something on the agenda."""
    form = item_form(meeting)()
    if not form.sent():
        return _manage(meeting, form), 422
    try:
        services.add_item(meeting, form.point(), actor=actor())
    except Refused as refusal:
        return _manage(meeting, form, *refusal.sentences), 409
    return _to(meeting, "nouveau-point")


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/points/<uuid:point>/<any(monter, descendre, retirer):way>")
@guarded("meeting.plan", load=loading.item)
def move_item(item: AgendaItem) -> ResponseReturnValue:
    """Move an item of the agenda, or take it off."""
    way = str((request.view_args or {})["way"])
    if way == "retirer":
        return _try(item.meeting, lambda: services.drop_item(item, actor=actor()), "ordre-du-jour")
    return _try(item.meeting, lambda: services.move_item(item, way, actor=actor()), "ordre-du-jour")


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/points/ordre")
@guarded("meeting.plan", load=loading.meeting)
def order_items(meeting: Meeting) -> ResponseReturnValue:
    """Put the agenda in the order to which its items were dragged."""
    form = OrderForm()
    return _try(meeting, lambda: ordering.put_in_order(meeting, form.seen_keys(), form.order_keys(), actor=actor()))


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/jeter")
@guarded("meeting.plan", load=loading.meeting, private=True)
def discard(meeting: Meeting) -> ResponseReturnValue:
    """Throw away a meeting that nobody was convened to."""
    convener, done = meeting.convener, _try(meeting, lambda: services.discard(meeting, actor=actor()))
    if isinstance(done, tuple):
        return done
    return redirect(url_for("meetings.office", slug=convener.slug), 303)


@meetings.get("/<convener:slug>/gestion/reunions/<uuid:key>/convoquer")
@guarded("meeting.plan", load=loading.meeting, fresh=True)
def convene_page(meeting: Meeting) -> ResponseReturnValue:
    """The notice as it will leave."""
    return _convene_page(meeting, ConveneForm())


def _convene_page(meeting: Meeting, form: Form) -> str:
    return render_template("meetings/convening/convene.html", form=form, **presentation.preview(meeting))


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/convoquer")
@guarded("meeting.plan", load=loading.meeting)
def convene(meeting: Meeting) -> ResponseReturnValue:
    """Send the notice."""
    form = ConveneForm()
    if not form.sent():
        return _convene_page(meeting, form), 422
    try:
        noticing.convene(meeting, form.urgent_reason.data or "", actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _convene_page(meeting, form), 409
    return _to(meeting)
