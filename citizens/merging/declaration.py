"""What this part brings to the site: two rows found to be one person."""

from __future__ import annotations

from citizens.merging import views
from citizens.merging.blueprint import merging
from foundation.feature import Feature

# the views stand on the blueprint once they are read
VIEWS = (views,)
PART = Feature(name="citizens.merging", blueprints=(merging,))
