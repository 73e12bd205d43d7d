"""A proposal voted by secret ballot: chosen where the vote is opened, and back in discussion when it stays shut."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from foundation.clock import standing_at
from meetings.proposals import services
from meetings.proposals.models import ProposalState
from meetings.votes import closing
from meetings.votes.models import VoteMethod
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.ballots import boxes
from tests.meetings.ballots.boxes import CHOICES
from tests.meetings.proposals import drafts

SECRET = VoteMethod.SECRET.value


def test_the_board_chooses_the_secret_ballot_and_five_are_needed(site: Flask) -> None:
    key = drafts.discussed(site)
    samia = s.signed_in(site, "Samia").visits(drafts.address(key, "/vote"))
    assert "À bulletin secret : un bulletin déposé ne se change plus" in samia.text
    assert "pourrait le savoir tant que le vote est ouvert" in samia.text
    samia.presses("Ouvrir le vote", method=SECRET)
    assert "Ce vote est à bulletin secret." in samia.text
    assert "Préparer mon bulletin" in [words for words, _ in samia.links]
    with s.reading_at(site, s.noon(s.TODAY)):
        motion = drafts.row(key).motion
        assert motion is not None
        assert motion.method is VoteMethod.SECRET
        again = motion.id
    # the same once more is the vote already open
    with s.writing(site):
        services.open_vote(
            drafts.row(key), s.paris(drafts.in_days(7), 20), None, VoteMethod.SECRET,
            actor=s.acting("Samia", "board_member"),
        )  # fmt: skip
        assert drafts.row(key).motion_id == again

    other = drafts.discussed(site, author="Victor", council="soleil")
    wanda = s.signed_in(site, "Wanda").visits(drafts.address(other, "/vote", "soleil"))
    assert "demande au moins cinq personnes qui peuvent voter : le vote sera écrit" in wanda.text
    wanda.presses("Ouvrir le vote")
    assert "Vote en cours" in wanda.text
    with s.reading_at(site, s.noon(s.TODAY)):
        found = drafts.row(other).motion
        assert found is not None
        assert found.method is VoteMethod.WRITTEN


def played(app: Flask, count: int) -> Browser:
    """A proposal whose secret vote is over, with so many ballots; its page, on the day after."""
    key = drafts.discussed(app)
    closes = s.paris(drafts.in_days(7), 20)
    with s.writing(app):
        motion = services.open_vote(
            drafts.row(key), closes, None, VoteMethod.SECRET, actor=s.acting("Samia", "board_member")
        ).id
    boxes.all_deposited(app, motion, dict(list(CHOICES.items())[:count]))
    with s.writing_at(app, closes):
        closing.close_due((services.decided,))
    with standing_at(closes + timedelta(minutes=1)):
        return Browser(app, checking=False).visits(drafts.address(key))


def test_ballots_left_shut_decide_nothing(site: Flask) -> None:
    page = played(site, 4)
    assert "Vote sans décision" in page.text
    assert "Les bulletins n’ont pas été ouverts." in page.text
    (row,) = drafts.all_of(site)
    assert (row.state, row.motion_id) == (ProposalState.DELIBERATING, None)


def test_opened_ballots_adopt_it(site: Flask) -> None:
    page = played(site, 7)
    assert "Adoptée par le conseil" in page.text
    (row,) = drafts.all_of(site)
    assert row.state is ProposalState.ADOPTED
    assert "Bulletins non ouverts" not in Browser(site).visits("/conseils/lune").text
