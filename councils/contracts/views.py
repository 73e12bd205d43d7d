"""The pages of the contract. Each answers « what is done near me, who does it, who pays »."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from councils.contracts import money_pictures, money_queries, pictures, queries, reference_queries
from councils.contracts.action_models import Action, Indicator
from councils.contracts.forms import ActionFilters, IndicatorFilters, PlaceForm
from councils.contracts.models import ActionStatus
from councils.contracts.money_queries import place_pairs
from councils.contracts.overview import Overview, options, overview
from councils.contracts.readings import printed_form
from foundation.policy import guarded
from foundation.text import prose

contracts = Blueprint("contracts", __name__, url_prefix="/contrat")


for _filter in (pictures.figure, prose, printed_form):
    contracts.add_app_template_filter(_filter)
contracts.add_app_template_global(ActionStatus.__members__.values, "action_statuses")


def with_contract(view: Callable[[Overview], ResponseReturnValue]) -> Callable[[], ResponseReturnValue]:
    """Give a view the contract, or answer by the page that says it is not there yet."""

    @wraps(view)
    def answer() -> ResponseReturnValue:
        contract = overview()
        return view(contract) if contract else render_template("councils/contracts/not_yet.html")

    return answer


@contracts.get("")
@guarded("contract.read")
@with_contract
def index(contract: Overview) -> ResponseReturnValue:
    """What the contract is, in one page."""
    return render_template(
        "councils/contracts/index.html",
        contract=contract,
        form=PlaceForm(place_pairs()),
        amounts=money_pictures.by_axis(money_queries.amounts(contract.id)),
        context=queries.context_results(contract.id),
    )


@contracts.get("/actions")
@guarded("contract.read")
@with_contract
def actions(contract: Overview) -> ResponseReturnValue:
    """The list of actions and its filters."""
    form = ActionFilters(options())
    if not form.validate():
        return render_template("councils/contracts/actions.html", contract=contract, form=form, found=None), 400
    found = queries.actions(contract, form.wanted(), request.args.get("suite"))
    return render_template("councils/contracts/actions.html", contract=contract, form=form, found=found)


@contracts.get("/actions/<slug>")
@guarded("contract.read", load=queries.action_by_slug)
def action(action: Action) -> ResponseReturnValue:
    """One action: who, for whom, how much, what came of it, and where the report says so."""
    results = queries.results(action)
    family = queries.family(action)
    return render_template(
        "councils/contracts/action.html",
        action=action,
        family=family,
        bars_of_parts=money_pictures.bars_of(family.parts),
        links=queries.links(action),
        results=results,
        lines=queries.funding_of(action),
        printed=pictures.printed_amount(action.amount_cents, results) if action.amount_cents is not None else "",
    )


@contracts.get("/pres-de-chez-vous")
@guarded("contract.read")
@with_contract
def nearby(contract: Overview) -> ResponseReturnValue:
    """What the contract does in one commune or neighborhood."""
    form = PlaceForm(place_pairs())
    known = form.validate()
    place = money_queries.place(form.lieu.data or "")
    here = money_queries.nearby(contract, place, request.args.get("suite")) if place else None
    found = {"contract": contract, "form": form, "place": place, "here": here}
    if here:
        found["bars_here"] = [money_pictures.bar_of(amount) for amount in here.amounts]
        found["kinds_here"] = money_pictures.by_kind(here.amounts)
    return render_template("councils/contracts/nearby.html", **found), 200 if known else 400


@contracts.get("/indicateurs")
@guarded("contract.read")
@with_contract
def indicators(contract: Overview) -> ResponseReturnValue:
    """The findings of the observatory, by theme."""
    form = IndicatorFilters(reference_queries.indicator_themes())
    if not form.validate():
        return render_template("councils/contracts/indicators.html", contract=contract, form=form, page=None), 400
    page = reference_queries.indicators(contract, form.theme.data or "", request.args.get("suite"))
    groups = pictures.by_theme(page.rows)
    return render_template("councils/contracts/indicators.html", contract=contract, form=form, page=page, groups=groups)


@contracts.get("/indicateurs/<slug>")
@guarded("contract.read", load=reference_queries.indicator_by_slug)
def indicator(indicator: Indicator) -> ResponseReturnValue:
    """One indicator: here, the metropolis, when, from where, and what to beware of."""
    return render_template("councils/contracts/indicator.html", one=indicator, reading=pictures.read(indicator))


@contracts.get("/financements")
@guarded("contract.read")
@with_contract
def funding(contract: Overview) -> ResponseReturnValue:
    """The money of the report, programme by programme, and what cannot be added up."""
    amounts = money_queries.amounts(contract.id)
    return render_template(
        "councils/contracts/funding.html",
        contract=contract,
        programmes=money_pictures.programmes(money_queries.funding(contract.id)),
        by_axis=money_pictures.by_axis(amounts),
        by_funder=money_pictures.by_funder(amounts),
    )


@contracts.get("/partenaires")
@guarded("contract.read")
@with_contract
def partners(contract: Overview) -> ResponseReturnValue:
    """Who signs, acts, pays and decides; and what the report says of the network of councils."""
    return render_template(
        "councils/contracts/partners.html",
        contract=contract,
        groups=pictures.by_role(reference_queries.partners(contract.id)),
        bodies=reference_queries.bodies(contract.id),
        facts=pictures.by_fact(reference_queries.network_facts(contract.id)),
    )
