"""One draw made with the site: its volunteers, the freezing of its list, the seed, the answers."""

from __future__ import annotations

from collections.abc import Callable

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils.sortition import calling, drawing, freezing, loading, pasting, presentation, queries, services
from councils.sortition.blueprint import draws
from councils.sortition.forms import AnswerForm, FreezeForm, PasteForm, SeedForm, VolunteerForm
from councils.sortition.freezing import Frozen
from councils.sortition.models import Candidate, Sortition
from councils.sortition.office_views import to_manage
from foundation.forms import Form, Press
from foundation.policy import actor, can, guarded
from foundation.workflow import Refused

NO_DAY = "Ce jour n’existe pas\u00a0: écrivez le jour, le mois et l’année des 18 ans de la personne."


@draws.get("/conseils/<slug>/gestion/tirages/<uuid:key>")
@guarded("sortition.run", load=loading.sortition, fresh=True)
def manage(draw: Sortition) -> ResponseReturnValue:
    """All that there is to do for a draw."""
    return _manage(draw)


def _manage(draw: Sortition, form: Form | None = None) -> str:
    to = url_for("sortition.add", slug=draw.term.council.slug, key=draw.id)
    shown = form if isinstance(form, VolunteerForm) else loading.volunteer_form(draw, to)
    if form is not None and form is not shown:
        shown.form_errors.extend(form.form_errors)
    told = presentation.managed(draw)
    young = loading.answer_forms(draw, (row.id for row in told["rows"] if row.is_young))
    return render_template("councils/sortition/manage.html", form=shown, young=young, **told)


def _try(draw: Sortition, act: Callable[[], object]) -> ResponseReturnValue:
    """Do what a button says, or show the page again with the reason why not."""
    form = Press()
    if not form.sent():
        return _manage(draw, form), 422
    try:
        act()
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _manage(draw, form), 409
    return to_manage(draw)


@draws.post("/conseils/<slug>/gestion/tirages/<uuid:key>/candidats")
@guarded("sortition.run", load=loading.sortition, private=True, once=True)
def add(draw: Sortition) -> ResponseReturnValue:
    """Put a volunteer on the list."""
    form = loading.volunteer_form(draw)
    if not form.sent():
        return _manage(draw, form), 422
    try:
        services.add(draw, [form.volunteer()], actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _manage(draw, form), 409
    return to_manage(draw)


@draws.get("/conseils/<slug>/gestion/tirages/<uuid:key>/coller")
@guarded("sortition.run", load=loading.sortition, fresh=True)
def paste_page(draw: Sortition) -> ResponseReturnValue:
    """Many volunteers at once."""
    return _paste_page(draw, PasteForm())


@draws.post("/conseils/<slug>/gestion/tirages/<uuid:key>/coller")
@guarded("sortition.run", load=loading.sortition, private=True, once=True)
def paste(draw: Sortition) -> ResponseReturnValue:
    """Put all of them on the list, or none."""
    form = PasteForm()
    if not form.sent():
        return _paste_page(draw, form), 422
    try:
        services.add(draw, pasting.read(form.lines.data, queries.places(draw.council_id)), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _paste_page(draw, form), 422
    return to_manage(draw)


def _paste_page(draw: Sortition, form: PasteForm) -> str:
    names = [one.name for one in queries.places(draw.council_id)]
    return render_template(
        "councils/sortition/paste.html", council=draw.term.council, draw=draw, form=form, places=names
    )


@draws.post("/conseils/<slug>/gestion/tirages/<uuid:key>/candidats/<uuid:candidate>/retirer")
@guarded("sortition.run", load=loading.candidate, private=True)
def withdraw(candidate: Candidate) -> ResponseReturnValue:
    """Take somebody off the list."""
    return _try(candidate.sortition, lambda: services.withdraw(candidate, actor=actor()))


def look_ahead() -> Frozen | Refused | None:
    """The list as it would be frozen and its chances, found before anything is locked."""
    values = request.view_args or {}
    draw = loading.sortition(values["slug"], values["key"])
    if draw is None or not can("sortition.run", draw):
        return None
    try:
        return freezing.ready(draw)
    except Refused as refusal:
        return refusal


@draws.get("/conseils/<slug>/gestion/tirages/<uuid:key>/geler")
@guarded("sortition.run", load=loading.sortition, fresh=True)
def freeze_page(draw: Sortition) -> ResponseReturnValue:
    """The list to read once more before it is frozen."""
    return _freeze_page(draw, FreezeForm())


@draws.post("/conseils/<slug>/gestion/tirages/<uuid:key>/geler")
@guarded("sortition.run", load=loading.sortition, before=look_ahead)
def freeze(draw: Sortition) -> ResponseReturnValue:
    """Freeze and publish it."""
    form = FreezeForm()
    if not form.sent():
        return _freeze_page(draw, form), 422
    try:
        freezing.freeze(draw, _ahead(form.seen.data), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _freeze_page(draw, form), 409
    return to_manage(draw)


def _ahead(seen: str) -> Frozen:
    """What `look_ahead` found, if it is what stood on the page."""
    if isinstance(g.before, Refused):
        raise g.before
    found: Frozen = g.before
    if drawing.fingerprint(found.text) != seen:
        raise Refused(freezing.CHANGED)
    return found


def _freeze_page(draw: Sortition, form: FreezeForm) -> str:
    listing = freezing.listing(draw)
    text = drawing.write(listing)
    form.seen.data = drawing.fingerprint(text)
    return render_template(
        "councils/sortition/freeze.html",
        council=draw.term.council,
        draw=draw,
        form=form,
        text=text,
        listing=listing,
        quotas=presentation.quota_words(draw),
        problems=freezing.problems(listing) if draw.frozen_at is None else [],
        lonely=freezing.lonely(listing),
    )


@draws.get("/conseils/<slug>/gestion/tirages/<uuid:key>/tirer")
@guarded("sortition.run", load=loading.sortition, fresh=True)
def draw_page(draw: Sortition) -> ResponseReturnValue:
    """The seed to write."""
    return _draw_page(draw, SeedForm())


@draws.post("/conseils/<slug>/gestion/tirages/<uuid:key>/tirer")
@guarded("sortition.run", load=loading.sortition)
def draw(draw: Sortition) -> ResponseReturnValue:
    """Draw."""
    form = SeedForm()
    if not form.sent():
        return _draw_page(draw, form), 422
    try:
        calling.draw(draw, form.seed.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _draw_page(draw, form), 409
    return to_manage(draw)


def _draw_page(draw: Sortition, form: SeedForm) -> str:
    return render_template("councils/sortition/draw.html", council=draw.term.council, draw=draw, form=form)


@draws.post("/conseils/<slug>/gestion/tirages/<uuid:key>/candidats/<uuid:candidate>/reponse")
@guarded("sortition.run", load=loading.candidate)
def answer(candidate: Candidate) -> ResponseReturnValue:
    """Note what somebody who was called says."""
    form = AnswerForm()
    return _try(candidate.sortition, lambda: _note(candidate, form))


def _note(candidate: Candidate, form: AnswerForm) -> None:
    if not form.sent():
        raise Refused(NO_DAY)
    if form.answer.data == "accept":
        calling.accept(candidate, form.minor_until.data, actor=actor())
    elif form.answer.data == "refuse":
        calling.refuse(candidate, actor=actor())
    else:
        raise Refused("Dites si la personne accepte ou refuse.")


@draws.post("/conseils/<slug>/gestion/tirages/<uuid:key>/appeler")
@guarded("sortition.run", load=loading.sortition)
def call_next(draw: Sortition) -> ResponseReturnValue:
    """Call somebody for a place that was left without an answer."""
    return _try(draw, lambda: calling.call_next(draw, actor=actor()))


@draws.post("/conseils/<slug>/gestion/tirages/<uuid:key>/reserve")
@guarded("sortition.run", load=loading.sortition, private=True)
def to_reserve(draw: Sortition) -> ResponseReturnValue:
    """Put those in reserve on the reserve list of the term."""
    return _try(draw, lambda: calling.to_reserve_list(draw, actor=actor()))
