"""What the committees bring to the site, for `councils/feature.py`."""

from __future__ import annotations

from collections.abc import Iterable

from councils.committees import demo, demo_seats, personal, queries, seat_pages, services
from councils.committees.models import Committee
from councils.committees.seat_views import seats
from councils.committees.views import committees
from foundation.database import db
from foundation.panels import Panel
from foundation.scopes import ScopeSource
from foundation.search import Entry, SearchSource


def _findable() -> Iterable[Entry]:
    rows = db.session.scalars(queries.listed().order_by(Committee.slug))
    return [services.findable(row) for row in rows]


BLUEPRINTS = (committees, seats)
PANELS = (
    Panel("committee", "councils/committees/_seats_panel.html", seat_pages.public_panel, 120),
    Panel("office", "councils/committees/_office_panel.html", seat_pages.office_panel, 40),
    Panel("me", "councils/committees/_own_panel.html", seat_pages.own_panel, 25),
)
PERSONAL = personal.PERSONAL
SCOPES = (ScopeSource("committee", "Comités", queries.choices),)
SEARCHES = (SearchSource(services.SEARCH, "Comités", _findable),)
SEEDS = (demo.load, demo_seats.load)
