"""What discussions ask of somebody, for « À faire »."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for

from citizens.discussion import queries, subjects
from foundation import clock
from foundation.policy import Actor, can
from foundation.text import date_short, plural
from foundation.todos import Todo


def reports_to_examine(actor: Actor) -> Iterable[Todo]:
    """Reports that wait for a moderator."""
    if not can("report.list", None, actor):
        return
    count, oldest = queries.open_reports()
    if oldest is not None:
        day = date_short(oldest.astimezone(clock.PARIS).date())
        label = f"Examiner {plural(count, 'signalement', 'signalements')}"
        yield Todo(label, url_for("discussion.office"), f"Le plus ancien date du {day}.")


def newcomers_to_read(actor: Actor) -> Iterable[Todo]:
    """Words of newcomers that wait for whoever conducts the discussion."""
    for kind, key, count in queries.waiting():
        subject = subjects.find(kind, key)
        if subject is not None and subject.allows("steer", actor):
            label = f"Relire {plural(count, 'commentaire', 'commentaires')} avant publication"
            yield Todo(label, f"{subject.url}#discussion", subject.title)


TODOS = (reports_to_examine, newcomers_to_read)
