from __future__ import annotations

from datetime import time

from foundation.jobs import Job
from meetings.answers.reminders import remind

JOBS = (Job("answers.remind", "Rappels aux secrétaires des comités", remind, at=time(8), quiet=True),)
