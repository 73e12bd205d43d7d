"""The office of a council, its register, and what the public may know of its members."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from councils.members import loading, presentation, queries
from councils.members.blueprint import members
from councils.members.forms import DayFilter
from councils.models import Council
from foundation import clock
from foundation.policy import actor, guarded


@members.get("/conseils/<slug>/gestion")
@guarded("council.office", load=loading.council, fresh=True)
def office(council: Council) -> ResponseReturnValue:
    """All that the people of a council and its offices have to do, on one page."""
    found = queries.gauges(council.id, clock.today())
    return render_template(
        "councils/members/office.html",
        council=council,
        facts=presentation.gauge_facts(found),
        awaited=len(queries.waiting(council.id, clock.today())),
    )


@members.get("/conseils/<slug>/gestion/membres")
@guarded("member.list", load=loading.council, fresh=True)
def register(council: Council) -> ResponseReturnValue:
    """Who sits today, or sat on any day."""
    form = DayFilter()
    valid = form.validate()
    day = form.le.data if valid and form.le.data else clock.today()
    shown = presentation.register(council, day, actor())
    page = render_template("councils/members/register.html", council=council, form=form, **shown)
    return page, 200 if valid else 400


@members.get("/conseils/<slug>/membres")
@guarded("member.public", load=loading.council)
def public(council: Council) -> ResponseReturnValue:
    """Who sits, as everybody may know it."""
    return render_template("councils/members/public.html", council=council, **presentation.public_members(council))
