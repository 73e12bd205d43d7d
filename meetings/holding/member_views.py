"""A meeting for its members: noted present, voting, giving power; what goes on, followed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils.models import Membership
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.convening import answering, loading
from meetings.holding import acts, member, pages
from meetings.holding.blueprint import holding
from meetings.holding.forms import CheckInForm, HolderForm, VoiceForm
from meetings.holding.loading import seat as seat_by_key
from meetings.models import Meeting
from meetings.presence import proxies


def own_seat(meeting: Meeting) -> Membership | None:
    """The seat of whoever reads."""
    return answering.seat_of(meeting, actor())


def back(meeting: Meeting, anchor: str) -> ResponseReturnValue:
    """To the page of the meeting."""
    return redirect(url_for("meetings.read", key=meeting.id, _anchor=anchor), 303)


@holding.get("/reunions/<uuid:key>/direct")
@guarded("meeting.inside", load=loading.announced, private=True)
def follow(meeting: Meeting) -> ResponseReturnValue:
    """What goes on, alone: the page asks for it every few seconds."""
    shown = member.live(meeting, own_seat(meeting))
    return pages.unchanged_or(render_template("meetings/holding/_follow.html", **shown))


@holding.get("/reunions/<uuid:key>/presence/<word>")
@guarded("meeting.answer", load=acts.meeting_and_word, fresh=True)
def check_in_page(found: acts.Named) -> ResponseReturnValue:
    """The page behind the picture shown in the room: one button."""
    return _check_in_page(found.meeting, CheckInForm(data={"word": found.word}))


def _check_in_page(meeting: Meeting, form: CheckInForm) -> str:
    to = url_for("holding.check_in", key=meeting.id)
    return render_template("meetings/holding/check_in.html", meeting=meeting, form=form, to=to)


@holding.post("/reunions/<uuid:key>/presence")
@guarded("meeting.answer", load=loading.announced, private=True)
def check_in(meeting: Meeting) -> ResponseReturnValue:
    """Note oneself present with the code of the room."""
    form = CheckInForm()
    if not form.sent():
        return _check_in_page(meeting, form), 422
    try:
        acts.check_in(meeting, own_seat(meeting), form, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _check_in_page(meeting, form), 409
    return back(meeting, "seance")


@holding.post("/reunions/<uuid:key>/voix")
@guarded("meeting.answer", load=loading.announced, private=True)
def answer_motion(meeting: Meeting) -> ResponseReturnValue:
    """Answer the question that is being voted, for oneself or for whoever gave one power."""
    form = VoiceForm()
    sentences = ("Choisissez une réponse.",) if not form.sent() else acts.answer(meeting, form, actor=actor())
    if sentences:
        return render_template("meetings/holding/refused.html", meeting=meeting, sentences=sentences), 409
    return back(meeting, "seance")


@holding.get("/reunions/<uuid:key>/pouvoir")
@guarded("meeting.answer", load=loading.announced, fresh=True)
def power_page(meeting: Meeting) -> ResponseReturnValue:
    """To whom to give one's power, or to take it back."""
    return power_form(meeting, own_seat(meeting), HolderForm(), url_for("holding.give_back", key=meeting.id))


def power_form(meeting: Meeting, seat: Membership | None, form: HolderForm, revoke: str, **more: Any) -> str:
    """The page where one gives one's power."""
    if seat is not None and not form.holder.choices:
        form.prepare(proxies.choosable(meeting, seat))
    power = member.power_of(meeting, seat) if seat is not None else None
    shown = {"meeting": meeting, "seat": seat, "power": power, "form": form, "revoke": revoke, **more}
    return render_template("meetings/holding/power.html", **shown)


@holding.post("/reunions/<uuid:key>/pouvoir")
@guarded("meeting.answer", load=loading.announced, private=True)
def give(meeting: Meeting) -> ResponseReturnValue:
    """Give one's power."""
    seat, form = own_seat(meeting), HolderForm()
    revoke = url_for("holding.give_back", key=meeting.id)
    form.prepare(acts.everybody(meeting))
    if not form.sent():
        return power_form(meeting, seat, form, revoke), 422
    try:
        proxies.give(meeting, seat, seat_by_key(meeting, form.holder.data), actor=actor())
    except Refused as refusal:
        return power_form(meeting, seat, acts.again(form, refusal, meeting, seat), revoke), 409
    return back(meeting, "repondre")


@holding.post("/reunions/<uuid:key>/pouvoir/reprendre")
@guarded("meeting.answer", load=loading.announced, private=True)
def give_back(meeting: Meeting) -> ResponseReturnValue:
    """Take one's power back."""
    seat, revoke = own_seat(meeting), request.path
    sentences: Sequence[str] = ("Essayez de nouveau.",)
    if Press().sent():
        try:
            proxies.revoke(meeting, seat, actor=actor())
        except Refused as refusal:
            sentences = refusal.sentences
        else:
            return back(meeting, "repondre")
    form = HolderForm(address=url_for("holding.give", key=meeting.id))
    form.form_errors.extend(sentences)
    return power_form(meeting, seat, form, revoke), 409
