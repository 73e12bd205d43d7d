"""What a dossier is made of: its words and dates, its papers, the changes that an amendment asks for."""

from __future__ import annotations

from functools import partial

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils.accreditation import describing, filing, gathered, pressing, reading
from councils.accreditation.blueprint import accreditation
from councils.accreditation.forms import PAPERS, DescribeForm, PaperForm
from councils.accreditation.models import Accreditation
from foundation import documents
from foundation.documents import Received
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused

NONE_CHOSEN = "Choisissez un fichier."


@accreditation.get("/labellisations/<uuid:key>/description")
@guarded("accreditation.edit", load=reading.by_key, fresh=True)
def describe_page(dossier: Accreditation) -> ResponseReturnValue:
    """What a dossier says in words and dates."""
    return _describe_page(dossier, describing.form_for(dossier))


@accreditation.post("/labellisations/<uuid:key>/description")
@guarded("accreditation.edit", load=reading.held, private=True)
def describe(dossier: Accreditation) -> ResponseReturnValue:
    """Write it down."""
    form = describing.form_for(dossier)

    def act() -> None:
        describing.save(dossier, form, actor=actor())

    return pressing.press(dossier, form, lambda: _describe_page(dossier, form), act)


def _describe_page(dossier: Accreditation, form: DescribeForm) -> str:
    shown = pressing.shown(dossier, form)
    now = describing.differences(dossier, form) if shown["overtaken"] else ()
    return render_template("councils/accreditation/describe.html", now=now, **shown)


@accreditation.get("/labellisations/<uuid:key>/pieces")
@guarded("accreditation.edit", load=reading.by_key, fresh=True)
def papers_page(dossier: Accreditation) -> ResponseReturnValue:
    """The papers of a dossier."""
    return _papers_page(dossier, PaperForm(kind=request.args.get("piece")))


def sent_file() -> Received | Refused:
    """The file that was sent, looked at before the database is held; or why it cannot be kept."""
    return documents.sent("file") or Refused(NONE_CHOSEN)


@accreditation.post("/labellisations/<uuid:key>/pieces")
@guarded("accreditation.edit", load=reading.held, before=sent_file, private=True)
def add_paper(dossier: Accreditation) -> ResponseReturnValue:
    """Join the file that was sent."""
    form, received = PaperForm(), g.before

    def act() -> None:
        filing.add_paper(dossier, PAPERS[form.kind.data], received, actor=actor())

    show, files = partial(_papers_page, dossier, form), {"file": received}
    return pressing.press(dossier, form, show, act, received=files, back="accreditation.papers_page")


@accreditation.post("/labellisations/<uuid:key>/pieces/<uuid:paper>/retirer")
@guarded("accreditation.edit", load=reading.held, private=True)
def withdraw_paper(dossier: Accreditation) -> ResponseReturnValue:
    """Take a paper back; it stays in the history."""
    if not Press().sent():
        back = url_for("accreditation.papers_page", key=dossier.id)
        return _papers_page(dossier, PaperForm(address=back)), 422
    found = reading.paper(dossier, (request.view_args or {})["paper"]) or abort(404)
    filing.withdraw_paper(found, actor=actor())
    return redirect(url_for("accreditation.papers_page", key=dossier.id), 303)


def _papers_page(dossier: Accreditation, form: PaperForm) -> str:
    rows = [gathered.paper_line(one) for one in reading.papers(dossier)]
    shown = pressing.shown(dossier, form)
    return render_template("councils/accreditation/papers.html", rows=rows, **shown)


@accreditation.get("/labellisations/<uuid:key>/pieces/<uuid:paper>")
@guarded("accreditation.read", load=reading.by_key, fresh=True)
def paper(dossier: Accreditation) -> ResponseReturnValue:
    """One paper, to save."""
    found = reading.paper(dossier, (request.view_args or {})["paper"])
    return documents.send(found.document) if found is not None else abort(404, documents.GONE)
