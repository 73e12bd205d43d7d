"""What this part brings to the site: dossiers of labellisation."""

from __future__ import annotations

import councils.accreditation.papers  # noqa: F401 - its tables belong to the site
from councils.accreditation import answer_views, awaiting, changing_views, composing_views, deciding_views, views
from councils.accreditation.blueprint import accreditation
from councils.accreditation.jobs import JOBS
from councils.accreditation.personal import PERSONAL
from foundation.feature import Feature

# the views of these files stand on the blueprint once they are read
VIEWS = (views, composing_views, changing_views, answer_views, deciding_views)
PART = Feature(
    name="councils.accreditation",
    blueprints=(accreditation,),
    panels=awaiting.PANELS,
    todos=awaiting.TODOS,
    jobs=JOBS,
    personal=PERSONAL,
)
