"""What an amendment asks to change: who sits, and which neighborhoods the council covers."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils.accreditation import changes, changing, pressing, reading
from councils.accreditation.blueprint import accreditation
from councils.accreditation.deciding_forms import ChangeForm, PlaceForm
from councils.accreditation.models import Accreditation
from foundation.forms import Press
from foundation.policy import actor, guarded

BACK = "accreditation.changes_page"


@accreditation.get("/labellisations/<uuid:key>/changements")
@guarded("accreditation.edit", load=reading.by_key, fresh=True)
def changes_page(dossier: Accreditation) -> ResponseReturnValue:
    """What changes."""
    return _page(dossier)


@accreditation.post("/labellisations/<uuid:key>/changements")
@guarded("accreditation.edit", load=reading.held, private=True)
def propose_change(dossier: Accreditation) -> ResponseReturnValue:
    """Ask that somebody leaves, joins, or takes a seat over."""
    form = changing.change_form(dossier)

    def act() -> None:
        changing.propose(dossier, form, actor=actor())

    return pressing.press(dossier, form, lambda: _page(dossier, form), act, back=BACK)


@accreditation.post("/labellisations/<uuid:key>/changements/<uuid:change>/retirer")
@guarded("accreditation.edit", load=reading.held, private=True)
def drop_change(dossier: Accreditation) -> ResponseReturnValue:
    """Take one of them back."""
    if not Press().sent():
        return _page(dossier), 422
    found = reading.change(dossier, (request.view_args or {})["change"]) or abort(404)
    changes.drop_change(found, actor=actor())
    return redirect(url_for(BACK, key=dossier.id), 303)


@accreditation.post("/labellisations/<uuid:key>/quartiers")
@guarded("accreditation.edit", load=reading.held, private=True)
def propose_place(dossier: Accreditation) -> ResponseReturnValue:
    """Ask that the council covers a neighborhood, or no longer."""
    form = changing.place_form()

    def act() -> None:
        place = reading.neighborhoods([form.place.data])[0]
        changes.propose_place(dossier, place, adds=form.way.data == "add", actor=actor())

    return pressing.press(dossier, form, lambda: _page(dossier, place=form), act, back=BACK)


@accreditation.post("/labellisations/<uuid:key>/quartiers/<slug>/retirer")
@guarded("accreditation.edit", load=reading.held, private=True)
def drop_place(dossier: Accreditation) -> ResponseReturnValue:
    """Take one of them back."""
    if not Press().sent():
        return _page(dossier), 422
    found = reading.place(dossier, (request.view_args or {})["slug"]) or abort(404)
    changes.drop_place(found, actor=actor())
    return redirect(url_for(BACK, key=dossier.id), 303)


def _page(dossier: Accreditation, form: ChangeForm | None = None, place: PlaceForm | None = None) -> str:
    member = form or changing.change_form(dossier, address=url_for("accreditation.propose_change", key=dossier.id))
    ground = place or changing.place_form(address=url_for("accreditation.propose_place", key=dossier.id))
    told: dict[str, Any] = {"changes": reading.changes(dossier), "places": reading.places(dossier)}
    pressing.shown(dossier, ground)
    shown = {**pressing.shown(dossier, member), **told}
    return render_template("councils/accreditation/changes.html", place_form=ground, sent=place or member, **shown)
