"""The calendar of one's own meetings, behind a secret link."""

from __future__ import annotations

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from foundation.forms import Press
from foundation.policy import actor, guarded
from meetings.convening import calendar, own
from meetings.convening.blueprint import meetings
from meetings.convening.views import as_calendar


@meetings.get("/agenda/<token>.ics")
@guarded("meeting.list", fresh=True)
def own_calendar(token: str) -> ResponseReturnValue:
    """All meetings of one person."""
    link = own.behind(token)
    if link is None:
        abort(404)
    return as_calendar(calendar.of_person(own.meetings_of(link.person_id)), "mes-reunions")


@meetings.post("/mon-espace/agenda")
@guarded("calendar.own", private=True)
def renew_calendar() -> ResponseReturnValue:
    """Make one's link, or another in its place."""
    if not Press().sent():
        abort(422)
    own.renew(actor=actor())
    return redirect(url_for("accounts.own_page", _anchor="mes-reunions"), 303)


@meetings.post("/mon-espace/agenda/supprimer")
@guarded("calendar.own", private=True)
def stop_calendar() -> ResponseReturnValue:
    """Take one's link away."""
    if not Press().sent():
        abort(422)
    own.stop(actor=actor())
    return redirect(url_for("accounts.own_page", _anchor="mes-reunions"), 303)
