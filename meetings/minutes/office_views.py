"""The office of minutes: what is to be written, begun, written, sent, corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation import clock
from foundation.forms import Form, Press
from foundation.html import markdown, visible_length
from foundation.policy import actor, guarded
from foundation.text import hour_words, plural
from foundation.workflow import Refused
from meetings.convener import Convener
from meetings.minutes import loading, presentation, services
from meetings.minutes.blueprint import minutes as site
from meetings.minutes.forms import ReasonForm, StartForm, TextForm
from meetings.minutes.models import Minutes
from meetings.models import Meeting
from meetings.proposals.texts import compare

OLD = "Cette page était trop ancienne\u00a0: essayez de nouveau."
OVERTAKEN = (
    "Un autre texte a été enregistré entre-temps. Appuyez sur «\u202fEnregistrer\u202f» pour voir les deux côte à côte."
)


def where(minutes: Minutes) -> dict[str, Any]:
    """What an address of some minutes names."""
    return {"slug": minutes.convener.slug, "key": minutes.id}


@site.get("/<convener:slug>/gestion/comptes-rendus")
@guarded("minutes.write", load=loading.convener, fresh=True)
def office(convener: Convener) -> ResponseReturnValue:
    """What is to be written, and where what is written stands."""
    return _office(convener)


def _office(convener: Convener, *sentences: str) -> str:
    shown = presentation.office(convener)
    forms = {one.id: _start_form(one, kind) for one, _, kind, _ in shown["unwritten"]}
    return render_template("meetings/minutes/office.html", forms=forms, sentences=sentences, **shown)


def _start_form(meeting: Meeting, kind: str) -> StartForm:
    address = url_for("minutes.start", slug=meeting.convener.slug, key=meeting.id)
    return StartForm(address=address, prefix=meeting.id.hex, data={"kind": kind})


def over_panel(meeting: Meeting) -> Mapping[str, Any] | None:
    """On the page of a meeting for whoever holds it: the way to its minutes, once it is over."""
    shown = presentation.over(meeting)
    if shown is None or "kind" not in shown:
        return shown
    to = url_for("minutes.start", slug=meeting.convener.slug, key=meeting.id)
    return {**shown, "form": _start_form(meeting, shown["kind"]), "to": to}


@site.post("/<convener:slug>/gestion/reunions/<uuid:key>/compte-rendu")
@guarded("minutes.write", load=loading.meeting, private=True)
def start(meeting: Meeting) -> ResponseReturnValue:
    """Begin the minutes of a meeting."""
    form = StartForm(prefix=meeting.id.hex)
    if not form.sent():
        return _office(meeting.convener, OLD), 422
    try:
        made = services.start(meeting, form.chosen(), actor=actor())
    except Refused as refusal:
        return _office(meeting.convener, *refusal.sentences), 409
    return redirect(url_for("minutes.write_page", slug=meeting.convener.slug, key=made.id), 303)


@site.get("/<convener:slug>/comptes-rendus/<uuid:key>/ecrire")
@guarded("minutes.write", load=loading.minutes, fresh=True)
def write_page(minutes: Minutes) -> ResponseReturnValue:
    """The text to write, as long as it may change."""
    text = services.must_be_open(minutes)
    return _write_page(minutes, TextForm(data={"text": text.text, "version": text.saved}))


def _write_page(minutes: Minutes, form: TextForm, preview: str = "") -> str:
    return render_template(
        "meetings/minutes/write.html",
        form=form,
        minutes=minutes,
        preview=preview,
        length=_length(form),
        kept_as=presentation.kept_as(minutes.id, actor()),
    )


def _length(form: TextForm) -> str:
    return f"{plural(visible_length(form.text.data or ''), 'caractère', 'caractères')}."


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/ecrire")
@guarded("minutes.write", load=loading.minutes, private=True)
def save(minutes: Minutes) -> ResponseReturnValue:
    """Save the text, or only look at it."""
    form = TextForm()
    if request.form.get("act") == "preview":
        return _write_page(minutes, form, markdown(form.text.data or ""))
    if not form.sent():
        return _write_page(minutes, form), 422
    try:
        services.save(minutes, form.text.data, form.read_version(), actor=actor())
    except services.Overtaken:
        return conflict(minutes, form), 409
    except Refused as refusal:
        return _refused(minutes, form, refusal), 409
    return redirect(url_for("minutes.read", **where(minutes)), 303)


def _refused(minutes: Minutes, form: TextForm, refusal: Refused) -> str:
    form.form_errors.extend(refusal.sentences)
    return _write_page(minutes, form)


def conflict(minutes: Minutes, form: TextForm) -> str:
    """One's own text beside the one that somebody saved meanwhile; nothing is lost of either."""
    kept = services.must_be_open(minutes)
    form.version.data = str(kept.saved)
    return render_template(
        "meetings/minutes/conflict.html",
        form=form,
        minutes=minutes,
        saved_at=kept.saved_at,
        html=kept.html,
        passages=compare(kept.text, form.text.data or ""),
        length=_length(form),
        kept_as=presentation.kept_as(minutes.id, actor()),
        action=url_for("minutes.save", **where(minutes)),
        back=url_for("minutes.write_page", **where(minutes)),
    )


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/brouillon")
@guarded("minutes.write", load=loading.minutes, private=True)
def autosave(minutes: Minutes) -> ResponseReturnValue:
    """Save the text from the page's script, which says what became of it."""
    form = TextForm()
    if not form.sent():
        return {"message": next((str(field.errors[0]) for field in form if field.errors), OLD)}, 422
    try:
        kept = services.save(minutes, form.text.data, form.read_version(), actor=actor())
    except services.Overtaken:
        return {"message": OVERTAKEN}, 409
    except Refused as refusal:
        return {"message": " ".join(refusal.sentences)}, 409
    hour = hour_words(clock.now().astimezone(clock.PARIS))
    return {"version": kept.saved, "saved": f"Enregistré à {hour}. {_length(form)}"}


def read_page(minutes: Minutes, *sentences: str, **forms: Form) -> str:
    """The page of minutes for the council, with what could not be done."""
    shown = presentation.inside(minutes, actor())
    return render_template("meetings/minutes/read.html", sentences=sentences, forms=forms, **shown)


def attempt(minutes: Minutes, act: Callable[[], object]) -> ResponseReturnValue:
    """Do what a button says, or show the page again with the reason why not."""
    if not Press().sent():
        return read_page(minutes, OLD), 422
    try:
        act()
    except Refused as refusal:
        return read_page(minutes, *refusal.sentences), 409
    return redirect(url_for("minutes.read", **where(minutes)), 303)


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/envoyer")
@guarded("minutes.write", load=loading.minutes, private=True)
def propose(minutes: Minutes) -> ResponseReturnValue:
    """Send the draft to those who were there."""
    return attempt(minutes, lambda: services.propose(minutes, actor=actor()))


@site.get("/<convener:slug>/comptes-rendus/<uuid:key>/reprendre")
@guarded("minutes.write", load=loading.minutes, fresh=True)
def take_back_page(minutes: Minutes) -> ResponseReturnValue:
    """Why a text that was sent is written again."""
    return _reason_page(minutes, ReasonForm(), "reprendre")


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/reprendre")
@guarded("minutes.write", load=loading.minutes, private=True)
def take_back(minutes: Minutes) -> ResponseReturnValue:
    """Write a text again that was sent."""
    return _with_reason(minutes, "reprendre", lambda words: services.take_back(minutes, words, actor=actor()))


@site.get("/<convener:slug>/comptes-rendus/<uuid:key>/rectifier")
@guarded("minutes.write", load=loading.minutes, fresh=True)
def correct_page(minutes: Minutes) -> ResponseReturnValue:
    """Why approved minutes need a correction."""
    return _reason_page(minutes, ReasonForm(), "rectifier")


@site.post("/<convener:slug>/comptes-rendus/<uuid:key>/rectifier")
@guarded("minutes.write", load=loading.minutes)
def correct(minutes: Minutes) -> ResponseReturnValue:
    """Begin a correction; the public page says so."""
    return _with_reason(minutes, "rectifier", lambda words: services.correct(minutes, words, actor=actor()))


def _with_reason(minutes: Minutes, act: str, do: Callable[[str], object]) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.sent():
        return _reason_page(minutes, form, act), 422
    try:
        do(form.reason.data)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _reason_page(minutes, form, act), 409
    return redirect(url_for("minutes.write_page", **where(minutes)), 303)


def _reason_page(minutes: Minutes, form: ReasonForm, act: str) -> str:
    return render_template("meetings/minutes/reason.html", form=form, minutes=minutes, act=act)
