"""The board and the working groups of a council."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from councils.members import functions, groups, loading, queries, wording
from councils.members.blueprint import members
from councils.members.list_forms import FunctionForm, GroupForm, LastDayForm
from councils.members.models import BoardFunction, BoardRole, WorkingGroup
from councils.models import Council
from foundation import clock
from foundation.forms import Press
from foundation.policy import actor, guarded
from foundation.workflow import Refused

ROLES = {role.value: role for role in BoardRole}


def seats(council: Council) -> Sequence[tuple[str, str]]:
    """Who sits today, for a list to choose from."""
    rows = queries.on_day(council.id, clock.today())
    return [(str(one.id), wording.name_of(one)) for one in rows]


@members.get("/conseils/<slug>/gestion/bureau")
@guarded("board.edit", load=loading.council, fresh=True)
def board(council: Council) -> ResponseReturnValue:
    """Who holds which function, and who did."""
    return _board(council, FunctionForm(first=clock.today()))


@members.post("/conseils/<slug>/gestion/bureau")
@guarded("board.edit", load=loading.council, once=True)
def board_give(council: Council) -> ResponseReturnValue:
    """Give a function."""
    form = FunctionForm()
    form.offer(seats(council))
    if not form.sent():
        return _board(council, form), 422
    seat = queries.whole(uuid.UUID(form.member.data))
    try:
        functions.give(council, seat, ROLES[form.function.data], form.first.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _board(council, form), 409
    return redirect(url_for("members.board", slug=council.slug), 303)


def _board(council: Council, form: FunctionForm) -> str:
    form.offer(seats(council))
    today = clock.today()
    rows = functions.of_council(council.id)
    held = [one for one in rows if one.valid_to is None or one.valid_to >= today]
    past = [one for one in rows if one not in held]
    return render_template("councils/members/board.html", council=council, form=form, held=held, past=past)


def function(slug: str, key: uuid.UUID) -> BoardFunction | None:
    """The function of an address, if it is of that council."""
    return functions.find(slug, key)


@members.get("/conseils/<slug>/gestion/bureau/<uuid:key>/fin")
@guarded("board.edit", load=function, fresh=True)
def board_end_page(one: BoardFunction) -> ResponseReturnValue:
    """A function to end."""
    return _end(one, LastDayForm(last=clock.today()))


@members.post("/conseils/<slug>/gestion/bureau/<uuid:key>/fin")
@guarded("board.edit", load=function)
def board_end(one: BoardFunction) -> ResponseReturnValue:
    """End it."""
    form, council = LastDayForm(), one.membership.term.council
    if not form.sent():
        return _end(one, form), 422
    try:
        functions.end(one, council, form.last.data, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _end(one, form), 409
    return redirect(url_for("members.board", slug=council.slug), 303)


def _end(one: BoardFunction, form: LastDayForm) -> str:
    council, name = one.membership.term.council, wording.name_of(one.membership)
    return render_template("councils/members/board_end.html", one=one, council=council, name=name, form=form)


@members.get("/conseils/<slug>/gestion/commissions")
@guarded("group.edit", load=loading.council, fresh=True)
def group_list(council: Council) -> ResponseReturnValue:
    """The working groups, and one to begin."""
    return _groups(council, GroupForm())


@members.post("/conseils/<slug>/gestion/commissions")
@guarded("group.edit", load=loading.council, once=True)
def group_create(council: Council) -> ResponseReturnValue:
    """Begin a group."""
    form = GroupForm()
    form.offer(seats(council))
    if not form.sent():
        return _groups(council, form), 422
    try:
        groups.create(council, form.purpose(), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _groups(council, form), 409
    return redirect(url_for("members.group_list", slug=council.slug), 303)


def _groups(council: Council, form: GroupForm) -> str:
    form.offer(seats(council))
    rows = groups.of_council(council.id)
    return render_template("councils/members/groups.html", council=council, form=form, groups=rows)


@members.get("/conseils/<slug>/gestion/commissions/<uuid:key>")
@guarded("group.edit", load=groups.find, fresh=True)
def group_page(group: WorkingGroup) -> ResponseReturnValue:
    """A group to correct."""
    return _group(group, _filled(group))


def _filled(group: WorkingGroup) -> GroupForm:
    return GroupForm(
        address=url_for("members.group_page", slug=group.council.slug, key=group.id),
        name=group.name,
        subject=group.subject,
        participants=[str(one.membership_id) for one in group.participants],
        rapporteur=str(group.rapporteur_id or ""),
    )


@members.post("/conseils/<slug>/gestion/commissions/<uuid:key>")
@guarded("group.edit", load=groups.find)
def group_edit(group: WorkingGroup) -> ResponseReturnValue:
    """Correct it."""
    form = GroupForm()
    form.offer(seats(group.council))
    if not form.sent():
        return _group(group, form), 422
    try:
        groups.edit(group, form.purpose(), actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _group(group, form), 409
    return redirect(url_for("members.group_list", slug=group.council.slug), 303)


@members.post("/conseils/<slug>/gestion/commissions/<uuid:key>/clore")
@guarded("group.edit", load=groups.find)
def group_close(group: WorkingGroup) -> ResponseReturnValue:
    """End it."""
    form = _filled(group)
    if not Press().sent():
        return _group(group, form), 422
    try:
        groups.close(group, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _group(group, form), 409
    return redirect(url_for("members.group_list", slug=group.council.slug), 303)


def _group(group: WorkingGroup, form: GroupForm) -> str:
    form.offer(seats(group.council))
    return render_template("councils/members/group.html", group=group, council=group.council, form=form)
