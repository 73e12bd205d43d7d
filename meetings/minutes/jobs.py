"""What the clock does of minutes: files, reminders, forgetting."""

from __future__ import annotations

from datetime import time, timedelta

from foundation.jobs import Job
from meetings.minutes import awaiting, decisions, papers, personal

JOBS = (
    Job(
        "minutes.print",
        "Faire les fichiers PDF des comptes rendus",
        papers.make_due,
        every=timedelta(minutes=1),
        quiet=True,
    ),
    Job("minutes.remind", "Rappeler les comptes rendus en retard", awaiting.remind_due, at=time(8, 5), quiet=True),
    Job("minutes.remind_decisions", "Rappeler les décisions à mener", decisions.remind_due, at=time(8, 10), quiet=True),
    Job("minutes.forget", "Oublier les remarques anciennes", personal.forget, at=time(4, 5), quiet=True),
)
