"""Recording what somebody decided of a meeting who asked for it in writing: their answer, their power, their vote."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from councils.assistance.models import AssistedAct
from councils.models import Membership
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.assistance import services, voting
from meetings.assistance.blueprint import assisted
from meetings.assistance.forms import POWER, AssistedAnswerForm, AssistedVoiceForm
from meetings.convening.answering import reason_against
from meetings.holding import acts, loading
from meetings.holding.loading import Put
from meetings.models import Meeting
from meetings.votes.forms import CHOICES

BASE = "/conseils/<slug>/gestion/reunions/<uuid:key>"


@assisted.get(f"{BASE}/pour-quelqu-un")
@guarded("assistance.record", load=loading.meeting, fresh=True)
def answer_page(meeting: Meeting) -> ResponseReturnValue:
    """Who gave a mandate, and the answer to record."""
    return _answer_page(meeting, AssistedAnswerForm(), services.helped(meeting))


@assisted.post(f"{BASE}/pour-quelqu-un")
@guarded("assistance.record", load=loading.meeting, private=True)
def answer(meeting: Meeting) -> ResponseReturnValue:
    """Record it, and show the receipt to hand over."""
    form, helped = AssistedAnswerForm(), services.helped(meeting)
    form.prepare(meeting, helped, acts.everybody(meeting))
    if not form.sent():
        return _answer_page(meeting, form, helped), 422
    try:
        act = _record(meeting, form, helped)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _answer_page(meeting, form, helped), 409
    return _receipt(meeting, act)


def _record(meeting: Meeting, form: AssistedAnswerForm, helped: Sequence[Membership]) -> AssistedAct:
    seat = next((one for one in helped if str(one.id) == form.person.data), None)
    coming = form.coming()
    if coming is not None:
        return services.answer_for(meeting, seat, coming, form.needed(), actor=actor())
    if form.answer.data == POWER:
        holder = loading.seat(meeting, form.holder.data)
        return services.give_for(meeting, seat, holder, actor=actor())
    return services.take_back_for(meeting, seat, actor=actor())


def _answer_page(meeting: Meeting, form: AssistedAnswerForm, helped: Sequence[Membership]) -> str:
    form.prepare(meeting, helped, acts.everybody(meeting))
    shown = {"meeting": meeting, "form": form, "helped": len(helped), "reason": reason_against(meeting)}
    return render_template("meetings/assistance/answer.html", **shown)


@assisted.get(f"{BASE}/votes/<uuid:vote>/pour-quelqu-un")
@guarded("assistance.record", load=loading.motion_of_meeting, fresh=True)
def voice_page(found: Put) -> ResponseReturnValue:
    """Who gave a mandate and votes here, and the answer to record."""
    return _voice_page(found, AssistedVoiceForm(), voting.voices(found.motion))


@assisted.post(f"{BASE}/votes/<uuid:vote>/pour-quelqu-un")
@guarded("assistance.record", load=loading.motion_of_meeting, private=True)
def voice(found: Put) -> ResponseReturnValue:
    """Record it, and show the receipt to hand over."""
    form, voices = AssistedVoiceForm(), voting.voices(found.motion)
    form.prepare(voices)
    if not form.sent():
        return _voice_page(found, form, voices), 422
    chosen = form.chosen(voices)
    elector, choice = chosen.elector if chosen else None, CHOICES[form.choice.data]
    try:
        act = voting.vote_for(found.motion, found.meeting, elector, choice, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _voice_page(found, form, voices), 409
    return _receipt(found.meeting, act)


def _voice_page(found: Put, form: AssistedVoiceForm, voices: Sequence[voting.Voice]) -> str:
    form.prepare(voices)
    shown = {"meeting": found.meeting, "motion": found.motion, "form": form, "helped": len(voices)}
    return render_template("meetings/assistance/voice.html", **shown)


def _receipt(meeting: Meeting, act: AssistedAct) -> ResponseReturnValue:
    return redirect(url_for("assistance.receipt", slug=meeting.convener.slug, receipt=act.receipt), 303)
