"""What this part brings to the site: a council’s rules and means."""

from __future__ import annotations

from councils.charter import demo, presentation, views
from councils.charter.blueprint import charter
from foundation.feature import Feature
from foundation.panels import Panel

# the views stand on the blueprint once they are read
VIEWS = (views,)
PART = Feature(
    name="councils.charter",
    blueprints=(charter,),
    panels=(
        Panel("council", "councils/charter/_panel.html", presentation.panel, position=20),
        Panel("office", "councils/charter/_office_panel.html", presentation.office, position=70),
    ),
    seeds=(demo.load,),
)
