"""Who may deposit what, when, and that it can be done once (R-VOT-02, R-VOT-03, R-VOT-05)."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from citizens.accounts.models import AccountSession, SessionEnd
from foundation import clock
from foundation.audit import AuditEntry
from foundation.database import db, reading
from foundation.policy import Denied
from foundation.workflow import Refused
from meetings.ballots import queries, services, trackers
from meetings.ballots.models import BallotWay, SeatState, SecretBallot
from meetings.ballots.sealing import Ballot
from meetings.votes import assisted
from meetings.votes import services as votes
from meetings.votes.models import VoteMethod
from tests.browser import Browser
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.ballots import boxes
from tests.meetings.ballots.boxes import AGAINST, FOR


def rows(app: Flask, key: uuid.UUID) -> int:
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).where(SecretBallot.motion_id == key)) or 0


def trail(app: Flask) -> int:
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_r_vot_05_at_least_five_must_be_able_to_vote(site: Flask) -> None:
    with pytest.raises(Refused, match="au moins 5 personnes"):
        polls.opened(site, "soleil", method=VoteMethod.SECRET)
    assert not list(site.extensions["settings"].data_dir.glob("keys/*"))


def test_a_ballot_is_deposited_once(site: Flask) -> None:
    key = boxes.opened(site)
    before = trail(site)
    boxes.deposited(site, key, "Awa", FOR)
    assert rows(site, key) == 1
    with pytest.raises(Refused, match="déjà déposé"):
        boxes.deposited(site, key, "Awa", AGAINST)
    assert rows(site, key) == 1
    assert trail(site) == before


def test_the_seat_itself_is_asked_last(site: Flask) -> None:
    """Two tabs may both have read that the seat was free: the row decides."""
    key = boxes.opened(site)
    with s.writing(site):
        motion, awa = polls.motion(key), s.acting("Awa")
        (read_before,) = queries.held_by(key, awa.id)
        services.deposit(motion, read_before.id, Ballot(trackers.new(), FOR), actor=awa)
        assert read_before.state is SeatState.NONE
        with pytest.raises(Refused, match="déjà déposé"):
            services.deposit(motion, read_before.id, Ballot(trackers.new(), FOR), actor=awa)
    assert rows(site, key) == 1


def test_not_before_it_opens_nor_after_it_closes(site: Flask) -> None:
    opens = s.noon(s.TODAY + timedelta(days=1))
    key = boxes.opened(site, opens_at=opens, closes_at=opens + timedelta(days=8))
    with pytest.raises(Refused, match="Le vote ouvre le"):
        boxes.deposited(site, key, "Awa", FOR)
    with pytest.raises(Refused, match="Le vote est clos"):
        boxes.deposited(site, key, "Awa", FOR, opens + timedelta(days=8))
    boxes.deposited(site, key, "Awa", FOR, opens)
    boxes.close(site, opens + timedelta(days=8))
    with pytest.raises(Refused, match="Le vote est clos"):
        boxes.deposited(site, key, "Driss", FOR, opens + timedelta(days=9))


def test_r_vot_02_a_seat_that_may_not_vote_any_more_does_not(site: Flask) -> None:
    key = boxes.opened(site)
    with s.writing(site):
        s.seat("Awa").suspended_from = s.TODAY
    with pytest.raises(Refused, match="suspendu"):
        boxes.deposited(site, key, "Awa", FOR)


def test_nobody_deposits_for_another(site: Flask) -> None:
    key = boxes.opened(site)
    with pytest.raises(Denied), s.writing(site):
        boxes.put(key, "Driss", Ballot(trackers.new(), FOR), giver="Awa")
    with pytest.raises(Refused, match="à bulletin secret"), s.writing(site):
        assisted.cast_for(polls.motion(key), s.seat("Awa"), FOR, actor=s.acting("Pia", "council_facilitator"))
    with pytest.raises(Refused, match="à bulletin secret"), s.writing(site):
        votes.cast(polls.motion(key), s.seat("Awa"), FOR, actor=s.acting("Awa"))


def test_a_holder_deposits_one_ballot_for_each_seat(site: Flask) -> None:
    key = boxes.held(site, ["Awa", "Driss", "Émile", "Fatou", "Gilles"], powers={"Driss": "Awa", "Émile": "Gilles"})
    awa = s.signed_in(site, "Awa").visits(f"{polls.page(key)}/bulletin")
    assert "Pour Driss Essai, qui m’a donné son pouvoir" in awa.text
    awa.presses("Continuer", ballot="0")
    assert "Dites pour qui est ce bulletin." in awa.text
    with site.app_context(), s.reading_at(site, s.noon(s.TODAY)):
        own, held = [str(one.id) for one in queries.held_by(key, s.person("Awa").id)]
    awa.presses("Continuer", ballot="1", seat=held)
    assert "Bulletin de Driss Essai, par pouvoir" in awa.text
    awa.presses("Déposer ce bulletin")
    assert "Le bulletin de Driss Essai est dans l’urne." in awa.text
    # one is left: there is nothing to choose but the answer
    awa.visits(f"{polls.page(key)}/bulletin")
    assert "Pour qui" not in awa.text
    awa.presses("Continuer", ballot="0").presses("Déposer ce bulletin")
    assert rows(site, key) == 2
    assert own != held
    # whoever gave their power deposits nothing
    driss = s.signed_in(site, "Driss").visits(f"{polls.page(key)}/bulletin")
    assert driss.path == polls.page(key)
    with pytest.raises(Denied), s.writing(site):
        boxes.put(key, "Émile", Ballot(trackers.new(), FOR))


def test_an_interest_of_who_gave_a_power_is_not_told_to_its_holder(site: Flask) -> None:
    key = boxes.held(site, ["Awa", "Driss", "Émile", "Fatou", "Gilles"], powers={"Driss": "Awa"})
    with s.writing(site):
        services.set_apart(polls.motion(key), s.seat("Driss").id)
    awa = s.signed_in(site, "Awa").visits(polls.page(key))
    assert "intérêt pour" not in awa.text
    with pytest.raises(Refused, match="Un intérêt a été déclaré"), s.writing(site):
        boxes.put(key, "Awa", Ballot(trackers.new(), FOR), giver="Driss")


def test_an_interest_after_the_ballot_is_refused(site: Flask) -> None:
    key = boxes.opened(site)
    boxes.deposited(site, key, "Awa", FOR)
    with pytest.raises(Refused, match="Aucun intérêt ne peut plus"), s.writing(site):
        votes.declare_conflict(polls.motion(key), s.seat("Awa"), actor=s.acting("Awa"))


def test_paper_is_not_deposited_on_the_site(site: Flask) -> None:
    key = boxes.held(site, s.VOTERS, way=BallotWay.PAPER)
    with pytest.raises(Refused, match="sur papier"), s.writing(site):
        boxes.put(key, "Awa", Ballot(trackers.new(), FOR))
    awa = s.signed_in(site, "Awa").visits(polls.page(key))
    assert "Le vote se fait sur papier" in awa.text


def test_without_its_key_a_vote_takes_no_ballot(site: Flask) -> None:
    key = boxes.opened(site)
    boxes.key_file(site, key).unlink()
    with pytest.raises(Refused, match="La clé de ce vote"):
        boxes.deposited(site, key, "Awa", FOR)
    awa = s.signed_in(site, "Awa").visits(polls.page(key))
    assert "Ce vote ne pourra pas être compté" in awa.text
    assert "Préparer mon bulletin" not in awa.text


def confirming(app: Flask, key: uuid.UUID, name: str) -> Browser:
    """Somebody before the page of confirmation."""
    return s.signed_in(app, name).visits(f"{polls.page(key)}/bulletin").presses("Continuer", ballot="0")


def slip(browser: Browser) -> str:
    """The slip that a page carries."""
    return browser.field("ballot").value


def test_the_tracker_is_shown_before_and_kept_nowhere(site: Flask) -> None:
    key = boxes.opened(site)
    awa = confirming(site, key, "Awa")
    assert rows(site, key) == 0
    first = slip(awa)
    awa.presses("Choisir autre chose").presses("Continuer", ballot="0")
    assert slip(awa) != first


def test_a_slip_is_for_one_session_and_one_vote(site: Flask) -> None:
    key, other = boxes.opened(site), boxes.opened(site)
    awa, again = confirming(site, key, "Awa"), confirming(site, key, "Awa")
    driss = confirming(site, key, "Driss")
    for browser, carried in ((driss, slip(awa)), (again, slip(awa)), (confirming(site, other, "Awa"), slip(awa))):
        browser.presses("Déposer ce bulletin", ballot=carried)
        assert (browser.status, "Ce bulletin n’est pas déposé" in browser.text) == (422, True)
    assert rows(site, key) == rows(site, other) == 0
    awa.presses("Déposer ce bulletin")
    assert rows(site, key) == 1


def test_an_old_slip_or_a_made_up_one_deposits_nothing(site: Flask) -> None:
    key = boxes.opened(site)
    awa = confirming(site, key, "Awa").presses("Déposer ce bulletin", ballot="WzFd.x.y")
    assert awa.status == 422
    awa.presses("Préparer un bulletin")
    assert awa.path == f"{polls.page(key)}/bulletin"


def test_two_tabs_of_one_voter(site: Flask) -> None:
    key = boxes.opened(site)
    awa = confirming(site, key, "Awa")
    boxes.deposited(site, key, "Awa", AGAINST)
    awa.presses("Déposer ce bulletin")
    assert awa.status == 409
    assert "Un bulletin est déjà déposé pour ce siège" in awa.text
    assert rows(site, key) == 1


def test_choosing_is_over_once_it_is_done(site: Flask) -> None:
    key = boxes.opened(site)
    awa = s.signed_in(site, "Awa").visits(f"{polls.page(key)}/bulletin")
    boxes.deposited(site, key, "Awa", AGAINST)
    assert awa.presses("Continuer", ballot="0").path == polls.page(key)


def test_a_session_that_ended_carries_no_choice_further(site: Flask) -> None:
    key = boxes.opened(site)
    awa = confirming(site, key, "Awa")
    carried = slip(awa)
    with s.writing(site):
        db.session.execute(update(AccountSession).values(ended_at=clock.real_now(), ended_because=SessionEnd.SIGN_OUT))
    awa.presses("Déposer ce bulletin")
    assert "Déposer ce bulletin" not in awa.buttons()
    assert carried not in awa.response.get_data(as_text=True)
    assert rows(site, key) == 0


def test_a_written_vote_has_no_ballot(site: Flask) -> None:
    key = polls.opened(site)
    awa = s.signed_in(site, "Awa").visits(f"{polls.page(key)}/bulletin")
    assert awa.status == 404


def test_seats_are_in_the_register_in_no_order(site: Flask) -> None:
    key = boxes.opened(site)
    with site.app_context(), s.reading_at(site, s.noon(s.TODAY)):
        register = queries.register(key)
        assert len(register) == 9
        assert {one.state for one in register} == {SeatState.NONE}
