"""The board of all councils, its export, and the reminders that leave from it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from councils.network import reminding
from councils.network.blueprint import network
from councils.network.filters import BoardFilters, ChoiceForm, RemindForm
from councils.network.listing import FIRST, Board, board
from foundation import clock
from foundation.datasets import office_csv
from foundation.policy import actor, guarded

MOST_CHOSEN = 200


@network.get("/tableau-de-bord")
@guarded("overview.read", fresh=True)
def overview() -> ResponseReturnValue:
    """Every council on one screen."""
    form = BoardFilters()
    if not form.validate():
        return render_template("councils/network/board.html", form=form, board=None, asked={}), 400
    found = _asked_for(form)
    choice = ChoiceForm([(row.key, row.name) for row in found.rows])
    boxes = choice.boxes()
    return render_template("councils/network/board.html", form=form, board=found, boxes=boxes, asked=_address())


def _asked_for(form: BoardFilters) -> Board:
    return board(form, request.args.get("tri", FIRST), request.args.get("sens", ""))


def _address() -> dict[str, str]:
    """The filters of this address, without its order and ticks."""
    return {name: value for name, value in request.args.items() if name in BoardFilters()._fields and value}


@network.get("/tableau-de-bord.csv")
@guarded("overview.read", fresh=True)
def as_csv() -> ResponseReturnValue:
    """The same rows, to open with a spreadsheet."""
    form = BoardFilters()
    found = _asked_for(form if form.validate() else BoardFilters())
    rows = [[_whole(cell.shown, cell.detail) for cell in row.cells] for row in found.rows]
    response = Response(office_csv([head.label for head in found.heads], rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="conseils-{clock.today()}.csv"'
    return response


def _whole(shown: str, detail: str) -> str:
    return f"{shown} ({detail})" if detail else shown


@network.get("/tableau-de-bord/rappels")
@guarded("overview.remind", fresh=True)
def remind_page() -> ResponseReturnValue:
    """What would be written, to whom, before it is."""
    return _remind_page(RemindForm())


@network.post("/tableau-de-bord/rappels")
@guarded("overview.remind")
def remind() -> ResponseReturnValue:
    """Write it, once."""
    form = RemindForm()
    if not form.sent():
        return _remind_page(form), 422
    keys = _chosen()
    count = reminding.remind(keys, form.word.data or "", actor=actor())
    return redirect(url_for("network.remind_page", conseil=keys, partis=count), 303)


def _remind_page(form: RemindForm) -> str:
    planned = reminding.plan(_chosen())
    return render_template(
        "councils/network/remind.html",
        form=form,
        planned=planned,
        letters=sum(one.letters for one in planned),
        here=url_for("network.remind_page", conseil=[str(one.situation.card.id) for one in planned]),
        sent=request.args.get("partis", type=int),
    )


def _chosen() -> Sequence[str]:
    return request.args.getlist("conseil")[:MOST_CHOSEN]
