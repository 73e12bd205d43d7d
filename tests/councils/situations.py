"""Situations of councils, made through the services as the site makes them; and many at once, for growth."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import delete, insert, select

from citizens.models import Gender, Person
from citizens.services import add_person
from councils import services
from councils.accreditation import consultations, filing, points, reading
from councils.accreditation import services as dossiers
from councils.accreditation.models import Accreditation, AccreditationKind, ActKind, RecognitionAct
from councils.accreditation.papers import ConsultationAnswer, PaperKind
from councils.models import College, Council, Coverage, Membership, Origin, Term
from councils.territory.models import Municipality, Neighborhood, OrganizationKind, neighborhood_municipality
from councils.territory.services import add_neighborhood, add_organization, load_municipalities
from foundation import clock
from foundation.audit import AuditEntry
from foundation.database import db, transaction
from foundation.documents import DocumentKind, Received
from foundation.policy import SYSTEM, VISITOR, Actor
from foundation.text import fold

LIAISON = Actor(role="municipal_liaison")
FACILITATOR = Actor(role="council_facilitator")
NETWORK = Actor(role="network_coordinator")
DELEGATE = Actor(role="prefect_delegate")
STEPS = ("compose", "submit", "consult", "review")
ACTORS = {"compose": LIAISON, "submit": LIAISON, "consult": NETWORK, "review": NETWORK, "send_back": DELEGATE,
          "refuse": DELEGATE, "consult_withdrawal": NETWORK, "review_clerical": LIAISON}  # fmt: skip
TODAY = date(2026, 12, 3)
PAPER = b"%PDF-1.4\n%%EOF\n"


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@contextmanager
def writing(app: Flask, day: date = TODAY) -> Iterator[None]:
    """A write transaction of the site, on a day."""
    with app.app_context(), clock.standing_at(noon(day)), transaction():
        yield


def load_communes() -> dict[str, Municipality]:
    if db.session.scalar(select(Municipality.id).limit(1)) is None:
        load_municipalities(actor=SYSTEM)
    return {row.slug: row for row in db.session.scalars(select(Municipality))}


def a_place(name: str, *communes: str) -> Neighborhood:
    known = load_communes()
    return add_neighborhood(name, [known[slug] for slug in communes], actor=NETWORK)


def a_council(slug: str, *places: Neighborhood, name: str = "", **more: Any) -> Council:
    council = services.create_council(
        name or f"Conseil citoyen {slug}", slug, f"CC-{slug.upper()}", actor=NETWORK, created_on=clock.today(), **more
    )
    for place in places:
        services.cover(council, place, actor=NETWORK, since=clock.today())
    return council


def a_term(council: Council, start_on: date, end_on: date) -> Term:
    return services.plan_term(council, start_on, end_on, actor=NETWORK, residents_target=2, local_actors_target=1)


def listed(term: Term, *, women: int = 1, men: int = 1, actors: int = 1) -> list[Membership]:
    """Put people who accept on the list of a term: residents drawn by lot, and local actors."""
    people = [(Gender.FEMALE, College.RESIDENTS)] * women + [(Gender.MALE, College.RESIDENTS)] * men
    people += [(Gender.FEMALE, College.LOCAL_ACTORS)] * actors
    host = add_organization(f"Centre {uuid.uuid4().hex[:8]}", OrganizationKind.ASSOCIATION, actor=NETWORK)
    return [
        services.propose(
            a_person(gender),
            term,
            actor=FACILITATOR,
            college=college,
            origin=Origin.DRAWN if college is College.RESIDENTS else Origin.DESIGNATED,
            organization=None if college is College.RESIDENTS else host,
            start_on=clock.today(),
            accepted_on=clock.today(),
        )
        for gender, college in people
    ]


def a_person(gender: Gender = Gender.FEMALE) -> Person:
    return add_person("Awa", "Coquelicot", gender, actor=FACILITATOR)


def move(dossier: Accreditation, *names: str, comment: str = "Il manque une pièce.") -> None:
    """Take these steps, a minute apart as no two happen at once."""
    for minutes, name in enumerate(names, 1):
        with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
            take(dossier, name, comment)


def take(dossier: Accreditation, name: str, comment: str) -> None:
    """One step, with what it needs: the papers before it is handed in, the opinions before the review."""
    if name == "submit":
        complete(dossier)
    if name == "review":
        for request in reading.requests(dossier):
            if request.answer is None:
                consultations.answer(request, ConsultationAnswer.FAVORABLE, "Maire", "", actor=VISITOR)
    if name in {"consult", "consult_withdrawal"}:
        consultations.consult(dossier, {}, actor=ACTORS[name])
    elif name == "send_back":
        points.send_back(dossier, [(comment, "C’est demandé.")], actor=ACTORS[name])
    else:
        dossiers.move(dossier, name, actor=ACTORS[name], comment=comment)


def whole_step(dossier: Accreditation, name: str, effective_on: date) -> None:
    """One step of the usual way, the act and its publication among them."""
    if name == "sign":
        sign(dossier)
    elif name == "publish":
        publish(dossier, effective_on)
    else:
        take(dossier, name, "Il manque une pièce.")


def join(dossier: Accreditation, kind: PaperKind) -> None:
    """Join one paper."""
    filing.add_paper(dossier, kind, Received("piece.pdf", DocumentKind.PDF, PAPER), actor=LIAISON)


def complete(dossier: Accreditation) -> None:
    """Join the papers that a dossier needs, and mend the points that were asked for."""
    here = {paper.kind for paper in reading.papers(dossier) if paper.withdrawn_at is None}
    for kind in (PaperKind.RULES, PaperKind.SORTITION_PROTOCOL, PaperKind.HOST_AGREEMENT, PaperKind.STATUTES):
        if kind not in here:
            join(dossier, kind)
    for point in reading.points(dossier):
        if point.resolved_at is None:
            points.resolve(point, "C’est fait.", actor=LIAISON)


def a_dossier(council: Council, term: Term, kind: AccreditationKind = AccreditationKind.INITIAL) -> Accreditation:
    dossier = dossiers.open_dossier(council, kind, actor=LIAISON, term=term)
    dossiers.describe(dossier, actor=LIAISON, diagnosis="Un collectif.", host_intention="Le centre social.")
    return dossier


def sign(dossier: Accreditation, kind: ActKind = ActKind.PREFECT_ORDER, number: str | None = None) -> None:
    dossiers.sign(dossier, kind, actor=DELEGATE, signed_on=clock.today(), signatory_capacity="Préfet", number=number)


def publish(dossier: Accreditation, effective_on: date, reason: str | None = None) -> None:
    dossiers.publish(
        dossier,
        actor=NETWORK,
        published_on=clock.today(),
        effective_on=effective_on,
        backdating_reason=reason,
    )


def a_labeled_council(app: Flask, slug: str = "lune", *, start: date, end: date) -> None:
    """A council recognized from `start` to `end`, its dossier opened two months before."""
    opened = start - timedelta(days=60)
    with writing(app, opened):
        council = a_council(slug, a_place(f"Le quartier {slug}", "lille"))
        term = a_term(council, start, end)
        a_dossier(council, term)
        listed(term)
    for days, name in enumerate(STEPS, 1):
        with writing(app, opened + timedelta(days=days)):
            move(the_dossier(slug), name)
    with writing(app, start - timedelta(days=10)):
        sign(the_dossier(slug), number="59-2026-001")
    with writing(app, start - timedelta(days=5)):
        publish(the_dossier(slug), start)


def composing(app: Flask, **people: int) -> None:
    """A council « lune » whose dossier for 2027 to 2029 is being composed."""
    with writing(app):
        council = a_council("lune", a_place("La Lune", "lille"))
        term = a_term(council, date(2027, 1, 1), date(2029, 12, 31))
        listed(term, **people)
        move(a_dossier(council, term), "compose")


def the_dossier(slug: str, kind: AccreditationKind = AccreditationKind.INITIAL) -> Accreditation:
    return db.session.scalars(
        select(Accreditation).join(Council).where(Council.slug == slug, Accreditation.kind == kind)
    ).one()


def the_term(slug: str) -> Term:
    return db.session.scalars(select(Term).join(Council).where(Council.slug == slug)).one()


def the_council(slug: str) -> Council:
    return db.session.scalars(select(Council).where(Council.slug == slug)).one()


def many_councils(count: int) -> None:
    """So many labelled councils, each with a place, a term, an act and a trail, written in bulk."""
    towns = sorted(load_communes().values(), key=lambda one: one.slug)
    first, last = TODAY - timedelta(days=100), TODAY + timedelta(days=1000)
    ids = [(uuid.uuid4(), uuid.uuid4(), uuid.uuid4(), uuid.uuid4()) for _ in range(count)]
    rows: dict[Any, list[dict[str, Any]]] = {
        model: [] for model in (Neighborhood, neighborhood_municipality, Council, Coverage, Term, Accreditation)
    }
    rows |= {RecognitionAct: [], AuditEntry: []}
    for number, (council, place, term, dossier) in enumerate(ids):
        name = f"Conseil citoyen numéro {number}"
        quarter = f"Quartier numéro {number}"
        town = towns[number % len(towns)].id
        rows[Neighborhood].append({"id": place, "slug": f"q-{number}", "name": quarter, "name_key": fold(quarter)})
        rows[neighborhood_municipality].append({"neighborhood_id": place, "municipality_id": town})
        rows[Council].append(
            {"id": council, "slug": f"c-{number}", "code": f"C-{number}", "name": name, "name_key": fold(name),
             "version": 1}
        )  # fmt: skip
        rows[Coverage].append({"council_id": council, "neighborhood_id": place, "valid_from": first})
        rows[Term].append({"id": term, "council_id": council, "number": 1, "start_on": first, "end_on": last})
        rows[Accreditation].append(
            {"id": dossier, "council_id": council, "kind": "initial", "legal_regime": "decree_2024",
             "state": "published", "term_id": term, "version": 1}
        )  # fmt: skip
        rows[RecognitionAct].append(
            {"accreditation_id": dossier, "kind": "protocol", "signed_on": first, "signatory_capacity": "x",
             "published_on": first, "effective_on": first}
        )  # fmt: skip
        for day, state in enumerate(
            ("draft", "composing", "submitted", "consulting", "reviewing", "signed", "published")
        ):
            rows[AuditEntry].append(
                {"at": noon(first - timedelta(days=20 - day)), "actor_role": "system", "action": "accreditation.step",
                 "object_type": "Accreditation", "object_id": dossier, "after": state}
            )  # fmt: skip
    for table, values in rows.items():
        db.session.execute(insert(table), values)


def outlines(text: str) -> list[dict[str, Any]]:
    """The properties of each feature of a GeoJSON answer."""
    return [feature["properties"] for feature in json.loads(text)["features"]]


def erase() -> None:
    """Forget the councils written by `many_councils`."""
    for table in (AuditEntry, RecognitionAct, Accreditation, Term, Coverage, Council, neighborhood_municipality):
        db.session.execute(delete(table))
    db.session.execute(delete(Neighborhood))
