from __future__ import annotations

from datetime import time

from councils.accreditation import clockwork, reminders
from foundation.jobs import Job

JOBS = (
    Job("accreditation.silence", "Noter les avis qui ne sont pas venus", clockwork.silence_due, at=time(0, 10)),
    Job("accreditation.consult", "Consulter sur les dossiers déposés", clockwork.consult_due, at=time(7, 30)),
    Job(
        "accreditation.remind", "Rappeler les échéances de labellisation", reminders.remind_due, at=time(8), quiet=True
    ),
)
