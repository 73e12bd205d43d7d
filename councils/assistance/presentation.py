"""What the pages of assistance show, ready for their templates."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from citizens.naming import name_in
from councils.assistance import queries
from councils.assistance.models import AssistanceMandate, AssistedAct
from councils.models import Council
from foundation import clock
from foundation.policy import Actor
from foundation.text import date_short, moment_words

ACTS_SHOWN = 50


@dataclass(frozen=True)
class Found:
    """A recorded act as a rule sees it: of which council, for whom."""

    act: AssistedAct
    council: Council
    council_id: uuid.UUID
    person_id: uuid.UUID


def receipt(slug: str, receipt: str) -> Found | None:
    """The act behind the code of a receipt."""
    act = queries.by_receipt(slug, receipt)
    if act is None:
        return None
    return Found(act, act.mandate.council, act.mandate.council_id, act.mandate.person_id)


@dataclass(frozen=True)
class Line:
    """One mandate as the office shows it."""

    id: uuid.UUID
    person: str
    span: str
    where: str
    has_paper: bool
    standing: bool


@dataclass(frozen=True)
class Overview:
    """The mandates that stand, those that ended, and what was last recorded."""

    standing: Sequence[Line]
    ended: Sequence[Line]
    acts: Sequence[Sequence[Any]]


def overview(council: Council) -> Overview:
    """Everything about assistance in a council. Two queries."""
    lines = [_line(one, clock.today()) for one in queries.of_council(council.id)]
    acts = [_act(council, one) for one in queries.acts(council.id, ACTS_SHOWN)]
    return Overview([one for one in lines if one.standing], [one for one in lines if not one.standing], acts)


def _line(mandate: AssistanceMandate, today: date) -> Line:
    ended = mandate.revoked_at is not None or (mandate.valid_to is not None and mandate.valid_to < today)
    return Line(
        mandate.id,
        name_in(mandate.person, mandate.council_id),
        _span(mandate),
        mandate.kept_at_place or "",
        mandate.document_id is not None,
        not ended,
    )


def _span(mandate: AssistanceMandate) -> str:
    words = f"écrit le {date_short(mandate.written_on)}"
    if mandate.revoked_at is not None:
        return f"{words}, repris le {date_short(mandate.revoked_at.astimezone(clock.PARIS).date())}"
    return f"{words}, jusqu’au {date_short(mandate.valid_to)}" if mandate.valid_to else f"{words}, sans date de fin"


def _act(council: Council, act: AssistedAct) -> Sequence[Any]:
    name = name_in(act.mandate.person, act.mandate.council_id)
    code = {"text": act.receipt, "url": url_for("assistance.receipt", slug=council.slug, receipt=act.receipt)}
    return (name, act.kind.label, act.about, moment_words(act.at), code)


def own_mandates(actor: Actor) -> Mapping[str, Any] | None:
    """For one's own page: the mandates that one gave and that stand."""
    found = queries.standing_of(actor.id, clock.today())
    return {"mandates": [(one, _span(one)) for one in found]} if found else None


def office(council: Council) -> Mapping[str, Any] | None:
    """For the council's office: how many mandates stand."""
    return {"council": council, "count": len(queries.mandated(council.id, clock.today()))}
