"""What this part of the package declares; `citizens/feature.py` plugs it in."""

from __future__ import annotations

from datetime import time

from citizens.discussion import awaiting, moderation, moderation_views, views
from citizens.discussion.workflow import COMMENT, REPORT
from foundation.jobs import Job

# each of the two adds its addresses to the one blueprint
BLUEPRINTS = {module.discussion for module in (views, moderation_views)}
WORKFLOWS = (COMMENT, REPORT)
TODOS = awaiting.TODOS
JOBS = (
    Job(
        "discussion.forget_reporters",
        "Oublier qui a signalé",
        moderation.forget_reporters,
        at=time(3, 50),
        quiet=True,
    ),
)
