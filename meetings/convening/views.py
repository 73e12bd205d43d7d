"""The meetings of councils as everybody reads them, and the answer of whoever is convened."""

from __future__ import annotations

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation import documents
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.convener import Convener
from meetings.convening import answering, calendar, elsewhere, helping, loading, overview, presentation
from meetings.convening.blueprint import meetings
from meetings.convening.forms import AnswerForm
from meetings.convening.models import AgendaDocument
from meetings.models import Meeting


@meetings.get("/reunions")
@guarded("meeting.list")
def index() -> ResponseReturnValue:
    """The meetings to come, the next first; or by month, or on the map."""
    asked = request.args.get("vue")
    if asked == "mois":
        return render_template("meetings/convening/month.html", **overview.month(request.args.get("mois", "")))
    if asked == "carte":
        return render_template("meetings/convening/map.html", **overview.on_map())
    return _index(past=False)


@meetings.get("/reunions/passees")
@guarded("meeting.list")
def past() -> ResponseReturnValue:
    """The meetings gone by, the latest first."""
    return _index(past=True)


@meetings.get("/reseau/reunions")
@guarded("meeting.list")
def network() -> ResponseReturnValue:
    """The meetings to which the network invites all councils."""
    return render_template("meetings/convening/network.html", **elsewhere.network_page())


def _index(*, past: bool) -> str:
    page, lines = presentation.listing(request.args.get("suite"), past=past)
    return render_template("meetings/convening/index.html", page=page, lines=lines, past=past)


@meetings.get("/reunions/<uuid:key>")
@guarded("meeting.read", load=loading.announced)
def read(meeting: Meeting) -> ResponseReturnValue:
    """One meeting: when, where, what for."""
    return _page(meeting)


def _page(meeting: Meeting, *sentences: str) -> str:
    shown = presentation.read(meeting, actor())
    known = helping.of_seat(meeting.id, shown["seat"].id) if shown["seat"] and meeting.offers else []
    form = AnswerForm(address=url_for("meetings.answer", key=meeting.id), data={"needs": known})
    form.offering(meeting.offers)
    return render_template("meetings/convening/meeting.html", form=form, sentences=sentences, **shown)


@meetings.post("/reunions/<uuid:key>/reponse")
@guarded("meeting.answer", load=loading.announced, private=True)
def answer(meeting: Meeting) -> ResponseReturnValue:
    """Say whether one comes."""
    form = AnswerForm().offering(meeting.offers)
    if not form.sent():
        return _page(meeting, "Choisissez l’une des réponses."), 422
    try:
        answering.answer(meeting, answering.seat_of(meeting, actor()), form.answer(), form.needed(), actor=actor())
    except Refused as refusal:
        return _page(meeting, *refusal.sentences), 409
    return redirect(url_for("meetings.read", key=meeting.id, _anchor="repondre"), 303)


@meetings.get("/reunions/<uuid:key>/reunion.ics")
@guarded("meeting.read", load=loading.announced)
def entry(meeting: Meeting) -> ResponseReturnValue:
    """The meeting for one's own calendar."""
    return as_calendar(calendar.of_meeting(meeting), "reunion")


@meetings.get("/<convener:slug>/agenda.ics")
@guarded("meeting.list", load=loading.convener)
def feed(convener: Convener) -> ResponseReturnValue:
    """The meetings of a council, of a committee or of the network, to follow from one's own calendar."""
    return as_calendar(calendar.of_convener(convener), f"agenda-{convener.slug.strip('/').replace('/', '-')}")


def as_calendar(content: bytes, name: str) -> Response:
    """A file for calendars."""
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


@meetings.get("/reunions/<uuid:key>/documents/<uuid:paper>")
@guarded("agenda.paper", load=loading.paper, fresh=True)
def paper(found: AgendaDocument) -> ResponseReturnValue:
    """A document of the agenda, to save."""
    return documents.send(found.document)
