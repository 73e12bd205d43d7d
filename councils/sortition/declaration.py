"""What this part brings to the site: draws by lot."""

from __future__ import annotations

from councils.sortition import demo, office_views, presentation, run_views, views
from councils.sortition.blueprint import draws
from councils.sortition.personal import PERSONAL
from councils.sortition.retention import JOBS
from councils.sortition.workflow import CANDIDATE
from foundation.feature import Feature
from foundation.panels import Panel

# the views of these files stand on the blueprint once they are read
VIEWS = (views, office_views, run_views)
PART = Feature(
    name="councils.sortition",
    blueprints=(draws,),
    panels=(
        Panel("council", "councils/sortition/_council_panel.html", presentation.council_panel, 25),
        Panel("office", "councils/sortition/_office_panel.html", presentation.office, 30),
    ),
    jobs=JOBS,
    workflows=(CANDIDATE,),
    personal=PERSONAL,
    seeds=(demo.load,),
)
