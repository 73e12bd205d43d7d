"""What this part brings to the site: what people may know, correct and have erased about themselves."""

from __future__ import annotations

from citizens.accounts.personal import ACCOUNT, SIGN_INS
from citizens.discussion.personal import COMMENTS, REPORTS
from citizens.merging.personal import MERGES
from citizens.notifications.personal import LETTERS, MESSAGES
from citizens.personal import CONSENTS, CONTACT, IDENTITY, TRAIL
from citizens.privacy import awaiting, demo, erasing, office_views, own_views
from citizens.privacy.jobs import JOBS
from citizens.privacy.personal import REQUESTS
from citizens.privacy.workflow import REQUEST
from citizens.roles.personal import ROLES_HELD
from foundation.feature import Feature

# each of the two adds its addresses to the one blueprint
BLUEPRINTS = {module.privacy for module in (own_views, office_views)}
PART = Feature(
    name="citizens.privacy",
    blueprints=(*BLUEPRINTS,),
    jobs=JOBS,
    workflows=(REQUEST,),
    todos=awaiting.TODOS,
    seeds=(demo.load,),
    # erased from the last to the first: the names are read until the end
    personal=(
        IDENTITY, CONTACT, CONSENTS, ACCOUNT, SIGN_INS, ROLES_HELD, COMMENTS, REPORTS, REQUESTS, MERGES, TRAIL, LETTERS,
        MESSAGES,
    ),
    restored=(erasing.redo,),
)  # fmt: skip
