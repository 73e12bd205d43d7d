"""« Trouver mon conseil » and the page of a neighborhood."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from councils import queries
from councils.forms import FinderForm
from councils.territory import queries as territory
from councils.territory.models import Neighborhood
from councils.territory.queries import Answer
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
    answer = territory.find(words) if valid and words else None
    shown = {"form": form, "words": words, "answer": answer, "found": _found(answer) if answer else ()}
    places = {"by_place": queries.by_place(), "by_commune": queries.by_commune()}
    return render_template("councils/find.html", **shown, **places), 200 if valid else 400


def _found(answer: Answer) -> Sequence[queries.Card]:
    """The councils that an answer leads to, each once, in the order of the page."""
    lists = [queries.by_place().get(one.slug, ()) for one in answer.places]
    lists += [queries.by_commune().get(one.slug, ()) for one in answer.communes]
    return list({card.id: card for cards in lists for card in cards}.values())


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
