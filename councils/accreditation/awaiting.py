"""What dossiers ask of somebody, for « À faire », and where they stand on the pages of one's councils."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from councils.accreditation import desk, waiting
from councils.accreditation.models import Accreditation, AccreditationState
from councils.accreditation.papers import ReviewPoint
from councils.models import Council
from councils.wording import bare_name
from foundation import clock
from foundation.addresses import path
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.panels import Panel
from foundation.policy import Actor, actor, can
from foundation.text import date_short
from foundation.todos import Todo

S = AccreditationState
TOLD = 8
LAST_MINUTE = time(23, 59)
WORDS: Mapping[AccreditationState, str] = {
    S.DRAFT: "Préparer le dossier de labellisation",
    S.COMPOSING: "Compléter et déposer le dossier de labellisation",
    S.SUBMITTED: "Consulter le maire et la Métropole",
    S.CONSULTING: "Transmettre le dossier à la préfecture",
    S.REVIEWING: "Instruire le dossier de labellisation",
    S.RETURNED: "Compléter le dossier renvoyé",
    S.SIGNED: "Enregistrer la publication de l’acte",
}
# days after which those who watch are alerted (§2.6)
PATIENCE: Mapping[AccreditationState, int] = {S.REVIEWING: 60, S.SIGNED: 15}


def todos(who: Actor) -> Iterable[Todo]:
    """The dossiers whose next step is theirs, the one that waits longest first."""
    if not any(who.holds(role) for role in waiting.EVERYWHERE | waiting.INSIDE):
        return
    steps = db.session.scalars(
        desk.last_steps(who).where(waiting.lies_with_actor(who)).order_by(AuditEntry.at, AuditEntry.id).limit(TOLD)
    ).all()
    if not steps:
        return
    dossiers, due = desk.by_id([step.object_id for step in steps]), _due([step.object_id for step in steps])
    for step in steps:
        yield _todo(dossiers[step.object_id], step.at, due.get(step.object_id))


def _due(ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, date]:
    """The last day for the points that each dossier must still complete."""
    rows = db.session.execute(
        select(ReviewPoint.accreditation_id, func.min(ReviewPoint.due_on).label("due_on"))
        .where(ReviewPoint.accreditation_id.in_(ids), ReviewPoint.resolved_at.is_(None))
        .group_by(ReviewPoint.accreditation_id)
    )
    return {row.accreditation_id: row.due_on for row in rows}


def _todo(dossier: Accreditation, since: datetime, due_on: date | None) -> Todo:
    day = since.astimezone(clock.PARIS).date()
    if dossier.state in PATIENCE:
        due_on = day + timedelta(days=PATIENCE[dossier.state])
    elif dossier.state is not S.RETURNED:
        due_on = None
    return Todo(
        f"{WORDS[dossier.state]}\u00a0: {bare_name(dossier.council.name)}",
        path("accreditation.read", key=dossier.id),
        f"{dossier.kind.label}. La balle est chez vous depuis le {date_short(day)}.",
        datetime.combine(due_on, LAST_MINUTE, clock.PARIS) if due_on else None,
    )


def own_panel(who: Actor) -> Mapping[str, Any] | None:
    """The way to the list, for those who act on dossiers."""
    return {"opens": can("accreditation.open", None, who)} if can("accreditation.list", None, who) else None


def office_panel(council: Council) -> Mapping[str, Any] | None:
    """The dossiers of a council, in its own office."""
    who = actor()
    if not can("accreditation.read", council, who):
        return None
    return {"rows": desk.of_council(council), "slug": council.slug, "opens": can("accreditation.open", council, who)}


TODOS = (todos,)
PANELS = (
    Panel("me", "councils/accreditation/_own_panel.html", own_panel, position=25),
    Panel("office", "councils/accreditation/_office_panel.html", office_panel, position=40),
)
