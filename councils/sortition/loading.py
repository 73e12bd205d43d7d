"""From an address to its row, for the pages of draws."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from councils import queries as councils
from councils.models import Council, Term
from councils.sortition import queries
from councils.sortition.forms import AnswerForm, PlanForm, VolunteerForm, quota_form, shown_quotas
from councils.sortition.models import Candidate, Sortition
from foundation.addresses import page as address


def council(slug: str) -> Council | None:
    """The council of an address."""
    return councils.by_slug(slug)


def sortition(slug: str, key: uuid.UUID) -> Sortition | None:
    """The draw of an address, if it is of that council."""
    return queries.find(slug, key)


def public(slug: str, key: uuid.UUID) -> Sortition | None:
    """The draw of an address, if it is of that council and everybody may know of it."""
    return queries.public(slug, key)


def candidate(slug: str, key: uuid.UUID, candidate: uuid.UUID) -> Candidate | None:
    """The candidate of an address, if they are on the list of that draw of that council."""
    return queries.candidate(slug, key, candidate)


def answer_forms(draw: Sortition, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, AnswerForm]:
    """The form by which each of some young people says yes, all of them on one page."""
    place = {"slug": draw.term.council.slug, "key": draw.id}
    forms = {
        key: AnswerForm(address=address("sortition.answer", **place, candidate=key), answer="accept") for key in keys
    }
    for key, form in forms.items():
        for field in form:
            field.id = f"{field.id}-{key}"
    return forms


def term_of(owner: Council, key: str) -> Term | None:
    """The term that a form names, if it is of that council."""
    return next((one for one in queries.terms(owner.id) if str(one.id) == key), None)


def plan_form(owner: Council, one: Sortition | None = None) -> PlanForm:
    """The form of a plan, with what a draw in preparation says already."""
    kind = quota_form(queries.places(owner.id))
    values: dict[str, Any] = {}
    if one is not None:
        values = {
            "term": str(one.term_id), "seats": one.seats, "seed_on": one.seed_on, "seed_source": one.seed_source,
            "seen": str(one.version), **shown_quotas(one.quotas),
        }  # fmt: skip
    form = kind(**values)
    form.offer([one.term] if one is not None else queries.terms(owner.id))
    return form


def volunteer_form(one: Sortition, address: str = "") -> VolunteerForm:
    """The form that adds somebody to a list."""
    form = VolunteerForm(address=address)
    form.offer(queries.places(one.council_id))
    return form
