"""The pages of assistance: mandates, what was recorded under them, receipts."""

from __future__ import annotations

import uuid

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils import queries as councils
from councils.assistance import presentation, queries, services
from councils.assistance.forms import MandateForm
from councils.assistance.models import AssistanceMandate
from councils.assistance.receipts import receipt_of
from councils.models import Council
from foundation import clock, documents
from foundation.documents import Received
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused

assistance = Blueprint("assistance", __name__)


def receive() -> Received | Refused | None:
    """The paper that was sent, looked at and drawn anew; why it cannot be kept; or none when none was sent."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return None
    try:
        return documents.receive(upload)
    except Refused as refusal:
        return refusal


@assistance.get("/conseils/<slug>/gestion/accompagnement")
@guarded("assistance.record", load=councils.by_slug, fresh=True)
def index(council: Council) -> ResponseReturnValue:
    """The mandates of a council, and what was last recorded under them."""
    return render_template("councils/assistance/index.html", council=council, view=presentation.overview(council))


@assistance.get("/conseils/<slug>/gestion/accompagnement/nouveau")
@guarded("assistance.record", load=councils.by_slug, fresh=True)
def new_page(council: Council) -> ResponseReturnValue:
    """Note a mandate that somebody signed."""
    return _page(council, MandateForm())


@assistance.post("/conseils/<slug>/gestion/accompagnement/nouveau")
@guarded("assistance.record", load=councils.by_slug, private=True, before=receive)
def new(council: Council) -> ResponseReturnValue:
    """Keep the mandate."""
    form, received = MandateForm(), g.before
    form.prepare(queries.seated(council.id, clock.today()))
    if not form.sent():
        return _page(council, form), 422
    try:
        if isinstance(received, Refused):
            raise received
        _record(council, form, received)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(council, form), 422
    return redirect(url_for("assistance.index", slug=council.slug), 303)


def _record(council: Council, form: MandateForm, received: Received | None) -> None:
    services.record_mandate(
        council,
        uuid.UUID(form.person.data),
        actor=actor(),
        written_on=form.written_on.data,
        valid_to=form.last_day(),
        document=received,
        kept_at_place=form.kept_at_place.data or "",
    )


def _page(council: Council, form: MandateForm) -> str:
    form.prepare(queries.seated(council.id, clock.today()))
    return render_template("councils/assistance/new.html", council=council, form=form)


@assistance.post("/conseils/<slug>/gestion/accompagnement/<uuid:key>/fin")
@guarded("assistance.revoke", load=queries.find, private=True)
def revoke(mandate: AssistanceMandate) -> ResponseReturnValue:
    """End a mandate: the person may, and the facilitator."""
    if not Press().sent():
        abort(422)
    services.revoke(mandate, actor=actor())
    if mandate.person_id == actor().id:
        return redirect(url_for("accounts.home"), 303)
    return redirect(url_for("assistance.index", slug=mandate.council.slug), 303)


@assistance.get("/conseils/<slug>/gestion/accompagnement/<uuid:key>/papier")
@guarded("assistance.read", load=queries.find, fresh=True)
def paper(mandate: AssistanceMandate) -> ResponseReturnValue:
    """The signed mandate, to save."""
    return documents.send(mandate.document) if mandate.document else abort(404, documents.GONE)


@assistance.get("/conseils/<slug>/recus/<receipt>")
@guarded("assistance.read", load=presentation.receipt, fresh=True)
def receipt(found: presentation.Found) -> ResponseReturnValue:
    """A receipt, to print or to copy into an SMS."""
    return render_template("councils/assistance/receipt.html", council=found.council, receipt=receipt_of(found.act))
