"""Answering a notice by the link of its letter: a page that does nothing by itself, and a press (ruling 19)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerMinute
from werkzeug.exceptions import TooManyRequests

from councils.models import Membership
from foundation import documents, throttle
from foundation.policy import Actor, guarded
from foundation.workflow import Refused
from meetings.convening import agenda, answering, conveners, helping, links, papers, presentation, queries, wording
from meetings.convening.blueprint import meetings
from meetings.convening.forms import AnswerForm
from meetings.models import Meeting

PER_LINK = RateLimitItemPerMinute(30, 5)
UNKNOWN = "Ce lien n’est pas valable. Vérifiez que l’adresse est entière."
MOVED = "La réunion a changé de date ou de lieu depuis ce message\u00a0: répondez par le lien du dernier message reçu."


@dataclass(frozen=True)
class Behind:
    """What a good link leads to: a meeting, and the seat that answers."""

    meeting: Meeting
    seat: Membership
    token: str


def behind(token: str) -> Behind | str:
    """What a link leads to; or why it leads nowhere."""
    named = links.read(token)
    meeting = queries.find(named[0]) if named else None
    if named is None or meeting is None:
        return UNKNOWN
    seat = queries.open_seat(named[1])
    if seat is None or not conveners.invites(meeting, seat):
        return UNKNOWN
    return Behind(meeting, seat, token) if named[2] == meeting.round else MOVED


@meetings.get("/convocation/<token>")
@guarded("meeting.list", fresh=True)
def by_link_page(token: str) -> ResponseReturnValue:
    """The notice, and two or three buttons; or why this link opens nothing."""
    found = behind(token)
    return _page(found, token) if isinstance(found, Behind) else gone(found)


def _page(found: Behind, token: str, *sentences: str) -> str:
    known = helping.of_seat(found.meeting.id, found.seat.id) if found.meeting.offers else []
    return render_template(
        "meetings/convening/by_link.html",
        behind=found,
        meeting=found.meeting,
        person=found.seat.person,
        when=wording.when(found.meeting),
        where=wording.where(found.meeting),
        items=agenda.shown(found.meeting, inside=True, token=token),
        own=presentation.answering_view(found.meeting, found.seat.id),
        form=AnswerForm(address=request.path, data={"needs": known}).offering(found.meeting.offers),
        sentences=sentences,
    )


def gone(reason: str) -> ResponseReturnValue:
    """The page of a link that opens nothing, with the reason."""
    return render_template("meetings/convening/link_gone.html", reason=reason), 410 if reason is MOVED else 404


def count_tries() -> None:
    """Count a press for each link, not for each network address: a council on one Wi-Fi is not stopped (ruling 21)."""
    named = links.read(str((request.view_args or {})["token"]))
    key = str(named) if named else request.remote_addr or ""
    wait = throttle.hit("notice:link" if named else "notice:stray", key, PER_LINK)
    if wait:
        raise TooManyRequests(
            "Trop d’essais de suite avec ce lien. Attendez un peu, puis recommencez.", retry_after=wait
        )


@meetings.post("/convocation/<token>")
@guarded("meeting.list", private=True, before=count_tries)
def by_link(token: str) -> ResponseReturnValue:
    """Answer, or change one's answer."""
    found = behind(token)
    if isinstance(found, str):
        return gone(found)
    form = AnswerForm().offering(found.meeting.offers)
    if not form.sent():
        return _page(found, token, "Choisissez l’une des réponses."), 422
    try:
        acting = Actor(found.seat.person_id, "member")
        answering.answer(found.meeting, found.seat, form.answer(), form.needed(), actor=acting)
    except Refused as refusal:
        return _page(found, token, *refusal.sentences), 409
    return redirect(url_for("meetings.by_link_page", token=token), 303)


@meetings.get("/convocation/<token>/documents/<uuid:paper>")
@guarded("meeting.list", fresh=True)
def paper_by_link(token: str, paper: uuid.UUID) -> ResponseReturnValue:
    """A document of the agenda, for whoever was convened and may have no account."""
    found = behind(token)
    if not isinstance(found, Behind):
        return gone(found)
    asked = papers.find(found.meeting.id, paper)
    return documents.send(asked.document) if asked is not None else abort(404, documents.GONE)
