"""The life of one invented council: a script that waits for a day, acts, and waits again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from citizens.models import Gender
from councils import services
from councils.accreditation import consultations, points
from councils.accreditation import services as dossiers
from councils.accreditation.models import Accreditation, AccreditationKind, ActKind, LegalRegime
from councils.accreditation.turning import turn_day
from councils.demo_cast import FACILITATOR, Casting, Scenery, Troupe, months_before
from councils.demo_later import LATER
from councils.demo_papers import (
    DELEGATE,
    DIAGNOSIS,
    INTENTION,
    LIAISON,
    MARK,
    MISPRINT,
    NETWORK,
    POINTS,
    join_papers,
    let_answer,
    public_act,
)
from councils.models import College, Council, LegalForm, Origin, Rank, Term
from foundation import clock

K = AccreditationKind

# days from the opening of a dossier to each of its steps
COMPOSE, FIRST_LIST, SECOND_LIST, SUBMIT, CONSULT, REVIEW, SEND_BACK, SIGN, PUBLISH = (
    10, 40, 90, 120, 128, 165, 185, 230, 242,
)  # fmt: skip
ANSWERS = 150
IN_FORCE = 256
# offices sign and receive on working days only
SATURDAY = 5
HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}

STAGES = frozenset({"composing", "submitted", "consulting", "reviewing", "returned", "signed"})

Moments = Iterator[datetime]


class Script:
    """One row of `councils.csv` played: what happens to the council, day after day, until today."""

    def __init__(self, row: Mapping[str, str], scenery: Scenery, troupe: Troupe, today: date) -> None:
        self.row = row
        self.scenery = scenery
        self.troupe = troupe
        self.today = today
        self.random = Random(row["slug"])  # noqa: S311 - the same demonstration every time
        self.years = int(row["years"])
        self.seats: list[Casting] = []
        self.council: Council
        self.minute = self.random.randrange(60)

    def run(self) -> Moments:
        """The whole life, as moments to wait for."""
        path, months = self.row["path"], int(self.row["months"])
        if path not in STAGES:
            first = months_before(self.today, months)
            if path == "renewed":
                first = date(first.year - self.years, first.month, 1)
            yield from self._first_dossier(first - timedelta(days=IN_FORCE), first)
            yield from self._afterwards(path, first)
        else:
            opened = self.today - timedelta(days=months)
            yield from self._first_dossier(opened, months_before(opened + timedelta(days=IN_FORCE), -1))

    def _at(self, day: date) -> datetime:
        while day.weekday() >= SATURDAY or (day.month, day.day) in HOLIDAYS:
            day += timedelta(days=1)
        return datetime.combine(day, time(9 + self.random.randrange(8), self.minute), clock.PARIS).astimezone(UTC)

    def _first_dossier(self, opened: date, first: date) -> Moments:
        yield self._at(opened)
        self.council = self._create()
        term = self._plan(first)
        dossier = dossiers.open_dossier(self.council, K.INITIAL, actor=LIAISON, term=term)
        dossiers.describe(dossier, actor=LIAISON, diagnosis=DIAGNOSIS, host_intention=INTENTION)
        yield from self._play(dossier, term, opened, self._cast())

    def _afterwards(self, path: str, first: date) -> Moments:
        if path == "amended":
            yield from self._amend(first + timedelta(days=150))
        if path in {"renewing", "renewed"}:
            second = date(first.year + self.years, first.month, 1)
            opened = second - timedelta(days=IN_FORCE)
            yield self._at(opened)
            term = self._plan(second)
            dossier = dossiers.open_dossier(self.council, K.RENEWAL, actor=LIAISON, term=term)
            yield from self._play(dossier, term, opened, self._recast())

        if path == "drafting":
            last = date(first.year + self.years, first.month, 1)
            yield self._at(self.today - timedelta(days=20))
            dossiers.open_dossier(self.council, K.RENEWAL, actor=LIAISON, term=self._plan(last))
        if path in LATER:
            yield from LATER[path](self.council, self.today, self._at, self.random)

    def _create(self) -> Council:
        form = LegalForm(self.row["legal_form"])  # type: ignore[call-arg]
        council = services.create_council(
            f"{self.row['name']} {MARK}",
            self.row["slug"],
            self.row["code"],
            actor=NETWORK,
            summary=self.row["summary"],
            created_on=clock.today(),
            legal_form=form,
            host=self.random.choice(self.scenery.organizations[:3]) if form is LegalForm.HOSTED else None,
            is_demo=True,
        )
        for place in self.scenery.covered.get(council.slug, ()):
            services.cover(council, place, actor=NETWORK, since=clock.today())
        return council

    def _plan(self, first: date) -> Term:
        last = date(first.year + self.years, first.month, 1) - timedelta(days=1)
        members = int(self.row["members"])
        return services.plan_term(
            self.council,
            first,
            last,
            actor=NETWORK,
            residents_target=members - members * 2 // 5,
            local_actors_target=members * 2 // 5,
            duration_source="Contrat de ville (durée inventée pour la démonstration)",
        )

    def _play(self, dossier: Accreditation, term: Term, opened: date, seats: Sequence[Casting]) -> Moments:
        def day(offset: int) -> datetime:
            return self._at(opened + timedelta(days=offset))

        yield day(COMPOSE)
        dossiers.move(dossier, "compose", actor=LIAISON)
        half = len(seats) * 3 // 5
        yield day(FIRST_LIST)
        self._list(term, seats[:half])
        yield day(SECOND_LIST)
        self._list(term, seats[half:])
        yield day(SUBMIT)
        join_papers(dossier)
        dossiers.move(dossier, "submit", actor=LIAISON)
        yield day(CONSULT)
        consultations.consult(dossier, {}, actor=NETWORK)
        yield day(ANSWERS)
        let_answer(dossier, self.random)
        yield day(REVIEW)
        dossiers.move(dossier, "review", actor=NETWORK)
        if self.row["path"] == "returned":
            yield day(SEND_BACK)
            points.send_back(dossier, POINTS, actor=DELEGATE)
            return
        yield day(SIGN)
        self._sign(dossier, self._form(dossier, ActKind.PREFECT_ORDER))
        yield day(PUBLISH)
        self._publish(dossier, max(term.start_on, clock.today()))
        yield datetime.combine(term.start_on, time(0, 5), clock.PARIS).astimezone(UTC)
        turn_day()

    def _amend(self, opened: date) -> Moments:
        yield self._at(opened)
        dossier = dossiers.open_dossier(self.council, K.AMENDMENT, actor=LIAISON, clerical=True, reason=MISPRINT)
        yield self._at(opened + timedelta(days=3))
        dossiers.move(dossier, "review_clerical", actor=LIAISON)
        yield self._at(opened + timedelta(days=20))
        self._sign(dossier, self._form(dossier, ActKind.AMENDING_ORDER))
        yield self._at(opened + timedelta(days=30))
        self._publish(dossier, clock.today())
        yield self._at(opened + timedelta(days=40))
        turn_day()

    def _form(self, dossier: Accreditation, order: ActKind) -> ActKind:
        return order if dossier.legal_regime is LegalRegime.ACT_2014 else ActKind.PROTOCOL

    def _sign(self, dossier: Accreditation, form: ActKind) -> None:
        number = f"DEMO-{clock.today().year}-{self.random.randrange(1, 400):03}" if self.row["numbered"] else None
        dossiers.sign(
            dossier,
            form,
            actor=DELEGATE,
            signed_on=clock.today(),
            signatory_capacity=f"Préfet ou préfète {MARK}",
            number=number,
            public_document=public_act(),
        )

    def _publish(self, dossier: Accreditation, effective_on: date) -> None:
        where = f"recueil fictif n°\u00a0{self.random.randrange(1, 300)} {MARK}" if self.row["numbered"] else None
        dossiers.publish(
            dossier,
            actor=NETWORK,
            published_on=clock.today(),
            effective_on=effective_on,
            published_in=where,
        )

    def _list(self, term: Term, seats: Sequence[Casting]) -> None:
        for seat in seats:
            services.propose(
                seat.person,
                term,
                actor=FACILITATOR,
                college=seat.college,
                origin=seat.origin,
                rank=seat.rank,
                organization=seat.organization,
                # someone who sits already goes on the next list from its first day
                start_on=max(clock.today(), term.start_on) if term.number > 1 else clock.today(),
                accepted_on=clock.today(),
            )

    def _cast(self) -> Sequence[Casting]:
        members = int(self.row["members"])
        actors = members * 2 // 5
        residents = members - actors
        self.seats = [self._resident(place, residents) for place in range(residents)]
        self.seats += [self._actor() for _ in range(actors)]
        self.seats += [self._substitute() for _ in range(int(self.row["substitutes"]))]
        self.random.shuffle(self.seats)
        return self.seats

    def _recast(self) -> Sequence[Casting]:
        kept = [seat if self.random.random() < 0.6 else self._replaced(seat) for seat in self.seats]
        self.seats = kept
        return kept

    def _replaced(self, seat: Casting) -> Casting:
        person = self.troupe.person(seat.person.gender)
        return Casting(person, seat.college, seat.origin, seat.rank, seat.organization)

    def _resident(self, place: int, among: int) -> Casting:
        drawn = place < among * 2 // 3
        gender = (Gender.FEMALE, Gender.MALE)[place % 2] if drawn else self._any_gender()
        origin = Origin.DRAWN if drawn else Origin.VOLUNTEER
        return Casting(self.troupe.person(gender), College.RESIDENTS, origin, Rank.TITULAR, None)

    def _actor(self) -> Casting:
        person = self.troupe.person(self._any_gender())
        organization = self.random.choice(self.scenery.organizations)
        return Casting(person, College.LOCAL_ACTORS, Origin.DESIGNATED, Rank.TITULAR, organization)

    def _substitute(self) -> Casting:
        person = self.troupe.person(self._any_gender())
        return Casting(person, College.RESIDENTS, Origin.VOLUNTEER, Rank.SUBSTITUTE, None)

    def _any_gender(self) -> Gender:
        return self.random.choices(tuple(Gender), (48, 46, 2, 4))[0]
