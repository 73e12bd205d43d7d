"""Doubles: those who may be one person, two rows side by side, and what was merged."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from citizens.merging import presentation, queries, services
from citizens.merging.blueprint import merging
from citizens.merging.forms import FindForm, MergeForm
from citizens.merging.models import PersonMerge
from citizens.merging.queries import Pair
from citizens.models import Person
from foundation.forms import Press
from foundation.pagination import paginate
from foundation.policy import actor, guarded
from foundation.workflow import Refused

LATEST_FIRST = (PersonMerge.merged_at.desc(), PersonMerge.id)


@merging.get("/personnes/doublons")
@guarded("person.merge", fresh=True)
def index() -> ResponseReturnValue:
    """Those who may be one person."""
    return _index(FindForm(), None)


@merging.post("/personnes/doublons")
@guarded("person.merge", private=True)
def find() -> ResponseReturnValue:
    """Those of a name, to choose the row to keep."""
    form = FindForm()
    if not form.sent():
        return _index(form, None), 422
    return _index(form, queries.named(form.q.data))


def _index(form: FindForm, found: Sequence[Person] | None) -> str:
    page, lines = presentation.candidates(request.args.get("suite"))
    people = presentation.found(found) if found is not None else None
    return render_template(
        "citizens/merging/index.html", form=form, page=page, lines=lines, found=people, most=queries.MOST_FOUND
    )


@merging.get("/personnes/doublons/<uuid:key>")
@guarded("person.merge", load=queries.standing, fresh=True)
def other_page(person: Person) -> ResponseReturnValue:
    """With which other row to compare one: those of the same family name first."""
    return _other_page(person, FindForm(), person.family_name)


@merging.post("/personnes/doublons/<uuid:key>")
@guarded("person.merge", load=queries.standing, private=True)
def other(person: Person) -> ResponseReturnValue:
    """Those of another name."""
    form = FindForm()
    if not form.sent():
        return _other_page(person, form, ""), 422
    return _other_page(person, form, form.q.data)


def _other_page(person: Person, form: FindForm, words: str) -> str:
    found = presentation.found(queries.named(words, but=person.id))
    said = presentation.in_a_line(presentation.sketches([person.id])[person.id])
    return render_template(
        "citizens/merging/other.html", form=form, person=person, said=said, found=found, most=queries.MOST_FOUND
    )


@merging.get("/personnes/doublons/<uuid:kept>/<uuid:double>")
@guarded("person.merge", load=queries.pair, fresh=True)
def pair_page(pair: Pair) -> ResponseReturnValue:
    """Two rows side by side, and what merging them would do."""
    return _pair_page(pair, MergeForm())


@merging.post("/personnes/doublons/<uuid:kept>/<uuid:double>")
@guarded("person.merge", load=queries.pair, once=True)
def merge(pair: Pair) -> ResponseReturnValue:
    """Merge them."""
    form = MergeForm()
    if not form.sent():
        return _pair_page(pair, form), 422
    try:
        made = services.merge(pair.kept, pair.double, form.reason.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _pair_page(pair, form), 409
    return redirect(url_for("merging.read", key=made.id), 303)


def _pair_page(pair: Pair, form: MergeForm) -> str:
    return render_template("citizens/merging/pair.html", form=form, **presentation.compared(pair))


@merging.get("/personnes/doublons/reunies")
@guarded("person.merge", fresh=True)
def merges() -> ResponseReturnValue:
    """What was merged, the latest first."""
    page = paginate(queries.listed(), LATEST_FIRST, cursor=request.args.get("suite"))
    lines = [(row, presentation.merge_said(row)) for row in page.rows]
    return render_template("citizens/merging/merges.html", page=page, lines=lines)


@merging.get("/personnes/doublons/reunies/<uuid:key>")
@guarded("person.merge", load=queries.find, fresh=True)
def read(row: PersonMerge) -> ResponseReturnValue:
    """One merge, and the way back."""
    return _merge_page(row, Press())


@merging.post("/personnes/doublons/reunies/<uuid:key>")
@guarded("person.merge", load=queries.find)
def undo(row: PersonMerge) -> ResponseReturnValue:
    """Make two people of them again."""
    form = Press()
    if not form.sent():
        return _merge_page(row, form), 422
    try:
        services.undo(row, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _merge_page(queries.find(row.id) or row, form), 409
    return redirect(url_for("merging.read", key=row.id), 303)


def _merge_page(row: PersonMerge, form: Press) -> str:
    return render_template("citizens/merging/merge.html", form=form, **presentation.merge_page(row))
