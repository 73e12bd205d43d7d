"""The path of minutes: filled, written, sent, remarked on, approved, made public, corrected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from foundation.database import db
from foundation.journal import ActKind
from foundation.workflow import Refused
from meetings.minutes import approving, public, queries, remarks, services, standing
from meetings.minutes.models import MinutesKind, MinutesState
from meetings.presence.models import Attendance, AttendanceStatus
from tests.mailbox import Mailbox
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.minutes import situations as m

S = MinutesState


def text_of(app: Flask) -> str:
    with s.reading_at(app, s.noon(s.TODAY)):
        found = standing.written(m.the_minutes()) or standing.approved(m.the_minutes())
        assert found
        return found.text.replace("\u202f", " ").replace("\u00a0", " ")


def test_the_text_begins_with_what_the_site_knows(site: Flask) -> None:
    m.started(site)
    text = text_of(site)
    assert "Présents : Samia Essai" not in text
    for said in (
        "Présents : Awa Essai, Chloé Essai, Samia Essai",
        "À distance : Driss Essai",
        "Représentés : Ben Essai (pouvoir à Awa Essai)",
        "Excusés : Émile Essai",
        "Absents : Gilles Essai",
        "Zora Voisine ; Paul Maire, adjoint au maire de Lille",
        "## 1. Les bancs",
        "Awa demande un banc",
        "Vote : Demander trois bancs ?",
        "Adoptée, à main levée. Pour : 4. Contre : 1.",
        "Quorum : 5 personnes comptées, il en fallait 5 sur 9.",
        "Avis divergent d’un membre :\n\nUn seul banc suffit.",
        "- Écrire à la mairie. Qui : Awa Essai. Pour le",
        "- Compter les bancs. Qui : Driss Essai",
    ):
        assert said in text, said


def test_a_power_whose_holder_did_not_come_represents_nobody(site: Flask) -> None:
    key = m.held(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        rows = {one.membership_id: one for one in db.session.scalars(select(Attendance))}
        rows[s.seat("Awa").id].status = AttendanceStatus.ABSENT
        rows[s.seat("Ben").id].status = AttendanceStatus.EXCUSED
        db.session.flush()
        services.start(m.the_meeting(key), MinutesKind.ACCOUNT, actor=m.scribe())
    text = text_of(site)
    assert "pouvoir à" not in text
    assert "Excusés : Ben Essai, Émile Essai" in text


@pytest.mark.parametrize(
    ("kind", "has", "lacks"),
    [
        (MinutesKind.ACCOUNT, "## 2. Le square", "Signatures"),
        (MinutesKind.RECORD, "## Signatures", "Relevé de décisions"),
        (MinutesKind.DECISION_LOG, "## Relevé de décisions", "Awa demande un banc"),
    ],
)
def test_each_kind_has_its_own_text(site: Flask, kind: MinutesKind, has: str, lacks: str) -> None:
    m.started(site, kind)
    text = text_of(site)
    assert has in text
    assert lacks not in text
    assert "Séance ouverte à 18 h, levée à 20 h." in text


def test_the_next_minutes_ask_what_became_of_the_last_decisions(site: Flask) -> None:
    m.held(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        later = m.a_meeting(s.TODAY - timedelta(days=15), title="La suivante")
        services.start(m.the_meeting(later.id), MinutesKind.ACCOUNT, actor=m.scribe())
    text = text_of(site)
    assert "où en est-on ?" in text
    assert "Compter les bancs" in text
    assert "**Pas encore fait.**" in text


def test_a_meeting_that_is_not_over_has_no_minutes(site: Flask) -> None:
    from_now = s.TODAY
    with s.writing_at(site, s.noon(s.TODAY)):
        key = m.a_meeting(from_now, state="convened", opened_at=None, closed_at=None).id
    with s.writing_at(site, s.noon(s.TODAY)), pytest.raises(Refused, match="pas terminée"):
        services.start(m.the_meeting(key), MinutesKind.ACCOUNT, actor=m.scribe())


def test_minutes_begun_twice_are_the_same(site: Flask) -> None:
    key = m.started(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        assert services.start(m.the_meeting(key), MinutesKind.RECORD, actor=m.scribe()).kind is MinutesKind.ACCOUNT


def test_those_who_were_there_are_asked_and_nobody_else(site: Flask) -> None:
    m.proposed(site)
    asked = {one.recipient for one in Mailbox(site) if one.subject.startswith("À relire")}
    assert asked == {s.email(name) for name in ("Samia", "Awa", "Chloé", "Driss")}
    with s.writing_at(site, s.noon(s.TODAY)):
        m.remarked("Driss", "J’ai dit deux bancs.")
        for absent in ("Gilles", "Fatou"):
            with pytest.raises(Refused, match="présentes ou représentées"):
                m.remarked(absent, "Moi aussi.")


def test_a_remark_too_late_is_refused(site: Flask) -> None:
    m.proposed(site)
    late = s.noon(s.TODAY + timedelta(days=8))
    with s.writing_at(site, late), pytest.raises(Refused, match="trop tard"):
        m.remarked("Driss", "J’ai dit deux bancs.")


def test_a_remark_is_declined_with_a_reason_which_its_author_gets(site: Flask) -> None:
    m.proposed(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        m.remarked("Driss", "J’ai dit deux bancs.")
    with s.writing_at(site, s.noon(s.TODAY)):
        (one,) = queries.remarks(m.the_minutes().id)
        with pytest.raises(Refused, match="Dites pourquoi"):
            remarks.answer(one, accepted=False, words=" ", actor=m.scribe())
        remarks.answer(one, accepted=False, words="Personne ne l’a entendu.", actor=m.scribe())
        with pytest.raises(Refused, match="déjà sa réponse"):
            remarks.answer(one, accepted=True, words="", actor=m.scribe())
    assert "Personne ne l’a entendu." in Mailbox(site).to(s.email("Driss"))[-1].text


def test_a_motion_of_the_next_meeting_approves(site: Flask) -> None:
    m.approved(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        minutes = m.the_minutes()
        assert minutes.state is S.APPROVED
        with pytest.raises(Refused, match="ne change plus"):
            services.save(minutes, "Autre chose", 0, actor=m.scribe())


def test_a_motion_that_rejects_sends_it_back(site: Flask) -> None:
    m.proposed(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        m.vote_on(m.the_minutes(), adopted=False)
    with s.writing_at(site, s.noon(s.TODAY)):
        minutes = m.the_minutes()
        assert minutes.state is S.DRAFT
        assert "n’a pas approuvé" in minutes.returned_reason
        services.propose(minutes, actor=m.scribe())
        assert m.the_minutes().returned_reason == ""


def test_the_council_approves_in_writing_without_showing_the_text(site: Flask) -> None:
    m.proposed(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        motion = approving.open_vote(m.the_minutes(), polls.CLOSING, None, actor=m.scribe("Samia", "board_member"))
        assert "Awa demande" not in motion.text
        with pytest.raises(Refused, match="au vote"):
            services.save(m.the_minutes(), "Autre chose", 0, actor=m.scribe())
        key = motion.id
    polls.answer(site, key, "Awa", polls.VoteChoice.FOR, s.noon(s.TODAY))
    with s.writing_at(site, polls.CLOSING):
        polls.services.close_due((approving.settled,))
    with s.reading_at(site, polls.CLOSING):
        assert m.the_minutes().state is S.APPROVED


def test_the_public_text_waits_for_each_passage_and_for_a_second_person(site: Flask) -> None:
    m.approved(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        minutes, pia, nora = m.the_minutes(), m.scribe(), m.scribe(m.NORA, "secretary")
        public.begin(minutes, actor=pia)
        minutes = queries.held(minutes.id)
        found = [one.words for one in public.undecided(minutes, public.waiting(minutes))]
        assert {"Awa", "Chloé Essai", "Mme Zora Voisine", "06 12 34 56 78", "12 rue des Écoles"} <= set(found)
        assert not {"Paul Maire", "M. Paul Maire", "Samia Essai"} & set(found)
        with pytest.raises(Refused, match="passages"):
            public.check(minutes, public.waiting(minutes).public_saved, actor=nora)
        with pytest.raises(Refused, match="passages"):
            public.publish(minutes, actor=pia)
        m.settle_all(minutes, pia)
        minutes = queries.held(minutes.id)
        with pytest.raises(Refused, match="seconde personne"):
            public.publish(minutes, actor=pia)
        with pytest.raises(Refused, match="quelqu’un d’autre"):
            public.check(minutes, public.waiting(minutes).public_saved, actor=pia)
        public.check(minutes, public.waiting(minutes).public_saved, actor=nora)
        public.replace(queries.held(minutes.id), "quelqu’un", "x", actor=pia)  # it is no finding: nothing happens
        public.save(queries.held(minutes.id), "Tout autre texte.", public.waiting(minutes).public_saved, actor=pia)
        with pytest.raises(Refused, match="seconde personne"):
            public.publish(queries.held(minutes.id), actor=pia)


def test_a_passage_kept_for_a_function_is_not_shown_again(site: Flask) -> None:
    m.approved(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        minutes, pia = m.the_minutes(), m.scribe()
        public.begin(minutes, actor=pia)
        public.keep(queries.held(minutes.id), "Awa", actor=pia)
        minutes = queries.held(minutes.id)
        assert "Awa" not in [one.words for one in public.undecided(minutes, public.waiting(minutes))]


def test_what_is_published_stands_in_the_journal_and_never_changes(site: Flask) -> None:
    m.published(site)
    with s.reading_at(site, s.noon(s.TODAY)):
        minutes = m.the_minutes()
        shown = standing.public(minutes)
        assert minutes.state is S.PUBLISHED
        assert shown
        assert shown.sha256
        sha256 = shown.sha256
    (line,) = polls.lines(site, ActKind.MINUTES_PUBLISHED)
    assert line["text_sha256"] == sha256
    assert "Awa" not in str(line)
    with s.writing_at(site, s.noon(s.TODAY)):
        found = standing.public(m.the_minutes())
        assert found
        found.public_text = "Autre chose"
        with pytest.raises(DBAPIError, match="never change"):
            db.session.flush()
        db.session.rollback()


def test_a_correction_is_approved_then_public_and_leads_to_the_earlier_text(site: Flask) -> None:
    m.published(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        services.correct(m.the_minutes(), "Le nombre de bancs est faux.", actor=m.scribe())
    with s.writing_at(site, s.noon(s.TODAY)):
        minutes = m.the_minutes()
        assert standing.is_being_corrected(minutes)
        with pytest.raises(Refused, match="déjà en cours"):
            services.correct(minutes, "Encore.", actor=m.scribe())
        services.save(minutes, "## Le texte\n\nDeux bancs.", 0, actor=m.scribe())
        m.vote_on(m.the_minutes(), adopted=True)
    with s.writing_at(site, s.noon(s.TODAY)):
        m.publish_now()
    with s.reading_at(site, s.noon(s.TODAY)):
        minutes = m.the_minutes()
        assert minutes.state is S.CORRECTED
        assert [one.number for one in standing.earlier(minutes)] == [1]
        assert not standing.is_being_corrected(minutes)
    assert len(polls.lines(site, ActKind.MINUTES_CORRECTED)) == 1


def test_before_the_approval_only_the_decisions_may_be_public(site: Flask) -> None:
    m.proposed(site)
    with s.writing_at(site, s.noon(s.TODAY)):
        shown = m.publish_now()
        assert "Écrire à la mairie" in shown.public_text
        assert "Awa" not in shown.public_text
        assert m.the_minutes().state is S.PROPOSED
    assert polls.lines(site, ActKind.MINUTES_PUBLISHED) == []
