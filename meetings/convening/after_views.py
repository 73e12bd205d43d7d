"""What follows a notice: letters to print, who has it, calling the meeting off."""

from __future__ import annotations

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.convening import loading, noticing, presentation, queries, series
from meetings.convening.blueprint import meetings
from meetings.convening.forms import CHANNELS, CancelForm, DeliveryForm
from meetings.models import Meeting, NoticeDelivery


@meetings.get("/<convener:slug>/gestion/reunions/<uuid:key>/lettres")
@guarded("meeting.plan", load=loading.meeting, fresh=True)
def letters(meeting: Meeting) -> ResponseReturnValue:
    """The letters of those who have no e-mail, to print."""
    found = presentation.letters(meeting)
    return render_template("meetings/convening/letters.html", meeting=meeting, letters=found)


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/remises/<uuid:delivery>")
@guarded("meeting.plan", load=loading.delivery, private=True)
def deliver(delivery: NoticeDelivery) -> ResponseReturnValue:
    """Note how somebody got the notice."""
    meeting, form = queries.find(delivery.notice.meeting_id), DeliveryForm()
    if meeting is None or not form.sent():
        abort(422)
    try:
        noticing.note_delivery(delivery, meeting, CHANNELS[form.channel.data], actor=actor())
    except Refused as refusal:
        abort(409, " ".join(refusal.sentences))
    return redirect(url_for("meetings.manage", slug=meeting.convener.slug, key=meeting.id, _anchor="convoques"), 303)


@meetings.get("/<convener:slug>/gestion/reunions/<uuid:key>/annuler")
@guarded("meeting.plan", load=loading.meeting, fresh=True)
def cancel_page(meeting: Meeting) -> ResponseReturnValue:
    """What calling a meeting off does."""
    return _cancel_page(meeting, CancelForm())


def _cancel_page(meeting: Meeting, form: CancelForm) -> str:
    return render_template("meetings/convening/cancel.html", meeting=meeting, form=form)


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/annuler")
@guarded("meeting.plan", load=loading.meeting)
def cancel(meeting: Meeting) -> ResponseReturnValue:
    """Call a meeting off."""
    form = CancelForm()
    if not form.sent():
        return _cancel_page(meeting, form), 422
    try:
        noticing.cancel(meeting, form.reason.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _cancel_page(meeting, form), 409
    return redirect(url_for("meetings.manage", slug=meeting.convener.slug, key=meeting.id), 303)


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/dupliquer")
@guarded("meeting.plan", load=loading.meeting, private=True, once=True)
def copy(meeting: Meeting) -> ResponseReturnValue:
    """Prepare the same meeting for a further day."""
    if not Press().sent():
        abort(422)
    try:
        made = series.copy(meeting, actor=actor())
    except Refused as refusal:
        abort(409, " ".join(refusal.sentences))
    return redirect(url_for("meetings.manage", slug=meeting.convener.slug, key=made.id), 303)
