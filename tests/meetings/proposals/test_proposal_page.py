"""The page of a proposal: who reads it when, its path in words and days, its buttons, its cost."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert

from citizens.discussion.models import Comment
from councils.territory.models import Neighborhood
from foundation import clock
from foundation.clock import standing_at
from foundation.database import db
from foundation.kept import KeptPages
from meetings.answers.models import AnswerOutcome
from meetings.proposals.models import ProposalState, ProposalVersion, proposal_neighborhood
from tests.browser import Browser
from tests.meetings import situations as s
from tests.meetings.proposals import drafts, shelf

S = ProposalState
Queries = Callable[[], AbstractContextManager[list[str]]]
UNPUBLISHED = {"motion_id": None, "published_at": None}
STATES = {
    "draft": {"state": S.DRAFT, **UNPUBLISHED},
    "discarded": {"state": S.DISCARDED, **UNPUBLISHED},
    "deliberating": {"state": S.DELIBERATING, **UNPUBLISHED},
    "opened": {"state": S.DELIBERATING, "open_to_residents": True, **UNPUBLISHED},
    "voting": {"state": S.DELIBERATING, "open_vote": True},
    "rejected": {"state": S.REJECTED},
    "transmitted": {"state": S.TRANSMITTED},
    "withdrawn": {"state": S.WITHDRAWN},
    "withdrawn_early": {"state": S.WITHDRAWN, **UNPUBLISHED},
}
# Awa wrote it; Samia is of the board, Chloé sits, Wanda is of the board of another council, Max keeps the committee
TABLE = """
                 visitor  Awa  Samia  Chloé  Pia  Wanda  Max  Rose
draft               -     yes    -      -     -     -     -    -
discarded           -     yes    -      -     -     -     -    -
deliberating        -     yes   yes    yes   yes    -     -    -
opened             yes    yes   yes    yes   yes   yes   yes  yes
voting             yes    yes   yes    yes   yes   yes   yes  yes
rejected           yes    yes   yes    yes   yes   yes   yes  yes
transmitted        yes    yes   yes    yes   yes   yes   yes  yes
withdrawn          yes    yes   yes    yes   yes   yes   yes  yes
withdrawn_early     -     yes   yes    yes   yes    -     -    -
"""


def test_who_reads_what(site: Flask) -> None:
    keys = {name: shelf.put(site, title=f"T-{name}", **how)[0] for name, how in STATES.items()}
    head, *lines = TABLE.strip("\n").splitlines()
    wanted = {line.split()[0]: line.split()[1:] for line in lines}
    wrong = []
    for place, name in enumerate(head.split()):
        reader = Browser(site) if name == "visitor" else s.signed_in(site, name)
        listed = reader.visits("/conseils/lune/propositions").text
        for state, answers in wanted.items():
            may = answers[place] == "yes"
            seen = reader.visits(shelf.address(keys[state])).headings(1) == [f"T-{state}"]
            # a draft thrown away is in no list any more
            if seen is not may or (f"T-{state} " in listed) is not (may and state != "discarded"):
                wrong.append(f"{name} {state}: {seen} {f'T-{state}' in listed}")
    assert wrong == []


def test_a_whole_path_in_public_words_and_days(site: Flask) -> None:
    """R-PRP-07: by the council, never by a person; R-PRP-01: late, it stays and the days count."""
    shelf.put(site, 1, S.ACKNOWLEDGED, on=s.TODAY - timedelta(days=100))
    page = Browser(site).visits("/propositions/CC-LUNE-2026-001")
    words = page.text
    for said in (
        "Réponse attendue depuis 8 jours",
        "La réponse devait venir le 25 novembre 2026. Elle n’est pas venue",
        "Portée par : Conseil citoyen Lune. Adressée à : Comité de pilotage du contrat de ville.",
        "Texte voté, que personne ne peut modifier.",
        "Envoyée il y a 100 jours.",
        "Adoptée par le conseil Pour : 7. Contre : 1. Abstention : 1.",
        "Transmise au comité 3 jours après la fin du vote.",
        "Reçue, avec accusé de réception 2 jours après l’envoi.",
        "Réponse due, non reçue (en retard)",
    ):
        assert said in words, said
    assert "Awa" not in words
    assert "Essai" not in words
    with standing_at(s.noon(s.TODAY + timedelta(days=400))):
        assert "Réponse attendue depuis 408 jours" in Browser(site).visits("/propositions/CC-LUNE-2026-001").text


def test_the_last_day_is_not_late(site: Flask) -> None:
    shelf.put(site, 1, S.ACKNOWLEDGED)
    with standing_at(s.paris(s.TODAY + timedelta(days=82), 23, 59, 59)):
        assert "c’est aujourd’hui" in Browser(site).visits("/propositions/CC-LUNE-2026-001").text
    with standing_at(s.paris(s.TODAY + timedelta(days=83), 0, 0, 1)):
        assert "Réponse attendue depuis 1 jour" in Browser(site).visits("/propositions/CC-LUNE-2026-001").text


def test_an_answer_comes_first_with_the_days_it_took(site: Flask) -> None:
    shelf.put(site, 1, S.ANSWERED, outcome=AnswerOutcome.RETAINED)
    page = Browser(site).visits("/propositions/CC-LUNE-2026-001")
    assert "La réponse est venue en 9 jours : « Retenue »." in page.text
    assert page.headings(2)[0] == "La réponse du comité"
    assert "9 jours après l’envoi" in page.text


def test_the_hash_can_be_checked_by_anyone(site: Flask) -> None:
    shelf.put(site, 1, S.TRANSMITTED)
    page = Browser(site).visits("/propositions/CC-LUNE-2026-001")
    text = Browser(site).visits("/propositions/CC-LUNE-2026-001/texte").response.get_data()
    assert hashlib.sha256(text).hexdigest() in page.text
    assert "journal public" in page.text


def test_r_prp_06_nobody_changes_a_voted_text(site: Flask) -> None:
    (key,) = shelf.put(site)
    for name in ("Awa", "Samia", "Pia"):
        page = s.signed_in(site, name).visits(shelf.address(key))
        assert not {"Modifier le texte", "Joindre des documents", "Ouvrir le vote"} & set(dict(page.links))


@pytest.mark.parametrize(
    ("name", "how", "acts"),
    [
        ("visitor", "adopted", []),
        ("Chloé", "adopted", []),
        ("Samia", "adopted", ["Transmettre au comité", "Reprendre la discussion", "Retirer la proposition"]),
        ("Max", "adopted", []),
        ("Samia", "voting", []),
        ("Max", "transmitted", ["Accuser réception"]),
        ("Samia", "transmitted", ["Retirer la proposition"]),
        ("Max", "acknowledged", ["Répondre"]),
        ("Max", "answered", ["Compléter la réponse"]),
        ("Samia", "answered", []),
    ],
)
def test_what_one_may_do_next(site: Flask, name: str, how: str, acts: list[str]) -> None:
    state = {"adopted": S.ADOPTED, "voting": S.DELIBERATING}.get(how) or S(how)  # type: ignore[call-arg]
    outcome = AnswerOutcome.NOTED if state is S.ANSWERED else None
    (key,) = shelf.put(site, 1, state, open_vote=how == "voting", outcome=outcome)
    page = (Browser(site) if name == "visitor" else s.signed_in(site, name)).visits(shelf.address(key))
    offered = [e.words for band in page.all("div") if "actions" in band.get("class") for e in band.all("a", "button")]
    assert [words for words in offered if words != "Voter"] == acts


def test_who_may_vote_is_led_to_the_vote(site: Flask) -> None:
    (key,) = shelf.put(site, 1, S.DELIBERATING, open_vote=True)
    assert ("Voter", "#voter") in s.signed_in(site, "Awa").visits(shelf.address(key)).links
    assert ("Voter", "#voter") not in s.signed_in(site, "Nora").visits(shelf.address(key)).links


def test_nobody_withdraws_while_people_vote(site: Flask) -> None:
    key = drafts.at_vote(site)
    page = s.signed_in(site, "Samia").visits(drafts.address(key))
    assert "Retirer la proposition" not in dict(page.links)
    assert "Vote en cours" in Browser(site).visits(drafts.address(key)).text


def costs(app: Flask, queries: Queries, path: str, reader: Browser | None = None) -> int:
    (reader or Browser(app)).visits(path)
    app.extensions["kept"] = KeptPages()
    with queries() as made:
        assert (reader or Browser(app)).visits(path).status == 200
    return len(made)


def test_a_page_costs_the_same_for_one_or_for_fifty(site: Flask, queries: Queries) -> None:
    (key,) = shelf.put(site, 1, S.ANSWERED, outcome=AnswerOutcome.RETAINED)
    path, samia = "/propositions/CC-LUNE-2026-001", s.signed_in(site, "Samia")
    _grow(site, key, 1)
    few = costs(site, queries, path), costs(site, queries, path, samia)
    _grow(site, key, 50)
    assert (costs(site, queries, path), costs(site, queries, path, samia)) == few
    assert few[0] <= 8, few


def _grow(app: Flask, key: uuid.UUID, count: int) -> None:
    """More comments, versions and neighborhoods."""
    author, version = {}, {}
    with s.writing(app):
        author = {"author_id": s.person("Chloé").id, "written_at": clock.now()}
        version = {"title": "x", "text": "x", "html": "x", "sha256": "0" * 64, "reason": ""}
        places = [uuid.uuid4() for _ in range(count)]
        named = [{"id": k, "slug": f"q-{k.hex}", "name": "Q", "name_key": "q"} for k in places]
        db.session.execute(insert(Neighborhood), named)
        db.session.execute(
            insert(proposal_neighborhood), [{"proposal_id": key, "neighborhood_id": place} for place in places]
        )
        db.session.execute(
            insert(ProposalVersion),
            [
                {"id": uuid.uuid4(), "proposal_id": key, "number": count + place + 10, **author, **version}
                for place in range(count)
            ],
        )
        db.session.execute(
            insert(Comment),
            [
                {
                    "id": uuid.uuid4(), "subject_kind": "proposal", "subject_id": key, "kind": "question",
                    "state": "shown", "text": "x", "html": "x", "version": 1, **author,
                }
                for _ in range(count)
            ],
        )  # fmt: skip
