"""The decisions of a council, to follow."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.convener import Convener
from meetings.minutes import decisions as following
from meetings.minutes import loading
from meetings.minutes.blueprint import minutes as site
from meetings.presence.models import Decision

AGAIN = "reprendre"


@site.get("/<convener:slug>/gestion/decisions")
@guarded("decision.list", load=loading.convener, fresh=True)
def decisions(convener: Convener) -> ResponseReturnValue:
    """What is to be done, by whom, until when."""
    return _page(convener)


def _page(convener: Convener, *sentences: str) -> str:
    return render_template("meetings/minutes/decisions.html", sentences=sentences, **following.page(convener, actor()))


@site.post("/<convener:slug>/gestion/decisions/<uuid:key>")
@guarded("decision.settle", load=loading.decision, private=True)
def settle(decision: Decision) -> ResponseReturnValue:
    """Say that it is done, or not after all."""
    convener = decision.meeting.convener
    if not Press().sent():
        return _page(convener, "Cette page était trop ancienne\u00a0: essayez de nouveau."), 422
    try:
        following.settle(decision, done=request.form.get("act") != AGAIN, actor=actor())
    except Refused as refusal:
        return _page(convener, *refusal.sentences), 409
    return redirect(url_for("minutes.decisions", slug=convener.slug), 303)
