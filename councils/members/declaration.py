"""What this part brings to the site: who sits: the council’s office, its board, its groups, its reserve."""

from __future__ import annotations

import councils.members.models  # noqa: F401 - its tables belong to the site
from councils.members import (
    awaiting,
    board_views,
    demo,
    demo_doubles,
    demo_lists,
    export_views,
    functions,
    import_views,
    join_views,
    leaving_views,
    office_panel,
    paper_views,
    personal,
    presentation,
    reserve_views,
    retention,
    seat_views,
    term_views,
    views,
)
from councils.members.blueprint import members
from foundation.feature import Feature
from foundation.panels import Panel

# the views of these files stand on the blueprint once they are read
VIEWS = (
    *(views, seat_views, leaving_views, term_views, join_views, paper_views),
    *(export_views, import_views, reserve_views, board_views),
)
PART = Feature(
    name="councils.members",
    blueprints=(members,),
    panels=(
        Panel("composition", "councils/members/_gauges.html", presentation.gauges_panel),
        Panel("council", "councils/members/_groups_panel.html", office_panel.public_groups, 20),
        Panel("office", "councils/members/_office_panel.html", office_panel.office, 10),
    ),
    todos=awaiting.TODOS,
    jobs=retention.JOBS,
    personal=personal.PERSONAL,
    grants=(functions.grants,),
    seeds=(demo.load, demo_lists.load, demo_doubles.load),
)
