"""The minutes inside the council: read, remarked on, approved."""

from __future__ import annotations

import uuid
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils.charter.articles import Articles
from foundation import clock
from foundation.policy import actor, guarded
from foundation.text import moment_words
from foundation.workflow import Refused
from meetings.convening import conveners
from meetings.convening import queries as convening
from meetings.minutes import approving, loading, remarks, standing
from meetings.minutes.blueprint import minutes as site
from meetings.minutes.forms import ACCEPT, AnswerForm, RemarkForm
from meetings.minutes.models import Minutes, MinutesRemark
from meetings.minutes.office_views import attempt, read_page, where
from meetings.proposals.forms import VoteForm, usual_closing, vote_form
from meetings.votes.moments import earliest_closing
from meetings.votes.sheet import voters_sheet


@site.get("/<convener:slug>/comptes-rendus/<uuid:key>")
@guarded("minutes.inside", load=loading.minutes, fresh=True)
def read(minutes: Minutes) -> ResponseReturnValue:
    """The text for the council, and where it stands."""
    return _read(minutes, RemarkForm(address=url_for("minutes.remark", **where(minutes))))


def _read(minutes: Minutes, form: RemarkForm, *sentences: str) -> str:
    return read_page(minutes, *sentences, remark=form)


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/remarques")
@guarded("minutes.remark", load=loading.minutes, private=True, once=True)
def remark(minutes: Minutes) -> ResponseReturnValue:
    """Ask for a change."""
    form = RemarkForm()
    if not form.sent():
        return _read(minutes, form), 422
    try:
        remarks.send(minutes, form.text.data, actor=actor())
    except Refused as refusal:
        return _read(minutes, form, *refusal.sentences), 409
    return redirect(url_for("minutes.read", **where(minutes), _anchor="remarques"), 303)


@site.get("/<convener:slug>/comptes-rendus/<uuid:key>/remarques/<uuid:remark>")
@guarded("minutes.write", load=loading.remark, fresh=True)
def answer_page(remark: MinutesRemark) -> ResponseReturnValue:
    """A remark to answer."""
    return _answer_page(remark, AnswerForm())


def _answer_page(remark: MinutesRemark, form: AnswerForm) -> str:
    return render_template("meetings/minutes/answer.html", form=form, remark=remark, minutes=remark.minutes)


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/remarques/<uuid:remark>")
@guarded("minutes.write", load=loading.remark, private=True)
def answer(remark: MinutesRemark) -> ResponseReturnValue:
    """Accept a remark or decline it; its author is told."""
    form = AnswerForm()
    if not form.sent():
        return _answer_page(remark, form), 422
    try:
        accepted = form.decision.data == ACCEPT
        remarks.answer(remark, accepted=accepted, words=form.answer.data or "", actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _answer_page(remark, form), 409
    return redirect(url_for("minutes.read", **where(remark.minutes), _anchor="remarques"), 303)


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/ordre-du-jour")
@guarded("minutes.write", load=loading.minutes, private=True)
def put_on_agenda(minutes: Minutes) -> ResponseReturnValue:
    """Put the approval on the agenda of a meeting in preparation."""
    return attempt(minutes, lambda: _put(minutes, request.form.get("meeting", "")))


def _put(minutes: Minutes, key: str) -> None:
    try:
        meeting = convening.find(uuid.UUID(key))
    except ValueError:
        meeting = None
    if meeting is None:
        raise Refused("Choisissez une réunion en préparation.")
    approving.put_on_agenda(minutes, meeting, actor=actor())


@site.get("/<convener:slug>/comptes-rendus/<uuid:key>/vote")
@guarded("vote.open", load=loading.minutes, fresh=True)
def vote_page(minutes: Minutes) -> ResponseReturnValue:
    """A written vote to open on the text."""
    approving.ready(minutes)
    rules = conveners.articles(minutes.meeting, clock.today())
    return _vote_page(minutes, _form(rules, **usual_closing(rules)))


def _form(rules: Articles, **known: Any) -> VoteForm:
    """The form of a written vote: minutes are approved in the open."""
    form = vote_form(rules, 0, **known)
    del form.method
    return form


def _vote_page(minutes: Minutes, form: VoteForm) -> str:
    text = standing.written(minutes)
    return render_template(
        "meetings/minutes/vote.html",
        form=form,
        minutes=minutes,
        asked=approving.title(minutes, text) if text else "",
        sheet=voters_sheet(approving.council_of(minutes), clock.today()),
        earliest=moment_words(earliest_closing(clock.now(), form.rules.written_vote_days)),
    )


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/vote")
@guarded("vote.open", load=loading.minutes, once=True)
def open_vote(minutes: Minutes) -> ResponseReturnValue:
    """Open the written vote."""
    form = _form(conveners.articles(minutes.meeting, clock.today()))
    if not form.sent():
        return _vote_page(minutes, form), 422
    try:
        approving.open_vote(minutes, form.closes_at(), form.percent.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _vote_page(minutes, form), 409
    return redirect(url_for("minutes.read", **where(minutes)), 303)


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/valider")
@guarded("minutes.validate", load=loading.minutes)
def validate(minutes: Minutes) -> ResponseReturnValue:
    """Take as approved what a committee or the network wrote, after the remarks."""
    return attempt(minutes, lambda: approving.validate(minutes, actor=actor()))
