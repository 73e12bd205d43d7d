"""Giving power, being noted present and voting by the link of one's notice, without an account (ruling 19)."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from foundation.forms import Press
from foundation.policy import Actor, guarded
from foundation.workflow import Refused
from meetings.convening.link_views import Behind, behind, count_tries, gone
from meetings.holding import acts
from meetings.holding.blueprint import holding
from meetings.holding.forms import CheckInForm, HolderForm, VoiceForm
from meetings.holding.loading import seat as seat_by_key
from meetings.holding.member_views import power_form
from meetings.presence import proxies


def _actor(found: Behind) -> Actor:
    return Actor(found.seat.person_id, "member")


def _back(token: str) -> ResponseReturnValue:
    return redirect(url_for("meetings.by_link_page", token=token), 303)


def _refused(found: Behind, token: str, *sentences: str) -> ResponseReturnValue:
    to = url_for("meetings.by_link_page", token=token)
    page = render_template("meetings/holding/refused.html", meeting=found.meeting, sentences=sentences, to=to)
    return page, 409


@holding.get("/convocation/<token>/pouvoir")
@guarded("meeting.list", fresh=True)
def power_by_link_page(token: str) -> ResponseReturnValue:
    """To whom to give one's power, or to take it back."""
    found = behind(token)
    return gone(found) if isinstance(found, str) else _power(found, token, HolderForm())


def _power(found: Behind, token: str, form: HolderForm) -> str:
    revoke = url_for("holding.give_back_by_link", token=token)
    return power_form(found.meeting, found.seat, form, revoke, token=token, plain=Press(address=revoke))


@holding.post("/convocation/<token>/pouvoir")
@guarded("meeting.list", private=True, before=count_tries)
def give_by_link(token: str) -> ResponseReturnValue:
    """Give one's power."""
    found, form = behind(token), HolderForm()
    if isinstance(found, str):
        return gone(found)
    form.prepare(acts.everybody(found.meeting))
    if not form.sent():
        return _power(found, token, form), 422
    try:
        proxies.give(found.meeting, found.seat, seat_by_key(found.meeting, form.holder.data), actor=_actor(found))
    except Refused as refusal:
        return _power(found, token, acts.again(form, refusal, found.meeting, found.seat)), 409
    return _back(token)


@holding.post("/convocation/<token>/pouvoir/reprendre")
@guarded("meeting.list", private=True, before=count_tries)
def give_back_by_link(token: str) -> ResponseReturnValue:
    """Take one's power back."""
    found = behind(token)
    if isinstance(found, str):
        return gone(found)
    if not Press().sent():
        return _refused(found, token, "Cette page était trop ancienne\u00a0: essayez de nouveau.")
    try:
        proxies.revoke(found.meeting, found.seat, actor=_actor(found))
    except Refused as refusal:
        return _refused(found, token, *refusal.sentences)
    return _back(token)


@holding.post("/convocation/<token>/presence")
@guarded("meeting.list", private=True, before=count_tries)
def check_in_by_link(token: str) -> ResponseReturnValue:
    """Note oneself present with the code of the room."""
    found, form = behind(token), CheckInForm()
    if isinstance(found, str):
        return gone(found)
    if not form.sent():
        return _refused(found, token, "Écrivez le code affiché dans la salle.")
    try:
        acts.check_in(found.meeting, found.seat, form, actor=_actor(found))
    except Refused as refusal:
        return _refused(found, token, *refusal.sentences)
    return _back(token)


@holding.post("/convocation/<token>/voix")
@guarded("meeting.list", private=True, before=count_tries)
def answer_by_link(token: str) -> ResponseReturnValue:
    """Answer the question that is being voted."""
    found, form = behind(token), VoiceForm()
    if isinstance(found, str):
        return gone(found)
    if not form.sent():
        return _refused(found, token, "Choisissez une réponse.")
    sentences = acts.answer(found.meeting, form, actor=_actor(found))
    return _refused(found, token, *sentences) if sentences else _back(token)
