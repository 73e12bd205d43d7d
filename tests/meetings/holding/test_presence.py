"""Who is there, who is represented, and what members follow and do from their telephone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from foundation.database import db
from foundation.policy import Denied
from foundation.workflow import Refused
from meetings.after_closing import AFTER_CLOSING
from meetings.convening import queries as meetings
from meetings.holding import jobs, services
from meetings.models import MeetingState
from meetings.presence import attending, proxies
from meetings.presence.models import Attendance, AttendanceSource, AttendanceStatus, Guest, Proxy
from meetings.votes import ending
from meetings.votes.models import VoteMethod
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.holding import steps as h
from tests.meetings.holding.steps import begun, member, nora, put, refused, tick

Queries = Callable[[], AbstractContextManager[list[str]]]


def test_the_code_of_the_room_lets_a_member_in_once(site: Flask) -> None:
    begun(site)
    with s.reading_at(site, h.EVENING):
        code = h.the_meeting().check_in_code

    def check(word: str, who: str = "Awa") -> Attendance:
        return attending.check_in(h.the_meeting(), s.seat(who), word, remote=False, actor=member("Awa"))

    assert "Ce n’est pas le code" in refused(site, lambda: check("ZZZZZ"))
    h.within(site, lambda: check(f" {code.lower()} "))
    h.within(site, lambda: check(code), 20)
    assert h.there(site) == (1, 0, 0)
    with s.reading_at(site, h.EVENING):
        row = db.session.scalars(select(Attendance)).one()
        assert (row.source, row.arrived_at) == (AttendanceSource.SELF, h.EVENING + timedelta(minutes=10))
    with s.writing_at(site, h.EVENING), pytest.raises(Denied):
        check(code, "Chloé")
    h.within(site, lambda: services.close_meeting(h.the_meeting(), actor=nora()), 90)
    assert "La réunion est terminée" in refused(site, lambda: check(code), 100)


def test_who_has_no_seat_that_day_is_a_guest(site: Flask) -> None:
    begun(site)
    assert "ne couvre pas ce jour" in refused(site, lambda: tick("Karim"))
    assert "pas notée présente" in refused(site, lambda: attending.leave(h.the_meeting(), s.seat("Awa"), actor=nora()))


def test_who_leaves_and_comes_back_counts_again(site: Flask) -> None:
    begun(site, "Awa", "Chloé")
    h.within(site, lambda: attending.leave(h.the_meeting(), s.seat("Awa"), actor=nora()), 30)
    assert h.there(site) == (1, 0, 0)
    h.within(site, lambda: tick("Awa", AttendanceStatus.REMOTE), 40)
    assert h.there(site) == (1, 1, 0)


def test_a_power_counts_with_its_holder_alone_and_ends_when_the_giver_comes(site: Flask) -> None:
    """`R-PRX-03`, `R-PRX-04`."""
    h.a_meeting(site)
    with s.writing(site):
        proxies.give(h.the_meeting(), s.seat("Driss"), s.seat("Awa"), actor=member("Driss"))
    h.within(site, lambda: services.open_meeting(h.the_meeting(), actor=nora()), 0)
    h.within(site, lambda: tick("Chloé"), 1)
    assert h.there(site) == (1, 0, 0)
    h.within(site, put, 2)
    assert Mailbox(site).to(s.email("Driss"))[-1].subject == "Votre pouvoir ne compte plus"
    h.within(site, lambda: ending.withdraw(h.motion(), actor=nora(), after=AFTER_CLOSING), 3)
    h.within(site, lambda: tick("Awa"), 4)
    assert h.there(site) == (2, 0, 1)
    h.within(site, lambda: tick("Driss"), 5)
    assert h.there(site) == (3, 0, 0)
    assert "un pouvoir se donne avant" in refused(
        site, lambda: proxies.give(h.the_meeting(), s.seat("Émile"), s.seat("Awa"), actor=member("Émile"))
    )


def test_powers_are_not_passed_on(site: Flask) -> None:
    """`R-PRX-05`: giving one's own ends the one held, and its giver is told at once."""
    h.a_meeting(site)
    with s.writing(site):
        proxies.give(h.the_meeting(), s.seat("Driss"), s.seat("Awa"), actor=member("Driss"))
    with s.writing(site):
        proxies.give(h.the_meeting(), s.seat("Awa"), s.seat("Chloé"), actor=member("Awa"))
    assert "elle-même donné son pouvoir" in Mailbox(site).to(s.email("Driss"))[-1].text
    with s.writing(site), pytest.raises(Refused, match="elle-même donné"):
        proxies.give(h.the_meeting(), s.seat("Driss"), s.seat("Awa"), actor=member("Driss"))
    with s.writing(site), pytest.raises(Refused, match="pas le droit de vote"):
        proxies.give(h.the_meeting(), s.seat("Driss"), s.seat("Jules"), actor=member("Driss"))
    with s.writing(site), pytest.raises(Refused, match="porte déjà"):
        proxies.give(h.the_meeting(), s.seat("Driss"), s.seat("Chloé"), actor=member("Driss"))
    with s.writing(site):
        proxies.revoke(h.the_meeting(), s.seat("Awa"), actor=member("Awa"))
    with s.writing(site), pytest.raises(Refused, match="rien à reprendre"):
        proxies.revoke(h.the_meeting(), s.seat("Awa"), actor=member("Awa"))
    with s.writing(site), pytest.raises(Denied):
        proxies.revoke(h.the_meeting(), s.seat("Chloé"), actor=member("Awa"))


def test_a_meeting_that_moves_ends_the_powers(site: Flask) -> None:
    """`R-MTG-05`."""
    key = h.a_meeting(site)
    with s.writing(site):
        proxies.give(h.the_meeting(), s.seat("Driss"), s.seat("Awa"), actor=member("Driss"))
    office = s.signed_in(site, "Pia").visits(f"/conseils/lune/gestion/reunions/{key}")
    office.presses("Changer la date ou le lieu")
    office.presses("Envoyer la nouvelle convocation", day=str(h.IN_TIME + timedelta(days=3)))
    assert "Votre pouvoir ne compte plus" in [one.subject for one in Mailbox(site).to(s.email("Driss"))]
    driss = s.signed_in(site, "Driss").visits(f"/reunions/{key}")
    assert "Je donne pouvoir" in [words for words, _ in driss.links]


def test_a_power_on_paper_is_entered_by_the_secretary(site: Flask) -> None:
    """`R-PRX-06`."""
    key = h.a_meeting(site)
    with h.evening():
        page = h.opened(site, key, "Awa").presses("Noter un pouvoir donné sur papier")
        page.presses("Noter ce pouvoir", giver=h.name("Ben"), holder=h.name("Awa"))
        assert "Ben Essai a donné pouvoir à Awa Essai" in page.text
        assert h.there(site) == (1, 0, 1)
        page.presses("Noter un pouvoir donné sur papier")
        page.presses("Noter ce pouvoir", giver=h.name("Hugo"), holder=h.name("Awa"))
        assert "porte déjà 1 pouvoir" in page.text


def test_one_votes_and_checks_in_by_the_link_of_the_notice(site: Flask) -> None:
    h.a_meeting(site)
    link = h.link(site, "Awa")
    h.within(site, lambda: services.open_meeting(h.the_meeting(), actor=nora()), 0)
    with s.reading_at(site, h.EVENING):
        code = h.the_meeting().check_in_code
    with h.evening(2):
        awa = Browser(site).visits(link)
        awa.presses("Je suis dans la salle", word="FAUX")
        assert "Ce n’est pas le code" in awa.text
        awa.visits(link).presses("Je suis dans la salle", word=code)
        assert "Vous êtes noté·e présent·e" in awa.text
    h.within(site, lambda: put(VoteMethod.NAMED), 5)
    with h.evening(6):
        assert "« Abstention », gardée" in awa.visits(link).presses("Abstention").text


def test_a_power_is_given_and_taken_back_by_the_link(site: Flask) -> None:
    h.a_meeting(site)
    page = Browser(site).visits(h.link(site, "Driss")).presses("Je donne pouvoir")
    page.presses("Donner mon pouvoir", holder=h.name("Awa")).presses("Changer ou reprendre mon pouvoir")
    page.presses("Reprendre mon pouvoir")
    assert "Je donne pouvoir" in [words for words, _ in page.links]
    with s.reading_at(site, s.noon(s.TODAY)):
        assert db.session.scalars(select(Proxy.revoked_at)).one() is not None
        assert meetings.answer_of(h.the_meeting().id, s.seat("Driss").id) is not None


def test_what_goes_on_is_followed_at_a_constant_cost(site: Flask, queries: Queries) -> None:
    begun(site, "Awa", "Chloé", "Émile")
    h.within(site, lambda: put(VoteMethod.NAMED))
    with s.reading_at(site, h.EVENING):
        key = h.the_meeting().id
    with h.evening(11):
        awa = s.signed_in(site, "Awa")
        # a piece of a page is no page
        awa.checking = False
        with queries() as few:
            first = awa.visits(f"/reunions/{key}/direct").response
        for name in ("Driss", "Fatou", "Gilles", "Samia"):
            h.within(site, lambda name=name: tick(name), 11)
        with queries() as many:
            second = awa.visits(f"/reunions/{key}/direct").response
        assert len(many) == len(few) <= 13
        assert first.headers["ETag"] != second.headers["ETag"]
        assert awa.visits(f"/reunions/{key}/direct", If_None_Match=second.headers["ETag"]).status == 304


def test_who_was_there_is_forgotten_in_time(site: Flask) -> None:
    """Domain §9.5."""
    begun(site, "Awa", "Chloé")
    h.within(site, lambda: services.close_meeting(h.the_meeting(), actor=nora()), 90)
    with s.writing_at(site, h.EVENING + timedelta(days=549)):
        jobs.forget()
    with s.reading_at(site, h.EVENING + timedelta(days=549)):
        counts = [db.session.scalar(select(func.count()).select_from(model)) for model in (Attendance, Proxy, Guest)]
        assert counts == [0, 0, 0]
        assert h.the_meeting().state is MeetingState.CLOSED
