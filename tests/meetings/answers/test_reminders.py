"""What the clock tells the secretaries (domain §4.4, R-PRP-02), and what awaits them on their own page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given as examples
from hypothesis import strategies as st

from citizens.roles import services as roles
from citizens.roles.models import Role, ScopeType
from foundation import jobs
from foundation.clock import standing_at
from foundation.jobs import RunState
from foundation.policy import SYSTEM
from meetings.answers import delays, services
from meetings.proposals.models import ProposalState
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.answers import situations as a

S = ProposalState
DUE = s.clock.months_after(s.TODAY, 3)


def morning(app: Flask, days: int, minute: int = 0) -> list[str]:
    """Run the job of a morning, so many days after today; gives the subjects of the new letters to the secretary."""
    before = len(Mailbox(app).to("max@example.org"))
    job = next(job for job in app.extensions["jobs"] if job.name == "answers.remind")
    with app.app_context(), standing_at(s.paris(s.TODAY + timedelta(days=days), 8, minute)):
        assert jobs.run_now(job) is RunState.DONE
    return [letter.subject.partition("\u00a0")[0] for letter in Mailbox(app).to("max@example.org")[before:]]


def test_an_acknowledgement_is_asked_for_on_its_days_only(site: Flask) -> None:
    """R-PRP-02: ten days, fifteen days, then once a week; each once."""
    a.sent(site, on=s.TODAY)
    told = {days: morning(site, days) for days in range(40)}
    assert {days for days, subjects in told.items() if subjects} == {10, 15, 22, 29, 36}
    assert {subject for subjects in told.values() for subject in subjects} == {"À accuser réception"}
    assert morning(site, 36, minute=5) == []


def test_after_an_outage_only_the_highest_step_is_sent(site: Flask) -> None:
    a.sent(site, on=s.TODAY)
    assert morning(site, 31) == ["À accuser réception"]
    assert morning(site, 32) == []
    assert morning(site, 36) == ["À accuser réception"]


def test_a_late_answer_is_asked_for_once(site: Flask) -> None:
    a.sent(site, on=s.TODAY, state=S.ACKNOWLEDGED)
    last = (DUE - s.TODAY).days
    assert [morning(site, days) for days in (10, last, last + 1, last + 2, last + 60)] == [
        [], [], ["Réponse en retard"], [], [],
    ]  # fmt: skip
    letter = Mailbox(site).to("max@example.org")[-1]
    assert "Elle est en retard de 1 jour" in letter.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert "/comites/copil/bureau" in letter.text


def test_a_month_after_it_is_no_longer_the_business_of_the_secretary(site: Flask) -> None:
    """R-PRP-02: after an outage only the highest step due is sent, and the first one is over."""
    a.sent(site, on=s.TODAY, state=S.ACKNOWLEDGED)
    assert morning(site, (DUE - s.TODAY).days + 30) == []
    assert morning(site, (DUE - s.TODAY).days + 29) == ["Réponse en retard"]


def test_whoever_holds_the_secretariat_that_day_is_told(site: Flask) -> None:
    """R-PRP-02: notices go to the holder of the day."""
    a.sent(site, on=s.TODAY)
    with s.writing(site):
        roles.grant(s.person("Rose"), Role.COMMITTEE_SECRETARY, ScopeType.COMMITTEE, s.committee().id, actor=SYSTEM)
        [row] = roles.queries.of_person(s.person("Max").id)
        roles.end(row, actor=SYSTEM)
    assert morning(site, 10) == []
    assert len(Mailbox(site).to("rose@example.org")) == 1


def test_what_is_answered_or_withdrawn_is_asked_for_no_more(site: Flask) -> None:
    [number] = a.sent(site, on=s.TODAY, state=S.ACKNOWLEDGED)
    a.sent(site, on=s.TODAY, state=S.WITHDRAWN, start=2)
    a.answers(site, number)
    assert morning(site, 100) == []


@examples(days=st.integers(1, 90), elapsed=st.integers(0, 500))
def test_a_step_is_due_from_its_day_until_the_next(days: int, elapsed: int) -> None:
    step = delays.reminder_step(elapsed, days)
    if step is None:
        assert elapsed < days
        assert elapsed < days - 5 or days <= 5
        return
    assert 0 < step <= elapsed
    assert step == days - 5 or (step - days) % 7 == 0
    assert delays.reminder_step(step, days) == step
    assert elapsed - step < 7


@pytest.mark.parametrize(
    ("days", "words"), [(-12, "En retard de 12 jours"), (0, "Aujourd’hui au plus tard"), (1, "Dans 1 jour")]
)
def test_how_far_a_day_is(days: int, words: str) -> None:
    assert delays.due_words(s.TODAY + timedelta(days=days), s.TODAY).replace("\u202f", " ") == words


def test_the_middle_of_the_delays() -> None:
    assert delays.middle([]) is None
    assert delays.middle([3, 90, 10]) == 10
    assert delays.middle([10, 11]) in {10, 11}


def test_what_awaits_a_secretary_is_on_their_own_page(site: Flask) -> None:
    [new] = a.sent(site)
    [old] = a.sent(site, state=S.ACKNOWLEDGED, on=s.TODAY - timedelta(days=200), start=2)
    page = s.signed_in(site, "Max")
    todos = [one for one in page.headings(3) if one.endswith((new, old))]
    assert todos == [f"Répondre à {old}", f"Accuser réception de {new}"]
    assert "En retard de" in page.text
    page.presses(f"Répondre à {old}")
    assert page.path == a.office(old, "repondre")
    assert not [one for one in s.signed_in(site, "Awa").headings(3) if old in one or new in one]


def test_a_reminder_is_not_written_for_an_answer_on_its_last_day(site: Flask) -> None:
    a.sent(site, on=s.TODAY, state=S.ACKNOWLEDGED)
    with s.writing(site):
        assert services.queries.unanswered(DUE) == []
        assert len(services.queries.unanswered(DUE + timedelta(days=1))) == 1
