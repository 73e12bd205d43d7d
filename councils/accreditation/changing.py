"""The forms that ask for changes, filled with what may be chosen."""

from __future__ import annotations

from typing import Any

from citizens.models import Gender
from citizens.services import add_person
from councils.accreditation import reading
from councils.accreditation.changes import propose_change
from councils.accreditation.deciding_forms import (
    COLLEGES,
    ENDS,
    GENDERS,
    ORIGINS,
    RANKS,
    ChangeForm,
    PlaceForm,
)
from councils.accreditation.models import Accreditation
from councils.members.services import organization_named
from councils.territory.queries import places
from foundation.policy import Actor


def change_form(dossier: Accreditation, address: str = "") -> ChangeForm:
    """The form that asks for a change of members."""
    form = ChangeForm(address=address)
    members = reading.sitting(dossier.council_id)
    named = [(str(one.id), f"{one.person.given_name} {one.person.family_name}") for one in members]
    form.offer(named)
    return form


def place_form(address: str = "") -> PlaceForm:
    """The form that asks for a change of perimeter."""
    form = PlaceForm(address=address)
    form.offer([(place.slug, f"{place.name} ({place.where})") for place in places()])
    return form


def propose(dossier: Accreditation, form: ChangeForm, *, actor: Actor) -> None:
    """Write the change that was asked for. Raises Refused when it cannot be so."""
    leaving = next((one for one in reading.sitting(dossier.council_id) if str(one.id) == form.leaving.data), None)
    gender = GENDERS.get(form.gender.data or "", Gender.UNDECLARED)
    joining = add_person(form.given_name.data, form.family_name.data, gender, actor=actor) if form.joins else None
    propose_change(
        dossier,
        actor=actor,
        leaving=leaving,
        end_reason=ENDS.get(form.end_reason.data or "") if leaving else None,
        joining=joining,
        **(_place(form, actor) if joining else {}),
    )


def _place(form: ChangeForm, actor: Actor) -> dict[str, Any]:
    """Where somebody who joins will sit."""
    structure = form.organization.data
    return {
        "college": COLLEGES[form.college.data],
        "origin": ORIGINS[form.origin.data],
        "rank": RANKS[form.rank.data],
        "organization": organization_named(structure, actor=actor) if structure else None,
        "accepted_on": form.accepted_on.data,
    }
