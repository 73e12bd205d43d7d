"""The link of a letter: one motion, one membership, until the closing, and no session (ruling 19)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from citizens.accounts import services as accounts
from citizens.accounts.queries import by_person
from foundation import forms
from foundation.clock import standing_at
from foundation.policy import Actor
from meetings.votes import links
from meetings.votes.models import VoteChoice
from tests.browser import Browser
from tests.mailbox import Mailbox
from tests.meetings import polls
from tests.meetings import situations as s
from tests.sites import Sites


def test_opening_it_does_nothing_and_pressing_votes_as_often_as_one_likes(site: Flask) -> None:
    key = polls.opened(site)
    path = polls.link_in_letter(site, "Awa")
    awa = Browser(site)
    for _ in range(3):
        awa.visits(path)
    assert polls.kept(site, key) == {}
    for words, choice in (("Pour", VoteChoice.FOR), ("Contre", VoteChoice.AGAINST), ("Pour", VoteChoice.FOR)):
        awa.visits(path).presses(words)
        assert polls.kept(site, key) == {"Awa": choice}
    assert "Bonjour Awa" not in awa.visits("/mon-espace").text
    assert awa.field("Adresse de courriel").value == ""


def test_it_is_for_one_person_whoever_is_signed_in(site: Flask) -> None:
    key = polls.opened(site)
    samia = s.signed_in(site, "Samia").visits(polls.link(site, key, "Awa"))
    assert "Bonjour Awa" in samia.text
    samia.presses("Je ne prends pas part au vote")
    assert polls.kept(site, key) == {"Awa": VoteChoice.DOES_NOT_TAKE_PART}


def tampered(good: str, at: int) -> str:
    return good[:at] + ("a" if good[at] != "a" else "b") + good[at + 1 :]


def test_a_link_that_this_site_did_not_make_opens_nothing(site: Flask, sites: Sites) -> None:
    key = polls.opened(site)
    good = polls.link(site, key, "Awa")
    other = sites.empty(secret_key="another key that opens nothing, for another site")
    with site.app_context():
        seat = links.read(good.removeprefix("/voter/"))
    assert seat is not None
    with other.app_context():
        foreign = f"/voter/{links.token(*seat)}"
    bad = [tampered(good, at) for at in (len("/voter/"), len(good) // 2, len(good) - 3)]
    for path in (foreign, *bad, "/voter/x", f"/voter/{key}", good + "a"):
        page = Browser(site).visits(path)
        assert page.status == 404, path
        assert "Ce lien n’est pas valable." in page.text
        assert page.presses("Se connecter").status == 200


def test_a_link_never_mixes_a_vote_and_a_seat(site: Flask) -> None:
    key, elsewhere = polls.opened(site), polls.opened(site, "soleil")
    with site.app_context():
        good = links.read(polls.link(site, key, "Awa").removeprefix("/voter/"))
        assert good is not None
        mixed = f"/voter/{links.token(elsewhere, good[1])}"
        nobody = f"/voter/{links.token(good[1], good[0])}"
    for path in (mixed, nobody):
        assert Browser(site).visits(path).status == 404


def test_a_press_without_the_page_of_the_link_is_refused(site: Flask) -> None:
    key = polls.opened(site)
    mine, hers = polls.link(site, key, "Driss"), polls.link(site, key, "Awa")
    driss = Browser(site).visits(mine)
    token = driss.field("form_token").value
    stolen = site.test_client().post(
        hers, data={"form_token": token, "choice": "for"}, headers={"Origin": driss.origin}
    )  # fmt: skip
    assert stolen.status_code == 422
    assert polls.kept(site, key) == {}


def test_a_page_left_open_too_long_asks_for_one_more_press(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    key = polls.opened(site)
    awa = Browser(site).visits(polls.link(site, key, "Awa"))
    with monkeypatch.context() as later:
        later.setattr(forms, "TOKEN_LIFE", -1)
        awa.presses("Pour")
    assert (awa.status, polls.kept(site, key)) == (422, {})
    assert "Cette page était ouverte depuis longtemps." in awa.text
    awa.presses("Pour")
    assert polls.kept(site, key) == {"Awa": VoteChoice.FOR}


@pytest.mark.parametrize("choice", ["", "maybe", "for'--", "FOR"])
def test_only_the_four_answers(site: Flask, choice: str) -> None:
    key = polls.opened(site)
    page = Browser(site).visits(polls.link(site, key, "Awa"))
    sent = {"form_token": page.field("form_token").value, "choice": choice}
    answer = site.test_client().post(page.path, data=sent, headers={"Origin": page.origin})
    assert answer.status_code == 422
    assert polls.kept(site, key) == {}


def test_after_the_closing_it_leads_to_the_result(site: Flask) -> None:
    key = polls.opened(site)
    path = polls.link(site, key, "Awa")
    polls.close(site)
    with standing_at(polls.CLOSING + timedelta(days=1)):
        page = Browser(site).visits(path)
        assert (page.status, "ce lien ne sert plus" in page.text) == (410, True)
        assert polls.QUESTION in page.presses("Voir ce vote").headings(1)[0]


def test_a_seat_that_ended_says_so(site: Flask) -> None:
    key = polls.opened(site)
    path = polls.link(site, key, "Karim")
    page = Browser(site).visits(path)
    assert (page.status, "Vous n’êtes pas membre de ce conseil" in page.text) == (410, True)


def test_a_closed_account_closes_its_links(site: Flask) -> None:
    key = polls.opened(site)
    path = polls.link(site, key, "Awa")
    with s.writing(site):
        account = by_person(s.person("Awa").id)
        assert account is not None
        accounts.disable(account, actor=Actor(role="platform_admin"))
    assert Browser(site).visits(path).status == 404


def test_a_whole_council_votes_from_one_address_and_one_link_is_slowed(site: Flask) -> None:
    key = polls.opened(site)
    for _ in range(4):
        for name in s.VOTERS:
            assert Browser(site).visits(polls.link(site, key, name)).presses("Pour").status == 200
    page = Browser(site).visits(polls.link(site, key, "Awa"))
    statuses = [page.visits(polls.link(site, key, "Awa")).presses("Contre").status for _ in range(27)]
    assert statuses[-1] == 429
    assert statuses.count(200) == 26
    assert "Attendez un peu" in page.text


def test_the_letter_is_one_person_s(site: Flask) -> None:
    polls.opened(site)
    letters = [letter for letter in Mailbox(site) if letter.subject.startswith("À voter")]
    paths = {letter.recipient: letter.text.split("/voter/")[1].split()[0] for letter in letters}
    assert len(set(paths.values())) == len(s.READERS)
