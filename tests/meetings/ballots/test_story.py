"""A secret vote from its opening to the list of its ballots, by people who press buttons."""

from __future__ import annotations

import re
from datetime import timedelta

from flask import Flask

from foundation.clock import standing_at
from foundation.journal import ActKind
from meetings.ballots import counting
from meetings.votes.models import MotionResult
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.ballots import boxes
from tests.meetings.ballots.boxes import AGAINST, FOR

TRACKER = re.compile(r"\b[a-zà-ÿœ]+-[a-zà-ÿœ]+-[a-zà-ÿœ]+-\d{4}\b")


def votes(browser: Browser, page: str, answer: str) -> str:
    """Choose, confirm and deposit; gives the tracker that was shown."""
    browser.visits(page).visits(f"{page}/bulletin").presses("Continuer", ballot=answer)
    assert browser.status == 200, browser.text
    tracker = TRACKER.search(browser.text)
    assert tracker
    browser.presses("Déposer ce bulletin")
    assert "Votre bulletin est dans l’urne. Il ne se change plus." in browser.text
    assert tracker[0] not in browser.text
    return tracker[0]


def test_seven_people_vote_and_each_finds_their_ballot(site: Flask) -> None:
    key = boxes.opened(site, participation_percent=50)
    page = polls.page(key)

    awa = s.signed_in(site, "Awa")
    awa.presses(f"Voter : {polls.QUESTION}")
    assert "Ce vote est à bulletin secret." in awa.text
    assert "Pour" not in awa.buttons()
    awa.visits(f"{page}/bulletin").presses("Continuer")
    assert awa.status == 422
    trackers = {"Awa": votes(awa, page, "0")}
    # she has nothing more to deposit, and nothing waits for her
    assert awa.visits(f"{page}/bulletin").path == page
    assert polls.QUESTION not in awa.visits("/mon-espace").text.partition("Mes votes")[0]
    assert "Votre bulletin est déposé." in awa.text

    samia = s.signed_in(site, "Samia").visits(page)
    assert "1 bulletin sur 9 est dans l’urne." in samia.text
    for name, choice in boxes.CHOICES.items():
        if name != "Awa":
            trackers[name] = boxes.deposited(site, key, name, choice)
    visitor = Browser(site).visits(page)
    assert "À bulletin secret" in visitor.text
    assert "dans l’urne" not in visitor.text
    assert "Connectez-vous pour voter." in visitor.text
    assert "courriel que vous avez reçu" not in visitor.text

    assert boxes.close(site) == 1
    with standing_at(polls.CLOSING + timedelta(minutes=2)):
        visitor = Browser(site).visits(page)
        assert "Le texte est adopté" in visitor.text
        assert [row[1] for row in visitor.tables[0].rows] == ["4", "2", "1", "0"]
        assert not any(tracker in visitor.text for tracker in trackers.values())
        assert visitor.visits(f"{page}/bulletins").path != f"{page}/bulletins" or visitor.status in {401, 403}
        chloe = s.signed_in(site, "Chloé").visits(page).presses("Retrouver mon bulletin")
        rows = {row[0]: row[1] for row in chloe.tables[0].rows}
        assert {trackers["Chloé"]: "Contre", trackers["Awa"]: "Pour"}.items() <= rows.items()
        assert list(rows) == sorted(rows)
        victor = s.signed_in(site, "Victor").visits(f"{page}/bulletins")
        assert victor.status == 403
    assert polls.frozen(site, key) == (4, 2, 1, 0, 9, 5, MotionResult.ADOPTED)


def test_the_journal_and_the_letters(site: Flask) -> None:
    key = boxes.opened(site)
    (line,) = polls.lines(site, ActKind.VOTE_OPENED)
    box = boxes.box(site, key)
    assert (line["method"], line["frozen_sha256"], line["public_key"]) == ("secret", box.frozen_sha256, box.public_key)
    letters = [letter for letter in Mailbox(site) if letter.subject.startswith("À voter")]
    assert len(letters) == len(s.READERS)
    for letter in letters:
        assert "/voter/" not in letter.text
        assert polls.page(key) in letter.text
        assert "vous vous connectez" in letter.text
    before = len(Mailbox(site))
    boxes.all_deposited(site, key)
    # nobody is written to when they deposit
    assert len(Mailbox(site)) == before
    boxes.close(site)
    (line,) = polls.lines(site, ActKind.VOTE_CLOSED)
    box = boxes.box(site, key)
    assert (line["method"], line["cast"], line["ballots_sha256"]) == ("secret", 7, box.ballots_sha256)
    with site.app_context(), s.reading_at(site, polls.CLOSING):
        told = counting.public_file(polls.motion(key), box)
    assert line["result_sha256"] == counting.sha256(told)


def test_only_those_who_are_silent_are_reminded(site: Flask) -> None:
    key = boxes.opened(site)
    boxes.deposited(site, key, "Awa", FOR)
    before = len(Mailbox(site))
    with s.writing_at(site, s.paris(polls.CLOSING.date() - timedelta(days=2), 9)):
        polls.services.remind_due()
    told = {letter.recipient for letter in list(Mailbox(site))[before:]}
    assert told == {s.email(name) for name in s.READERS if name != "Awa"}


def test_a_link_of_a_letter_never_votes_secretly(site: Flask) -> None:
    key = boxes.opened(site)
    gone = Browser(site).visits(polls.link(site, key, "Awa"))
    assert gone.status == 410
    assert "Ce vote est à bulletin secret : connectez-vous" in gone.text


def test_a_declared_interest_comes_before_the_ballot(site: Flask) -> None:
    key = boxes.opened(site)
    page = polls.page(key)
    fatou = s.signed_in(site, "Fatou").visits(page).presses("Déclarer un intérêt…").presses("Déclarer un intérêt")
    assert "Vous avez déclaré un intérêt" in fatou.text
    assert fatou.visits(f"{page}/bulletin").path == page
    assert "0 bulletin sur 8 est dans l’urne." in s.signed_in(site, "Samia").visits(page).text
    boxes.deposited(site, key, "Awa", AGAINST)
    awa = s.signed_in(site, "Awa").visits(page)
    assert "Déclarer un intérêt…" not in awa.text
    assert awa.visits(f"{page}/interet").path == page


def test_somebody_who_came_later_is_not_on_the_roll(site: Flask) -> None:
    key = boxes.opened(site)
    with standing_at(s.noon(s.TODAY + timedelta(days=2))):
        lea = s.signed_in(site, "Léa").visits(polls.page(key))
        assert "Vous n’étiez pas sur la liste" in lea.text
        assert lea.visits(f"{polls.page(key)}/bulletin").path == polls.page(key)
    with s.writing_at(site, polls.CLOSING):
        polls.services.close_due()
    assert polls.frozen(site, key)[-3:] == (9, 0, MotionResult.NOT_OPENED)
    assert "Moins de 5 bulletins" in Browser(site).visits(polls.page(key)).text


def test_what_it_protects_is_said_where_one_votes(site: Flask) -> None:
    key = boxes.opened(site)
    awa = s.signed_in(site, "Awa").visits(f"{polls.page(key)}/bulletin")
    awa.presses("Ce que le bulletin secret protège, et ne protège pas")
    assert "pourrait savoir qui vote quoi" in awa.text
    assert "Belenios" in awa.text
    assert "CNIL" not in awa.text
