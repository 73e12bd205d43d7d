"""Pages that belong to nobody else: home, law, help, search, open data, the gallery of components."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, abort, current_app, jsonify, render_template
from flask.typing import ResponseReturnValue
from wtforms import SearchField, SelectChoice
from wtforms.fields import IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from foundation import datasets, menu, search, words
from foundation.forms import AtMost, FilterForm, cleaned
from foundation.gallery import SampleFilters, sample
from foundation.home import tiles
from foundation.menu import Entry, Section
from foundation.policy import everyone, guarded, in_demonstration

RULES = {"page.read": everyone, "dataset.read": everyone, "demonstration.use": in_demonstration}

PLAN = (
    Section(
        "Le site",
        (
            Entry("Accueil", "pages.home", "page.read"),
            Entry("Rechercher", "search.results", "page.read"),
            Entry("Aide", "pages.help", "page.read"),
            Entry("Glossaire", "pages.glossary", "page.read"),
            Entry("Journal public", "journal.index", "journal.read"),
            Entry("Données ouvertes", "datasets.index", "dataset.read"),
            Entry("Accessibilité", "pages.accessibility", "page.read"),
            Entry("Mentions légales", "pages.legal", "page.read"),
            Entry("Données personnelles", "pages.privacy", "page.read"),
        ),
    ),
)

pages = Blueprint("pages", __name__)
finding = Blueprint("search", __name__)
opening = Blueprint("datasets", __name__)


@pages.get("/")
@guarded("page.read")
def home() -> ResponseReturnValue:
    """The home page, made of what the packages declare."""
    return render_template("pages/home.html", tiles=tiles())


@pages.get("/accessibilite")
@guarded("page.read")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement, generated from the grid."""
    return render_template("pages/accessibility.html", statement=current_app.extensions["accessibility"])


@pages.get("/mentions-legales")
@guarded("page.read")
def legal() -> ResponseReturnValue:
    """Who publishes and hosts the site."""
    return render_template("pages/legal.html")


@pages.get("/donnees-personnelles")
@guarded("page.read")
def privacy() -> ResponseReturnValue:
    """What the site knows of people."""
    return render_template("pages/privacy.html")


@pages.get("/aide", endpoint="help")
@guarded("page.read")
def help_page() -> ResponseReturnValue:
    """How to read the site and to take part."""
    return render_template("pages/help.html")


@pages.get("/plan-du-site")
@guarded("page.read")
def sitemap() -> ResponseReturnValue:
    """Every section of the site."""
    return render_template("pages/sitemap.html", sections=menu.plan())


@pages.get("/glossaire")
@guarded("page.read")
def glossary() -> ResponseReturnValue:
    """The words of the site in plain language."""
    return render_template("pages/glossary.html", words=words.lexicon(), short_names=words.short_names())


@pages.get("/demo/composants")
@guarded("demonstration.use")
def gallery() -> ResponseReturnValue:
    """Every component once, to look at."""
    return render_template("pages/gallery.html", form=sample(), filters_form=SampleFilters())


@pages.get("/favicon.ico")
@guarded("page.read")
def favicon() -> ResponseReturnValue:
    """No icon at the old address: the layout names the drawn one."""
    return Response(status=204)


@pages.get("/robots.txt")
@guarded("page.read")
def robots() -> ResponseReturnValue:
    """What search engines may read: everything that has an address of its own."""
    return Response("User-agent: *\nDisallow: /recherche\nDisallow: /demo/\n", mimetype="text/plain")


class SearchForm(FilterForm):
    """What one looks for."""

    q = SearchField(
        "Rechercher",
        [AtMost(200)],
        filters=[cleaned],
    )
    type = SelectField("Dans", [Optional()], choices=[], validate_choice=True)
    page = IntegerField("Page", [Optional(), NumberRange(1, 50, "Il n’y a pas de page à ce numéro.")], default=1)

    def __init__(self, sources: Sequence[search.SearchSource]) -> None:
        super().__init__()
        self._labels = {"": "Tout le site", **{source.kind: source.label for source in sources}}
        self.type.choices = [SelectChoice(kind, label) for kind, label in self._labels.items()]

    @property
    def searched(self) -> str:
        """What the search knows of, in words."""
        return ", ".join([*list(self._labels.values())[1:], "mots du glossaire"]) + "."

    def label_of(self, kind: str) -> str:
        """The words of a kind of result."""
        return self._labels[kind]


@finding.get("/recherche")
@guarded("page.read")
def results() -> ResponseReturnValue:
    """Results of a search over the whole site, grouped by kind, or those of one kind."""
    form = SearchForm(search.sources())
    if not form.validate():
        return render_template("pages/search.html", form=form, groups=[], found=None), 400
    query, kind, page = form.q.data or "", form.type.data, form.page.data or 1
    if not (kind and query):
        groups = [*search.groups(query), *words.explained(query)]
        return render_template("pages/search.html", form=form, groups=groups, found=None)
    found, more = search.of_kind(query, kind, page)
    shown = {"found": found, "more": more, "number": page, "label": form.label_of(kind)}
    return render_template("pages/search.html", form=form, groups=[], **shown)


@opening.get("/donnees")
@guarded("dataset.read")
def index() -> ResponseReturnValue:
    """The open data of the site."""
    return render_template("pages/datasets.html", datasets=datasets.datasets())


@opening.get("/donnees/<slug>.csv")
@guarded("dataset.read")
def as_csv(slug: str) -> ResponseReturnValue:
    """One dataset as CSV."""
    dataset = _dataset(slug)
    response = Response(datasets.as_csv(dataset), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{dataset.file_stem}.csv"'
    return response


@opening.get("/donnees/<slug>.json")
@guarded("dataset.read")
def as_json(slug: str) -> ResponseReturnValue:
    """One dataset as JSON, with its source, licence and date."""
    dataset = _dataset(slug)
    response = jsonify(
        title=dataset.title,
        source=dataset.source,
        license=dataset.license,
        demonstration=dataset.is_demonstration,
        columns={column.name: column.meaning for column in dataset.columns},
        rows=datasets.as_json(dataset),
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{dataset.file_stem}.json"'
    return response


def _dataset(slug: str) -> datasets.Dataset:
    found = next((dataset for dataset in datasets.datasets() if dataset.slug == slug), None)
    return found or abort(404)


BLUEPRINTS = (pages, finding, opening)
