"""What time and erasure take away from draws (domain §9.5): the people, never what lets anybody check the draw."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from citizens.models import Contact, Gender, Person
from citizens.privacy import erasing
from citizens.services import add_person
from councils.sortition import retention as draws
from councils.sortition.models import AgeBand, Candidate, CandidateState, Sortition
from foundation.database import db, reading
from tests.citizens.privacy import lives
from tests.meetings import situations as s

C = CandidateState


def somebody_new(name: str) -> uuid.UUID:
    """A volunteer of whom nothing but a name and an address is known."""
    who = add_person(name, "Volontaire", Gender.UNDECLARED, actor=s.acting("Pia", "council_facilitator"))
    db.session.add(Contact(person_id=who.id, email=f"{name.lower()}@example.net"))
    db.session.flush()
    return who.id


def count(app: Flask, model: type) -> int:
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def draw(slug: str, people: Iterable[tuple[uuid.UUID, CandidateState]]) -> None:
    """A draw of a council's term with these candidates."""
    made = Sortition(id=uuid.uuid4(), term_id=s.term(slug).id, seats=1, quotas={})
    db.session.add(made)
    db.session.flush()
    for number, (key, state) in enumerate(people):
        db.session.add(
            Candidate(sortition_id=made.id, person_id=key, pseudonym=f"P{number}", gender=Gender.UNDECLARED,
                      age_band=AgeBand.UNDECLARED, state=state)
        )  # fmt: skip


def test_volunteers_not_drawn_go_thirty_days_after_the_act(site: Flask) -> None:
    # « Lune » was published five days before its term began; « Brume » waits for its act
    with s.writing(site):
        published = s.term("lune").start_on - timedelta(days=5)
        end = s.term("lune").end_on
        keys = {state: somebody_new(f"Lune-{state}") for state in (C.LISTED, C.REFUSED, C.WITHDRAWN, C.RESERVE)}
        waits = somebody_new("Brume")
        draw("lune", [(key, state) for state, key in keys.items()])
        draw("brume", [(waits, C.LISTED)])
    with s.writing_at(site, s.noon(published + timedelta(days=30))):
        draws.forget_candidates()
    assert count(site, Candidate) == 5
    for _ in range(2):
        with s.writing_at(site, s.noon(published + timedelta(days=31))):
            draws.forget_candidates()
    with site.app_context(), reading():
        assert set(db.session.scalars(select(Candidate.person_id))) == {keys[C.RESERVE], waits}
        assert db.session.get(Person, keys[C.LISTED]) is None
        assert set(db.session.scalars(select(Contact.person_id))) == {keys[C.RESERVE], waits}
    with s.writing_at(site, s.noon(end + timedelta(days=1))):
        draws.forget_candidates()
    with site.app_context(), reading():
        assert db.session.scalars(select(Candidate.person_id)).all() == [waits]


def test_a_draw_made_later_in_the_term_keeps_its_volunteers_for_thirty_days(site: Flask) -> None:
    with s.writing(site):
        draw("lune", [(somebody_new("Zoran"), C.LISTED)])
        db.session.scalars(select(Sortition)).one().seed_on = s.TODAY + timedelta(days=3)
    for days, left in ((33, 1), (34, 0)):
        with s.writing_at(site, s.noon(s.TODAY + timedelta(days=days))):
            draws.forget_candidates()
        assert count(site, Candidate) == left


def test_a_drawn_list_of_somebody_erased_still_shows_its_pseudonyms(site: Flask) -> None:
    with s.writing(site):
        keys = [somebody_new(f"V{number}") for number in range(2)]
        draw("brume", [(keys[0], C.LISTED), (keys[1], C.RESERVE)])
        for key in keys:
            erasing.erase(db.session.get_one(Person, key), actor=lives.DPO)
    with site.app_context(), reading():
        rows = db.session.scalars(select(Candidate).order_by(Candidate.pseudonym)).all()
        assert [(row.pseudonym, row.state) for row in rows] == [("P0", C.WITHDRAWN), ("P1", C.REFUSED)]
        assert contacts_left(keys) == 0


def contacts_left(keys: list[uuid.UUID]) -> int:
    return len(db.session.scalars(select(Contact).where(Contact.person_id.in_(keys))).all())
