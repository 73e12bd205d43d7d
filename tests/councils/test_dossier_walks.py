"""Random walks of dossiers: whoever tries whatever, none leaves the table, and its trail re-plays to its state."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from councils import queries
from councils.accreditation import changes, consultations, guards, points, reading
from councils.accreditation import services as dossiers
from councils.accreditation.models import OPEN_STATES, Accreditation, AccreditationKind, AccreditationState, ActKind
from councils.accreditation.papers import ConsultationAnswer, PaperKind
from councils.accreditation.turning import turn_day
from councils.accreditation.workflow import ACCREDITATION
from councils.electorate import sitting_on
from councils.models import College, Council, EndReason, Membership, Origin, Standing, Term
from councils.status import LABELED
from foundation import audit, clock
from foundation import database as site_database
from foundation.database import db
from foundation.policy import SYSTEM, VISITOR, Actor, Denied
from foundation.workflow import Refused
from tests.councils import situations as s

K = AccreditationKind
S = AccreditationState
DAY = timedelta(days=1)
START, END = date(2027, 1, 1), date(2029, 12, 31)
SECOND = (END + DAY, date(2032, 12, 31))
FIRST_DAY = s.TODAY - timedelta(days=300)
ACTORS = {
    role: Actor(role=role)
    for role in ("municipal_liaison", "council_facilitator", "network_coordinator", "prefect_delegate", "member")
} | {"system": SYSTEM, "visitor": VISITOR}
NAMES = sorted({step.name for step in ACCREDITATION})
TABLE = {(source.value, step.target.value) for step in ACCREDITATION for source in step.sources}
# the way that leads to the end is taken now and then, or few walks would go further than the first step
USUAL = ("compose", "submit", "consult", "review", "sign", "publish")
USUAL_ACTORS = dict(zip(USUAL, ("municipal_liaison",) * 2 + ("network_coordinator",) * 2 + ("prefect_delegate",) * 2,
                        strict=True))  # fmt: skip
kinds, roles, waits = st.sampled_from(list(K)), st.sampled_from(sorted(ACTORS)), st.integers(1, 45)


class Walk(RuleBasedStateMachine):
    """One council, and whoever tries something on one of its dossiers, some days after whoever came before."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.slug = f"c{uuid.uuid4().hex[:10]}"
        self.day = FIRST_DAY

    @initialize(far=st.integers(0, len(USUAL)))
    def begin(self, far: int) -> None:
        """A council with a list for a term, its first dossier so far on its way."""
        with s.writing(self.app, self.day):
            council = s.a_council(self.slug, s.a_place(f"Quartier {self.slug}", "lille"))
            term = s.a_term(council, START, END)
            s.a_dossier(council, term)
            s.listed(term)
        for name in USUAL[:far]:
            self.day += 3 * DAY
            with s.writing(self.app, self.day):
                self.take(name, K.INITIAL, ACTORS[USUAL_ACTORS[name]])

    @rule(kind=kinds, role=roles, clerical=st.booleans(), days=waits)
    def open(self, kind: AccreditationKind, role: str, clerical: bool, days: int) -> None:
        """Somebody opens a dossier of a kind."""

        def act() -> None:
            council = s.the_council(self.slug)
            term = self.second_term(council) if kind is K.RENEWAL else None
            dossiers.open_dossier(
                council, kind, actor=ACTORS[role], term=term, reason="À l’essai.",
                clerical=clerical and kind is K.AMENDMENT,
            )  # fmt: skip

        self.attempt(days, act)

    @rule(name=st.sampled_from(NAMES), kind=kinds, role=roles, days=waits)
    def step(self, name: str, kind: AccreditationKind, role: str, days: int) -> None:
        """Somebody tries a step, whether or not it is theirs and whether or not it is there."""
        self.attempt(days, lambda: self.take(name, kind, ACTORS[role]))

    @rule(kind=kinds, far=st.integers(1, len(USUAL)), days=waits)
    def go_on(self, kind: AccreditationKind, far: int, days: int) -> None:
        """Those whose turn it is take the usual steps, as far as the dossier lets them."""
        for name in USUAL[:far]:
            self.attempt(days, lambda name=name: self.take(name, kind, ACTORS[USUAL_ACTORS[name]]))  # type: ignore[misc]

    @rule(days=waits)
    def pass_days(self, days: int) -> None:
        """Days pass, and the clock does its work."""
        self.attempt(days, turn_day)

    def attempt(self, days: int, act: Callable[[], None]) -> None:
        """Try something some days later; what is refused leaves all as it was."""
        self.day += days * DAY
        before = self.states()
        try:
            with s.writing(self.app, self.day):
                act()
        except (Refused, Denied):
            assert self.states() == before

    def take(self, name: str, kind: AccreditationKind, actor: Actor) -> None:
        """One step of the latest dossier of a kind, with what it may need."""
        dossier = self.latest(kind)
        if dossier is None:
            return
        self.prepare(dossier, name)
        if name == "sign":
            dossiers.sign(
                dossier, guards.forms_of(dossier)[0], actor=actor, signed_on=clock.today(), signatory_capacity="Préfet"
            )
        elif name == "publish":
            first = max(SECOND[0] if kind is K.RENEWAL else START, clock.today())
            dossiers.publish(dossier, actor=actor, published_on=clock.today(), effective_on=first)
        elif name in {"consult", "consult_withdrawal"}:
            consultations.consult(dossier, {}, actor=actor)
        elif name == "send_back":
            points.send_back(dossier, [("Une pièce", "Elle manque.")], actor=actor)
        else:
            dossiers.move(dossier, name, actor=actor, comment="À l’essai.")

    def prepare(self, dossier: Accreditation, name: str) -> None:
        """What a step needs and this dossier can still be given."""
        if dossier.state in {S.DRAFT, S.COMPOSING, S.RETURNED}:
            if dossier.kind is K.AMENDMENT and not dossier.clerical and not reading.changes(dossier):
                swap(dossier)
            if dossier.kind is K.WITHDRAWAL and dossier.council_heard_on is None:
                dossiers.describe(dossier, actor=s.LIAISON, council_heard_on=clock.today())
                s.join(dossier, PaperKind.OBSERVATIONS)
            if name == "submit":
                s.complete(dossier) if dossier.state is S.RETURNED else papers_only(dossier)
        if name == "review" and dossier.state is S.CONSULTING:
            for request in reading.requests(dossier):
                if request.answer is None and request.due_on >= clock.today():
                    consultations.answer(request, ConsultationAnswer.FAVORABLE, "Maire", "", actor=VISITOR)

    def second_term(self, council: Council) -> Term:
        """The term that a renewal asks for, with its list; made once."""
        wanted = select(Term).where(Term.council_id == council.id, Term.start_on == SECOND[0])
        term = db.session.scalar(wanted)
        if term is None:
            term = s.a_term(council, *SECOND)
            for one in s.listed(term):
                one.start_on = SECOND[0]
        return term

    def latest(self, kind: AccreditationKind) -> Accreditation | None:
        """The open dossier of a kind, or else one that is closed."""
        found = [one for one in self.dossiers() if one.kind is kind]
        return next((one for one in found if one.state in OPEN_STATES), found[-1] if found else None)

    def dossiers(self) -> list[Accreditation]:
        """Every dossier of the council."""
        mine = select(Accreditation).where(Accreditation.council_id == s.the_council(self.slug).id)
        return list(db.session.scalars(mine.order_by(Accreditation.id)))

    def states(self) -> Counter[tuple[str, str]]:
        """How many dossiers of each kind stand in each state."""
        with self.app.app_context(), site_database.reading():
            return Counter((one.kind.value, one.state.value) for one in self.dossiers())

    @invariant()
    def all_hold(self) -> None:
        """R-ACC-01, R-ACC-03 to R-ACC-08, after every attempt."""
        with self.app.app_context(), site_database.reading():
            council = db.session.scalar(select(Council).where(Council.slug == self.slug))
            if council is not None:
                files = self.dossiers()
                two_are_open_at_most(files)
                for dossier in files:
                    its_trail_replays(dossier)
                seats_follow_acts(council, files)
                status_follows_acts(council, files, self.day)


def swap(dossier: Accreditation) -> None:
    """Ask that somebody takes the seat of one who sits, if anybody does."""
    sitting = [one for one in reading.sitting(dossier.council_id) if one.college is College.RESIDENTS]
    changes.propose_change(
        dossier, actor=s.LIAISON, leaving=sitting[0] if sitting else None,
        end_reason=EndReason.MOVED if sitting else None, joining=s.a_person(), college=College.RESIDENTS,
        origin=Origin.DRAWN, accepted_on=clock.today(),
    )  # fmt: skip


def papers_only(dossier: Accreditation) -> None:
    """Join what a dossier needs before it is handed in for the first time."""
    for kind in (PaperKind.RULES, PaperKind.SORTITION_PROTOCOL):
        s.join(dossier, kind)


def two_are_open_at_most(files: list[Accreditation]) -> None:
    """R-ACC-01"""
    opened = [one.kind for one in files if one.state in OPEN_STATES]
    assert len(opened) <= 2
    assert max(Counter(opened).values(), default=0) <= 1


def its_trail_replays(dossier: Accreditation) -> None:
    """R-ACC-03, R-ACC-07: each step is one of the table, and follows from the one before to the state of today."""
    trail = [one for one in db.session.scalars(audit.history(Accreditation, [dossier.id])) if one.after]
    pairs = [(one.before, one.after) for one in trail]
    assert pairs[0] == (None, "draft")
    assert all(pair in TABLE for pair in pairs[1:])
    assert all(left[1] == right[0] for left, right in pairwise(pairs))
    assert pairs[-1][1] == dossier.state.value
    assert all(one.actor_role for one in trail)


def acts_of(files: list[Accreditation]) -> list[Any]:
    """The published acts: (kind, term, first day)."""
    return [(one.kind, one.term, one.act.effective_on) for one in files if one.act is not None and one.act.effective_on]


def seats_follow_acts(council: Council, files: list[Accreditation]) -> None:
    """R-ACC-04, R-ACC-05: nobody is recognized before the act, and whoever takes a seat follows on at once."""
    mine = select(Membership).where(Membership.council_id == council.id)
    seats = db.session.scalars(mine.where(Membership.standing == Standing.RECOGNIZED)).all()
    grants = [first for kind, _, first in acts_of(files) if kind in guards.TERM_KINDS]
    assert all(grants and seat.start_on >= max(START, min(grants)) for seat in seats)
    by_key = {seat.id: seat for seat in db.session.scalars(mine)}
    for seat in seats:
        if seat.replaces_id is not None:
            left = by_key[seat.replaces_id]
            assert left.end_on is not None
            assert left.end_on + DAY == seat.start_on
    for day in {seat.start_on for seat in seats}:
        people = list(db.session.scalars(select(Membership.person_id).where(sitting_on(day), mine.whereclause)))  # type: ignore[arg-type]
        assert len(people) == len(set(people))


def status_follows_acts(council: Council, files: list[Accreditation], today: date) -> None:
    """R-ACC-06, R-ACC-08: a label holds from the day of an act to the end of its term, and nothing prolongs it."""
    acts = sorted(acts_of(files), key=lambda act: act[2])
    cards = {day: next(card for card in queries.directory_on(day) if card.id == council.id) for day in
             (START - DAY, today, END, SECOND[0])}  # fmt: skip
    for day, card in cards.items():
        held = False
        for kind, term, first in acts:
            if first <= day and (kind is K.WITHDRAWAL or term is not None):
                held = kind is not K.WITHDRAWAL and (held or day <= term.end_on)
        assert (card.status in LABELED) is held, day


def test_no_walk_leaves_the_table(app: Flask) -> None:
    """R-ACC-01, R-ACC-03 to R-ACC-08"""
    Walk.app = app
    run_state_machine_as_test(
        Walk,
        settings=settings(
            max_examples=15,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )


def test_the_first_form_of_an_act_is_the_prefect_s() -> None:
    assert set(guards.ORDERS) == set(K)
    assert set(guards.ORDERS.values()) | set(guards.LOCAL_FORMS) == set(ActKind)
