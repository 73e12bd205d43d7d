"""What members without a telephone decide of a meeting, recorded at their demand: answer, power, vote by name."""

from __future__ import annotations

import contextvars
import threading
import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from citizens.models import Person
from councils.assistance import services as mandates
from councils.assistance.models import AssistedAct, AssistedActKind
from councils.assistance.personal import ACTS
from foundation.database import db, reading
from foundation.policy import Actor, Denied
from foundation.workflow import Refused
from meetings.assistance import services, voting
from meetings.convening import answering, jobs, noticing
from meetings.models import Coming, NoticeAnswer
from meetings.presence.models import Proxy
from meetings.votes import electors, putting
from meetings.votes.models import Vote, VoteChoice, VoteMethod
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import situations as s
from tests.meetings.holding import steps as h

OFFICE = "/conseils/lune/gestion/reunions"
LINK = "Noter la réponse d’une personne qui l’a demandé par écrit"


def mandated(app: Flask, *names: str) -> None:
    """Mandates are noted by Pia, the facilitator."""
    with s.writing(app):
        for name in names:
            mandates.record_mandate(
                s.council(), s.person(name).id, actor=pia(), written_on=s.TODAY, kept_at_place="Classeur bleu"
            )


def pia() -> Actor:
    return s.acting("Pia", "council_facilitator")


def answers(app: Flask) -> dict[str, tuple[Coming, bool]]:
    """What was answered, and whether it was recorded for them."""
    with app.app_context(), reading():
        rows = db.session.scalars(select(NoticeAnswer)).all()
        return {name(one.membership_id): (one.coming, one.assisted_act_id is not None) for one in rows}


def name(membership_id: uuid.UUID) -> str:
    return next(who for who in s.VOTERS if s.seat(who).id == membership_id)


def powers(app: Flask) -> list[tuple[str, str, bool]]:
    with app.app_context(), reading():
        rows = db.session.scalars(select(Proxy).where(Proxy.revoked_at.is_(None))).all()
        return [(name(one.giver_id), name(one.holder_id), one.assisted_act_id is not None) for one in rows]


def noting(app: Flask, key: uuid.UUID) -> Browser:
    return s.signed_in(app, "Pia").visits(f"{OFFICE}/{key}").presses(LINK)


def test_ben_has_no_telephone_and_answers_all_the_same(site: Flask) -> None:
    key = h.a_meeting(site)
    page = noting(site, key)
    assert "n’a de mandat écrit valable aujourd’hui" in page.text
    mandated(site, "Ben")
    page = noting(site, key)
    page.presses("Noter cette réponse", person=h.name("Ben"))
    assert page.status == 422
    page.presses("Noter cette réponse", answer="present")
    assert "Réponse notée pour Ben Essai" in page.text
    assert "Votre réponse « Je viens » est notée" in page.text
    assert ("Voir la réunion", f"/reunions/{key}") in page.links
    assert answers(site) == {"Ben": (Coming.PRESENT, True)}

    # he changes his mind, gives power, then takes it back
    noting(site, key).presses("Noter cette réponse", person=h.name("Ben"), answer="power", holder=h.name("Awa"))
    assert powers(site) == [("Ben", "Awa", True)]
    assert answers(site) == {"Ben": (Coming.EXCUSED, True)}
    assert Mailbox(site).to(s.email("Awa"))[-1].subject == "On vous donne un pouvoir"
    noting(site, key).presses("Noter cette réponse", person=h.name("Ben"), answer="back")
    assert powers(site) == []

    rows = page.visits("/conseils/lune/gestion/accompagnement").tables[0].rows
    assert sorted(row[1] for row in rows) == ["Pouvoir", "Pouvoir", "Réponse à une convocation"]


def test_the_receipt_of_a_power_names_its_holder_until_they_are_forgotten(site: Flask) -> None:
    key = h.a_meeting(site)
    mandated(site, "Ben")
    page = noting(site, key).presses("Noter cette réponse", person="Ben Essai", answer="power", holder="Awa Essai")
    assert "Pouvoir noté pour Ben Essai" in page.text
    assert "Je donne pouvoir à Awa Essai" in page.text
    with s.writing(site):
        awa = db.session.get_one(Person, s.person("Awa").id)
        awa.given_name, awa.family_name, awa.erased_at = "Personne", "retirée", s.noon(s.TODAY)
    assert "Awa" not in page.visits(page.path).text


def test_a_power_needs_a_holder_and_a_holder_who_may(site: Flask) -> None:
    key = h.a_meeting(site)
    mandated(site, "Ben")
    page = noting(site, key).presses("Noter cette réponse", person="Ben Essai", answer="power")
    assert page.status == 409
    assert "Choisissez à qui la personne donne son pouvoir." in page.text
    page.presses("Noter cette réponse", holder="Ben Essai")
    assert page.status == 409
    assert "On ne se donne pas pouvoir à soi-même" in page.text
    assert page.field("Pour qui").value
    assert powers(site) == []
    with site.app_context(), reading():
        assert db.session.scalars(select(AssistedAct)).all() == []


def test_what_one_said_oneself_is_never_replaced(site: Flask) -> None:
    key = h.a_meeting(site)
    mandated(site, "Awa")
    s.signed_in(site, "Awa").visits(f"/reunions/{key}").presses("Je viens")
    for typed in ({"answer": "excused"}, {"answer": "power", "holder": "Driss Essai"}):
        page = noting(site, key).presses("Noter cette réponse", person="Awa Essai", **typed)
        assert page.status == 409
        assert "elle-même" in page.text
    assert answers(site) == {"Awa": (Coming.PRESENT, False)}

    # and their own word replaces what was recorded for them
    mandated(site, "Driss")
    noting(site, key).presses("Noter cette réponse", person="Driss Essai", answer="excused")
    assert "Votre réponse est notée" in Mailbox(site).to(s.email("Driss"))[-1].subject
    s.signed_in(site, "Driss").visits(f"/reunions/{key}").presses("Je viens")
    assert answers(site)["Driss"] == (Coming.PRESENT, False)


def test_a_power_given_by_oneself_stays(site: Flask) -> None:
    key = h.a_meeting(site)
    mandated(site, "Awa")
    s.signed_in(site, "Awa").visits(f"/reunions/{key}").presses("Je donne pouvoir").presses(
        "Donner mon pouvoir", holder="Driss Essai"
    )
    for typed in ({"answer": "power", "holder": "Chloé Essai"}, {"answer": "back"}, {"answer": "present"}):
        assert noting(site, key).presses("Noter cette réponse", person="Awa Essai", **typed).status == 409
    assert powers(site) == [("Awa", "Driss", False)]


def test_who_said_themselves_that_they_do_not_come_may_give_power_with_help(site: Flask) -> None:
    key = h.a_meeting(site)
    mandated(site, "Awa")
    s.signed_in(site, "Awa").visits(f"/reunions/{key}").presses("Je ne viens pas")
    noting(site, key).presses("Noter cette réponse", person="Awa Essai", answer="power", holder="Driss Essai")
    assert powers(site) == [("Awa", "Driss", True)]
    assert answers(site) == {"Awa": (Coming.EXCUSED, False)}


@pytest.mark.parametrize("who", ["Samia", "Nora", "Awa", "Wanda"])
def test_nobody_but_the_facilitator_records(site: Flask, who: str) -> None:
    key = h.a_meeting(site)
    mandated(site, "Ben")
    assert s.signed_in(site, who).visits(f"{OFFICE}/{key}/pour-quelqu-un").status == 403
    acts = (
        lambda: services.answer_for(h.the_meeting(), s.seat("Ben"), Coming.PRESENT, actor=s.acting(who)),
        lambda: services.give_for(h.the_meeting(), s.seat("Ben"), s.seat("Awa"), actor=s.acting(who)),
        lambda: services.take_back_for(h.the_meeting(), s.seat("Ben"), actor=s.acting(who)),
    )
    for act in acts:
        with s.writing(site), pytest.raises(Denied):
            act()


def test_the_services_ask_for_the_mandate_and_the_seat_again(site: Flask) -> None:
    key = h.a_meeting(site)
    mandated(site, "Ben")
    page = noting(site, key)
    with s.writing(site):
        standing = mandates.queries.standing(s.council().id, s.person("Ben").id, s.TODAY)
        assert standing is not None
        mandates.revoke(standing, actor=pia())
    page.presses("Noter cette réponse", person="Ben Essai", answer="present")
    assert page.status == 422
    assert answers(site) == {}
    for seat, reason in (("Ben", "Aucun mandat écrit"), ("Karim", "ne siège pas"), ("Victor", "ne siège pas")):
        with s.writing(site), pytest.raises(Refused, match=reason):
            services.answer_for(h.the_meeting(), s.seat(seat), Coming.PRESENT, actor=pia())


def test_nothing_is_recorded_of_a_meeting_that_began_or_was_cancelled(site: Flask) -> None:
    key = h.a_meeting(site)
    mandated(site, "Ben")
    page = noting(site, key)
    with h.evening(1):
        page = s.signed_in(site, "Pia").visits(f"{OFFICE}/{key}/pour-quelqu-un")
        assert "il est trop tard pour répondre" in page.text
        assert "Noter cette réponse" not in page.buttons()
    assert "trop tard" in h.refused(
        site, lambda: services.answer_for(h.the_meeting(), s.seat("Ben"), Coming.EXCUSED, actor=pia())
    )
    assert "La réunion a commencé" in h.refused(
        site, lambda: services.give_for(h.the_meeting(), s.seat("Ben"), s.seat("Awa"), actor=pia())
    )
    with s.writing(site):
        noticing.cancel(h.the_meeting(), "La salle est fermée.", actor=h.nora())
    with s.writing(site), pytest.raises(Refused, match="annulée"):
        services.answer_for(h.the_meeting(), s.seat("Ben"), Coming.EXCUSED, actor=pia())


def test_own_and_recorded_at_once_leave_the_persons_own_word(site: Flask) -> None:
    h.a_meeting(site)
    mandated(site, "Awa")
    barrier = threading.Barrier(2)

    def own() -> None:
        with s.writing(site):
            barrier.wait()
            answering.answer(h.the_meeting(), s.seat("Awa"), Coming.PRESENT, actor=s.acting("Awa"))

    def recorded() -> None:
        barrier.wait()
        try:
            with s.writing(site):
                services.answer_for(h.the_meeting(), s.seat("Awa"), Coming.EXCUSED, actor=pia())
        except Refused:
            pass

    together(site, own, recorded)
    assert answers(site) == {"Awa": (Coming.PRESENT, False)}


def together(app: Flask, first, second) -> None:  # type: ignore[no-untyped-def]
    works = [threading.Thread(target=contextvars.copy_context().run, args=(one,)) for one in (first, second)]
    for one in works:
        one.start()
    for one in works:
        one.join()


def voting_by_name(app: Flask, *present: str, method: VoteMethod = VoteMethod.NAMED) -> uuid.UUID:
    """A meeting open, some noted present, a question put; gives the id of the question."""
    h.begun(app, *present)
    return h.within(app, lambda: h.put(method).id)  # type: ignore[return-value]


def test_ben_votes_by_name_in_the_room_with_help(site: Flask) -> None:
    mandated(site, "Ben", "Hugo")
    vote = voting_by_name(site, "Ben", "Awa", "Driss", "Émile", "Fatou")
    with h.evening(15):
        page = s.signed_in(site, "Pia").visits(f"{OFFICE}/{meeting(site)}/seance")
        page.presses("Noter le vote d’une personne qui l’a demandé par écrit")
        assert [o.words for o in page.all("option")] == ["Choisissez…", "Ben Essai"]
        page.presses("Noter cette réponse", voice="Ben Essai", choice="against")
        assert "Vote noté pour Ben Essai" in page.text
        assert "« Contre »" in page.text
    assert votes(site, vote) == {"Ben": (VoteChoice.AGAINST, True)}


def meeting(app: Flask) -> uuid.UUID:
    with app.app_context(), reading():
        return h.the_meeting().id


def votes(app: Flask, key: uuid.UUID) -> dict[str, tuple[VoteChoice, bool]]:
    with app.app_context(), reading():
        rows = db.session.scalars(select(Vote).where(Vote.motion_id == key)).all()
        return {name(one.membership_id): (one.choice, one.assisted_act_id is not None) for one in rows}


def voice(who: str) -> electors.Elector:
    return next(one.elector for one in electors.voices(h.motion().id) if one.elector.membership_id == s.seat(who).id)


def test_a_voice_held_by_power_is_recorded_for_whoever_holds_it(site: Flask) -> None:
    key = h.a_meeting(site)
    mandated(site, "Ben")
    s.signed_in(site, "Awa").visits(f"/reunions/{key}").presses("Je donne pouvoir").presses(
        "Donner mon pouvoir", holder="Ben Essai"
    )
    with h.evening():
        h.opened(site, key, "Ben", "Driss", "Émile", "Fatou")
    vote: uuid.UUID = h.within(site, lambda: h.put(VoteMethod.NAMED).id)  # type: ignore[assignment]
    with h.evening(15):
        page = s.signed_in(site, "Pia").visits(f"{OFFICE}/{key}/votes/{vote}/pour-quelqu-un")
        page.presses("Noter cette réponse", voice="Ben Essai, qui vote pour Awa Essai", choice="for")
        assert "Pour, au nom de Awa Essai" in page.text
        assert "Vote noté pour Ben Essai" in page.text
    assert votes(site, vote) == {"Awa": (VoteChoice.FOR, True)}


def test_the_own_answer_and_the_word_said_aloud_win(site: Flask) -> None:
    mandated(site, "Awa", "Driss", "Émile")
    vote = voting_by_name(site, "Awa", "Driss", "Émile", "Fatou", "Gilles")
    h.within(site, lambda: putting.cast(h.motion(), voice("Awa"), VoteChoice.FOR, actor=s.acting("Awa")))
    h.within(site, lambda: putting.call(h.motion(), voice("Driss"), VoteChoice.FOR, actor=h.nora()))
    for who in ("Awa", "Driss"):
        assert "a déjà répondu elle-même" in h.refused(site, lambda who=who: noted(who, VoteChoice.AGAINST), 12)
    h.within(site, lambda: noted("Émile", VoteChoice.AGAINST), 12)
    h.within(site, lambda: noted("Émile", VoteChoice.ABSTAIN), 13)
    assert votes(site, vote)["Émile"] == (VoteChoice.ABSTAIN, True)
    h.within(site, lambda: putting.cast(h.motion(), voice("Émile"), VoteChoice.FOR, actor=s.acting("Émile")), 14)
    assert votes(site, vote) == dict.fromkeys(("Awa", "Driss", "Émile"), (VoteChoice.FOR, False))


def noted(who: str, choice: VoteChoice) -> AssistedAct:
    return voting.vote_for(h.motion(), h.the_meeting(), voice(who), choice, actor=pia())


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (VoteMethod.SECRET, "bulletin secret"),
        (VoteMethod.SHOW_OF_HANDS, "à main levée"),
        (VoteMethod.CONSENSUS, "à main levée"),
    ],
)
def test_a_secret_vote_and_one_of_the_room_are_never_recorded(site: Flask, method: VoteMethod, words: str) -> None:
    mandated(site, "Ben")
    vote = voting_by_name(site, "Ben", "Awa", "Driss", "Émile", "Fatou", method=method)
    assert words in h.refused(site, lambda: noted("Ben", VoteChoice.FOR), 12)
    with h.evening(15):
        page = s.signed_in(site, "Pia").visits(f"{OFFICE}/{meeting(site)}/votes/{vote}/pour-quelqu-un")
        assert words in page.text
        assert "Noter cette réponse" not in page.buttons()
    assert votes(site, vote) == {}


def test_no_vote_is_recorded_without_mandate_nor_after_the_closing_nor_by_others(site: Flask) -> None:
    mandated(site, "Ben")
    voting_by_name(site, "Ben", "Awa", "Driss", "Émile", "Fatou")
    assert "Aucun mandat écrit" in h.refused(site, lambda: noted("Awa", VoteChoice.FOR), 12)
    for who in ("Samia", "Nora", "Ben"):
        with s.writing_at(site, h.EVENING + timedelta(minutes=12)), pytest.raises(Denied):
            voting.vote_for(h.motion(), h.the_meeting(), voice("Ben"), VoteChoice.FOR, actor=s.acting(who))
    assert "n’était pas notée présente" in h.refused(
        site, lambda: voting.vote_for(h.motion(), h.the_meeting(), None, VoteChoice.FOR, actor=pia()), 12
    )
    assert "clos" in h.refused(site, lambda: noted("Ben", VoteChoice.FOR), 13 * 60)


def test_the_words_are_forgotten_with_the_answers(site: Flask) -> None:
    key = h.a_meeting(site)
    mandated(site, "Ben")
    noting(site, key).presses("Noter cette réponse", person="Ben Essai", answer="power", holder="Awa Essai")
    with site.app_context(), reading():
        assert [row["Réponse notée"] for row in ACTS.export(s.person("Ben").id)] == ["Je donne pouvoir à"]
    with s.writing(site, h.IN_TIME + timedelta(days=181)):
        jobs.forget()
    with site.app_context(), reading():
        (act,) = db.session.scalars(select(AssistedAct)).all()
        assert (act.kind, act.said, act.named_id) == (AssistedActKind.PROXY, None, None)


def test_the_demonstration_shows_answers_recorded_for_somebody(demo_app: Flask) -> None:
    with demo_app.app_context(), reading():
        kinds = set(db.session.scalars(select(AssistedAct.kind)))
    assert kinds == {AssistedActKind.NOTICE, AssistedActKind.PROXY}
