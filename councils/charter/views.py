"""The rules of a council, version after version, and its means, year after year: as all read them, and as its own keep
them.
"""

from __future__ import annotations

from typing import Any

from flask import abort, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from councils import queries as councils
from councils.accreditation.reading import organizations
from councils.charter import presentation, queries, services
from councils.charter.article_forms import shown
from councils.charter.articles import USUAL
from councils.charter.blueprint import charter
from councils.charter.forms import MeansForm, RulesForm
from councils.charter.models import CouncilMeans, CouncilRules
from councils.charter.services import Overtaken
from councils.models import Council
from foundation import clock, documents
from foundation.documents import Received
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused


def council_of(slug: str, **_more: object) -> Council | None:
    """The council of an address."""
    return councils.by_slug(slug)


def sent_file() -> Received | Refused | None:
    """The file that was sent, looked at before the database is held; why it cannot be kept; none without one."""
    return documents.sent("file")


@charter.get("/conseils/<slug>/regles")
@guarded("council.read", load=council_of)
def public(council: Council) -> ResponseReturnValue:
    """The rules and means of a council, those of before too."""
    return render_template("councils/charter/public.html", **presentation.public_page(council))


@charter.get("/conseils/<slug>/regles/<int(max=9999):number>/document")
@guarded("council.read", load=queries.version)
def document(rules: CouncilRules) -> ResponseReturnValue:
    """The text of one version, to save."""
    return documents.send(rules.document) if rules.document else abort(404, documents.GONE)


@charter.get("/conseils/<slug>/gestion/regles")
@guarded("rules.edit", load=council_of, fresh=True)
def rules_page(council: Council) -> ResponseReturnValue:
    """The versions of the rules, and the next one to note."""
    today, last = clock.today(), queries.last_number(council.id)
    known = queries.articles_on(council.id, today) if last else USUAL
    return _rules_page(council, RulesForm(data={**shown(known), "after": last}))


@charter.post("/conseils/<slug>/gestion/regles")
@guarded("rules.edit", load=council_of, before=sent_file, once=True)
def adopt(council: Council) -> ResponseReturnValue:
    """Note the next version."""
    form, received = RulesForm(), g.before
    if isinstance(received, Refused):
        form.file.errors = list(received.sentences)
    if not form.sent() or isinstance(received, Refused):
        return _rules_page(council, form, received), 422
    try:
        services.adopt(council, form.adopted(), received, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _rules_page(council, form), 409 if isinstance(refusal, Overtaken) else 422
    return redirect(url_for("charter.rules_page", slug=council.slug), 303)


def _rules_page(council: Council, form: RulesForm, received: Received | Refused | None = None) -> str:
    if isinstance(received, Refused):
        form.file.errors = list(received.sentences)
    shown = {"council": council, "form": form, "versions": presentation.versions(council)}
    return render_template("councils/charter/rules.html", **shown)


@charter.post("/conseils/<slug>/gestion/regles/<int(max=9999):number>/retirer-le-document")
@guarded("rules.edit", load=queries.version)
def take_back(rules: CouncilRules) -> ResponseReturnValue:
    """Take away the file of a version that must not be public."""
    if not Press().sent():
        abort(422)
    if rules.document is not None:
        services.take_document_back(rules, actor=actor())
    return redirect(url_for("charter.rules_page", slug=rules.council.slug), 303)


@charter.get("/conseils/<slug>/gestion/moyens")
@guarded("means.edit", load=council_of, fresh=True)
def means_page(council: Council) -> ResponseReturnValue:
    """What the council has, year by year, and the next line to note."""
    return _means_page(council, _means_form(data={"year": clock.today().year}))


@charter.post("/conseils/<slug>/gestion/moyens")
@guarded("means.edit", load=council_of, once=True)
def add_means(council: Council) -> ResponseReturnValue:
    """Note one more line."""
    form = _means_form()
    if not form.sent():
        return _means_page(council, form), 422
    try:
        services.add_means(council, form.given(), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _means_page(council, form), 422
    return redirect(url_for("charter.means_page", slug=council.slug), 303)


@charter.post("/conseils/<slug>/gestion/moyens/<uuid:key>/retirer")
@guarded("means.edit", load=queries.find_means)
def remove_means(means: CouncilMeans) -> ResponseReturnValue:
    """Take a wrong line away."""
    if not Press().sent():
        abort(422)
    services.remove_means(means, actor=actor())
    return redirect(url_for("charter.means_page", slug=means.council.slug), 303)


def _means_form(**values: Any) -> MeansForm:
    form = MeansForm(**values)
    form.prepare(organizations())
    return form


def _means_page(council: Council, form: MeansForm) -> str:
    years = [
        (year, [(one, *presentation.means_line(one)) for one in rows]) for year, rows in presentation.by_year(council)
    ]
    return render_template("councils/charter/means.html", council=council, form=form, years=years)
