"""The list of the dossiers, a dossier, a new one, and the steps that need no more than a word."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils.accreditation import desk, founding, opening, presentation, pressing, queries, reading, services
from councils.accreditation.blueprint import accreditation
from councils.accreditation.deciding_forms import NoteForm, ReasonForm
from councils.accreditation.filters import DeskFilters
from councils.accreditation.forms import KINDS, FileForm, NewForm
from councils.accreditation.models import Accreditation
from councils.accreditation.steps import STEPS
from councils.accreditation.workflow import ACCREDITATION
from foundation.policy import actor, guarded, require
from foundation.workflow import Refused, Transition

TOO_LATE = "Cette étape n’est plus possible\u00a0: l’état est maintenant «\u202f{}\u202f»."


@accreditation.get("/labellisations")
@guarded("accreditation.list", fresh=True)
def index() -> ResponseReturnValue:
    """The dossiers that this reader acts on: theirs first, the one that waits longest before the others."""
    form = DeskFilters()
    valid = form.validate()
    shown = desk.overview(form, actor(), request.args.get("suite")) if valid else desk.NOTHING
    return render_template("councils/accreditation/index.html", form=form, **shown), 200 if valid else 400


@accreditation.get("/labellisations/nouvelle")
@guarded("accreditation.open", fresh=True)
def new_page() -> ResponseReturnValue:
    """A dossier to open."""
    return _new_page(NewForm(kind=request.args.get("demande"), council=request.args.get("conseil")))


@accreditation.post("/labellisations/nouvelle")
@guarded("accreditation.open")
def open_file() -> ResponseReturnValue:
    """Open it, and the council with it when it is new."""
    form = NewForm()
    opening.offer(form, actor())
    if not form.sent():
        return _new_page(form), 422
    try:
        dossier = _opened(form)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _new_page(form), 409
    return redirect(url_for("accreditation.read", key=dossier.id), 303)


def _opened(form: NewForm) -> Accreditation:
    if form.is_new:
        places = reading.neighborhoods(form.places.data)
        return founding.found(
            form.name.data, places, actor=actor(), slug=form.slug.data or "", code=form.code.data or ""
        )
    council = reading.council(form.council.data)
    kind, clerical = KINDS[form.kind.data], bool(form.clerical.data)
    return services.open_dossier(council, kind, actor=actor(), clerical=clerical, reason=form.reason.data or "")


def _new_page(form: NewForm) -> str:
    groups = opening.offer(form, actor())
    return render_template("councils/accreditation/new.html", form=form, groups=groups, meanings=opening.MEANINGS)


@accreditation.get("/labellisations/<uuid:key>")
@guarded("accreditation.read", load=reading.by_key, fresh=True)
def read(dossier: Accreditation) -> ResponseReturnValue:
    """A dossier: where it stands, what is missing, whose turn it is, and all that it holds."""
    return render_template("councils/accreditation/file.html", **presentation.file_page(dossier, actor()))


_STEP = "/labellisations/<uuid:key>/etapes/<any('compose','submit','review','review_clerical','refuse','abandon'):step>"


@accreditation.get(_STEP)
@guarded("accreditation.read", load=reading.by_key, fresh=True)
def step_page(dossier: Accreditation) -> ResponseReturnValue:
    """What a step does, before it is taken."""
    name = _allowed(dossier)
    return _step_page(dossier, ACCREDITATION.step(dossier, name), _step_form(name))


@accreditation.post(_STEP)
@guarded("accreditation.read", load=reading.held)
def take_step(dossier: Accreditation) -> ResponseReturnValue:
    """Take a step."""
    name = _allowed(dossier)
    form = _step_form(name)
    step = next((one for one in ACCREDITATION.open_from(dossier) if one.name == name), None)

    def act() -> None:
        services.move(dossier, name, actor=actor(), comment=form.comment.data, version=form.read_version())

    return pressing.press(dossier, form, lambda: _step_page(dossier, step, form), act)


def _allowed(dossier: Accreditation) -> str:
    """The step of the address, if this reader may ever take it. Raises Denied."""
    name = str((request.view_args or {})["step"])
    require(actor(), next(one.rule for one in ACCREDITATION if one.name == name), dossier)
    return name


def _step_form(name: str) -> FileForm:
    return ReasonForm() if any(one.needs_comment for one in ACCREDITATION if one.name == name) else NoteForm()


def _step_page(dossier: Accreditation, step: Transition | None, form: FileForm) -> str:
    shown = pressing.shown(dossier, form)
    page = STEPS[str((request.view_args or {})["step"])]
    reasons = _reasons(dossier, step) if step else (TOO_LATE.format(dossier.state.label),)
    return render_template("councils/accreditation/step.html", page=page, reasons=reasons, **shown)


def _reasons(dossier: Accreditation, step: Transition) -> list[str]:
    queries.load_for_guards(dossier)
    return [reason for guard in step.guards if (reason := guard(dossier))]
