"""What this part brings to the site: who sits: the council’s office, its board, its groups, its reserve."""

from __future__ import annotations

import councils.members.models  # noqa: F401 - its tables belong to the site
from councils.members import (
    awaiting,
    demo,
    join_views,
    leaving_views,
    paper_views,
    personal,
    presentation,
    retention,
    seat_views,
    term_views,
    views,
)
from councils.members.blueprint import members
from foundation.feature import Feature
from foundation.panels import Panel

# the views of these files stand on the blueprint once they are read
VIEWS = (views, seat_views, leaving_views, term_views, join_views, paper_views)
PART = Feature(
    name="councils.members",
    blueprints=(members,),
    panels=(Panel("composition", "councils/members/_gauges.html", presentation.gauges_panel),),
    todos=awaiting.TODOS,
    jobs=retention.JOBS,
    personal=personal.PERSONAL,
    seeds=(demo.load,),
)
