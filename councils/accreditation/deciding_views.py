"""What is asked of a dossier and decided on it: opinions, points to complete, the act and its publication."""

from __future__ import annotations

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue

from councils.accreditation import points, pressing, reading, services
from councils.accreditation.blueprint import accreditation
from councils.accreditation.deciding_forms import (
    ACTS,
    MOST_ROWS,
    PublishForm,
    ResolveForm,
    SendBackForm,
    SignForm,
    rows_of,
    send_back_form,
)
from councils.accreditation.guards import forms_of
from councils.accreditation.models import Accreditation
from councils.accreditation.papers import ReviewPoint
from councils.accreditation.workflow import ACCREDITATION
from foundation import documents
from foundation.documents import Received
from foundation.policy import actor, guarded
from foundation.workflow import Refused

DOCUMENTS = ("document", "public_document")


@accreditation.get("/labellisations/<uuid:key>/renvoi")
@guarded("accreditation.decide", load=reading.by_key, fresh=True)
def send_back_page(dossier: Accreditation) -> ResponseReturnValue:
    """What is to be completed, and why."""
    ACCREDITATION.step(dossier, "send_back")
    return _send_back_page(dossier, send_back_form(rows_of(()))())


@accreditation.post("/labellisations/<uuid:key>/renvoi")
@guarded("accreditation.decide", load=reading.held)
def send_back(dossier: Accreditation) -> ResponseReturnValue:
    """Send the dossier back with its points; or only show one more row."""
    more = "add_row" in request.form
    form = send_back_form(rows_of(request.form, one_more=more))()
    if more:
        return _send_back_page(dossier, form)

    def act() -> None:
        points.send_back(dossier, form.points(), actor=actor(), comment=form.comment.data or "")

    return pressing.press(dossier, form, lambda: _send_back_page(dossier, form), act)


def _send_back_page(dossier: Accreditation, form: SendBackForm) -> str:
    shown = pressing.shown(dossier, form)
    return render_template("councils/accreditation/send_back.html", most=MOST_ROWS, **shown)


@accreditation.get("/labellisations/<uuid:key>/points/<uuid:point>")
@guarded("accreditation.edit", load=reading.by_key, fresh=True)
def resolve_page(dossier: Accreditation) -> ResponseReturnValue:
    """A point to complete."""
    point = _point(dossier)
    return _resolve_page(dossier, point, ResolveForm(resolution=point.resolution))


@accreditation.post("/labellisations/<uuid:key>/points/<uuid:point>")
@guarded("accreditation.edit", load=reading.held, private=True)
def resolve(dossier: Accreditation) -> ResponseReturnValue:
    """Say what was done about it."""
    point, form = _point(dossier), ResolveForm()

    def act() -> None:
        points.resolve(point, form.resolution.data, actor=actor())

    return pressing.press(dossier, form, lambda: _resolve_page(dossier, point, form), act)


def _point(dossier: Accreditation) -> ReviewPoint:
    return reading.point(dossier, (request.view_args or {})["point"]) or abort(404)


def _resolve_page(dossier: Accreditation, point: ReviewPoint, form: ResolveForm) -> str:
    return render_template("councils/accreditation/resolve.html", point=point, **pressing.shown(dossier, form))


@accreditation.get("/labellisations/<uuid:key>/acte")
@guarded("accreditation.decide", load=reading.by_key, fresh=True)
def sign_page(dossier: Accreditation) -> ResponseReturnValue:
    """The act that was signed, to record."""
    ACCREDITATION.step(dossier, "sign")
    return _sign_page(dossier, _sign_form(dossier))


def _sign_form(dossier: Accreditation) -> SignForm:
    form = SignForm()
    form.offer(forms_of(dossier))
    return form


def sent_acts() -> dict[str, Received | Refused | None]:
    """The files that were sent, looked at before the database is held."""
    return {name: documents.sent(name) for name in DOCUMENTS}


@accreditation.post("/labellisations/<uuid:key>/acte")
@guarded("accreditation.decide", load=reading.held, before=sent_acts)
def sign(dossier: Accreditation) -> ResponseReturnValue:
    """Record it."""
    form, received = _sign_form(dossier), g.before

    def act() -> None:
        services.sign(
            dossier, ACTS[form.kind.data], actor=actor(), signed_on=form.signed_on.data,
            signatory_capacity=form.signatory_capacity.data, number=form.number.data or None, **received,
        )  # fmt: skip

    return pressing.press(dossier, form, lambda: _sign_page(dossier, form), act, received=received)


def _sign_page(dossier: Accreditation, form: SignForm) -> str:
    return render_template("councils/accreditation/sign.html", **pressing.shown(dossier, form))


@accreditation.get("/labellisations/<uuid:key>/publication")
@guarded("accreditation.publish", load=reading.by_key, fresh=True)
def publish_page(dossier: Accreditation) -> ResponseReturnValue:
    """The publication of the act, to record."""
    ACCREDITATION.step(dossier, "publish")
    return _publish_page(dossier, PublishForm())


@accreditation.post("/labellisations/<uuid:key>/publication")
@guarded("accreditation.publish", load=reading.held)
def publish(dossier: Accreditation) -> ResponseReturnValue:
    """Record it: the council is recognized from the day that is given."""
    form = PublishForm()

    def act() -> None:
        services.publish(
            dossier, actor=actor(), published_on=form.published_on.data, effective_on=form.effective_on.data,
            published_in=form.published_in.data or None, backdating_reason=form.backdating_reason.data or None,
        )  # fmt: skip

    return pressing.press(dossier, form, lambda: _publish_page(dossier, form), act)


def _publish_page(dossier: Accreditation, form: PublishForm) -> str:
    return render_template("councils/accreditation/publish.html", **pressing.shown(dossier, form))
