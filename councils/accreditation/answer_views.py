"""The opinions asked of the authorities: sending the links, taking one back, answering by one without an account."""

from __future__ import annotations

import uuid

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from limits import RateLimitItemPerMinute
from werkzeug.exceptions import TooManyRequests

from councils.accreditation import answering, consultations, links, pressing, queries, reading
from councils.accreditation.blueprint import accreditation
from councils.accreditation.deciding_forms import ANSWERS, ConsultForm, OpinionForm, consult_form
from councils.accreditation.looks import authority
from councils.accreditation.models import Accreditation
from councils.accreditation.papers import ConsultationRequest
from councils.accreditation.workflow import ACCREDITATION
from councils.models import Council
from councils.territory.models import Municipality
from foundation import documents, throttle
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused

PER_LINK = RateLimitItemPerMinute(30, 5)


@accreditation.get("/labellisations/<uuid:key>/consultation")
@guarded("accreditation.consult", load=reading.by_key, fresh=True)
def consult_page(dossier: Accreditation) -> ResponseReturnValue:
    """Whom the opinion is asked of."""
    ACCREDITATION.step(dossier, consultations.step_of(dossier))
    return _consult_page(dossier, _consult_form(dossier))


@accreditation.post("/labellisations/<uuid:key>/consultation")
@guarded("accreditation.consult", load=reading.held)
def consult(dossier: Accreditation) -> ResponseReturnValue:
    """Ask for it: each receives a link."""
    form = _consult_form(dossier)

    def act() -> None:
        consultations.consult(dossier, form.emails(), actor=actor())

    return pressing.press(dossier, form, lambda: _consult_page(dossier, form), act)


def _consult_form(dossier: Accreditation) -> ConsultForm:
    before = queries.known_emails()
    towns = queries.authorities(dossier)
    return consult_form([_asked(town, before.get(town.id if town else None, "")) for town in towns])


def _asked(town: Municipality | None, before: str) -> tuple[uuid.UUID | None, str, str]:
    return town.id if town else None, authority(town), before


def _consult_page(dossier: Accreditation, form: ConsultForm) -> str:
    shown = pressing.shown(dossier, form)
    return render_template("councils/accreditation/consult.html", due=consultations.due_on(), **shown)


@accreditation.post("/labellisations/<uuid:key>/consultation/<uuid:request_id>/retirer")
@guarded("accreditation.consult", load=reading.held, private=True)
def revoke(dossier: Accreditation) -> ResponseReturnValue:
    """Take a link back: it no longer answers."""
    found = _request(dossier)
    if not Press().sent():
        abort(422, "Cet envoi ne vient pas de cette page. Rouvrez le dossier, puis appuyez de nouveau.")
    consultations.revoke(found, actor=actor())
    return redirect(url_for("accreditation.read", key=dossier.id, _anchor="avis"), 303)


@accreditation.get("/labellisations/<uuid:key>/consultation/<uuid:request_id>/nouveau-lien")
@guarded("accreditation.consult", load=reading.by_key, fresh=True)
def ask_again_page(dossier: Accreditation) -> ResponseReturnValue:
    """A new link for an authority whose first one was taken back."""
    found = _request(dossier)
    return _ask_again_page(dossier, consult_form([_asked(found.municipality, "")]))


@accreditation.post("/labellisations/<uuid:key>/consultation/<uuid:request_id>/nouveau-lien")
@guarded("accreditation.consult", load=reading.held, private=True)
def ask_again(dossier: Accreditation) -> ResponseReturnValue:
    """Send it; the last day to answer stays."""
    found = _request(dossier)
    form = consult_form([_asked(found.municipality, "")])

    def act() -> None:
        consultations.ask_again(found, form.emails()[found.municipality_id], actor=actor())

    return pressing.press(dossier, form, lambda: _ask_again_page(dossier, form), act)


def _ask_again_page(dossier: Accreditation, form: ConsultForm) -> str:
    shown = pressing.shown(dossier, form)
    return render_template("councils/accreditation/consult.html", due=_request(dossier).due_on, **shown)


def _request(dossier: Accreditation) -> ConsultationRequest:
    return reading.request(dossier, (request.view_args or {})["request_id"]) or abort(404)


@accreditation.get("/repondre/<token>")
@guarded("accreditation.be_consulted", fresh=True)
def answer_page(token: str) -> ResponseReturnValue:
    """What is asked, and the form to answer with; or why this link opens nothing."""
    found = links.request_of(token)
    if found is None:
        return _gone(None, answering.UNKNOWN)
    return _answer_page(found, OpinionForm(answer=found.answer, text=found.text, signatory=found.signatory))


def count_tries() -> None:
    """Count the answers sent by one link, or by one address with links that are none."""
    found = links.request_of(str((request.view_args or {})["token"]))
    key = str(found.id) if found else request.remote_addr or ""
    wait = throttle.hit("accreditation:link" if found else "accreditation:stray", key, PER_LINK)
    if wait:
        raise TooManyRequests("Trop d’essais de suite avec ce lien. Attendez un peu.", retry_after=wait)


@accreditation.post("/repondre/<token>")
@guarded("accreditation.be_consulted", before=count_tries, private=True)
def answer(token: str) -> ResponseReturnValue:
    """Answer, or change one's answer."""
    found, form = links.request_of(token), OpinionForm()
    if found is None:
        return _gone(None, answering.UNKNOWN, typed=form.text.data or "")
    if not form.sent():
        return _answer_page(found, form)
    try:
        given = (ANSWERS[form.answer.data], form.signatory.data, form.text.data or "")
        consultations.answer(found, *given, actor=actor())
    except Refused as refusal:
        return _gone(found, *refusal.sentences, typed=form.text.data or "")
    return redirect(url_for("accreditation.answer_page", token=token), 303)


def _answer_page(found: ConsultationRequest, form: OpinionForm) -> ResponseReturnValue:
    dossier = reading.by_key(found.accreditation_id) or abort(404)
    found = reading.request(dossier, found.id) or abort(404)
    closed = answering.closed(dossier, found)
    if closed:
        return _gone(found, *closed, typed=(form.text.data or "") if form.errors else "")
    shown = {"asked": answering.asked(dossier, found), "answered": answering.answered(found)}
    return render_template("councils/accreditation/answer.html", form=form, **shown), 422 if form.errors else 200


def _gone(found: ConsultationRequest | None, *sentences: str, typed: str = "") -> ResponseReturnValue:
    council: Council | None = None
    if found is not None:
        dossier = reading.by_key(found.accreditation_id)
        council = dossier.council if dossier else None
    shown = {"sentences": sentences, "council": council, "typed": typed}
    return render_template("councils/accreditation/answer_gone.html", **shown), 410 if found else 404


@accreditation.get("/labellisations/<uuid:key>/acte/document")
@guarded("accreditation.read", load=reading.by_key, fresh=True)
def act_document(dossier: Accreditation) -> ResponseReturnValue:
    """The whole act, to save: for those who may read the dossier."""
    act = dossier.act
    found = (act.public_document if "public" in request.args else act.document) if act else None
    return documents.send(found) if found is not None else abort(404, documents.GONE)


@accreditation.get("/conseils/<slug>/labellisation/<uuid:key>/acte")
@guarded("council.read", load=reading.public_act, fresh=True)
def public_act(document: documents.Document) -> ResponseReturnValue:
    """The act without any resident's name, to save, once it is published."""
    return documents.send(document)
