"""Who may vote on what, until when, and what is left of it: the rules of `domain.md` §3.3 for written votes."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from councils.models import EndReason
from foundation import clock
from foundation.audit import AuditEntry
from foundation.clock import standing_at
from foundation.database import db, reading
from foundation.journal import ActKind
from foundation.policy import SYSTEM, Actor, Denied
from foundation.workflow import Refused
from meetings.votes import moments, queries, services
from meetings.votes.models import Dissent, MotionResult, Vote, VoteChoice
from meetings.votes.moments import Stage
from tests.browser import Browser
from tests.meetings import polls
from tests.meetings import situations as s

FOR, AGAINST = VoteChoice.FOR, VoteChoice.AGAINST
LATER = s.noon(s.TODAY + timedelta(days=1))


def said(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.sentences[0].replace("\u00a0", " ").replace("\u202f", " ")


# opening -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closes_at", "sentence"),
    [
        (s.paris(s.TODAY + timedelta(days=5), 23, 59), ""),
        (s.paris(s.TODAY + timedelta(days=5), 23, 58), "Un vote écrit dure au moins 5 jours entiers"),
        (s.paris(s.TODAY, 13, 1), "il peut se clore à partir du mardi 8 décembre 2026 à 23 h 59."),
        (s.paris(s.TODAY - timedelta(days=5)), "Un vote écrit dure au moins 5 jours entiers"),
        (s.paris(s.TODAY + timedelta(days=90), 23, 59, 59), ""),
        (s.paris(s.TODAY + timedelta(days=91)), "Un vote écrit dure au plus 90 jours"),
        (s.paris(date(9999, 12, 31)), "Un vote écrit dure au plus 90 jours"),
    ],
)
def test_a_written_vote_lasts_five_whole_days(site: Flask, closes_at: datetime, sentence: str) -> None:
    with s.writing(site):
        if not sentence:
            assert polls.open_here(closes_at=closes_at).closed_at is None
            return
        with pytest.raises(Refused) as refused:
            polls.open_here(closes_at=closes_at)
        assert sentence in said(refused)


def test_the_council_must_be_able_to_decide(site: Flask) -> None:
    over = s.TODAY + timedelta(days=701)
    with s.writing(site, over), pytest.raises(Refused) as refused:
        polls.open_here(closes_at=s.noon(over + timedelta(days=8)))
    assert "son état est « Mandat échu »" in said(refused)
    last = s.TODAY + timedelta(days=695)
    with s.writing(site, last), pytest.raises(Refused) as refused:
        polls.open_here(closes_at=s.noon(last + timedelta(days=8)))
    assert "Le mandat du conseil se termine le" in said(refused)
    with s.writing(site):
        assert polls.open_here("brume").council.slug == "brume"


def test_somebody_must_be_able_to_vote(site: Flask) -> None:
    with s.writing(site):
        for name in ("Yann", "Zoé", "Ali"):
            s.seat(name).voting = False
        db.session.flush()
        with pytest.raises(Refused) as refused:
            polls.open_here("brume")
        assert "Personne ne peut voter" in said(refused)


def test_only_the_board_opens(site: Flask) -> None:
    with s.writing(site):
        for role in ("member", "secretary", "council_facilitator", "visitor", "platform_admin"):
            with pytest.raises(Denied):
                polls.open_here(actor=Actor(role=role))


def test_a_vote_may_be_announced_but_not_backdated(site: Flask) -> None:
    opens = s.noon(s.TODAY + timedelta(days=2))
    with s.writing(site), pytest.raises(Refused):
        polls.open_here(opens_at=s.noon(s.TODAY) - timedelta(seconds=1))
    key = polls.opened(site, opens_at=opens, closes_at=opens + timedelta(days=8))
    assert "Le vote ouvrira le" in Browser(site).visits(polls.page(key)).text
    with pytest.raises(Refused) as refused:
        polls.answer(site, key, "Awa", FOR, opens - timedelta(seconds=1))
    assert "Le vote ouvre le samedi 5 décembre 2026 à 13 h" in said(refused)
    polls.answer(site, key, "Awa", FOR, opens)


def test_the_text_is_frozen_with_its_hash(site: Flask) -> None:
    key = polls.opened(site)
    with site.app_context(), reading():
        assert polls.motion(key).text_sha256 == hashlib.sha256(polls.TEXT.encode()).hexdigest()
    assert polls.lines(site, ActKind.VOTE_OPENED)[0]["text_sha256"] == hashlib.sha256(polls.TEXT.encode()).hexdigest()


# who -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Awa", ""),
        ("Ben", ""),
        ("Fatou", ""),
        ("Inès", "Votre mandat est suspendu"),
        ("Jules", "Votre siège ne donne pas le droit de vote"),
        ("Karim", "Vous n’êtes pas membre de ce conseil"),
        ("Léa", "Vous n’êtes pas membre de ce conseil"),
    ],
)
def test_r_vot_02_who_may_vote(site: Flask, name: str, reason: str) -> None:
    key = polls.opened(site)
    if not reason:
        polls.answer(site, key, name, FOR, s.noon(s.TODAY))
        assert polls.kept(site, key) == {name: FOR}
        return
    with pytest.raises(Refused) as refused:
        polls.answer(site, key, name, FOR, s.noon(s.TODAY))
    assert reason in said(refused)
    assert polls.kept(site, key) == {}


def test_r_vot_02_nobody_votes_for_another_or_elsewhere(site: Flask) -> None:
    key = polls.opened(site)
    with s.writing(site):
        motion = polls.motion(key)
        for name, who in (("Awa", s.acting("Driss")), ("Awa", Actor(role="member")), ("Awa", SYSTEM)):
            with pytest.raises(Denied):
                services.cast(motion, s.seat(name), FOR, actor=who)
        with pytest.raises(Denied):
            services.cast(motion, s.seat("Victor"), FOR, actor=s.acting("Victor"))
        with pytest.raises(Refused):
            services.cast(motion, None, FOR, actor=s.acting("Pia"))
    victor = s.signed_in(site, "Victor").visits(polls.page(key))
    assert "Pour" not in victor.buttons()
    assert "Vous n’êtes pas membre de ce conseil" in victor.text


def test_r_tim_04_the_last_day_of_a_seat_ends_at_midnight_in_paris(site: Flask) -> None:
    """The server runs in UTC: in Paris midnight is 23:00 there."""
    key = polls.opened(site)
    last = s.TODAY + timedelta(days=2)
    with s.writing(site):
        for name in ("Awa", "Driss"):
            s.seat(name).end_on, s.seat(name).end_reason = last, EndReason.MOVED
    polls.answer(site, key, "Awa", FOR, datetime(2026, 12, 5, 22, 59, 50, tzinfo=UTC))
    with pytest.raises(Refused) as refused:
        polls.answer(site, key, "Driss", FOR, datetime(2026, 12, 5, 23, 0, 5, tzinfo=UTC))
    assert "Vous n’êtes pas membre de ce conseil" in said(refused)
    assert polls.kept(site, key) == {"Awa": FOR}
    polls.close(site)
    # Awa voted while she might: her answer counts, and so does she; Driss left
    assert polls.frozen(site, key) == (1, 0, 0, 0, 9, 0, MotionResult.ADOPTED)


# when ----------------------------------------------------------------------------------------------------------------


def test_r_vot_03_the_last_answer_counts_until_the_closing_moment(site: Flask) -> None:
    key = polls.opened(site)
    polls.answer(site, key, "Awa", FOR, s.noon(s.TODAY))
    polls.answer(site, key, "Awa", AGAINST, polls.CLOSING - timedelta(microseconds=1))
    assert polls.kept(site, key) == {"Awa": AGAINST}
    for late in (polls.CLOSING, polls.CLOSING + timedelta(days=3)):
        with pytest.raises(Refused) as refused:
            polls.answer(site, key, "Awa", FOR, late)
        assert "Le vote est clos depuis le mercredi 9 décembre 2026 à 20 h" in said(refused)
    polls.close(site)
    with pytest.raises(Refused):
        polls.answer(site, key, "Driss", FOR, polls.CLOSING - timedelta(hours=1))
    assert polls.kept(site, key) == {"Awa": AGAINST}


def test_a_late_press_is_answered_by_a_sentence(site: Flask) -> None:
    key = polls.opened(site)
    with standing_at(polls.CLOSING - timedelta(minutes=5)):
        awa = s.signed_in(site, "Awa").visits(polls.page(key))
        by_link = Browser(site).visits(polls.link(site, key, "Driss"))
    with standing_at(polls.CLOSING + timedelta(seconds=1)):
        assert awa.presses("Pour").status == 409
        assert "votre réponse arrive trop tard" in awa.text
        assert "Vote clos, comptage en cours" in awa.text
        assert by_link.presses("Pour").status == 410
        assert "votre réponse arrive trop tard" in by_link.text
    assert polls.kept(site, key) == {}


# what is left --------------------------------------------------------------------------------------------------------


def test_r_vot_06_an_interest_takes_out_of_the_base(site: Flask) -> None:
    key = polls.opened(site, participation_percent=50)
    for name in ("Awa", "Driss", "Samia", "Gilles"):
        polls.answer(site, key, name, FOR, LATER)
    with s.writing(site, s.TODAY + timedelta(days=1)):
        motion = polls.motion(key)
        for name in ("Awa", "Émile", "Émile", "Léa"):
            services.declare_conflict(motion, s.seat(name), actor=s.acting(name))
        for name in ("Awa", "Émile"):
            with pytest.raises(Refused) as refused:
                services.cast(motion, s.seat(name), FOR, actor=s.acting(name))
            assert "Vous avez déclaré un intérêt" in said(refused)
            with pytest.raises(Refused):
                services.write_dissent(motion, s.seat(name), "Non.", actor=s.acting(name))
    assert polls.conflicts(site, key) == 3
    polls.close(site)
    assert polls.frozen(site, key) == (3, 0, 0, 0, 7, 4, MotionResult.NO_QUORUM)


def test_r_vot_06_an_interest_cannot_be_declared_after_the_closing(site: Flask) -> None:
    key = polls.opened(site)
    with s.writing_at(site, polls.CLOSING), pytest.raises(Refused) as refused:
        services.declare_conflict(polls.motion(key), s.seat("Awa"), actor=s.acting("Awa"))
    assert "Dites-le au bureau" in said(refused)


DISSENTS: list[tuple[str, datetime, str, str]] = [
    ("Awa", s.noon(s.TODAY), "Je préfère un arbre.", ""),
    ("Awa", s.paris(date(2026, 12, 16), 23, 59, 59), "Une semaine après.", ""),
    ("Awa", s.paris(date(2026, 12, 17)), "Trop tard.", "Les avis divergents étaient reçus jusqu’au mercredi 16"),
    ("Awa", s.noon(s.TODAY), "a" * 5000, ""),
    ("Awa", s.noon(s.TODAY), "**" + "a" * 5000 + "**", ""),
    ("Awa", s.noon(s.TODAY), "a" * 5003, "Il y a 3 caractères de trop : 5 000 au plus."),
    ("Awa", s.noon(s.TODAY), " \u200b ", "Écrivez votre avis"),
    ("Jules", s.noon(s.TODAY), "Je voudrais.", "Votre siège ne donne pas le droit de vote"),
    ("Karim", s.noon(s.TODAY), "Je voudrais.", "Vous n’êtes pas membre"),
]


@pytest.mark.parametrize(("name", "at", "text", "reason"), DISSENTS)
def test_r_vot_07_diverging_opinions(site: Flask, name: str, at: datetime, text: str, reason: str) -> None:
    key = polls.opened(site)

    def write() -> None:
        services.write_dissent(polls.motion(key), s.seat(name), text, actor=s.acting(name))

    with s.writing_at(site, at):
        if reason:
            with pytest.raises(Refused) as refused:
                write()
            assert reason in said(refused)
            return
        write()
        write()
        assert len(db.session.scalars(select(Dissent)).all()) == 1


def test_r_vot_07_not_before_the_opening(site: Flask) -> None:
    opens = s.noon(s.TODAY + timedelta(days=2))
    key = polls.opened(site, opens_at=opens, closes_at=opens + timedelta(days=8))
    with s.writing(site), pytest.raises(Refused):
        services.write_dissent(polls.motion(key), s.seat("Awa"), "Non.", actor=s.acting("Awa"))


def test_r_vot_08_no_page_and_no_trail_says_who_answered_what(site: Flask) -> None:
    key = polls.opened(site)
    for name, choice in zip(s.VOTERS, [*VoteChoice, *VoteChoice, FOR], strict=True):
        polls.answer(site, key, name, choice, s.noon(s.TODAY))
    polls.close(site)
    with standing_at(polls.CLOSING + timedelta(minutes=1)):
        readers = [Browser(site), *(s.signed_in(site, name) for name in ("Rose", "Victor", "Max", "Nora", "Pia"))]
        for reader in readers:
            for path in (polls.page(key), "/conseils/lune", "/journal"):
                words = reader.visits(path).text.split()
                assert not set(words) & (set(s.VOTERS) - {"Samia"}), path
        assert "Votre réponse : « Contre »" in s.signed_in(site, "Awa").visits(polls.page(key)).text
    with site.app_context(), reading():
        trail = db.session.scalars(select(AuditEntry).where(AuditEntry.action.like("vote.%"))).all()
        assert [(one.action, one.actor_role) for one in trail] == [
            ("vote.open", "board_member"),
            ("vote.close", "system"),
        ]


def test_who_answered_what_is_forgotten_after_six_months(site: Flask) -> None:
    key = polls.opened(site)
    polls.answer(site, key, "Awa", FOR, s.noon(s.TODAY))
    polls.close(site)
    for days, left in ((182, 1), (184, 0)):
        with s.writing_at(site, polls.CLOSING + timedelta(days=days)):
            services.forget()
            assert len(db.session.scalars(select(Vote)).all()) == left
    assert polls.frozen(site, key)[0] == 1


def test_an_open_vote_is_never_forgotten(site: Flask) -> None:
    key = polls.opened(site)
    polls.answer(site, key, "Awa", FOR, s.noon(s.TODAY))
    with s.writing_at(site, polls.CLOSING + timedelta(days=900)):
        services.forget()
    assert polls.kept(site, key) == {"Awa": FOR}


@pytest.mark.parametrize(
    ("at", "found"),
    [
        (s.noon(s.TODAY), Stage.OPEN),
        (s.noon(s.TODAY) - timedelta(seconds=1), Stage.COMING),
        (polls.CLOSING - timedelta(microseconds=1), Stage.OPEN),
        (polls.CLOSING, Stage.COUNTING),
    ],
)
def test_whether_it_is_open_is_read_from_its_moments(site: Flask, at: datetime, found: Stage) -> None:
    key = polls.opened(site)
    with site.app_context(), reading():
        assert moments.stage(polls.motion(key), at) is found


def test_a_vote_that_closes_at_midnight_had_its_last_day_before(site: Flask) -> None:
    key = polls.opened(site, closes_at=s.paris(date(2026, 12, 10)))
    with site.app_context(), reading():
        assert moments.last_day(polls.motion(key)) == date(2026, 12, 9)
        assert clock.today() == s.TODAY


def test_the_votes_that_wait_for_somebody(site: Flask) -> None:
    first, second = polls.opened(site), polls.opened(site, closes_at=polls.CLOSING + timedelta(days=1))
    polls.opened(site, "soleil")

    def waiting(name: str) -> list[Any]:
        with s.reading_at(site, s.noon(s.TODAY)):
            return [motion.id for motion in queries.open_for(s.person(name).id)]

    assert waiting("Awa") == [first, second]
    polls.answer(site, first, "Awa", FOR, s.noon(s.TODAY))
    assert waiting("Awa") == [second]
    assert [len(waiting(name)) for name in ("Inès", "Jules", "Karim", "Léa", "Victor", "Rose")] == [0, 0, 0, 0, 1, 0]


def test_a_seat_suspended_before_the_press(site: Flask) -> None:
    key = polls.opened(site)
    awa = s.signed_in(site, "Awa").visits(polls.page(key))
    with s.writing(site):
        s.seat("Awa").suspended_from = s.TODAY
    assert awa.presses("Pour").status == 409
    assert "Votre mandat est suspendu" in awa.text
