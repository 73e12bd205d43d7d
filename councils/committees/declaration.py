"""What the committees bring to the site, for `councils/feature.py`."""

from __future__ import annotations

from collections.abc import Iterable

from councils.committees import demo, queries, services
from councils.committees.models import Committee
from councils.committees.views import committees
from foundation.database import db
from foundation.scopes import ScopeSource
from foundation.search import Entry, SearchSource


def _findable() -> Iterable[Entry]:
    rows = db.session.scalars(queries.listed().order_by(Committee.slug))
    return [services.findable(row) for row in rows]


BLUEPRINT = committees
SCOPES = (ScopeSource("committee", "Comités", queries.choices),)
SEARCHES = (SearchSource(services.SEARCH, "Comités", _findable),)
SEEDS = (demo.load,)
