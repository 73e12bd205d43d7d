"""What the site forgets by itself each night."""

from __future__ import annotations

from datetime import time

from foundation import documents, jobs, old_letters, submissions, throttle
from foundation.jobs import Job

JOBS = (
    Job("jobs.purge", "Oublier les vieux passages des tâches", jobs.purge, at=time(3, 10)),
    Job("mail.purge", "Oublier les vieux courriels", old_letters.purge, at=time(3, 20)),
    Job("throttle.purge", "Oublier les compteurs d’essais échus", throttle.purge, at=time(3, 30)),
    Job("forms.purge", "Oublier les formulaires envoyés", submissions.purge, at=time(3, 35), quiet=True),
    Job("documents.sweep", "Effacer les fichiers que rien ne nomme", documents.sweep, at=time(3, 40)),
)
