"""A list of members sent as a file, looked at row by row, then kept or thrown away."""

from __future__ import annotations

import uuid

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, FileField, HiddenField

from councils.members import columns, importing, loading, reading
from councils.members.blueprint import members
from councils.members.importing import Unapplied
from councils.members.models import MemberImport
from councils.members.plans import Plan, Verdict
from councils.members.reading import Sent
from councils.models import Council
from foundation.datasets import office_csv
from foundation.forms import Form, Press
from foundation.policy import actor, guarded
from foundation.spreadsheets import CSV_TYPE, XLSX_TYPE, as_xlsx, to_save
from foundation.workflow import Refused


class ImportForm(Form):
    """A file to send."""

    file = FileField(
        "Fichier",
        description=f"Un CSV ou un classeur XLSX, de 10\u00a0Mo et {reading.MOST_ROWS} lignes au plus.",
        render_kw={"accept": ".csv,.txt,.tsv,.xlsx"},
    )


class ConfirmForm(Form):
    """What a preview is answered with. `seen` is the mark of what it said."""

    seen = HiddenField()
    leave_out = BooleanField("Laisser de côté les lignes à corriger")


def load(slug: str, key: uuid.UUID) -> MemberImport | None:
    """The import of an address, for whoever sent it."""
    return importing.find(slug, key, actor().id)


def receive() -> Sent | Refused:
    """The file that was sent, read before the database is held; or why it cannot be."""
    return reading.sent("file")


@members.get("/conseils/<slug>/gestion/importer")
@guarded("import.send", load=loading.council, fresh=True)
def import_page(council: Council) -> ResponseReturnValue:
    """A file to send, and those sent before that wait."""
    return _send_page(council, ImportForm())


@members.post("/conseils/<slug>/gestion/importer")
@guarded("import.send", load=loading.council, private=True, before=receive)
def import_send(council: Council) -> ResponseReturnValue:
    """Keep the file to be looked at; nothing of it is written yet."""
    form, received = ImportForm(), g.before
    if not form.sent() or isinstance(received, Refused):
        if isinstance(received, Refused):
            form.file.errors = [*form.file.errors, *received.sentences]
        return _send_page(council, form), 422
    sent = importing.send(council, received, actor=actor())
    return redirect(url_for("members.import_preview", slug=council.slug, key=sent.id), 303)


@members.get("/conseils/<slug>/gestion/importer/modele.<any(csv,xlsx):ending>")
@guarded("import.send", load=loading.council_and_ending, fresh=True)
def import_template(asked: loading.Ending) -> ResponseReturnValue:
    """A file with the titles of the columns, to fill."""
    titles = [column.title for column in columns.READ]
    if asked.ending == "xlsx":
        return to_save(as_xlsx("Membres", titles, ()), XLSX_TYPE, "modele-membres.xlsx")
    return to_save(office_csv(titles, ()).encode(), CSV_TYPE, "modele-membres.csv")


@members.get("/conseils/<slug>/gestion/importer/<uuid:key>")
@guarded("import.send", load=load, fresh=True)
def import_preview(sent: MemberImport) -> ResponseReturnValue:
    """What a file would do, row by row; or what it did."""
    return _preview(sent, ConfirmForm())


@members.post("/conseils/<slug>/gestion/importer/<uuid:key>")
@guarded("import.send", load=load)
def import_confirm(sent: MemberImport) -> ResponseReturnValue:
    """Write what the preview said."""
    form = ConfirmForm()
    if not form.sent():
        return _preview(sent, form), 422
    try:
        importing.confirm(sent, seen=form.seen.data, leaves_out=form.leave_out.data, actor=actor())
    except Unapplied as refusal:
        form.form_errors.extend(refusal.sentences)
        return _preview(sent, form, refusal.plan), 409
    return redirect(url_for("members.import_preview", slug=sent.council.slug, key=sent.id), 303)


@members.post("/conseils/<slug>/gestion/importer/<uuid:key>/jeter")
@guarded("import.send", load=load, private=True)
def import_drop(sent: MemberImport) -> ResponseReturnValue:
    """Forget what a file said."""
    if not Press().sent():
        return _preview(sent, ConfirmForm(address=_own(sent))), 422
    importing.throw_away(sent, actor=actor())
    return redirect(url_for("members.import_page", slug=sent.council.slug), 303)


def _own(sent: MemberImport) -> str:
    return url_for("members.import_preview", slug=sent.council.slug, key=sent.id)


def _send_page(council: Council, form: ImportForm) -> str:
    return render_template(
        "councils/members/import.html",
        council=council,
        form=form,
        term=loading.chosen_term(council),
        columns=[(one.title, one.help, one.name in columns.NEEDED) for one in columns.READ],
        pending=importing.pending(council.id, actor().id),
    )


def _preview(sent: MemberImport, form: ConfirmForm, plan: Plan | None = None) -> str:
    """The preview; of an import that is over, what became of it."""
    if not importing.is_open(sent):
        done = importing.outcome_words(sent) if sent.applied_at else ""
        return render_template("councils/members/import_over.html", sent=sent, council=sent.council, done=done)
    told = plan or importing.plan_of(sent, actor())
    form.seen.data = told.mark
    return render_template(
        "councils/members/import_preview.html",
        sent=sent,
        council=sent.council,
        form=form,
        plan=told,
        verdicts=list(Verdict),
        passed_over=importing.passed_over(sent),
    )
