"""Decisions followed, what awaits somebody, what is late, who is reminded."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from foundation.database import db
from foundation.policy import Actor, Grant
from meetings.minutes import awaiting, decisions, personal
from meetings.minutes.models import MinutesRemark
from meetings.presence.models import Decision
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.minutes import situations as m


def actor_of(name: str, role: str) -> Actor:
    return Actor(s.person(name).id, role, frozenset({Grant(role, "council", s.council().id)}))


def test_whoever_has_a_decision_is_reminded_once_before_and_once_on_its_day(site: Flask) -> None:
    m.held(site)
    due = s.TODAY + timedelta(days=2)
    for day, count in ((s.TODAY, 1), (s.TODAY, 0), (s.TODAY + timedelta(days=1), 0), (due, 1), (due, 0)):
        with s.writing_at(site, s.noon(day)):
            assert decisions.remind_due() == count, day
    letters = [one for one in Mailbox(site) if one.subject == "Une décision à mener"]
    assert {one.recipient for one in letters} == {s.email("Awa")}
    assert [("aujourd’hui" in one.text) for one in letters] == [False, True]


def test_the_owner_says_that_it_is_done_and_others_of_the_council_only_read(site: Flask) -> None:
    m.held(site)
    address = "/conseils/lune/gestion/decisions"
    awa = m.browser(site, "Awa", address)
    assert "En retard" in awa.text
    awa.presses("C’est fait Écrire à la mairie")
    assert "fait le" in awa.text
    assert m.browser(site, "Gilles", address).buttons() == []
    pia = m.browser(site, "Pia", address).presses("Ce n’est pas fait Écrire à la mairie")
    assert "2 décisions attendent" in pia.text
    assert m.browser(site, "Victor", address).status == 403


def test_what_awaits_the_office_and_those_who_were_there(site: Flask) -> None:
    m.held(site)
    with s.reading_at(site, s.noon(s.TODAY)):
        (todo,) = awaiting.to_write(actor_of("Pia", "council_facilitator"))
        assert todo.label.startswith("Écrire le compte rendu")
        assert todo.until
        assert [one.label.partition(" :")[0] for one in awaiting.to_do(actor_of("Driss", "member"))]
        assert list(awaiting.to_read(actor_of("Driss", "member"))) == []


def test_the_steps_that_follow_are_told_too(site: Flask) -> None:
    m.proposed(site)
    with s.reading_at(site, s.noon(s.TODAY)):
        assert [one.label[:7] for one in awaiting.to_read(actor_of("Driss", "member"))] == ["Relire "]
        assert list(awaiting.to_read(actor_of("Gilles", "member"))) == []
        assert [one.label[:5] for one in awaiting.to_write(actor_of("Nora", "secretary"))] == ["Faire"]
    with s.writing_at(site, s.noon(s.TODAY)):
        m.vote_on(m.the_minutes(), adopted=True)
    with s.reading_at(site, s.noon(s.TODAY)):
        assert [one.label[:7] for one in awaiting.to_write(actor_of("Nora", "secretary"))] == ["Publier"]


def test_what_is_late_is_said_once_and_shown_on_the_board_of_councils(site: Flask) -> None:
    m.held(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        cell = awaiting.late([s.council().id])[s.council().id]
        assert (cell.shown, cell.detail) == ("Aucun", "1 en retard")
        assert awaiting.remind_due() == 2
        assert awaiting.remind_due() == 0
    with s.writing_at(site, s.noon(m.HELD_ON + timedelta(days=14))):
        assert s.council().id not in awaiting.late([s.council().id])


def test_once_public_the_board_says_of_which_meeting(site: Flask) -> None:
    m.published(site)
    with s.reading_at(site, s.noon(s.TODAY)):
        cell = awaiting.late([s.council().id])[s.council().id]
        assert (cell.shown, cell.detail) == (f"{m.HELD_ON:%d/%m/%Y}", "")


def test_approved_and_not_public_is_late_after_fifteen_days(site: Flask) -> None:
    m.approved(site)
    with s.writing_at(site, s.noon(s.TODAY + timedelta(days=17))):
        assert awaiting.late([s.council().id])[s.council().id].detail == "1 en retard"
        assert awaiting.remind_due() == 2
    with s.writing_at(site, s.noon(s.TODAY + timedelta(days=15))):
        assert awaiting.remind_due() == 0


def test_remarks_are_forgotten_a_year_after_the_approval(site: Flask) -> None:
    m.proposed(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        m.remarked("Driss", "J’ai dit deux bancs.")
        m.vote_on(m.the_minutes(), adopted=True)
    for days, left in ((360, 1), (367, 0)):
        with s.writing_at(site, s.noon(s.TODAY + timedelta(days=days))):
            personal.forget()
            assert len(db.session.scalars(select(MinutesRemark)).all()) == left


def test_a_copy_of_one_s_data_holds_remarks_and_parts(site: Flask) -> None:
    m.published(site)
    with s.reading_at(site, s.noon(s.TODAY)):
        said = [row["Votre part"] for row in personal.PARTS.export(s.person("Nora").id)]
        assert said == ["Relu par vous"]
        assert db.session.scalars(select(Decision)).all()
