"""The decisions of a council, to follow."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils import queries as councils
from councils.models import Council
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.minutes import decisions as following
from meetings.minutes import loading
from meetings.minutes.blueprint import minutes as site
from meetings.presence.models import Decision

AGAIN = "reprendre"


@site.get("/conseils/<slug>/gestion/decisions")
@guarded("decision.list", load=loading.council, fresh=True)
def decisions(council: Council) -> ResponseReturnValue:
    """What is to be done, by whom, until when."""
    return _page(council)


def _page(council: Council, *sentences: str) -> str:
    return render_template("meetings/minutes/decisions.html", sentences=sentences, **following.page(council, actor()))


@site.post("/conseils/<slug>/gestion/decisions/<uuid:key>")
@guarded("decision.settle", load=loading.decision, private=True)
def settle(decision: Decision) -> ResponseReturnValue:
    """Say that it is done, or not after all."""
    slug = (request.view_args or {})["slug"]
    council = councils.by_slug(slug) or abort(404)
    if not Press().sent():
        return _page(council, "Cette page était trop ancienne\u00a0: essayez de nouveau."), 422
    try:
        following.settle(decision, done=request.form.get("act") != AGAIN, actor=actor())
    except Refused as refusal:
        return _page(council, *refusal.sentences), 409
    return redirect(url_for("minutes.decisions", slug=slug), 303)
