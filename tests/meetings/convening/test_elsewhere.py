"""Meetings of the network and of committees: who prepares them, whom they invite, what is written of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.roles import services as roles
from citizens.roles.models import Role
from councils.committees import seating
from councils.committees.models import SeatVoice
from councils.electorate import sitting_on
from councils.models import College, Membership, Origin, Rank
from councils.services import propose
from foundation.clock import standing_at
from foundation.database import db
from foundation.journal import ActKind, JournalEntry
from foundation.policy import SYSTEM, Actor
from foundation.workflow import Refused
from meetings.convener import Convener
from meetings.convening import queries as found_meetings
from meetings.convening import services as planning
from meetings.convening.asked import Plan
from meetings.holding import services as holding
from meetings.minutes import approving, queries
from meetings.minutes import public as publishing
from meetings.minutes import services as writing
from meetings.minutes.models import Minutes, MinutesKind
from meetings.models import Meeting, MeetingKind, MeetingState, NoticeDelivery
from meetings.presence import attending, proxies
from meetings.presence.models import Attendance, AttendanceStatus
from meetings.presence.roll import roll_of
from meetings.votes import putting
from meetings.votes.models import VoteMethod
from meetings.votes.putting import Question
from tests.browser import Browser
from tests.councils import situations as councils
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.convening.steps import TYPED, link
from tests.sites import Sites

IN_TIME = s.TODAY + timedelta(days=16)
EVENING = s.paris(IN_TIME, 18, 30)
SESSION = s.TODAY + timedelta(days=22)
LUNE, SOLEIL = ("Samia", "Awa", "Chloé", "Driss", "Émile", "Fatou", "Gilles"), ("Victor", "Wanda")


@pytest.fixture
def site(sites: Sites) -> Iterator[Flask]:
    """The councils, Rose running the network, at noon: the clock stands."""
    app = s.cheap(sites.empty(totp_roles=()))
    s.settle(app)
    with standing_at(s.noon(s.TODAY)):
        with s.writing(app):
            roles.grant(s.person("Rose"), Role.NETWORK_COORDINATOR, actor=SYSTEM)
        yield app


def the_meeting() -> Meeting:
    return db.session.scalars(select(Meeting)).one()


def rose(app: Flask) -> Browser:
    """Who runs the network."""
    return s.signed_in(app, "Rose")


def planned(page: Browser, kind: str, day: object = IN_TIME, title: str = "Rencontre d’hiver") -> Browser:
    page.presses("Continuer vers l’ordre du jour", **{**TYPED, "title": title, "kind": kind, "day": str(day)})
    page.presses("Ajouter ce point", title="Ce que font les conseils", kind="discussion", minutes="30")
    return page


def convened(page: Browser, kind: str, day: object = IN_TIME, title: str = "Rencontre d’hiver") -> Browser:
    planned(page, kind, day, title)
    return page.presses("Relire et envoyer la convocation").presses("Envoyer la convocation")


def network_meeting(app: Flask) -> Browser:
    page = rose(app).visits("/reseau/reunions").presses("Préparer une rencontre")
    return convened(page, "network_meeting")


def seats(app: Flask) -> None:
    """« Lune » has a seat in the committee: Awa holds it, Chloé stands in."""
    with s.writing(app, s.TODAY):
        max_acts, samia = s.acting("Max", "committee_secretary"), s.acting("Samia", "board_member")
        seat = seating.give(s.committee(), s.council(), SeatVoice.CONSULTATIVE, s.TODAY, actor=max_acts)
        seat.committee, seat.council = s.committee(), s.council()
        seating.name(seat, s.seat("Awa").id, s.seat("Chloé").id, seen=seat.version, actor=samia)


def session(app: Flask) -> Browser:
    seats(app)
    page = s.signed_in(app, "Max").visits("/comites/copil/bureau").presses("Préparer une séance")
    return convened(page, "committee_session", SESSION, "Séance de printemps")


def rose_acts() -> Actor:
    return s.acting("Rose", "network_coordinator")


def within(app: Flask, act: Callable[[], object], minutes: int = 10) -> None:
    with s.writing_at(app, EVENING + timedelta(minutes=minutes)):
        act()


def test_the_network_invites_everybody_of_all_councils_once(site: Flask) -> None:
    page = network_meeting(site)
    assert "Rencontre d’hiver" in page.text
    for name in (*LUNE, *SOLEIL, "Yann", "Zoé"):
        letters = Mailbox(site).to(s.email(name))
        assert len([one for one in letters if "Rencontre d’hiver" in one.subject]) == 1, name
    assert "Le réseau des conseils citoyens vous invite" in Mailbox(site).to(s.email("Victor"))[-1].text
    assert "donner pouvoir" not in Mailbox(site).to(s.email("Victor"))[-1].text


def test_whoever_sits_on_two_councils_is_convened_once_and_answers_once(site: Flask) -> None:
    with s.writing(site):
        victor = s.person("Victor")
        propose(
            victor, s.term("lune"), actor=councils.FACILITATOR, college=College.RESIDENTS, origin=Origin.DRAWN,
            rank=Rank.TITULAR, start_on=s.TODAY, accepted_on=s.TODAY,
        )  # fmt: skip
    network_meeting(site)
    with s.reading_at(site, s.noon(s.TODAY)):
        seats = select(Membership.id).where(Membership.person_id == s.person("Victor").id, sitting_on(IN_TIME))
        assert len(db.session.scalars(seats).all()) == 2
        told = select(NoticeDelivery).where(NoticeDelivery.membership_id.in_(seats))
        assert len(db.session.scalars(told).all()) == 1
        key = the_meeting().id
    s.signed_in(site, "Victor").visits(f"/reunions/{key}").presses("Je viens")
    with s.reading_at(site, s.noon(s.TODAY)):
        assert len(found_meetings.answers(key)) == 1
        assert sum(one.seat.person_id == s.person("Victor").id for one in roll_of(the_meeting()).places) == 1


def test_everybody_reads_of_it_and_follows_its_calendar(site: Flask) -> None:
    network_meeting(site)
    reader = Browser(site).visits("/reseau/reunions")
    assert "Rencontre d’hiver" in reader.text
    reader.presses("Rencontre d’hiver")
    assert "Pour les membres de tous les conseils citoyens." in reader.text
    assert "Ce que font les conseils" in reader.text
    entry = site.test_client().get("/reseau/agenda.ics").get_data(as_text=True)
    assert "SUMMARY:Rencontre d’hiver" in entry


def test_whoever_is_invited_answers_by_the_link_and_on_the_page(site: Flask) -> None:
    network_meeting(site)
    Browser(site).visits(link(site, "Victor")).presses("Je viens")
    with s.reading_at(site, s.noon(s.TODAY)):
        key = the_meeting().id
    page = s.signed_in(site, "Zoé").visits(f"/reunions/{key}").presses("Je ne viens pas")
    assert "Vous avez répondu que vous ne venez pas." in page.text
    with s.reading_at(site, s.noon(s.TODAY)):
        assert sorted(one.value for one in found_meetings.answers(key).values()) == ["excused", "present"]


@pytest.mark.parametrize("name", ["Samia", "Pia", "Nora", "Max"])
def test_it_is_prepared_by_the_network_alone(site: Flask, name: str) -> None:
    network_meeting(site)
    with s.reading_at(site, s.noon(s.TODAY)):
        key = the_meeting().id
    client = s.signed_in(site, name)
    for path in (
        "/reseau/gestion/reunions",
        f"/reseau/gestion/reunions/{key}",
        f"/reseau/gestion/reunions/{key}/seance",
    ):
        assert client.visits(path).status == 403, path
    assert client.visits(f"/conseils/lune/gestion/reunions/{key}").status == 404
    assert client.visits("/reseau/gestion/comptes-rendus").status == 403


def test_who_runs_the_network_does_not_prepare_the_meetings_of_a_council(site: Flask) -> None:
    page = rose(site)
    assert page.visits("/conseils/lune/gestion/reunions").status == 403
    assert page.visits("/comites/copil/gestion/reunions").status == 403


def test_who_came_is_noted_and_whoever_said_nothing_is_not_absent(site: Flask) -> None:
    network_meeting(site)
    Browser(site).visits(link(site, "Victor")).presses("Je ne viens pas")
    with s.writing_at(site, EVENING):
        key = the_meeting().id
        holding.open_meeting(the_meeting(), actor=rose_acts())
    with standing_at(EVENING + timedelta(minutes=5)):
        page = s.signed_in(site, "Rose").visits(f"/reseau/gestion/reunions/{key}/seance")
        assert "uorum" not in page.text
        assert "Pouvoirs" not in page.text
        page.presses("Noter cette personne présente", seat=_seat_of(site, "Awa"))
        assert "1 personne là" in page.text
        page.presses("Terminer la réunion")
    with s.reading_at(site, EVENING + timedelta(hours=3)):
        rows = db.session.scalars(select(Attendance)).all()
        assert sorted(one.status.value for one in rows) == ["excused", "present"]


def _seat_of(app: Flask, name: str) -> str:
    with s.reading_at(app, EVENING):
        return str(s.seat(name).id)


def test_nobody_votes_or_gives_power_in_it(site: Flask) -> None:
    network_meeting(site)
    with s.writing_at(site, s.noon(s.TODAY)), pytest.raises(Refused, match="personne n’y vote"):
        proxies.give(the_meeting(), s.seat("Awa"), s.seat("Driss"), actor=s.acting("Awa"))
    within(site, lambda: holding.open_meeting(_whole(), actor=rose_acts()), 0)
    with s.writing_at(site, EVENING):
        item = found_meetings.items(_whole().id)[0]
        item.meeting = _whole()
        with pytest.raises(Refused, match="seuls les conseils"):
            putting.put(item, Question("Oui\u202f?", VoteMethod.SHOW_OF_HANDS), actor=rose_acts())


def test_what_is_written_of_it_is_validated_after_the_remarks_and_published(site: Flask) -> None:
    network_meeting(site)
    within(site, lambda: holding.open_meeting(the_meeting(), actor=rose_acts()), 0)
    within(site, lambda: attending.tick(the_meeting(), s.seat("Awa"), AttendanceStatus.PRESENT, actor=rose_acts()))
    within(site, lambda: holding.close_meeting(the_meeting(), actor=rose_acts()), 90)
    within(site, lambda: writing.start(_whole(), MinutesKind.ACCOUNT, actor=rose_acts()), 100)
    within(site, lambda: writing.propose(_minutes(), actor=rose_acts()), 110)
    assert any(one.subject.startswith("À relire") for one in Mailbox(site).to(s.email("Awa")))
    with s.writing_at(site, EVENING + timedelta(days=2)), pytest.raises(Refused, match="jusqu’au"):
        approving.validate(_minutes(), actor=rose_acts())
    with s.writing_at(site, EVENING + timedelta(days=9)):
        approving.validate(_minutes(), actor=rose_acts())
    with s.writing_at(site, EVENING + timedelta(days=10)):
        text = publishing.begin(_minutes(), actor=rose_acts())
        publishing.check(_minutes(), text.public_saved, actor=s.acting("Awa", "member"))
        publishing.publish(_minutes(), actor=rose_acts())
    with s.reading_at(site, EVENING + timedelta(days=10)):
        lines = db.session.scalars(select(JournalEntry).where(JournalEntry.kind == ActKind.MINUTES_PUBLISHED)).all()
        assert len(lines) == 1
        key = the_meeting().id
    page = Browser(site).visits(f"/reunions/{key}/compte-rendu")
    assert "Réseau des conseils citoyens" in page.text


def _whole() -> Meeting:
    found = found_meetings.find(the_meeting().id)
    assert found is not None
    return found


def _minutes() -> Minutes:
    found = queries.of_meeting(the_meeting().id)
    assert found is not None
    return found


def test_a_committee_convenes_those_who_represent_councils(site: Flask) -> None:
    page = session(site)
    assert "Awa Essai" in page.text
    assert "Samia Essai" not in page.text
    for name, letters in (("Awa", 1), ("Chloé", 1), ("Samia", 0), ("Victor", 0)):
        assert len([one for one in Mailbox(site).to(s.email(name)) if "printemps" in one.subject]) == letters, name
    assert "où vous représentez un conseil citoyen" in Mailbox(site).to(s.email("Awa"))[-1].text
    Browser(site).visits(link(site, "Chloé")).presses("Je viens")
    with s.reading_at(site, s.noon(s.TODAY)):
        assert the_meeting().state is MeetingState.CONVENED


def test_everybody_reads_of_a_session_on_the_page_of_the_committee(site: Flask) -> None:
    session(site)
    page = Browser(site).visits("/comites/copil")
    assert "Ses séances" in page.text
    page.presses("Séance de printemps")
    assert "Ce que font les conseils" in page.text
    entry = site.test_client().get("/comites/copil/agenda.ics").get_data(as_text=True)
    assert "SUMMARY:Séance de printemps" in entry


@pytest.mark.parametrize("name", ["Samia", "Pia", "Awa", "Wanda"])
def test_a_session_is_prepared_by_the_secretary_alone(site: Flask, name: str) -> None:
    session(site)
    with s.reading_at(site, s.noon(s.TODAY)):
        key = the_meeting().id
    client = s.signed_in(site, name)
    for path in ("/comites/copil/gestion/reunions", f"/comites/copil/gestion/reunions/{key}"):
        assert client.visits(path).status == 403, path


def test_too_late_for_the_councils_is_said_with_the_first_day(site: Flask) -> None:
    seats(site)
    page = s.signed_in(site, "Max").visits("/comites/copil/bureau").presses("Préparer une séance")
    planned(page, "committee_session", s.TODAY + timedelta(days=10))
    page.presses("Ajouter ce point", title="Répondre à la proposition", kind="decision")
    assert "21 jours pleins" in page.text


def test_a_kind_that_a_body_does_not_hold_is_refused(site: Flask) -> None:
    plan = Plan(MeetingKind.PLENARY, "Plénière", IN_TIME, time(18, 30), 120, "Salle", "1 rue, Lille")
    with s.writing(site), pytest.raises(Refused, match="de la liste"):
        planning.plan(Convener(), plan, actor=rose_acts())
    with s.writing(site), pytest.raises(Refused, match="de la liste"):
        planning.plan(
            Convener(s.council()), replace(plan, kind=MeetingKind.ASSISES), actor=s.acting("Samia", "board_member")
        )
