"""What this part brings to the site: what is recorded for somebody under their written mandate."""

from __future__ import annotations

from councils.assistance import demo, presentation
from councils.assistance.personal import PERSONAL
from councils.assistance.views import assistance
from foundation.feature import Feature
from foundation.panels import Panel

PART = Feature(
    name="councils.assistance",
    blueprints=(assistance,),
    panels=(
        Panel("me", "councils/assistance/_own_panel.html", presentation.own_mandates, position=60),
        Panel("office", "councils/assistance/_office_panel.html", presentation.office, position=60),
    ),
    personal=PERSONAL,
    seeds=(demo.load,),
)
