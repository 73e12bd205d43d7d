"""The demonstration: its data, its clock. Outside demonstration mode none of this answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial

import click
from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.cli import with_appcontext
from flask.typing import ResponseReturnValue
from wtforms import SubmitField
from wtforms.fields import DateTimeLocalField
from wtforms.validators import InputRequired

from foundation import clock, outbox, state
from foundation.database import transaction
from foundation.forms import Form
from foundation.pagination import paginate
from foundation.policy import Actor, actor, guarded, require

demo = Blueprint("demo", __name__, url_prefix="/demo")
EARLIEST, LATEST = 2015, 2099
_ADDRESS = re.compile(r"https?://\S+")


class ClockForm(Form):
    """The day and hour that the demonstration should show."""

    moment = DateTimeLocalField(
        "Date et heure, à Paris",
        [InputRequired("Donnez une date et une heure, par exemple le 3 décembre 2026 à 18 h 30.")],
        description="Le temps continue ensuite de passer à partir de ce moment.",
    )
    set_clock = SubmitField("Régler l’horloge")
    reset_clock = SubmitField("Revenir à l’heure vraie")

    def validate(self, extra_validators: object = None) -> bool:
        """Going back to the true hour needs no moment; a moment must be one that Paris has once."""
        if self.reset_clock.data:
            return bool(self.form_token.validate(self))
        if not super().validate(extra_validators):
            return False
        typed: datetime = self.moment.data
        reason = unusable(typed)
        if reason:
            self.moment.errors = [reason]
        return reason is None


def unusable(typed: datetime) -> str | None:
    """Why a typed Paris hour cannot be used, or None: out of range, or skipped in spring."""
    if not EARLIEST <= typed.year <= LATEST:
        return f"Donnez une année entre {EARLIEST} et {LATEST}."
    local = typed.replace(tzinfo=clock.PARIS)
    there = local.astimezone(UTC).astimezone(clock.PARIS)
    if there.replace(tzinfo=None) != typed:
        return "Cette heure n’existe pas à Paris ce jour-là\u00a0: on passe à l’heure d’été. Donnez-en une autre."
    return None


@demo.get("/horloge")
@guarded("demonstration.use", fresh=True)
def show_clock() -> ResponseReturnValue:
    """The demonstration's clock."""
    return _clock_page(ClockForm(moment=clock.now().astimezone(clock.PARIS).replace(tzinfo=None)))


@demo.post("/horloge")
@guarded("demonstration.use", fresh=True)
def set_clock() -> ResponseReturnValue:
    """Set the demonstration's clock, or let it go back to the true hour."""
    form = ClockForm()
    if not form.sent():
        return _clock_page(form), 422
    move_clock(actor(), None if form.reset_clock.data else form.moment.data)
    return redirect(url_for("demo.show_clock"))


def _clock_page(form: ClockForm) -> str:
    return render_template("pages/clock.html", form=form, now=clock.now(), real=clock.real_now())


@demo.get("/courriels")
@guarded("demonstration.use", fresh=True)
def letters() -> ResponseReturnValue:
    """The letters that the site has written: here nobody needs a mail server to follow their links."""
    page = paginate(outbox.written(), outbox.LATEST_FIRST, cursor=request.args.get("suite"))
    return render_template("pages/letters.html", page=page)


@demo.get("/courriels/<uuid:key>")
@guarded("demonstration.use", load=outbox.find, fresh=True)
def letter(found: outbox.OutgoingLetter) -> ResponseReturnValue:
    """One letter, as its reader gets it."""
    ours = current_app.extensions["settings"].public_url
    paths = [address.removeprefix(ours) for address in _ADDRESS.findall(found.text) if address.startswith(ours)]
    return render_template("pages/letter.html", letter=found, path=paths[0] if paths else "")


def move_clock(who: Actor, local: datetime | None) -> None:
    """Let the site show a Paris date and hour from now on, or the true one (None)."""
    require(who, "demonstration.use")
    now = clock.real_now()
    wanted = now if local is None else local.replace(tzinfo=clock.PARIS)
    state.shift_clock(wanted.astimezone(UTC) - now)


@click.command("demo")
@click.option("--scale", type=click.IntRange(1, 100), help="Synthetic data instead, so many times a metropolis.")
@with_appcontext
def load_demonstration(scale: int | None) -> None:
    """Load the demonstration's data; what is already there is left as it is."""
    if not current_app.extensions["settings"].demo:
        raise click.ClickException("Le site n’est pas en démonstration\u00a0: DEMO ne vaut pas 1.")
    loads = current_app.extensions["seeds"]
    if scale is not None:
        loads = [partial(load, scale) for load in current_app.extensions["scales"]]
    for load in loads:
        with transaction():
            load()
    click.echo("La démonstration est chargée." if scale is None else "Les données synthétiques sont chargées.")
