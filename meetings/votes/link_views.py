"""Voting by the link of a letter: a page that does nothing by itself, and a press that votes (ruling 19)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerMinute
from werkzeug.exceptions import TooManyRequests

from councils.models import Membership
from foundation import clock, throttle
from foundation.policy import Actor, guarded
from foundation.workflow import Refused
from meetings.ballots.wording import BY_BALLOT
from meetings.votes import links, presentation, queries, services
from meetings.votes.blueprint import votes
from meetings.votes.forms import VoteForm
from meetings.votes.models import Motion, VoteMethod
from meetings.votes.moments import stage

PER_LINK = RateLimitItemPerMinute(30, 5)
CLOSED = "ce lien ne sert plus."
UNKNOWN = "Ce lien n’est pas valable. Vérifiez que l’adresse est entière."


@dataclass(frozen=True)
class Behind:
    """What a good link leads to: a vote, and the seat that answers it, with what it answered."""

    motion: Motion
    seat: Membership
    own: queries.Own


def _behind(token: str) -> Behind | None:
    """What a link leads to, whether or not one may still vote there; None when it leads nowhere."""
    named = links.read(token)
    motion = queries.find(named[0]) if named else None
    if named is None or motion is None:
        return None
    own = queries.own_by_membership(motion, named[1])
    if own.membership is None or queries.link_is_shut(own.membership):
        return None
    return Behind(motion, own.membership, own)


@votes.get("/voter/<token>")
@guarded("vote.read", fresh=True)
def by_link_page(token: str) -> ResponseReturnValue:
    """What is voted, and four buttons; or why this link opens nothing, and the way in."""
    found = _behind(token)
    return _page(found) if found else _gone()


def _page(found: Behind, form: VoteForm | None = None) -> ResponseReturnValue:
    own = presentation.own_view(found.motion, found.own, stage(found.motion, clock.now()), address=request.path)
    if own.form is None:
        if found.motion.method is VoteMethod.SECRET:
            return _gone(found, BY_BALLOT)
        return _gone(found, services.reason_against(found.motion, found.seat, own.conflict, clock.now(), CLOSED))
    span = presentation.span(found.motion)
    shown = {"motion": found.motion, "person": found.seat.person, "own": own, "form": form or own.form, "span": span}
    return render_template("meetings/votes/by_link.html", **shown), 422 if form else 200


def _gone(found: Behind | None = None, *sentences: str) -> ResponseReturnValue:
    page = render_template("meetings/votes/link_gone.html", found=found, sentences=sentences or (UNKNOWN,))
    return page, 410 if found else 404


def count_tries() -> None:
    """Count a press for each link, not for each network address: a council on one Wi-Fi is not stopped (ruling 21)."""
    token = str((request.view_args or {})["token"])
    named = links.read(token)
    key = str(named) if named else request.remote_addr or ""
    wait = throttle.hit("vote:link" if named else "vote:stray", key, PER_LINK)
    if wait:
        raise TooManyRequests(
            "Trop d’essais de suite avec ce lien. Attendez un peu, puis recommencez.", retry_after=wait
        )


@votes.post("/voter/<token>")
@guarded("vote.read", private=True, before=count_tries)
def by_link(token: str) -> ResponseReturnValue:
    """Answer, or change one’s answer."""
    found, form = _behind(token), VoteForm()
    if found is None:
        return _gone()
    if not form.sent():
        return _page(found, form)
    try:
        services.cast(found.motion, found.seat, form.answer(), actor=Actor(found.seat.person_id, "member"))
    except Refused as refused:
        return _gone(found, *refused.sentences)
    return redirect(url_for("votes.by_link_page", token=token), 303)
