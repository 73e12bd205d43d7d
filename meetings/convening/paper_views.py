"""Joining documents to the items of an agenda: one file at a time, looked at before the database is held."""

from __future__ import annotations

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation import documents
from foundation.documents import Received
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.convening import agenda, loading, papers
from meetings.convening.blueprint import meetings
from meetings.convening.forms import PaperForm
from meetings.convening.models import AgendaDocument
from meetings.models import AgendaItem

NONE_CHOSEN = "Choisissez un fichier."


def receive() -> Received | Refused:
    """The file that was sent, looked at and drawn anew; or why it cannot be kept."""
    return documents.sent("file") or Refused(NONE_CHOSEN)


@meetings.get("/<convener:slug>/gestion/reunions/<uuid:key>/points/<uuid:point>/documents")
@guarded("meeting.plan", load=loading.agenda_item, fresh=True)
def papers_page(item: AgendaItem) -> ResponseReturnValue:
    """The documents of an item, and the next one to join."""
    return _page(item, PaperForm())


@meetings.post("/<convener:slug>/gestion/reunions/<uuid:key>/points/<uuid:point>/documents")
@guarded("meeting.plan", load=loading.agenda_item, before=receive, once=True)
def attach_paper(item: AgendaItem) -> ResponseReturnValue:
    """Join the file that was sent."""
    form, received = PaperForm(), g.before
    if not form.sent():
        return _page(item, form), 422
    try:
        if isinstance(received, Refused):
            raise received
        papers.attach(item, received, is_public=form.is_public(), actor=actor())
    except Refused as refusal:
        form.file.errors = list(refusal.sentences)
        return _page(item, form), 422
    return redirect(_address(item), 303)


@meetings.post(
    "/<convener:slug>/gestion/reunions/<uuid:key>/points/<uuid:point>/documents/<uuid:paper>"
    "/<any(montrer, reserver, retirer):way>"
)
@guarded("meeting.plan", load=loading.kept_paper)
def change_paper(paper: AgendaDocument) -> ResponseReturnValue:
    """Show a document to everybody, to the council alone, or take it away."""
    item, way = paper.agenda_item, str((request.view_args or {})["way"])
    if not Press().sent():
        abort(422)
    if way == "retirer":
        papers.detach(paper, actor=actor())
    else:
        papers.turn(paper, is_public=way == "montrer", actor=actor())
    return redirect(_address(item), 303)


def _address(item: AgendaItem) -> str:
    return url_for("meetings.papers_page", slug=item.meeting.convener.slug, key=item.meeting_id, point=item.id)


def _page(item: AgendaItem, form: PaperForm) -> str:
    rows = [agenda.paper(item.meeting, one) for one in papers.of_item(item.id)]
    return render_template("meetings/convening/papers.html", item=item, form=form, rows=rows, most=papers.MOST)
