"""The description of a dossier as its form shows it, and as somebody else may have saved it meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from councils.accreditation import reading, services
from councils.accreditation.forms import FIELDS, TERM_FIELDS, DescribeForm, chosen
from councils.accreditation.models import Accreditation
from councils.members import terms
from foundation.policy import Actor
from foundation.text import date_short
from foundation.workflow import Refused


def form_for(dossier: Accreditation) -> DescribeForm:
    """The form with what a dossier of this kind says, as it now stands."""
    form = DescribeForm(**_values(dossier))
    form.only(FIELDS[dossier.kind])
    if "new_host_id" in form:
        form.new_host_id.choices = chosen(reading.organizations(), "La même structure")
    return form


def _values(dossier: Accreditation) -> dict[str, Any]:
    term = dossier.term
    known = {name: getattr(term, name) for name in TERM_FIELDS} if term else {}
    told = {name: getattr(dossier, name) for name in FIELDS[dossier.kind] if name not in TERM_FIELDS}
    if told.get("new_host_id"):
        told["new_host_id"] = str(told["new_host_id"])
    return {**known, **told}


def save(dossier: Accreditation, form: DescribeForm, *, actor: Actor) -> None:
    """Write what was typed. Raises Refused when it cannot be so."""
    told = {name: form[name].data or None for name in FIELDS[dossier.kind] if name not in TERM_FIELDS}
    if told.get("new_host_id"):
        told["new_host_id"] = uuid.UUID(told["new_host_id"])
    if "start_on" in form:
        told["term_id"] = _term(dossier, form, actor)
    services.describe(dossier, actor=actor, **told)


def _term(dossier: Accreditation, form: DescribeForm, actor: Actor) -> uuid.UUID | None:
    """The term asked for, planned or corrected; none while its days are not known."""
    if not form.start_on.data or not form.end_on.data:
        if dossier.term is not None:
            raise Refused("Un mandat est déjà prévu\u00a0: donnez son premier et son dernier jour.")
        return None
    if form.residents_target.data is None or form.local_actors_target.data is None:
        raise Refused("Indiquez combien de personnes chaque collège doit compter.")
    typed = (form.start_on.data, form.end_on.data, form.residents_target.data, form.local_actors_target.data)
    plan = terms.Plan(*typed, form.duration_source.data or "")
    if dossier.term is None:
        return terms.plan(dossier.council, plan, actor=actor).id
    if plan != terms.Plan(*(getattr(dossier.term, name) for name in TERM_FIELDS)):
        terms.correct(dossier.term, plan, actor=actor)
    return dossier.term_id


def differences(dossier: Accreditation, form: DescribeForm) -> Sequence[tuple[str, str]]:
    """(label, what is saved now) of each field where it is not what was typed."""
    return [
        (form[name].label.text, _words(value))
        for name, value in _values(dossier).items()
        if name in form and (value or None) != (form[name].data or None)
    ]


def _words(value: Any) -> str:
    if isinstance(value, date):
        return date_short(value)
    return str(value) if value not in (None, "") else "rien n’est écrit"
