"""What the clock does to open dossiers: asks for opinions when nobody did, and keeps silence as silence."""

from __future__ import annotations

from datetime import date, timedelta

from councils.accreditation import consultations, queries
from councils.accreditation.models import Accreditation, AccreditationState
from councils.accreditation.services import keep_silence
from foundation import clock
from foundation.policy import SYSTEM

S = AccreditationState
WORKING_DAYS = 2
SATURDAY = 5


def working_days_after(day: date, days: int) -> date:
    """The day on which so many working days have passed since a day: Saturdays and Sundays do not count."""
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day


def consult_due() -> int:
    """T3: a file handed in two working days ago is put to the authorities, where their links went last; how many."""
    due = [dossier for dossier in queries.in_state(S.SUBMITTED) if _waited(dossier)]
    for dossier in due:
        consultations.consult(dossier, queries.known_emails(), actor=SYSTEM)
    return len(due)


def _waited(dossier: Accreditation) -> bool:
    since = queries.last_moved(dossier).astimezone(clock.PARIS).date()
    return working_days_after(since, WORKING_DAYS) <= clock.today()


def silence_due() -> None:
    """Whoever has not answered by the last day is noted « sans réponse »; the dossier itself waits for a person."""
    for request in queries.silent_since(clock.today()):
        keep_silence([request])
