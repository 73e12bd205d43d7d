"""The register of a council as a file, and its annex to print."""

from __future__ import annotations

from datetime import date

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from councils.members import exporting, loading
from councils.members.blueprint import members
from councils.members.forms import DayFilter
from councils.models import Council
from foundation import clock
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.spreadsheets import to_save


@members.post("/conseils/<slug>/gestion/membres.csv")
@guarded("register.export", load=loading.council, private=True)
def export_csv(council: Council) -> ResponseReturnValue:
    """The register of a day as CSV."""
    return _file(council, "csv")


@members.post("/conseils/<slug>/gestion/membres.xlsx")
@guarded("register.export", load=loading.council, private=True)
def export_xlsx(council: Council) -> ResponseReturnValue:
    """The register of a day as XLSX."""
    return _file(council, "xlsx")


@members.get("/conseils/<slug>/gestion/annexe")
@guarded("register.export", load=loading.council, fresh=True)
def annex(council: Council) -> ResponseReturnValue:
    """The list of members that goes with the act, to print."""
    return render_template("councils/members/annex.html", council=council, **exporting.annex(council, _day()))


def _file(council: Council, ending: str) -> ResponseReturnValue:
    day = _day()
    if not Press().sent():
        abort(400, "Cette page était ouverte depuis longtemps\u00a0: rouvrez la liste des membres, puis recommencez.")
    file = exporting.export(council, day, ending, actor=actor())
    return to_save(file.content, file.kind, file.name)


def _day() -> date:
    """The day that the address names, today if it names none."""
    form = DayFilter()
    if not form.validate() and request.args.get("le"):
        abort(404, "Ce jour n’existe pas\u00a0: choisissez-en un dans la liste des membres.")
    return form.le.data or clock.today()
