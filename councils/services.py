from __future__ import annotations

from datetime import date

from sqlalchemy import select

from citizens.models import Person
from citizens.privacy import minors
from councils.models import (
    College,
    Council,
    Coverage,
    LegalForm,
    Membership,
    Origin,
    Rank,
    Term,
)
from councils.territory.models import Municipality, Neighborhood, Organization, neighborhood_municipality
from foundation import audit, search
from foundation.database import db
from foundation.html import markdown, visible_text
from foundation.policy import Actor, require
from foundation.search import Entry
from foundation.text import fold, nfc


def create_council(
    name: str,
    slug: str,
    code: str,
    *,
    actor: Actor,
    summary: str = "",
    created_on: date | None = None,
    legal_form: LegalForm = LegalForm.INFORMAL,
    host: Organization | None = None,
    not_to_confuse_note: str | None = None,
    is_demo: bool = False,
) -> Council:
    """A new council, findable at once; its slug and its code never change."""
    require(actor, "council.create")
    council = Council(
        slug=slug,
        code=code,
        name=nfc(name),
        name_key=fold(name),
        summary=nfc(summary),
        summary_html=markdown(summary),
        created_on=created_on,
        legal_form=legal_form,
        host_organization_id=host.id if host else None,
        not_to_confuse_note=not_to_confuse_note,
        is_demo=is_demo,
    )
    db.session.add(council)
    db.session.flush()
    audit.record(actor, "council.create", council)
    _make_findable(council)
    return council


def cover(council: Council, neighborhood: Neighborhood, *, actor: Actor, since: date) -> Coverage:
    """From a day on, the council covers the neighborhood too."""
    require(actor, "council.create", council)
    coverage = Coverage(council_id=council.id, neighborhood_id=neighborhood.id, valid_from=since)
    db.session.add(coverage)
    db.session.flush()
    audit.record(actor, "council.cover", council)
    _make_findable(council)
    return coverage


def findable(council: Council) -> Entry:
    """What the search index knows of a council: its words, and the names of the places it covers."""
    places = db.session.execute(
        select(Neighborhood.name, Municipality.name)
        .join(Coverage, Coverage.neighborhood_id == Neighborhood.id)
        .join(neighborhood_municipality, neighborhood_municipality.c.neighborhood_id == Neighborhood.id)
        .join(Municipality, Municipality.id == neighborhood_municipality.c.municipality_id)
        .where(Coverage.council_id == council.id, Coverage.valid_to.is_(None))
        .order_by(Neighborhood.name_key, Municipality.name_key)
    )
    names = dict.fromkeys(name for pair in places for name in pair)
    words = visible_text(council.summary_html)
    body = f"{words} Quartiers et communes\u00a0: {', '.join(names)}." if names else words
    return Entry(council.slug, council.name, body, f"/conseils/{council.slug}")


def _make_findable(council: Council) -> None:
    entry = findable(council)
    search.put("council", entry.key, title=entry.title, body=entry.body, url=entry.url)


def plan_term(
    council: Council,
    start_on: date,
    end_on: date,
    *,
    actor: Actor,
    residents_target: int,
    local_actors_target: int,
    duration_source: str = "",
) -> Term:
    """The council's next term. The database refuses one that overlaps another of the same council."""
    require(actor, "term.plan", council)
    before = db.session.scalars(select(Term.number).where(Term.council_id == council.id)).all()
    term = Term(
        council_id=council.id,
        number=max(before, default=0) + 1,
        start_on=start_on,
        end_on=end_on,
        duration_source=nfc(duration_source),
        residents_target=residents_target,
        local_actors_target=local_actors_target,
    )
    db.session.add(term)
    db.session.flush()
    audit.record(actor, "term.plan", term)
    return term


def propose(
    person: Person,
    term: Term,
    *,
    actor: Actor,
    college: College,
    origin: Origin,
    start_on: date,
    accepted_on: date | None,
    rank: Rank = Rank.TITULAR,
    organization: Organization | None = None,
) -> Membership:
    """Put someone on the list of a term: a provisional membership until an act recognizes it (ruling 10)."""
    require(actor, "membership.edit", term)
    if accepted_on is not None:
        minors.require_authorized(person.id)
    membership = Membership(
        person_id=person.id,
        term_id=term.id,
        council_id=term.council_id,
        college=college,
        origin=origin,
        rank=rank,
        organization_id=organization.id if organization else None,
        start_on=start_on,
        accepted_on=accepted_on,
        voting=rank is Rank.TITULAR,
    )
    db.session.add(membership)
    db.session.flush()
    audit.record(actor, "membership.propose", membership, after=membership.standing.value)
    return membership
