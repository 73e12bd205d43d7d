"""What a meeting had no time for: marked, and carried to the next."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.convening import carrying, loading
from meetings.convening.blueprint import meetings
from meetings.models import AgendaItem, Meeting


def _do(act: Callable[[], Meeting]) -> ResponseReturnValue:
    """Do what a button says and show the meeting that it gives, or say why not."""
    if not Press().sent():
        abort(422)
    try:
        shown = act()
    except Refused as refusal:
        abort(409, " ".join(refusal.sentences))
    slug = shown.convener.slug
    return redirect(url_for("meetings.manage", slug=slug, key=shown.id, _anchor="ordre-du-jour"), 303)


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/points/<uuid:point>/<any(laisse, traite):way>")
@guarded("meeting.plan", load=loading.item, private=True)
def mark_item(item: AgendaItem) -> ResponseReturnValue:
    """Say that there was no time for an item, or that there was."""

    def act() -> Meeting:
        carrying.mark(item, is_left=(request.view_args or {})["way"] == "laisse", actor=actor())
        return item.meeting

    return _do(act)


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/reporter")
@guarded("meeting.plan", load=loading.meeting)
def carry_on(meeting: Meeting) -> ResponseReturnValue:
    """Carry what was left to the next meeting in preparation."""
    return _do(lambda: carrying.carry_on(meeting, actor=actor()))


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/reprendre")
@guarded("meeting.plan", load=loading.meeting)
def carry_here(meeting: Meeting) -> ResponseReturnValue:
    """Take what was left before onto this agenda."""

    def act() -> Meeting:
        carrying.carry(meeting, actor=actor())
        return meeting

    return _do(act)
