"""Paper ballots in a meeting: totals by one, confirmed by another, refused when they do not add up."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask

from foundation.personal import declared
from foundation.policy import Denied
from foundation.workflow import Refused
from meetings.ballots import paper, queries
from meetings.ballots.models import BallotWay, Unopened
from meetings.ballots.paper import Counted
from meetings.votes import closing
from meetings.votes.models import MotionResult
from tests.meetings import polls
from tests.meetings import situations as s
from tests.meetings.ballots import boxes

PAPER = BallotWay.PAPER
COUNT = {"Bulletins trouvés dans l’urne": "7", "Pour": "4", "Contre": "2", "Abstention": "1"}


def held(app: Flask) -> uuid.UUID:
    return boxes.held(app, s.VOTERS, way=PAPER)


def test_one_writes_and_another_confirms(site: Flask) -> None:
    key = held(site)
    assert not boxes.key_file(site, key).exists()
    samia = s.signed_in(site, "Samia").visits(polls.page(key)).presses("Écrire ou confirmer le dépouillement")
    assert "9 sièges peuvent voter." in samia.text
    samia.presses("Écrire ces totaux", **{**COUNT, "Pour": "5"})
    assert samia.status == 409
    assert "il y a 1 bulletin de trop dans les réponses que dans l’urne" in samia.text
    samia.presses("Écrire ces totaux", **{**COUNT, "Pour": "2"})
    assert "il y a 2 bulletins de moins" in samia.text
    samia.presses("Écrire ces totaux", **{**COUNT, "Pour": "7", "Bulletins trouvés dans l’urne": "10"})
    assert "10 dans l’urne, pour 9 sièges qui peuvent voter" in samia.text
    samia.presses("Écrire ces totaux", **{**COUNT, "Pour": "beaucoup"})
    assert samia.status == 422
    samia.presses("Écrire ces totaux", **COUNT)
    assert "une autre personne du bureau" in samia.text
    assert "Confirmer ces totaux" not in samia.buttons()
    with pytest.raises(Refused, match="n’est pas contresigné"):
        boxes.close_now(site, key)

    nora = s.signed_in(site, "Nora").visits(f"{polls.page(key)}/depouillement")
    pia = s.signed_in(site, "Pia").visits(f"{polls.page(key)}/depouillement")
    nora.presses("Confirmer ces totaux")
    assert "Deux personnes les ont vus." in nora.text
    pia.presses("Confirmer ces totaux")
    assert pia.status == 409
    assert "déjà confirmés" in pia.text
    assert "Écrire ces totaux" not in pia.buttons()

    told = boxes.close_now(site, key)
    assert (told["way"], told["cast"]) == ("paper", 7)
    assert polls.frozen(site, key) == (4, 2, 1, 0, 9, 0, MotionResult.ADOPTED)
    assert s.signed_in(site, "Samia").visits(f"{polls.page(key)}/resultat.json").status == 200


def test_totals_that_changed_meanwhile_are_not_confirmed(site: Flask) -> None:
    key = held(site)
    samia = s.signed_in(site, "Samia").visits(f"{polls.page(key)}/depouillement").presses("Écrire ces totaux", **COUNT)
    nora = s.signed_in(site, "Nora").visits(f"{polls.page(key)}/depouillement")
    samia.presses("Écrire ces totaux", **{**COUNT, "Pour": "3", "Contre": "3"})
    nora.presses("Confirmer ces totaux")
    assert (nora.status, "Les totaux ont changé" in nora.text) == (409, True)
    nora.presses("Confirmer ces totaux", read="")
    assert nora.status == 422
    nora.presses("Confirmer ces totaux", read="1-2")
    assert nora.status == 409
    # whoever confirms may also write what they counted, and then another confirms
    nora.presses("Écrire ces totaux", **COUNT)
    samia.visits(samia.path).presses("Confirmer ces totaux")
    assert "Totaux confirmés" in samia.text


def test_rules_hold_in_the_services_too(site: Flask) -> None:
    key = held(site)
    given = Counted(7, 4, 2, 1)
    with s.writing(site):
        motion, board = polls.motion(key), s.acting("Samia", "board_member")
        with pytest.raises(Denied):
            paper.enter(motion, given, actor=s.acting("Awa"))
        with pytest.raises(Refused, match="Les totaux ont changé"):
            paper.countersign(motion, given, actor=board)
        paper.enter(motion, given, actor=board)
        with pytest.raises(Refused, match="à une autre personne"):
            paper.countersign(motion, given, actor=board)
        paper.countersign(motion, given, actor=s.acting("Nora", "secretary"))
        with pytest.raises(Refused, match="déjà confirmés"):
            paper.enter(motion, given, actor=board)
        for who, part in (("Samia", "Totaux écrits"), ("Nora", "Totaux confirmés")):
            (counts,) = [one for one in declared() if one.slug == "depouillements"]
            assert [row["Votre part"] for row in counts.export(s.person(who).id)] == [part]
    boxes.close_now(site, key)
    with pytest.raises(Refused, match="Le vote est clos"), s.writing(site):
        paper.enter(polls.motion(key), given, actor=s.acting("Samia", "board_member"))


@pytest.mark.parametrize(
    ("given", "reason"),
    [(None, Unopened.UNCOUNTED), (Counted(4, 4, 0, 0), Unopened.FEW)],
)
def test_what_nobody_confirmed_or_too_few_decides_nothing(site: Flask, given: Counted | None, reason: Unopened) -> None:
    key = held(site)
    if given is not None:
        with s.writing(site):
            paper.enter(polls.motion(key), given, actor=s.acting("Samia", "board_member"))
            paper.countersign(polls.motion(key), given, actor=s.acting("Nora", "secretary"))
    boxes.close(site)
    assert polls.frozen(site, key)[-1] is MotionResult.NOT_OPENED
    assert boxes.box(site, key).unopened is reason


def test_only_paper_votes_are_counted_by_hand(site: Flask) -> None:
    key = boxes.opened(site)
    assert s.signed_in(site, "Samia").visits(f"{polls.page(key)}/depouillement").status == 404


def test_the_count_is_forgotten_with_the_rest(site: Flask) -> None:
    key = held(site)
    with s.writing(site):
        paper.enter(polls.motion(key), Counted(7, 4, 2, 1), actor=s.acting("Samia", "board_member"))
    boxes.close(site)
    with s.writing_at(site, polls.CLOSING + closing.KEPT * 2):
        closing.forget()
        assert queries.paper_count(key) is None
