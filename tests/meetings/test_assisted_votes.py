"""A vote recorded for somebody at their written demand: the mandate first, then the vote, then the receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from councils.assistance import queries, services
from councils.assistance.models import AssistedAct
from councils.assistance.receipts import SMS_LENGTH, sms
from foundation.audit import AuditEntry
from foundation.clock import standing_at
from foundation.database import db, reading
from foundation.policy import Denied
from foundation.workflow import Refused
from meetings.votes import assisted
from meetings.votes import services as votes
from meetings.votes.models import VoteChoice
from tests.browser import Browser
from tests.meetings import polls
from tests.meetings import situations as s

INDEX = "/conseils/lune/gestion/accompagnement"
Change = Callable[[Flask], None]


def mandated(app: Flask, name: str = "Ben", **more: date) -> None:
    """Somebody’s mandate is noted by Pia, the facilitator."""
    with s.writing(app):
        services.record_mandate(
            s.council(),
            s.person(name).id,
            actor=s.acting("Pia", "council_facilitator"),
            kept_at_place="Classeur bleu",
            **{"written_on": s.TODAY, **more},
        )


def test_ben_has_no_email_and_votes_all_the_same(site: Flask) -> None:
    key = polls.opened(site)
    pia = s.signed_in(site, "Pia").visits(polls.page(key))
    pia.presses("Noter le vote d’une personne qui l’a demandé par écrit")
    assert "Aucun membre n’a de mandat écrit valable aujourd’hui" in pia.text

    pia.presses("Notez d’abord un mandat signé")
    pia.presses("Noter ce mandat", person="Essai Ben", written_on=s.TODAY.isoformat())
    assert pia.status == 422
    assert "Joignez le mandat signé, ou dites où il est rangé." in pia.text
    pia.presses("Noter ce mandat", kept_at_place="Classeur bleu, local du conseil")
    assert "Classeur bleu, local du conseil" in pia.text

    pia.visits(polls.page(key)).presses("Noter le vote d’une personne qui l’a demandé par écrit")
    pia.presses("Noter cette réponse", person="Essai Ben")
    assert pia.status == 422
    pia.presses("Noter cette réponse", choice="against")
    assert "Vote noté pour Ben Essai" in pia.text
    assert "Votre réponse « Contre » est notée" in pia.text
    assert polls.kept(site, key) == {"Ben": VoteChoice.AGAINST}

    # he changes his mind: she notes it again, and the first receipt stays
    pia.visits(f"{polls.page(key)}/pour-quelqu-un").presses("Noter cette réponse", person="Essai Ben", choice="for")
    assert polls.kept(site, key) == {"Ben": VoteChoice.FOR}
    receipts = pia.visits(INDEX).tables[0].rows
    assert [row[:2] for row in receipts] == [["Ben Essai", "Vote"], ["Ben Essai", "Vote"]]

    pia.presses("Mettre fin au mandat de Ben Essai")
    assert "Aucun mandat valable" in pia.text
    pia.visits(f"{polls.page(key)}/pour-quelqu-un")
    assert "Notez d’abord un mandat signé" in pia.text


def test_who_has_an_account_is_told_and_answers_over_it(site: Flask) -> None:
    key = polls.opened(site)
    mandated(site, "Awa")
    pia = s.signed_in(site, "Pia").visits(f"{polls.page(key)}/pour-quelqu-un")
    pia.presses("Noter cette réponse", person="Essai Awa", choice="for")
    awa = s.signed_in(site, "Awa").visits("/mon-espace")
    assert "Mes mandats d’accompagnement" in awa.text
    awa.visits(polls.page(key)).presses("Contre")
    assert polls.kept(site, key) == {"Awa": VoteChoice.AGAINST}
    pia.visits(f"{polls.page(key)}/pour-quelqu-un").presses("Noter cette réponse", person="Essai Awa", choice="for")
    assert pia.status == 409
    assert "Cette personne a déjà répondu elle-même" in pia.text
    awa.visits("/mon-espace").presses("Mettre fin au mandat pour Conseil citoyen Lune")
    assert "Mes mandats d’accompagnement" not in awa.text


@pytest.mark.parametrize("name", ["Samia", "Nora", "Awa", "Wanda"])
def test_nobody_else_notes_anything(site: Flask, name: str) -> None:
    key = polls.opened(site)
    mandated(site)
    who = s.signed_in(site, name)
    for address in (INDEX, f"{INDEX}/nouveau", f"{polls.page(key)}/pour-quelqu-un"):
        assert who.visits(address).status == 403
    with s.writing(site), pytest.raises(Denied):
        assisted.cast_for(polls.motion(key), s.seat("Ben"), VoteChoice.FOR, actor=s.acting(name))


def test_a_receipt_is_read_by_its_person_and_the_facilitator_alone(site: Flask) -> None:
    key = polls.opened(site)
    mandated(site, "Awa")
    with s.writing(site):
        act = assisted.cast_for(
            polls.motion(key), s.seat("Awa"), VoteChoice.FOR, actor=s.acting("Pia", "council_facilitator")
        )
        address = f"/conseils/lune/recus/{act.receipt}"
    for name, status in (("Awa", 200), ("Pia", 200), ("Samia", 403), ("Driss", 403), ("Wanda", 403)):
        assert s.signed_in(site, name).visits(address).status == status
    assert Browser(site).visits(address).status in {302, 303, 403, 200}
    assert s.signed_in(site, "Awa").visits("/conseils/lune/recus/ABCDEFGH").status == 404


YESTERDAY, TOMORROW = s.TODAY - timedelta(days=1), s.TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("name", "fields", "reason"),
    [
        ("Karim", {}, "Cette personne ne siège pas aujourd’hui dans ce conseil"),
        ("Victor", {}, "Cette personne ne siège pas aujourd’hui dans ce conseil"),
        ("Ben", {"written_on": TOMORROW}, "Le mandat ne peut pas être daté d’un jour à venir"),
        ("Ben", {"valid_to": YESTERDAY, "written_on": YESTERDAY - timedelta(days=9)}, "Le mandat finirait le"),
        ("Awa", {}, "Cette personne a déjà un mandat valable"),
    ],
)
def test_a_mandate_must_hold(site: Flask, name: str, fields: dict[str, date], reason: str) -> None:
    mandated(site, "Awa")
    with pytest.raises(Refused, match=reason):
        mandated(site, name, **fields)


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (s.noon(s.TODAY + timedelta(days=3)), services.NO_MANDATE),
        (polls.CLOSING + timedelta(seconds=5), "Le vote est clos depuis le"),
    ],
)
def test_no_vote_without_a_mandate_of_the_day_nor_after_the_closing(site: Flask, at: datetime, reason: str) -> None:
    key = polls.opened(site)
    mandated(site, "Ben", valid_to=s.TODAY + timedelta(days=2))
    with s.writing_at(site, at), pytest.raises(Refused, match=reason[:40]):
        assisted.cast_for(
            polls.motion(key), s.seat("Ben"), VoteChoice.FOR, actor=s.acting("Pia", "council_facilitator")
        )


def test_the_trail_says_it_was_done_and_never_what_was_said(site: Flask) -> None:
    key = polls.opened(site)
    mandated(site)
    with s.writing(site):
        pia = s.acting("Pia", "council_facilitator")
        assisted.cast_for(polls.motion(key), s.seat("Ben"), VoteChoice.AGAINST, actor=pia)
    with site.app_context(), reading():
        lines = db.session.scalars(select(AuditEntry).where(AuditEntry.action.like("assistance.%"))).all()
        assert [line.action for line in sorted(lines, key=lambda line: line.at)] == [
            "assistance.mandate", "assistance.vote",
        ]  # fmt: skip
        assert all("against" not in f"{line.before}{line.after}{line.comment}" for line in lines)


def test_six_months_after_the_closing_the_receipt_forgets_too(site: Flask) -> None:
    key = polls.opened(site)
    mandated(site)
    with s.writing(site):
        pia = s.acting("Pia", "council_facilitator")
        assisted.cast_for(polls.motion(key), s.seat("Ben"), VoteChoice.FOR, actor=pia)
    polls.close(site)
    later = polls.CLOSING + timedelta(days=190)
    with s.writing_at(site, later):
        votes.forget()
    with site.app_context(), standing_at(later), reading():
        (act,) = db.session.scalars(select(AssistedAct))
        assert act.said is None
        assert queries.acts(s.council().id, 5) == [act]


@given(st.text(min_size=1, max_size=80), st.text(max_size=300))
def test_a_receipt_fits_an_sms_and_keeps_its_code(said: str, about: str) -> None:
    text = sms("ABCD2345", said[:30], about)
    assert len(text) <= SMS_LENGTH
    assert "ABCD2345" in text
    assert said[:30] in text
