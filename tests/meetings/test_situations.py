"""The people of the tests stand as their page says."""

from flask import Flask

from councils import electorate, queries
from councils.status import CouncilStatus
from tests.citizens.people import signs_in
from tests.meetings import situations as s


def test_the_councils_and_who_may_vote(site: Flask) -> None:
    with s.reading_at(site, s.noon(s.TODAY)):
        names = [one.person.given_name for one in electorate.voters(s.council().id, s.TODAY)]
        assert sorted(names) == sorted(s.VOTERS)
        assert queries.card_of(s.council()).status is CouncilStatus.ACCREDITED
        assert queries.card_of(s.council("brume")).status is CouncilStatus.IN_PROGRESS
        assert s.seat("Karim").end_on is not None


def test_people_come_in(site: Flask) -> None:
    for name in ("Samia", "Rose", "Max"):
        assert signs_in(site, s.email(name)).path == "/mon-espace"
