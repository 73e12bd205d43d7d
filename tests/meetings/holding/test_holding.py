"""Holding a meeting: what may be voted, what is noted; what is refused, with its sentence."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from foundation.clock import standing_at
from foundation.database import db
from foundation.policy import Denied
from foundation.workflow import Refused
from meetings.after_closing import AFTER_CLOSING
from meetings.convening.asked import Point
from meetings.convening.services import add_item
from meetings.holding import services
from meetings.models import ItemKind, Meeting
from meetings.presence import decisions, notes, proxies
from meetings.presence.models import Attendance, AttendanceStatus, ItemNote
from meetings.presence.roll import quorum_of, roll_of
from meetings.votes import electors, ending, putting
from meetings.votes.closing import close_due
from meetings.votes.models import Elector, MotionResult, Vote, VoteChoice, VoteMethod
from meetings.votes.tally import Totals
from tests.meetings import situations as s
from tests.meetings.holding import steps as h
from tests.meetings.holding.steps import begun, member, nora, put, refused, tick

Queries = Callable[[], AbstractContextManager[list[str]]]


def test_a_meeting_opens_when_its_hour_has_come_and_not_before(site: Flask) -> None:
    key = h.a_meeting(site)
    with standing_at(h.EVENING - timedelta(hours=3)):
        early = h.hold_page(site, key)
        assert "Il est trop tôt" in early.text
        assert "Ouvrir la réunion" not in early.buttons()
    assert "Il est trop tôt" in refused(site, lambda: services.open_meeting(h.the_meeting(), actor=nora()), -180)
    with h.evening(-30):
        assert "Terminer la réunion" in h.opened(site, key).buttons()


def test_only_what_the_notice_told_is_voted(site: Flask) -> None:
    """`R-MTG-03`, `R-VOT-09`, and one question at a time."""
    begun(site, "Awa", "Chloé", "Émile")
    later = Point("Les bancs", ItemKind.OTHER_BUSINESS)
    h.within(site, lambda: add_item(h.the_meeting(), later, actor=nora()), -60)
    assert "ajouté après la convocation" in refused(site, lambda: put(kind=ItemKind.OTHER_BUSINESS))
    assert "n’annonçait pas de décision" in refused(site, lambda: put(kind=ItemKind.DISCUSSION))
    h.within(site, put)
    assert "déjà aux voix" in refused(site, put)
    assert "Un vote est encore ouvert" in refused(site, lambda: services.close_meeting(h.the_meeting(), actor=nora()))
    few = refused(site, lambda: ending.close(h.motion(), Totals(2, 0, 0, 0), actor=nora()))
    assert "il manque 1 voix" in few
    assert "de trop" in refused(site, lambda: ending.close(h.motion(), Totals(5, 0, 0, 0), actor=nora()))
    assert "prépondérante" in refused(
        site, lambda: ending.close(h.motion(), Totals(1, 1, 1, 0), casting=VoteChoice.FOR, actor=nora())
    )
    h.within(site, lambda: ending.close(h.motion(), Totals(1, 1, 1, 0), actor=nora(), after=AFTER_CLOSING))
    with s.reading_at(site, h.EVENING):
        assert h.motion().result is MotionResult.REJECTED
    assert "clos" in refused(site, lambda: ending.close(h.motion(), Totals(3, 0, 0, 0), actor=nora()))


def test_a_named_vote_is_answered_by_telephone_or_at_the_roll_call(site: Flask) -> None:
    h.a_meeting(site)
    with s.writing(site):
        proxies.give(h.the_meeting(), s.seat("Driss"), s.seat("Awa"), actor=member("Driss"))
    h.within(site, lambda: services.open_meeting(h.the_meeting(), actor=nora()), 0)
    for name in ("Awa", "Chloé", "Émile"):
        h.within(site, lambda name=name: tick(name), 1)
    h.within(site, lambda: put(VoteMethod.NAMED), 2)
    with s.reading_at(site, h.EVENING):
        key = h.the_meeting().id
    with h.evening(5):
        awa = s.signed_in(site, "Awa").visits(f"/reunions/{key}")
        awa.presses("Pour").presses("Contre, pour Driss Essai")
        assert "Votre réponse : « Pour », gardée" in awa.text
        gilles = s.signed_in(site, "Gilles").visits(f"/reunions/{key}")
        assert "vous voterez à partir du prochain" in gilles.text
        page = h.hold_page(site, key)
        assert "4 personnes votent, présentes ou représentées. 2 ont répondu." in page.text
        page.presses("Pour : Chloé Essai").presses("Se retire du vote : Émile Essai")
        page.presses("Clore le vote")
        assert "Pour : 2. Contre : 1." in page.text
    with s.reading_at(site, h.EVENING):
        assert sorted((one.called, one.proxy_id is not None) for one in db.session.scalars(select(Vote))) == [
            (False, False),
            (False, True),
            (True, False),
        ]
        assert h.motion().base == 3


def test_nobody_votes_for_another_without_power(site: Flask) -> None:
    begun(site, "Awa", "Chloé")
    h.within(site, lambda: put(VoteMethod.NAMED))

    def as_chloe(who: str) -> Vote:
        elector = db.session.scalars(select(Elector).where(Elector.membership_id == s.seat(who).id)).one()
        found = electors.find(h.motion().id, elector.id)
        assert found is not None
        return putting.cast(h.motion(), found, VoteChoice.FOR, actor=member("Chloé"))

    with s.writing_at(site, h.EVENING), pytest.raises(Denied):
        as_chloe("Awa")
    h.within(site, lambda: as_chloe("Chloé"))


def test_consensus_and_what_is_withdrawn(site: Flask) -> None:
    begun(site, "Awa", "Chloé")
    h.within(site, lambda: put(VoteMethod.CONSENSUS))
    h.within(site, lambda: ending.withdraw(h.motion(), actor=nora()))
    with s.reading_at(site, h.EVENING):
        assert h.motion().result is MotionResult.NOT_PUT
    h.within(site, lambda: put(VoteMethod.CONSENSUS), 20)
    h.within(site, lambda: ending.agree(h.motion(), actor=nora()), 21)
    with s.reading_at(site, h.EVENING):
        assert (h.motion().result, h.motion().base) == (MotionResult.ADOPTED, 2)


def test_a_vote_that_nobody_closes_is_ended_by_the_clock_without_result(site: Flask) -> None:
    begun(site, "Awa")
    h.within(site, put)
    with s.writing_at(site, h.EVENING + timedelta(hours=13)):
        assert close_due(AFTER_CLOSING) == 1
    with s.reading_at(site, h.EVENING):
        assert h.motion().result is MotionResult.NOT_PUT


def test_without_quorum_one_talks_and_a_second_meeting_may_decide(site: Flask) -> None:
    """`R-QUO-05`: the board needs half of its members; the second meeting needs nobody in particular."""
    h.a_meeting(site, kind="board")
    h.within(site, lambda: services.open_meeting(h.the_meeting(), actor=nora()), 0)
    h.within(site, lambda: tick("Awa"), 1)
    said = refused(site, put)
    assert "il en faut 5" in said
    assert "quorum non atteint" in said
    h.within(site, lambda: services.close_meeting(h.the_meeting(), actor=nora()), 60)
    with s.reading_at(site, h.EVENING):
        key = h.the_meeting().id
        statuses = dict(db.session.execute(select(Attendance.status, func.count()).group_by(Attendance.status)).all())
        assert statuses[AttendanceStatus.PRESENT] == 1
        assert statuses[AttendanceStatus.ABSENT] == 11
    with h.evening(90):
        page = h.hold_page(site, key).presses("Préparer la seconde réunion").presses("Préparer la seconde réunion")
        assert "La date de la fête" in page.text
    with s.writing_at(site, h.EVENING + timedelta(minutes=95)):
        second = db.session.scalars(select(Meeting).where(Meeting.second_call_of_id == key)).one()
        assert not quorum_of(second, roll_of(second)).is_reached
        with pytest.raises(Refused, match="déjà préparée"):
            services.call_again(db.session.get_one(Meeting, key), actor=nora())


def test_notes_are_written_by_one_at_a_time_and_nothing_is_lost(site: Flask) -> None:
    key = h.a_meeting(site)
    with h.evening():
        page = h.opened(site, key).presses("Prendre des notes : La date de la fête")
        samia = h.hold_page(site, key, "Samia").presses("Prendre des notes : La date de la fête")
        page.presses("Enregistrer et revenir à la séance", text="Nora a noté.")
        samia.presses("Enregistrer et revenir à la séance", text="Samia a noté.")
        assert samia.status == 409
        assert "Nora a noté." in samia.text
        assert samia.field("text").value == "Samia a noté."
        samia.presses("Enregistrer et revenir à la séance", text="Nora a noté. Samia aussi.")
        assert "Nora a noté. Samia aussi." in samia.text
    h.within(site, lambda: notes.take(h.item(), actor=nora()), 5)
    with s.writing_at(site, h.EVENING + timedelta(minutes=6)), pytest.raises(Refused, match="prenez la main"):
        notes.take(h.item(), actor=s.acting("Samia", "board_member"))
    with h.evening(6):
        samia = h.hold_page(site, key, "Samia").presses("Reprendre les notes : La date de la fête")
        assert "Nora Essai écrit ces notes en ce moment" in samia.text
        samia.presses("Prendre la main")
        assert "écrit ces notes en ce moment" not in samia.text
    with s.reading_at(site, h.EVENING):
        assert db.session.scalars(select(ItemNote.revision)).one() == 2


def test_decisions_have_who_and_when(site: Flask) -> None:
    key = h.a_meeting(site)
    with h.evening():
        page = h.opened(site, key).presses("Noter une décision : La date de la fête")
        page.presses("Noter cette décision", text="Réserver la salle", due_on="2020-01-01")
        assert "avant la réunion" in page.text
        page.presses("Noter cette décision", owner=h.name("Awa"), due_on=str(h.IN_TIME + timedelta(days=20)))
        assert "Réserver la salle. Awa Essai, pour le" in page.text
        page.presses("Ajouter cette personne", name="Odile Exemple", function="élue au logement")
        assert "élue au logement" in page.text
        page.presses("Retirer Odile Exemple")
        assert "Odile Exemple" not in page.text
        sheet = page.presses("Imprimer la feuille d’émargement")
        assert "Awa Essai" in sheet.text
    with s.writing_at(site, h.EVENING + timedelta(days=1000)), pytest.raises(Refused, match="trois ans"):
        decisions.note(h.item(), "Trop loin", None, h.IN_TIME + timedelta(days=9000), actor=nora())


def test_a_secret_vote_in_a_meeting_needs_five(site: Flask) -> None:
    """`R-VOT-05`."""
    begun(site, "Awa", "Chloé", "Émile", "Fatou")
    assert "au moins 5 personnes" in refused(site, lambda: put(VoteMethod.SECRET))
    h.within(site, lambda: tick("Gilles"))
    h.within(site, lambda: put(VoteMethod.SECRET))
    with s.reading_at(site, h.EVENING):
        key = h.the_meeting().id
    with h.evening(12):
        awa = s.signed_in(site, "Awa").visits(f"/reunions/{key}").presses("Préparer mon bulletin")
        assert awa.status == 200
        page = h.hold_page(site, key).presses("Clore le vote")
        assert MotionResult.NOT_OPENED.label in page.text
