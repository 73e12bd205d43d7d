"""The pages of the councils."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from councils import history, queries
from councils.forms import CouncilFilters
from councils.map import council_map, geojson
from councils.models import Council
from councils.presentation import council_page
from councils.territory.queries import commune_choices
from councils.wording import (
    LOOKS,
    NOT_TO_CONFUSE,
    bare_name,
    bare_names,
    meaning,
    regime_sentence,
    rights,
    status_looks,
)
from foundation.policy import guarded

councils = Blueprint("councils", __name__, url_prefix="/conseils")
for _filter in (bare_name, bare_names):
    councils.add_app_template_filter(_filter)
councils.add_app_template_global(status_looks)


@councils.get("")
@guarded("council.list")
def index() -> ResponseReturnValue:
    """The list of the councils, with its filters and the map."""
    form = CouncilFilters(commune_choices())
    valid = form.validate()
    cards = queries.choose(form.statuses, form.commune.data, form.q.data or "") if valid else queries.public_cards()
    page = queries.page_of(cards, request.args.get("suite"))
    filled = {"form": form, "page": page, "map": council_map(), "active": bool(form.chosen())}
    return render_template("councils/index.html", **filled), 200 if valid else 400


@councils.get("/carte.geojson")
@guarded("council.list")
def outlines() -> ResponseReturnValue:
    """The communes of the contract with the state of their councils, for the map that moves."""
    return Response(geojson(), content_type="application/geo+json; charset=utf-8")


@councils.get("/<slug>")
@guarded("council.read", load=queries.by_slug)
def read(council: Council) -> ResponseReturnValue:
    """One council: what it is, what it may do, whom it is made of, what it covers."""
    page = council_page(council)
    card, regime = page["card"], page["regime"]
    return render_template(
        "councils/council.html",
        **page,
        meaning=meaning(card.public),
        rights=rights(card.status),
        law=regime_sentence(regime) if regime else "",
        not_to_confuse=NOT_TO_CONFUSE,
    )


@councils.get("/<slug>/labellisation")
@guarded("council.read", load=queries.by_slug)
def accreditation(council: Council) -> ResponseReturnValue:
    """The public history of a council's labellisation."""
    card = queries.card_of(council)
    return render_template(
        "councils/accreditation.html",
        council=council,
        card=card,
        look=LOOKS[card.status],
        chapters=history.chapters(council),
    )
