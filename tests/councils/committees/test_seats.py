"""Who may have which seat, what is refused, what the database holds, and what follows from a seat."""

from __future__ import annotations

import contextvars
import threading
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given as drawn
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from councils.committees import personal, queries, seating, wording
from councils.committees.models import CommitteeSeat, SeatVoice
from councils.committees.running import voice_in_force, voices_of
from councils.models import EndReason
from councils.scopes import seats
from councils.status import CouncilStatus
from foundation.database import db
from foundation.policy import SYSTEM, Denied, Grant
from foundation.workflow import Refused
from tests.councils.committees import situations as c
from tests.meetings import situations as s

DAY = timedelta(days=1)
V, S = SeatVoice, CouncilStatus
ALL = tuple(SeatVoice)
MAY = {
    S.ACCREDITED: ALL,
    S.ACCREDITED_RENEWING: ALL,
    S.IN_PROGRESS: (V.OBSERVER,),
    S.LAPSED: (),
    S.LAPSED_RENEWING: (),
    S.WITHDRAWN: (),
    S.DISSOLVED: (),
    S.NOT_RECOGNIZED: (),
    S.PLANNED: (),
}


@pytest.mark.parametrize("status", list(S))
def test_which_voices_a_status_allows(status: CouncilStatus) -> None:
    """The row « siéger aux comités » of §2.5."""
    assert voices_of(status) == MAY[status]
    for voice in V:
        in_force = voice_in_force(voice, status)
        assert in_force is (voice if voice in MAY[status] else (V.OBSERVER if MAY[status] else None))


@drawn(total=st.integers(1, 500), data=st.data())
def test_the_share_is_said_against_one_third(total: int, data: st.DataObject) -> None:
    held = data.draw(st.integers(0, total))
    said = wording.share_words(held, total)
    assert ("moins d’un tiers" in said) is (0 < 3 * held < total)
    assert ("plus d’un tiers" in said) is (3 * held > total)
    assert ("un tiers tout juste" in said) is (3 * held == total and held > 0)


def test_a_share_of_an_unknown_number_is_not_said() -> None:
    assert "pas encore donné" in wording.share_words(2, None)


def test_a_council_under_way_observes(site: Flask) -> None:
    with pytest.raises(Refused, match="peut observer"):
        c.given(site, "brume", V.CONSULTATIVE)
    key = c.given(site, "brume", V.OBSERVER)
    c.names(site, key, "Yann")
    with s.reading_at(site, s.noon(s.TODAY)):
        assert [one.person.given_name for one in queries.representatives(s.committee().id, s.TODAY)] == ["Yann"]
    with pytest.raises(Refused, match="peut observer"):
        c.speaks(site, key, V.DELIBERATIVE)


def test_only_so_many_seats_as_there_are(site: Flask) -> None:
    with s.writing(site):
        seating.count_seats(s.committee(), 1, actor=c.SECRETARY)
    c.given(site)
    with pytest.raises(Refused, match="plus de sièges"):
        c.given(site, "soleil")
    observer = c.given(site, "soleil", V.OBSERVER)
    with pytest.raises(Refused, match="plus de sièges"):
        c.speaks(site, observer, V.CONSULTATIVE)
    with s.writing(site):
        seating.count_seats(s.committee(), 2, actor=c.SECRETARY)
    c.given(site)
    with pytest.raises(Refused, match="plus de sièges"), s.writing(site):
        seating.count_seats(s.committee(), 1, actor=c.SECRETARY)


def test_names_that_cannot_be(site: Flask) -> None:
    key, other = c.given(site), c.given(site)
    for titular, substitute, why in (
        ("Awa", "Awa", "La même personne"),
        ("Victor", "", "ne siège pas"),  # of another council
        ("Karim", "", "ne siège pas"),  # left yesterday
        ("", "Léa", "ne siège pas"),  # from tomorrow on
    ):
        with pytest.raises(Refused, match=why):
            c.names(site, key, titular, substitute)
    c.names(site, key, "Awa", "Driss")
    for pair in (("Awa", ""), ("", "Awa"), ("Driss", "Chloé")):
        with pytest.raises(Refused, match="un autre siège"):
            c.names(site, other, *pair)
    c.names(site, other, "Chloé", "Gilles")


def test_days_that_cannot_be_and_who_may_not(site: Flask) -> None:
    key = c.given(site)
    with s.writing(site):
        seat = c.one(key)
        with pytest.raises(Refused, match="vient après"):
            seating.end(seat, seat.start_on - DAY, seen=seat.version, actor=c.SECRETARY)
        for act in (
            lambda: seating.end(seat, s.TODAY, seen=seat.version, actor=c.BOARD),
            lambda: seating.give(s.committee(), s.council(), V.OBSERVER, s.TODAY, actor=c.BOARD),
            lambda: seating.count_seats(s.committee(), 3, actor=c.BOARD),
            lambda: seating.name(seat, None, s.seat("Awa").id, seen=seat.version, actor=s.acting("Awa")),
        ):
            with pytest.raises(Denied):
                act()


def test_the_same_again_is_noted_once(site: Flask) -> None:
    key = c.given(site)
    c.names(site, key, "Awa")
    with s.writing(site):
        version = c.one(key).version
    c.names(site, key, "Awa")
    with s.writing(site):
        seat = c.one(key)
        assert seat.version == version
        seating.change_voice(seat, seat.voice, seen=version, actor=c.SECRETARY)
        seating.count_seats(s.committee(), None, actor=c.SECRETARY)
        assert seat.version == version


def test_of_two_who_name_the_second_learns_what_the_first_did(site: Flask) -> None:
    key = c.given(site)
    first, second = (s.signed_in(site, name).visits(c.page(key)) for name in ("Samia", "Nora"))
    first.presses("Nommer", Titulaire="Awa Essai")
    second.presses("Nommer", Titulaire="Driss Essai")
    assert second.status == 409
    assert "Quelqu’un a changé ce siège" in second.text
    assert second.field("titular").value != ""
    with s.reading_at(site, s.noon(s.TODAY)):
        assert c.one(key).titular_id == s.seat("Awa").id
    second.presses("Nommer")
    with s.reading_at(site, s.noon(s.TODAY)):
        assert c.one(key).titular_id == s.seat("Driss").id


def at_once(*works: Callable[[], None]) -> list[str]:
    """What was refused of works that begin together."""
    ready, refused = threading.Barrier(len(works)), []

    def run(work: Callable[[], None]) -> None:
        ready.wait()
        try:
            work()
        except Refused as refusal:
            refused.extend(refusal.sentences)

    threads = [threading.Thread(target=contextvars.copy_context().run, args=(run, work)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_two_name_at_the_same_instant(site: Flask) -> None:
    key, other = c.given(site), c.given(site)
    with s.writing(site):
        seen, ids = c.one(key).version, {name: s.seat(name).id for name in ("Awa", "Driss")}

    def name(seat_key: uuid.UUID, who: str) -> Callable[[], None]:
        def work() -> None:
            with s.writing(site):
                seating.name(c.one(seat_key), ids[who], None, seen=seen, actor=c.BOARD)

        return work

    assert at_once(name(key, "Awa"), name(key, "Driss")) == [seating.CHANGED]
    with s.writing(site):
        holder, seen = c.one(key).titular_id, c.one(key).version
        (left,) = (who for who, one in ids.items() if one != holder)
        seating.name(c.one(key), None, None, seen=seen, actor=c.BOARD)
    with s.writing(site):
        db.session.execute(update(CommitteeSeat).values(version=9))
    seen = 9
    # the same person cannot be named to two seats either
    (why,) = at_once(name(key, left), name(other, left))
    assert "un autre siège" in why


def test_two_seats_at_the_same_instant_leave_no_more_than_there_are(site: Flask) -> None:
    with s.writing(site):
        seating.count_seats(s.committee(), 1, actor=c.SECRETARY)
    assert at_once(lambda: c.given(site) and None, lambda: c.given(site, "soleil") and None) == [seating.FILLED]


def test_what_the_database_refuses_itself(site: Flask) -> None:
    key, other = c.given(site), c.given(site)
    with s.writing(site):
        ids = {name: s.seat(name).id for name in ("Awa", "Victor")}

    def write(seat_key: uuid.UUID, **values: object) -> None:
        with s.writing(site):
            db.session.execute(update(CommitteeSeat).where(CommitteeSeat.id == seat_key).values(**values))

    for values in (
        {"titular_id": ids["Victor"]},  # of another council
        {"substitute_id": ids["Victor"]},
        {"titular_id": ids["Awa"], "substitute_id": ids["Awa"]},
        {"end_on": c.SINCE - DAY},
    ):
        with pytest.raises(IntegrityError):
            write(key, **values)
    write(key, titular_id=ids["Awa"])
    with pytest.raises(IntegrityError):
        write(other, titular_id=ids["Awa"])
    write(key, end_on=s.TODAY)
    write(other, titular_id=ids["Awa"])


def test_whom_a_committee_convenes(site: Flask) -> None:
    first, second = c.given(site), c.given(site, "soleil")
    c.names(site, first, "Émile", "Chloé")
    c.names(site, second, "Victor")
    later = c.given(site, first=s.TODAY + 10 * DAY)
    c.names(site, later, "Awa")

    def told(days: int) -> list[str]:
        on = s.TODAY + days * DAY
        with s.reading_at(site, s.noon(s.TODAY)):
            rows = queries.representatives(s.committee().id, on)
            assert all(one.term.council.name for one in rows)
            return [one.person.given_name for one in rows]

    assert told(0) == ["Chloé", "Émile", "Victor"]
    assert told(10) == ["Awa", "Chloé", "Émile", "Victor"]
    assert told(-30) == []
    with s.writing(site):
        s.seat("Victor").end_on, s.seat("Victor").end_reason = s.TODAY, EndReason.MOVED
    assert "Victor" not in told(1)
    # their label ends with the term, 700 days from now
    with s.writing(site):
        chloe = s.seat("Chloé")
        chloe.end_on = chloe.end_reason = None
    assert told(701) == []


def test_a_person_of_two_councils_is_convened_once(site: Flask) -> None:
    first, second = c.given(site), c.given(site, "soleil")
    c.names(site, first, "Awa")
    c.names(site, second, "Victor")
    with s.writing(site):
        s.seat("Victor").person_id = s.person("Awa").id
    with s.reading_at(site, s.noon(s.TODAY)):
        assert [one.person.given_name for one in queries.representatives(s.committee().id, s.TODAY)] == ["Awa"]


def test_a_seat_gives_a_grant_without_a_further_query(
    site: Flask, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    key = c.given(site)
    c.names(site, key, "Awa", "Chloé")
    with s.reading_at(site, s.noon(s.TODAY)):
        committee, council = s.committee().id, s.council().id
        for name in ("Awa", "Chloé"):
            person = s.person(name).id
            with queries() as made:
                found = list(seats(person))
            assert found == [Grant("member", "council", council), Grant("representative", "committee", committee)]
            assert len(made) == 1
        assert list(seats(s.person("Driss").id)) == [Grant("member", "council", council)]
    with s.writing(site):
        seat = c.one(key)
        seating.end(seat, s.TODAY, seen=seat.version, actor=SYSTEM)
    with s.reading_at(site, s.noon(s.TODAY + DAY)):
        assert list(seats(s.person("Awa").id)) == [Grant("member", "council", council)]


def test_what_is_known_of_a_person_is_shown_and_erased(site: Flask) -> None:
    key = c.given(site)
    c.names(site, key, "Awa", "Driss")
    with s.writing(site):
        awa, driss = s.person("Awa").id, s.person("Driss").id
        (row,) = personal.SEATS.export(awa)
        assert (row["Votre part"], row["Voix"]) == ("Titulaire", "Voix délibérative")
        (row,) = personal.SEATS.export(driss)
        assert row["Votre part"] == "Suppléance"
        personal.SEATS.erase(awa)
    with s.writing(site):
        seat = db.session.scalars(select(CommitteeSeat)).one()
        assert (seat.titular_id, seat.substitute_id) == (None, s.seat("Driss").id)
        assert list(personal.SEATS.export(awa)) == []


def test_a_page_of_many_seats_costs_what_one_costs(
    site: Flask, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    c.names(site, c.given(site), "Awa")
    readers = {name: s.signed_in(site, name)._client for name in ("Max", "Samia")}
    pages = ((c.PUBLIC, "Max"), (c.OFFICE, "Max"), ("/conseils/lune/gestion/sieges", "Samia"))

    def costs() -> list[int]:
        found = []
        for path, name in pages:
            site.extensions["once"].clear()
            with queries() as made:
                assert readers[name].get(path).status_code == 200
            found.append(len(made))
        return found

    few = costs()
    for name in ("Chloé", "Driss", "Émile", "Fatou", "Gilles"):
        c.names(site, c.given(site), name)
    assert costs() == few
    assert max(few) <= 15
