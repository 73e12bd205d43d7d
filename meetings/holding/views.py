"""Holding a meeting: opened, presences, guests, powers, motions, closed. One page, and what several people follow."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from foundation import documents
from foundation.documents import Received
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused
from meetings.holding import guiding, loading, pages, presentation, services, timing
from meetings.holding.blueprint import holding
from meetings.holding.forms import LEFT, STATUSES, GuestForm, PaperProxyForm, TickForm
from meetings.models import AgendaItem, Meeting
from meetings.presence import attending, guests
from meetings.presence.models import Guest, Proxy
from meetings.presence.roll import roll_of

OLD = "Cette page était trop ancienne\u00a0: essayez de nouveau."
BASE = "/<convener:slug>/gestion/reunions/<uuid:key>"


@holding.get(f"{BASE}/seance")
@guarded("meeting.hold", load=loading.meeting, fresh=True)
def hold_page(meeting: Meeting) -> ResponseReturnValue:
    """The page of a meeting for whoever holds it."""
    return pages.held(meeting)


@holding.get(f"{BASE}/seance/direct")
@guarded("meeting.hold", load=loading.meeting, private=True)
def live(meeting: Meeting) -> ResponseReturnValue:
    """What several people change at once, alone: the page asks for each part of it every few seconds."""
    wanted = request.args.get("partie", "")
    shown = presentation.live(meeting)
    return pages.unchanged_or(render_template("meetings/holding/_live.html", wanted=wanted, **shown))


def done(meeting: Meeting, act: Callable[[], object], anchor: str = "presences") -> ResponseReturnValue:
    """Do what a button says and go back to the page, or show it again with the reason why not."""
    try:
        act()
    except Refused as refusal:
        return pages.held(meeting, *refusal.sentences), 409
    return redirect(
        url_for("holding.hold_page", slug=meeting.convener.slug, key=meeting.id, _anchor=anchor or None), 303
    )


@holding.post(f"{BASE}/ouvrir")
@guarded("meeting.hold", load=loading.meeting)
def open_meeting(meeting: Meeting) -> ResponseReturnValue:
    """Open a meeting."""
    if not Press().sent():
        return pages.held(meeting, OLD), 422
    return done(meeting, lambda: services.open_meeting(meeting, actor=actor()))


@holding.post(f"{BASE}/terminer")
@guarded("meeting.hold", load=loading.meeting)
def close_meeting(meeting: Meeting) -> ResponseReturnValue:
    """End a meeting."""
    if not Press().sent():
        return pages.held(meeting, OLD), 422
    return done(meeting, lambda: services.close_meeting(meeting, actor=actor()), "")


@holding.post(f"{BASE}/presences/<uuid:seat>")
@guarded("meeting.hold", load=loading.meeting_of_seat, private=True)
def tick(found: loading.Seated) -> ResponseReturnValue:
    """Note how somebody is there."""
    form, meeting = TickForm(), found.meeting
    if not form.sent():
        return pages.held(meeting, OLD), 422
    if form.status.data == LEFT:
        return done(meeting, lambda: attending.leave(meeting, found.seat, actor=actor()))
    act = partial(attending.tick, meeting, found.seat, STATUSES[form.status.data], actor=actor())
    return done(meeting, act, guiding.place_after(roll_of(meeting), found.seat.id))


@holding.post(f"{BASE}/presences")
@guarded("meeting.hold", load=loading.meeting, private=True)
def tick_other(meeting: Meeting) -> ResponseReturnValue:
    """Note somebody present who had not said that they would come."""
    if not Press().sent():
        return pages.held(meeting, OLD), 422
    seat = loading.seat(meeting, request.form.get("seat", ""))
    if seat is None:
        return pages.held(meeting, "Choisissez une personne dans la liste."), 422
    return done(meeting, lambda: attending.tick(meeting, seat, STATUSES["present"], actor=actor()))


@holding.post(f"{BASE}/points/<uuid:point>/en-cours")
@guarded("meeting.hold", load=loading.item)
def reach(item: AgendaItem) -> ResponseReturnValue:
    """Say that the meeting goes on to an item."""
    if not Press().sent():
        return pages.held(item.meeting, OLD), 422
    return done(item.meeting, lambda: timing.reach(item, actor=actor()), f"point-{item.id}")


@holding.get(f"{BASE}/emargement")
@guarded("meeting.hold", load=loading.meeting, fresh=True)
def sheet(meeting: Meeting) -> ResponseReturnValue:
    """The sheet to sign: names and boxes, no address (`R-ATT-02`)."""
    return render_template("meetings/holding/sheet.html", **presentation.sheet(meeting))


@holding.post(f"{BASE}/invites")
@guarded("meeting.hold", load=loading.meeting, private=True, once=True)
def add_guest(meeting: Meeting) -> ResponseReturnValue:
    """Note a guest."""
    form = GuestForm()
    if not form.sent():
        return pages.held(meeting, guest=form), 422
    return done(meeting, lambda: guests.add(meeting, form.name.data, form.function.data, actor=actor()), "invites")


@holding.post(f"{BASE}/invites/<uuid:guest>/retirer")
@guarded("meeting.hold", load=loading.guest, private=True)
def drop_guest(guest: Guest) -> ResponseReturnValue:
    """Take a guest off the list."""
    if not Press().sent():
        return pages.held(guest.meeting, OLD), 422
    return done(guest.meeting, lambda: guests.drop(guest, actor=actor()), "invites")


def sent_scan() -> Received | Refused | None:
    """The scan that was sent, looked at before the database is held."""
    return documents.sent("scan")


@holding.get(f"{BASE}/pouvoirs")
@guarded("meeting.hold", load=loading.meeting, fresh=True)
def paper_page(meeting: Meeting) -> ResponseReturnValue:
    """A power made on paper, to enter."""
    return pages.paper(meeting, PaperProxyForm())


@holding.post(f"{BASE}/pouvoirs")
@guarded("meeting.hold", load=loading.meeting, private=True, before=sent_scan, once=True)
def note_paper(meeting: Meeting) -> ResponseReturnValue:
    """Enter a power made on paper (`R-PRX-06`)."""
    form, received = PaperProxyForm(), g.before
    form.offer(presentation.voters_of(meeting))
    if not form.sent():
        return pages.paper(meeting, form), 422
    try:
        pages.keep_paper(meeting, form, received)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return pages.paper(meeting, form), 409
    return redirect(url_for("holding.hold_page", slug=meeting.convener.slug, key=meeting.id, _anchor="pouvoirs"), 303)


@holding.get(f"{BASE}/pouvoirs/<uuid:power>")
@guarded("meeting.hold", load=loading.proxy, fresh=True)
def paper(power: Proxy) -> ResponseReturnValue:
    """The copy of a power made on paper, to save."""
    return documents.send(power.document) if power.document is not None else pages.gone()


@holding.get(f"{BASE}/seconde-convocation")
@guarded("meeting.plan", load=loading.meeting, fresh=True)
def second_call_page(meeting: Meeting) -> ResponseReturnValue:
    """What a second convening is."""
    return render_template("meetings/holding/second_call.html", meeting=meeting, form=Press())


@holding.post(f"{BASE}/seconde-convocation")
@guarded("meeting.plan", load=loading.meeting, private=True)
def second_call(meeting: Meeting) -> ResponseReturnValue:
    """Prepare the second meeting on the same agenda (`R-QUO-05`)."""
    form = Press()
    if form.sent():
        try:
            made = services.call_again(meeting, actor=actor())
        except Refused as refusal:
            form.form_errors.extend(refusal.sentences)
        else:
            return redirect(url_for("meetings.manage", slug=meeting.convener.slug, key=made.id), 303)
    return render_template("meetings/holding/second_call.html", meeting=meeting, form=form), 409
