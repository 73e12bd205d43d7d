"""The signed sheet of a meeting: its photos, added, seen and taken away by those who hold it."""

from __future__ import annotations

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from foundation import documents
from foundation.documents import Received
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.holding import loading, pages
from meetings.holding.blueprint import holding
from meetings.holding.forms import SheetForm
from meetings.holding.views import BASE, OLD
from meetings.models import Meeting
from meetings.presence import sheets
from meetings.presence.models import AttendanceSheet

NONE_CHOSEN = "Choisissez un fichier."


def receive() -> Received | Refused:
    """The file that was sent, looked at and drawn anew before the database is held; or why it cannot be kept."""
    return documents.sent("file") or Refused(NONE_CHOSEN)


@holding.get(f"{BASE}/feuilles")
@guarded("meeting.hold", load=loading.meeting, fresh=True)
def sheets_page(meeting: Meeting) -> ResponseReturnValue:
    """The photos of the signed sheet, and the next one to keep."""
    return _page(meeting, SheetForm())


def _page(meeting: Meeting, form: SheetForm, *sentences: str) -> str:
    form.form_errors.extend(sentences)
    rows = [(one.id, one.document.name, documents.size_words(one.document)) for one in sheets.listed(meeting.id)]
    shown = {"meeting": meeting, "form": form, "rows": rows, "is_full": len(rows) >= sheets.MOST}
    return render_template("meetings/holding/sheets.html", may_add=meeting.state in sheets.SIGNED_IN, **shown)


@holding.post(f"{BASE}/feuilles")
@guarded("meeting.hold", load=loading.meeting, private=True, before=receive, once=True)
def add_sheet(meeting: Meeting) -> ResponseReturnValue:
    """Keep the photo that was sent."""
    form, received = SheetForm(), g.before
    if not form.sent():
        return _page(meeting, form), 422
    try:
        if isinstance(received, Refused):
            raise received
        sheets.add(meeting, received, actor=actor())
    except Refused as refusal:
        form.file.errors = list(refusal.sentences)
        return _page(meeting, form), 422
    return redirect(url_for("holding.sheets_page", **pages.here(meeting)), 303)


@holding.get(f"{BASE}/feuilles/<uuid:sheet>")
@guarded("meeting.hold", load=loading.attendance_sheet, fresh=True)
def signed_sheet(sheet: AttendanceSheet) -> ResponseReturnValue:
    """One photo of the signed sheet, to save."""
    return documents.send(sheet.document)


@holding.post(f"{BASE}/feuilles/<uuid:sheet>/retirer")
@guarded("meeting.hold", load=loading.attendance_sheet, private=True)
def drop_sheet(sheet: AttendanceSheet) -> ResponseReturnValue:
    """Take a photo away."""
    meeting = sheet.meeting
    if not Press().sent():
        return _page(meeting, SheetForm(address=url_for("holding.add_sheet", **pages.here(meeting))), OLD), 422
    sheets.drop(sheet, actor=actor())
    return redirect(url_for("holding.sheets_page", **pages.here(meeting)), 303)
