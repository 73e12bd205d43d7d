"""Seats of councils in committees: the committee’s secretary gives them, the council says who holds them."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from councils import queries as councils
from councils.committees import queries, seat_pages, seating
from councils.committees.forms import VOICES, CountForm, EndForm, GiveForm, NameForm, VoiceForm
from councils.committees.models import Committee, CommitteeSeat
from councils.committees.people import nameable
from councils.models import Council
from foundation import clock
from foundation.forms import Form
from foundation.policy import actor, can, guarded
from foundation.workflow import Refused

seats = Blueprint("seats", __name__)


@seats.get("/comites/<slug>/sieges")
@guarded("seat.edit", load=queries.by_slug, fresh=True)
def office(committee: Committee) -> ResponseReturnValue:
    """The seats of the councils, one to give, and how many there are in all."""
    return _office(committee)


@seats.post("/comites/<slug>/sieges")
@guarded("seat.edit", load=queries.by_slug, once=True)
def give(committee: Committee) -> ResponseReturnValue:
    """Give a council a seat."""
    form = _give_form(committee)
    chosen = councils.by_slug(form.council.data) if form.sent() else None
    if chosen is None:
        return _office(committee, give=form), 422
    try:
        seating.give(committee, chosen, VOICES[form.voice.data], form.first.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _office(committee, give=form), 409
    return redirect(url_for("seats.office", slug=committee.slug), 303)


@seats.post("/comites/<slug>/sieges/nombre")
@guarded("seat.edit", load=queries.by_slug)
def count(committee: Committee) -> ResponseReturnValue:
    """Say how many seats the committee has in all."""
    form = _count_form(committee)
    if not form.sent():
        return _office(committee, count=form), 422
    try:
        seating.count_seats(committee, form.total.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _office(committee, count=form), 409
    return redirect(url_for("seats.office", slug=committee.slug), 303)


def _give_form(committee: Committee) -> GiveForm:
    form = GiveForm(address=url_for("seats.give", slug=committee.slug), first=clock.today())
    form.offer(seat_pages.receivers())
    return form


def _count_form(committee: Committee) -> CountForm:
    return CountForm(address=url_for("seats.count", slug=committee.slug), total=committee.seat_count)


def _office(committee: Committee, give: GiveForm | None = None, count: CountForm | None = None) -> str:
    forms = {"give": give or _give_form(committee), "count": count or _count_form(committee)}
    wrong = give or count
    return render_template(
        "councils/committees/seats.html", committee=committee, wrong=wrong, **forms, **seat_pages.office(committee)
    )


@seats.get("/comites/<slug>/sieges/<uuid:key>")
@guarded("seat.edit", load=queries.seat_in, fresh=True)
def read(seat: CommitteeSeat) -> ResponseReturnValue:
    """One seat: its voice to change, and what else can be done."""
    return _read(seat, VoiceForm(seen=seat.version, voice=seat.voice.value))


@seats.post("/comites/<slug>/sieges/<uuid:key>")
@guarded("seat.edit", load=queries.seat_in)
def change(seat: CommitteeSeat) -> ResponseReturnValue:
    """Change its voice."""
    form = VoiceForm()
    if not form.sent():
        return _read(seat, form), 422
    try:
        seating.change_voice(seat, VOICES[form.voice.data], seen=form.version(), actor=actor())
    except Refused as refusal:
        return _read(_again(seat, form, refusal), form), 409
    return redirect(url_for("seats.office", slug=seat.committee.slug), 303)


def _read(seat: CommitteeSeat, form: Form) -> str:
    return render_template("councils/committees/seat.html", held=seat_pages.one(seat), seat=seat, form=form)


def _again(seat: CommitteeSeat, form: VoiceForm | EndForm | NameForm, refusal: Refused) -> CommitteeSeat:
    """The form comes back with what it says and the seat as it now is: sent again, it is meant."""
    form.form_errors.extend(refusal.sentences)
    form.seen.data = str(seat.version)
    found = queries.seat_in(seat.committee.slug, seat.id)
    return found or seat


@seats.get("/comites/<slug>/sieges/<uuid:key>/fin")
@guarded("seat.edit", load=queries.seat_in, fresh=True)
def end_page(seat: CommitteeSeat) -> ResponseReturnValue:
    """A seat to end."""
    return _end(seat, EndForm(seen=seat.version, last=clock.today()))


@seats.post("/comites/<slug>/sieges/<uuid:key>/fin")
@guarded("seat.edit", load=queries.seat_in)
def end(seat: CommitteeSeat) -> ResponseReturnValue:
    """End it."""
    form = EndForm()
    if not form.sent():
        return _end(seat, form), 422
    try:
        seating.end(seat, form.last.data, seen=form.version(), actor=actor())
    except Refused as refusal:
        return _end(_again(seat, form, refusal), form), 409
    return redirect(url_for("seats.office", slug=seat.committee.slug), 303)


def _end(seat: CommitteeSeat, form: EndForm) -> str:
    return render_template("councils/committees/seat_end.html", seat=seat, form=form)


def council(slug: str) -> Council | None:
    """The council of an address."""
    return councils.by_slug(slug)


@seats.get("/conseils/<slug>/gestion/sieges")
@guarded("member.list", load=council, fresh=True)
def of_council(council: Council) -> ResponseReturnValue:
    """The seats of a council, and who holds them."""
    return render_template("councils/committees/council_seats.html", council=council, **seat_pages.of_council(council))


def own_seat(slug: str, key: uuid.UUID) -> CommitteeSeat | None:
    """The seat of an address, if it is of that council."""
    return queries.seat_for(slug, key)


@seats.get("/conseils/<slug>/gestion/sieges/<uuid:key>")
@guarded("seat.name", load=own_seat, fresh=True)
def name_page(seat: CommitteeSeat) -> ResponseReturnValue:
    """Who is to hold a seat."""
    return _name(seat, _name_form(seat, seen=seat.version, **seat_pages.named(seat, clock.today())))


@seats.post("/conseils/<slug>/gestion/sieges/<uuid:key>")
@guarded("seat.name", load=own_seat)
def name(seat: CommitteeSeat) -> ResponseReturnValue:
    """Name them."""
    form = _name_form(seat)
    if not form.sent():
        return _name(seat, form), 422
    try:
        seating.name(seat, *form.chosen(), seen=form.version(), actor=actor())
    except Refused as refusal:
        return _name(_again(seat, form, refusal), form), 409
    return redirect(_home(seat), 303)


def _name_form(seat: CommitteeSeat, **values: Any) -> NameForm:
    form = NameForm(**values)
    form.offer([(str(one.id), seat_pages.name_of(one)) for one in nameable(seat, actor(), clock.today())])
    return form


def _home(seat: CommitteeSeat) -> str:
    if can("member.list", seat):
        return url_for("seats.of_council", slug=seat.council.slug)
    return url_for("seats.office", slug=seat.committee.slug)


def _name(seat: CommitteeSeat, form: NameForm) -> str:
    held = seat_pages.one(seat)
    inside = can("member.list", seat)
    return render_template(
        "councils/committees/seat_name.html", seat=seat, held=held, form=form, home=_home(seat), inside=inside
    )
