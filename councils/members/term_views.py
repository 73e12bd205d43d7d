"""The terms of a council."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from councils.members import loading, sheets, term_queries, terms
from councils.members.blueprint import members
from councils.members.forms import TermForm
from councils.models import Council, Term
from foundation.policy import actor, guarded
from foundation.workflow import Refused


@members.get("/conseils/<slug>/gestion/mandats/nouveau")
@guarded("term.plan", load=loading.council, fresh=True)
def term_new_page(council: Council) -> ResponseReturnValue:
    """A term to plan."""
    return _term_page(council, sheets.term_form(None))


@members.post("/conseils/<slug>/gestion/mandats/nouveau")
@guarded("term.plan", load=loading.council)
def term_new(council: Council) -> ResponseReturnValue:
    """Plan a term."""
    form = sheets.term_form(None)
    if not form.sent():
        return _term_page(council, form), 422
    try:
        terms.plan(council, sheets.plan(form), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _term_page(council, form), 422
    return redirect(url_for("members.register", slug=council.slug))


@members.get("/conseils/<slug>/gestion/mandats/<uuid:key>")
@guarded("term.plan", load=loading.term, fresh=True)
def term_page(term: Term) -> ResponseReturnValue:
    """A term to correct."""
    return _term_page(term.council, sheets.term_form(term), term)


@members.post("/conseils/<slug>/gestion/mandats/<uuid:key>")
@guarded("term.plan", load=loading.term)
def term_edit(term: Term) -> ResponseReturnValue:
    """Correct a term."""
    form = sheets.term_form(term)
    if not form.sent():
        return _term_page(term.council, form, term), 422
    try:
        terms.correct(term, sheets.plan(form), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _term_page(term.council, form, term), 422
    return redirect(url_for("members.register", slug=term.council.slug))


def _term_page(council: Council, form: TermForm, term: Term | None = None) -> str:
    recognized = term is not None and term_queries.is_recognized(term.id)
    return render_template("councils/members/term.html", council=council, form=form, term=term, recognized=recognized)
