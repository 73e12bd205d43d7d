"""What this part brings to the site: anybody may write to a council, whose addresses are shown to nobody."""

from __future__ import annotations

from councils.contact import presentation, views
from councils.contact.blueprint import contact
from foundation.feature import Feature
from foundation.panels import Panel

# the views stand on the blueprint once they are read
VIEWS = (views,)
PART = Feature(
    name="councils.contact",
    blueprints=(contact,),
    panels=(
        Panel("council", "councils/contact/_council_panel.html", presentation.on_the_council, position=90),
        Panel("found", "councils/contact/_found_panel.html", presentation.on_the_finder, position=90),
    ),
)
