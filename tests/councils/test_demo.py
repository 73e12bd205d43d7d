"""The demonstration's councils: plainly invented, played through the services, the same each time."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from citizens.models import Person
from councils import facts, queries
from councils.accreditation.models import Accreditation, LegalRegime, RecognitionAct
from councils.accreditation.models import AccreditationState as S
from councils.demo import load_councils
from councils.models import Council, Membership, Standing
from councils.status import LABELED, CouncilStatus
from councils.territory.models import Neighborhood
from foundation import clock, journal
from foundation.database import db, reading, transaction


def test_thirteen_are_labelled_and_eight_under_way_over_the_stages(demo_app: Flask) -> None:
    with demo_app.app_context(), reading():
        cards = queries.directory()
        assert len(cards) == 21
        assert sum(card.status in LABELED for card in cards) == 13
        assert sum(card.status is CouncilStatus.IN_PROGRESS for card in cards) == 8
        assert sum(card.status is CouncilStatus.ACCREDITED_RENEWING for card in cards) == 2
        stages = {card.public.dossier.state for card in cards if card.public.dossier}
        assert stages == {S.COMPOSING, S.SUBMITTED, S.CONSULTING, S.REVIEWING, S.RETURNED, S.SIGNED}
        soon = clock.today() + timedelta(days=183)
        assert any(card.public.until and card.public.until <= soon for card in cards)
        assert {card.public.act.regime for card in cards if card.public.act} == set(LegalRegime)


def test_places_are_shared_and_wide(demo_app: Flask) -> None:
    with demo_app.app_context(), reading():
        assert max(Counter(slug for card in queries.directory() for slug, _ in card.places).values()) == 2
        assert any(len(card.communes) > 1 for card in queries.directory())
        assert {slug for card in queries.directory() for slug, _ in card.communes} >= {"lomme", "hellemmes", "lille"}
        assert len({slug for card in queries.directory() for slug, _ in card.communes}) == 21


def test_everything_invented_says_so(demo_app: Flask) -> None:
    """R-DATA-01"""
    with demo_app.app_context(), reading():
        assert {council.name.endswith("(démonstration)") for council in db.session.scalars(select(Council))} == {True}
        for place in db.session.scalars(select(Neighborhood)):
            assert place.name.endswith("(quartier fictif)") is place.is_demo
        assert db.session.scalar(select(func.count()).where(~Person.is_demo)) == 0
        assert all(line.payload["demo"] is True for line in journal.lines())


def test_about_seven_hundred_people_sit_or_stand_ready(demo_app: Flask) -> None:
    with demo_app.app_context(), reading():
        today = clock.today()
        sitting = select(func.count(func.distinct(Membership.person_id))).where(
            Membership.start_on <= today, Membership.end_on.is_(None) | (Membership.end_on >= today)
        )
        assert 650 < (db.session.scalar(sitting) or 0) < 800
        standings = set(db.session.scalars(select(Membership.standing)))
        assert standings == set(Standing)


def test_some_references_are_unknown_and_the_journal_holds(demo_app: Flask) -> None:
    with demo_app.app_context(), reading():
        numbers = db.session.scalars(select(RecognitionAct.number)).all()
        assert None in numbers
        assert any(number is not None for number in numbers)
        assert journal.verify() == []
        days = [line.at for line in journal.lines()]
        assert days == sorted(days)
        kinds = Counter(line.kind for line in journal.lines())
        assert kinds["council.recognized"] == 14
        assert kinds["term.started"] == 14


def test_a_second_load_changes_nothing(demo_app: Flask) -> None:
    def counts() -> list[int | None]:
        with demo_app.app_context(), reading():
            tables = (Council, Person, Membership, Accreditation, journal.JournalEntry)
            return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]

    before = counts()
    with demo_app.app_context(), transaction():
        load_councils()
    assert counts() == before


@pytest.mark.parametrize("state", list(S))
def test_a_dossier_s_state_is_the_last_of_its_trail(demo_app: Flask, state: S) -> None:
    with demo_app.app_context(), reading():
        stored = db.session.scalars(select(Accreditation.id).where(Accreditation.state == state)).all()
        after, _ = facts._last_step(clock.today())
        told = db.session.scalars(select(Accreditation.id).where(after == state.value)).all()
        assert set(stored) == set(told)
