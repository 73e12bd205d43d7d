"""What is written while a meeting goes on: the notes under each item, and the decisions."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.holding import loading, notes_words, pages, presentation
from meetings.holding.blueprint import holding
from meetings.holding.forms import DecisionForm, NoteForm
from meetings.holding.views import BASE, OLD, done
from meetings.models import AgendaItem
from meetings.presence import decisions, notes
from meetings.presence.models import Decision, ItemNote
from meetings.presence.notes import Overtaken


@holding.get(f"{BASE}/points/<uuid:point>/notes")
@guarded("meeting.hold", load=loading.item, fresh=True)
def notes_page(item: AgendaItem) -> ResponseReturnValue:
    """The notes of an item; who writes them, if somebody does."""
    note = notes.note_of(item.id)
    text, revision = (note.text, note.revision) if note is not None else ("", 0)
    return _notes_page(item, NoteForm(data={"text": text, "version": revision}), note)


def _notes_page(item: AgendaItem, form: NoteForm, note: ItemNote | None, **more: Any) -> str:
    writer = notes_words.writer_of(note, item.council_id) if note and notes.is_held_by_another(note, actor()) else ""
    shown = {"item": item, "meeting": item.meeting, "form": form, "writer": writer, "kept": None, **more}
    shown["length"] = notes_words.length_words(form.text.data or "")
    return render_template("meetings/holding/notes.html", **shown)


@holding.post(f"{BASE}/points/<uuid:point>/notes")
@guarded("meeting.hold", load=loading.item, private=True)
def save_notes(item: AgendaItem) -> ResponseReturnValue:
    """Keep the notes; or show both texts when somebody else wrote meanwhile."""
    form = NoteForm()
    if not form.sent():
        return _notes_page(item, form, None), 422
    try:
        over = bool(form.over.data)
        notes.save(item, form.text.data or "", form.read_revision(), actor=actor(), keep=False, over=over)
    except Refused as refusal:
        return _refused_page(item, form, refusal), 409
    return _to_item(item)


def _refused_page(item: AgendaItem, form: NoteForm, refusal: Refused) -> str:
    """The page with the reason; with both texts when somebody else wrote meanwhile."""
    form.form_errors.extend(refusal.sentences)
    if not isinstance(refusal, Overtaken):
        return _notes_page(item, form, None)
    form.version.process_data(refusal.kept.revision)
    return _notes_page(item, form, refusal.kept, kept=refusal.kept.text)


def _to_item(item: AgendaItem) -> ResponseReturnValue:
    return redirect(url_for("holding.hold_page", **pages.here(item.meeting), _anchor=f"point-{item.id}"), 303)


@holding.post(f"{BASE}/points/<uuid:point>/notes/brouillon")
@guarded("meeting.hold", load=loading.item, private=True)
def autosave(item: AgendaItem) -> ResponseReturnValue:
    """Keep the notes while they are written; the page goes on with the revision it gets back."""
    form = NoteForm()
    if not form.sent():
        return _told(422, " ".join(str(one) for errors in form.errors.values() for one in errors))
    try:
        note = notes.save(item, form.text.data or "", form.read_revision(), actor=actor())
    except Refused as refusal:
        return _told(409, " ".join(refusal.sentences))
    return _told(200, version=note.revision, saved=notes_words.length_words(note.text))


def _told(status: int, message: str = "", **more: object) -> Response:
    response = jsonify(message=message, **more)
    response.status_code = status
    return response


@holding.post(f"{BASE}/points/<uuid:point>/notes/prendre")
@guarded("meeting.hold", load=loading.item, private=True)
def take_notes(item: AgendaItem) -> ResponseReturnValue:
    """Take the notes over from somebody who is writing."""
    if not Press().sent():
        return pages.held(item.meeting, OLD), 422
    try:
        notes.take(item, actor=actor(), over=True)
    except Refused as refusal:
        return pages.held(item.meeting, *refusal.sentences), 409
    return redirect(url_for("holding.notes_page", **pages.here(item.meeting), point=item.id), 303)


@holding.get(f"{BASE}/points/<uuid:point>/decisions")
@guarded("meeting.hold", load=loading.item, fresh=True)
def decision_page(item: AgendaItem) -> ResponseReturnValue:
    """A decision to note."""
    return _decision_page(item, DecisionForm())


def _decision_page(item: AgendaItem, form: DecisionForm) -> str:
    form.prepare(presentation.seats_of(item.meeting))
    return render_template("meetings/holding/decision.html", item=item, meeting=item.meeting, form=form)


@holding.post(f"{BASE}/points/<uuid:point>/decisions")
@guarded("meeting.hold", load=loading.item, private=True, once=True)
def note_decision(item: AgendaItem) -> ResponseReturnValue:
    """Note a decision."""
    form = DecisionForm()
    form.prepare(presentation.seats_of(item.meeting))
    if not form.sent():
        return _decision_page(item, form), 422
    owner = loading.seat(item.meeting, form.owner.data or "")
    try:
        decisions.note(item, form.text.data, owner, form.due_on.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _decision_page(item, form), 409
    return _to_item(item)


@holding.post(f"{BASE}/decisions/<uuid:decision>/retirer")
@guarded("meeting.hold", load=loading.decision, private=True)
def drop_decision(decision: Decision) -> ResponseReturnValue:
    """Take away a decision noted by mistake."""
    if not Press().sent():
        return pages.held(decision.meeting, OLD), 422
    anchor = f"point-{decision.agenda_item_id}"
    return done(decision.meeting, lambda: decisions.drop(decision, actor=actor()), anchor)
