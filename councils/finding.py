"""« Trouver mon conseil » and the page of a neighborhood."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from councils import queries
from councils.forms import FinderForm
from councils.territory import queries as territory
from councils.territory.models import Neighborhood
from foundation import clock
from foundation.policy import guarded

finder = Blueprint("territory", __name__)


@finder.get("/trouver")
@guarded("territory.find")
def find() -> ResponseReturnValue:
    """The communes and neighborhoods that some words mean, each with its councils."""
    form = FinderForm()
    valid = form.validate()
    words = form.q.data or ""
    return render_template(
        "councils/find.html",
        form=form,
        words=words,
        answer=territory.find(words) if valid and words else None,
        by_place=queries.by_place(),
        by_commune=queries.by_commune(),
    ), 200 if valid else 400


@finder.get("/quartiers/<slug>")
@guarded("neighborhood.read", load=territory.neighborhood)
def neighborhood(place: Neighborhood) -> ResponseReturnValue:
    """A neighborhood: where it is, what the lists say of it, which councils cover it."""
    return render_template(
        "councils/neighborhood.html",
        place=place,
        status=territory.status_on(place.statuses, clock.today()),
        cards=queries.cards_at(place),
    )
