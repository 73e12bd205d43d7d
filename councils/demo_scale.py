"""Synthetic councils for measuring (`flask demo --scale N`): N times a metropolis, the same rows every time.

Written in bulk, without the services: what is measured is reading. 21 councils and about 700 members for N = 1.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from citizens.models import Gender, Person
from councils.accreditation.models import Accreditation, RecognitionAct
from councils.committees.models import Committee, CommitteeKind
from councils.contracts.seeding import seed as load_contract
from councils.demo import load_territory
from councils.demo_names import FAMILY, MEN, WOMEN
from councils.models import Council, Coverage, Membership, Term
from councils.territory.models import Municipality, Neighborhood, neighborhood_municipality
from foundation import clock, search
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.text import fold

COUNCILS, MEMBERS, COMMITTEES = 21, 33, 3
MARK = "(synthétique)"
STEPS = ("draft", "composing", "submitted", "consulting", "reviewing", "signed", "published")
AT_ONCE = 5000
Row = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """A synthetic council, as what is built on it needs it: its members and the places it covers."""

    id: uuid.UUID
    slug: str
    code: str
    name: str
    members: tuple[tuple[uuid.UUID, uuid.UUID], ...]
    place: uuid.UUID
    place_name: str


class Sheets:
    """Rows waiting to be written, table by table in the order in which they were first named."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.rows: dict[Any, list[Row]] = {}

    def key(self) -> uuid.UUID:
        """A new id, the same every time."""
        return uuid.UUID(int=self.random.getrandbits(128), version=4)

    def add(self, table: Any, **values: Any) -> None:
        """One more row."""
        self.rows.setdefault(table, []).append(values)

    def write(self) -> None:
        """Write what waits and forget it."""
        for table, rows in self.rows.items():
            for start in range(0, len(rows), AT_ONCE):
                db.session.execute(insert(table), rows[start : start + AT_ONCE])
        self.rows = {}


def noon(day: date) -> datetime:
    """The middle of a Paris day, for what has no hour."""
    return datetime.combine(day, time(12), clock.PARIS).astimezone(UTC)


def load(scale: int) -> None:
    """Write so many times 21 councils; nothing happens when there is a council already."""
    if db.session.scalar(select(Council.id).limit(1)) is not None:
        return
    load_territory()
    load_contract()
    sheets = Sheets(Random(scale))  # noqa: S311 - the same data every time
    towns = db.session.execute(select(Municipality.id, Municipality.name).order_by(Municipality.slug)).all()
    for number in range(COUNCILS * scale):
        town = towns[number % len(towns)]
        _council(sheets, number, town.id, town.name)
        if number % 200 == 199:
            sheets.write()
    for number in range(COMMITTEES * scale):
        _committee(sheets, number)
    sheets.write()


def _council(sheets: Sheets, number: int, town: uuid.UUID, town_name: str) -> None:
    dice, today = sheets.random, clock.today()
    labeled = number % COUNCILS < 13
    start = today - timedelta(days=dice.randrange(100, 900)) if labeled else today + timedelta(days=90)
    opened = start - timedelta(days=260)
    council, place, term = sheets.key(), sheets.key(), sheets.key()
    name, quarter = f"Conseil citoyen numéro {number + 1} {MARK}", f"Quartier numéro {number + 1} {MARK}"
    slug = f"conseil-{number + 1}"
    for table in (Neighborhood, neighborhood_municipality, Council, Coverage, Term, Person, Membership):
        sheets.rows.setdefault(table, [])
    sheets.add(
        Neighborhood, id=place, slug=f"quartier-{number + 1}", name=quarter, name_key=fold(quarter), is_demo=True
    )
    sheets.add(neighborhood_municipality, neighborhood_id=place, municipality_id=town)
    code = f"CC-N{number + 1:04}"
    sheets.add(
        Council, id=council, slug=slug, code=code, name=name, name_key=fold(name), created_on=opened, is_demo=True,
        version=1,
    )  # fmt: skip
    sheets.add(Coverage, id=sheets.key(), council_id=council, neighborhood_id=place, valid_from=opened)
    last = start + timedelta(days=1095)
    sheets.add(
        Term, id=term, council_id=council, number=1, start_on=start, end_on=last, duration_source="",
        residents_target=20, local_actors_target=13,
    )  # fmt: skip
    _members(sheets, council, term, opened if not labeled else start, labeled)
    _dossier(sheets, council, term, opened, start if labeled else None)
    body = f"Quartiers et communes\u00a0: {quarter}, {town_name}."
    search.put("council", slug, title=name, body=body, url=f"/conseils/{slug}")


def _members(sheets: Sheets, council: uuid.UUID, term: uuid.UUID, since: date, recognized: bool) -> None:
    dice = sheets.random
    for _ in range(MEMBERS + dice.randrange(2)):
        person = sheets.key()
        gender = dice.choice((Gender.FEMALE, Gender.MALE))
        given = dice.choice(WOMEN if gender is Gender.FEMALE else MEN)
        sheets.add(
            Person, id=person, given_name=given, family_name=dice.choice(FAMILY), gender=gender, is_demo=True
        )  # fmt: skip
        sheets.add(
            Membership, id=sheets.key(), person_id=person, term_id=term, council_id=council, college="residents",
            origin="volunteer", rank="titular", standing="recognized" if recognized else "provisional",
            start_on=since, accepted_on=since, voting=True,
        )  # fmt: skip


def _dossier(sheets: Sheets, council: uuid.UUID, term: uuid.UUID, opened: date, effective: date | None) -> None:
    dossier = sheets.key()
    steps = STEPS if effective else STEPS[:4]
    sheets.add(
        Accreditation, id=dossier, council_id=council, kind="initial", legal_regime="decree_2024", state=steps[-1],
        term_id=term, clerical=False, version=1,
    )  # fmt: skip
    if effective:
        sheets.add(
            RecognitionAct, id=sheets.key(), accreditation_id=dossier, kind="protocol",
            signed_on=effective - timedelta(days=20), signatory_capacity=f"Préfet ou préfète {MARK}",
            published_on=effective - timedelta(days=10), effective_on=effective,
        )  # fmt: skip
    for place, state in enumerate(steps):
        sheets.add(
            AuditEntry, id=sheets.key(), at=noon(opened + timedelta(days=30 * place)), actor_role="system",
            action="accreditation.step", object_type="Accreditation", object_id=dossier, after=state, comment="",
        )  # fmt: skip


def _committee(sheets: Sheets, number: int) -> None:
    name = f"Comité de pilotage numéro {number + 1} {MARK}"
    sheets.add(
        Committee, id=sheets.key(), slug=f"comite-{number + 1}", name=name, name_key=fold(name),
        kind=CommitteeKind.LOCAL_STEERING, chairs="", acknowledgement_days=15, answer_months=3, is_demo=True,
    )  # fmt: skip


def made() -> Iterator[Made]:
    """The synthetic councils that are recognized, for what other packages build on them."""
    seats: dict[uuid.UUID, list[tuple[uuid.UUID, uuid.UUID]]] = {}
    known = select(Membership.council_id, Membership.id, Membership.person_id).where(
        Membership.standing == "recognized"
    )
    for row in db.session.execute(known.order_by(Membership.id)):
        seats.setdefault(row.council_id, []).append((row.id, row.person_id))
    councils = (
        select(Council, Neighborhood.id.label("place"), Neighborhood.name.label("place_name"))
        .join(Coverage, Coverage.council_id == Council.id)
        .join(Neighborhood, Neighborhood.id == Coverage.neighborhood_id)
        .order_by(Council.slug)
    )
    for found in db.session.execute(councils):
        council = found.Council
        if council.id in seats:
            members = tuple(seats[council.id])
            yield Made(council.id, council.slug, council.code, council.name, members, found.place, found.place_name)
