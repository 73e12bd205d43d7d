"""Between the forms of a member and what the services are told."""

from __future__ import annotations

import uuid
from typing import Any

from flask import url_for

from citizens.models import Person
from councils.members import people_queries, term_queries, wording
from councils.members.editing import Reach, Sheet, mark
from councils.members.forms import (
    CHANNELS,
    COLLEGES,
    GENDERS,
    ORIGINS,
    REASONS,
    SOMEBODY_NEW,
    AddForm,
    EditForm,
    FullEditForm,
    ReplaceForm,
    TermForm,
)
from councils.members.replacing import Departure
from councils.members.services import Newcomer, Place, is_over, organization_named
from councils.members.terms import Plan
from councils.models import College, Council, Membership, Term
from councils.territory.models import Organization
from foundation.database import db
from foundation.policy import Actor, can


def add_form(council: Council) -> AddForm:
    """The form that adds somebody; it asks about namesakes when the name that was sent is known in the council."""
    form = AddForm()
    names = (form.given_name.data or "", form.family_name.data or "")
    known = people_queries.namesakes(council.id, *names) if all(names) else []
    form.offer([(str(one.person_id), wording.known_words(one.membership)) for one in known])
    return form


def newcomer(form: AddForm | ReplaceForm, person: Person | None = None) -> Newcomer:
    """Whom a form names."""
    return Newcomer(form.given_name.data or "", form.family_name.data or "", form.email.data or "", person=person)


def known_person(form: AddForm) -> Person | None:
    """The person that the form says is the same as one known here."""
    chosen = form.same.data
    return db.session.get(Person, uuid.UUID(chosen)) if chosen and chosen != SOMEBODY_NEW else None


def place(form: AddForm, council: Council, actor: Actor) -> Place:
    """What somebody is added as."""
    college = COLLEGES[form.college.data]
    return Place(college, organization=_structure(form, college, council.is_demo, actor))


def _structure(form: AddForm | EditForm, college: College, is_demo: bool, actor: Actor) -> Organization | None:
    if college is not College.LOCAL_ACTORS:
        return None
    return organization_named(form.organization.data, actor=actor, is_demo=is_demo)


def present_mark(membership: Membership) -> str:
    """The mark of what the sheet says now."""
    return mark(membership, people_queries.contact(membership.person_id))


def edit_form(membership: Membership, actor: Actor) -> EditForm:
    """The sheet of a member as a form, with how to reach them for those who may know it."""
    contact = people_queries.contact(membership.person_id)
    reaches = can("member.contact", membership, actor)
    values = _values(membership)
    if reaches and contact is not None:
        values |= {name: getattr(contact, name) for name in ("email", "phone", "postal_address")}
        values["prefers"] = contact.prefers.value
    own = url_for("members.edit", slug=membership.term.council.slug, key=membership.id)
    form = (FullEditForm if reaches else EditForm)(address=own, **values)
    if not form.seen.data:
        form.seen.data = mark(membership, contact)
    if membership.accepted_on is not None:
        del form.accepted_on
    return form


def _values(membership: Membership) -> dict[str, Any]:
    person = membership.person
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "gender": person.gender.value,
        "minor_until": person.minor_until,
        "college": membership.college.value,
        "organization": membership.organization.name if membership.organization else "",
        "origin": membership.origin.value,
        "voting": membership.voting,
        "elected_official": membership.elected_official,
        "independent_on": membership.independent_on,
        "suspended_from": membership.suspended_from,
        "suspended_to": membership.suspended_to,
    }


def sheet(form: EditForm, membership: Membership, actor: Actor) -> Sheet:
    """What the form says of a member."""
    college = COLLEGES[form.college.data]
    accepted = form.accepted_on.data if "accepted_on" in form else None
    return Sheet(
        given_name=form.given_name.data,
        family_name=form.family_name.data,
        gender=GENDERS[form.gender.data],
        college=college,
        origin=ORIGINS[form.origin.data],
        organization=_structure(form, college, membership.person.is_demo, actor),
        voting=form.voting.data,
        elected_official=form.elected_official.data,
        independent_on=form.independent_on.data,
        minor_until=form.minor_until.data,
        suspended_from=form.suspended_from.data,
        suspended_to=form.suspended_to.data,
        accepted_on=accepted,
        reach=_reach(form),
    )


def _reach(form: EditForm) -> Reach | None:
    if not isinstance(form, FullEditForm):
        return None
    texts = (form.email.data or "", form.phone.data or "", form.postal_address.data or "")
    return Reach(*texts, CHANNELS[form.prefers.data])


def replace_form(left: Membership) -> ReplaceForm:
    """The form that gives somebody's seat to another; a seat left before is asked no end."""
    form = ReplaceForm()
    reserve = term_queries.reserve_of(left.term_id, left.college)
    form.offer([(str(one.person_id), f"{one.rank}. {wording.person_name(one.person)}") for one in reserve])
    if is_over(left):
        form.left_before()
    return form


def departure(form: ReplaceForm) -> Departure | None:
    """The end that the form gives to a seat, if it asks for one."""
    if "last_day" not in form:
        return None
    return Departure(form.last_day.data, REASONS[form.reason.data])


def successor(form: ReplaceForm) -> Newcomer:
    """Who takes the seat."""
    if form.who.data == SOMEBODY_NEW:
        return newcomer(form)
    return Newcomer(email=form.email.data or "", person=db.session.get(Person, uuid.UUID(form.who.data)))


def term_form(term: Term | None) -> TermForm:
    """The dates and seats of a term as a form."""
    names = ("start_on", "end_on", "residents_target", "local_actors_target", "duration_source")
    return TermForm(**({name: getattr(term, name) for name in names} if term else {}))


def plan(form: TermForm) -> Plan:
    """What the form says of a term."""
    dates = (form.start_on.data, form.end_on.data)
    return Plan(*dates, form.residents_target.data, form.local_actors_target.data, form.duration_source.data or "")
