"""Who may do what with meetings, votes, proposals, answers: as people meet the rules, in each state of a proposal."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from foundation.policy import SYSTEM, VISITOR, Actor, Grant
from meetings.policy import RULES, committee_of
from meetings.proposals.models import ProposalState

LUNE, SOLEIL, COPIL, OTHER = (uuid.UUID(int=number) for number in (1, 2, 3, 4))
SAMIA, AUTHOR = uuid.UUID(int=7), uuid.UUID(int=8)


def holding(role: str, scope_type: str, scope_id: uuid.UUID, person: uuid.UUID = SAMIA) -> Actor:
    return Actor(person, role, frozenset({Grant(role, scope_type, scope_id)}))


def proposal(state: ProposalState, *, published: bool = False, open_to: bool = False, sent: bool = False) -> object:
    return SimpleNamespace(
        id=uuid.UUID(int=9),
        council_id=LUNE,
        author_id=AUTHOR,
        state=state,
        published_at=datetime(2026, 12, 3, tzinfo=UTC) if published else None,
        open_to_residents=open_to,
        committee_id=COPIL if sent else None,
    )


P = ProposalState
SUBJECTS = {
    "council": SimpleNamespace(id=LUNE),
    "committee": SimpleNamespace(id=COPIL),
    "motion": SimpleNamespace(id=uuid.UUID(int=10), council_id=LUNE),
    "draft": proposal(P.DRAFT),
    "draft+open": proposal(P.DRAFT, open_to=True),
    "discarded": proposal(P.DISCARDED),
    "discussed": proposal(P.DELIBERATING),
    "opened": proposal(P.DELIBERATING, open_to=True),
    "voted": proposal(P.DELIBERATING, published=True),
    "rejected": proposal(P.REJECTED, published=True),
    "sent": proposal(P.TRANSMITTED, published=True, sent=True),
    "answered": proposal(P.ANSWERED, published=True, open_to=True, sent=True),
    "withdrawn": proposal(P.WITHDRAWN),
}
PEOPLE = {
    "visitor": VISITOR,
    "site": SYSTEM,
    "known": Actor(SAMIA, "resident"),
    "author": holding("member", "council", LUNE, AUTHOR),
    "gone": Actor(AUTHOR, "resident"),  # wrote it, and sits no more
    "member": holding("member", "council", LUNE),
    "board": holding("board_member", "council", LUNE),
    "scribe": holding("secretary", "council", LUNE),
    "guide": holding("council_facilitator", "council", LUNE),
    "abroad": holding("board_member", "council", SOLEIL),
    "office": holding("committee_secretary", "committee", COPIL),
    "other": holding("committee_secretary", "committee", OTHER),
    "net": Actor(SAMIA, "network_coordinator", frozenset({Grant("network_coordinator")})),
    "admin": Actor(SAMIA, "platform_admin", frozenset({Grant("platform_admin")})),
}
TABLE = """
                            visitor site known author gone member board scribe guide abroad office other net admin
meeting.list     council       y     y     y     y     y     y      y     y      y     y      y      y    y    y
meeting.read     council       y     y     y     y     y     y      y     y      y     y      y      y    y    y
meeting.inside   council       -     -     -     y     -     y      y     y      y     -      -      -    -    -
meeting.inside   motion        -     -     -     y     -     y      y     y      y     -      -      -    -    -
meeting.plan     council       -     -     -     -     -     -      y     y      y     -      -      -    -    -
meeting.plan     motion        -     -     -     -     -     -      y     y      y     -      -      -    -    -
meeting.answer   motion        -     -     -     y     -     y      -     -      -     -      -      -    -    -
vote.read        motion        y     y     y     y     y     y      y     y      y     y      y      y    y    y
vote.open        council       -     -     -     -     -     -      y     -      -     -      -      -    -    -
vote.cast        motion        -     -     -     y     -     y      -     -      -     -      -      -    -    -
vote.voters      motion        -     -     -     y     -     y      y     y      y     -      -      -    -    -
vote.voters      council       -     -     -     y     -     y      y     y      y     -      -      -    -    -
vote.close       motion        -     y     -     -     -     -      -     -      -     -      -      -    -    -
proposal.list    council       y     y     y     y     y     y      y     y      y     y      y      y    y    y
proposal.write   council       -     -     -     y     -     y      y     y      y     -      -      -    -    -
proposal.read    draft         -     -     -     y     -     -      -     -      -     -      -      -    -    -
proposal.read    draft+open    -     -     -     y     -     -      -     -      -     -      -      -    -    -
proposal.read    discarded     -     -     -     y     -     -      -     -      -     -      -      -    -    -
proposal.read    discussed     -     -     -     y     -     y      y     y      y     -      -      -    -    -
proposal.read    opened        y     y     y     y     y     y      y     y      y     y      y      y    y    y
proposal.read    voted         y     y     y     y     y     y      y     y      y     y      y      y    y    y
proposal.read    rejected      y     y     y     y     y     y      y     y      y     y      y      y    y    y
proposal.read    answered      y     y     y     y     y     y      y     y      y     y      y      y    y    y
proposal.read    withdrawn     -     -     -     y     -     y      y     y      y     -      -      -    -    -
proposal.edit    draft         -     -     -     y     -     -      -     -      -     -      -      -    -    -
proposal.edit    discarded     -     -     -     y     -     -      -     -      -     -      -      -    -    -
proposal.edit    discussed     -     -     -     y     -     -      y     -      y     -      -      -    -    -
proposal.edit    opened        -     -     -     y     -     -      y     -      y     -      -      -    -    -
proposal.edit    sent          -     -     -     y     -     -      y     -      y     -      -      -    -    -
proposal.follow  draft         -     -     -     -     -     -      -     -      -     -      -      -    -    -
proposal.follow  draft+open    -     -     -     -     -     -      -     -      -     -      -      -    -    -
proposal.follow  discussed     -     -     -     y     -     y      y     y      y     -      -      -    -    -
proposal.follow  opened        y     y     y     y     y     y      y     y      y     y      y      y    y    y
proposal.follow  voted         -     -     -     y     -     y      y     y      y     -      -      -    -    -
proposal.follow  rejected      -     -     -     y     -     y      y     y      y     -      -      -    -    -
proposal.follow  answered      y     y     y     y     y     y      y     y      y     y      y      y    y    y
proposal.follow  withdrawn     -     -     -     y     -     y      y     y      y     -      -      -    -    -
proposal.follow  discarded     -     -     -     -     -     -      -     -      -     -      -      -    -    -
proposal.discuss draft         -     -     -     -     -     -      -     -      -     -      -      -    -    -
proposal.discuss draft+open    -     -     -     -     -     -      -     -      -     -      -      -    -    -
proposal.discuss discussed     -     -     -     y     -     y      y     y      y     -      -      -    -    -
proposal.discuss opened        -     -     y     y     y     y      y     y      y     y      y      y    y    y
proposal.discuss voted         -     -     -     y     -     y      y     y      y     -      -      -    -    -
proposal.discuss discarded     -     -     -     -     -     -      -     -      -     -      -      -    -    -
proposal.speak   draft         -     -     -     -     -     -      -     -      -     -      -      -    -    -
proposal.speak   discussed     -     -     -     y     -     y      y     y      y     -      -      -    -    -
proposal.speak   opened        -     -     -     y     -     y      y     y      y     -      -      -    -    -
proposal.welcome draft         -     -     -     -     -     -      -     -      -     -      -      -    -    -
proposal.welcome discussed     -     -     -     -     -     -      y     -      y     -      -      -    -    -
proposal.steer   draft         -     -     -     -     -     -      -     -      -     -      -      -    -    -
proposal.steer   discussed     -     -     -     -     -     -      y     -      -     -      -      -    -    -
proposal.steer   sent          -     -     -     -     -     -      y     -      -     -      -      -    -    -
proposal.answer  discussed     -     -     -     -     -     -      -     -      -     -      -      -    -    -
proposal.answer  sent          -     -     -     -     -     -      -     -      -     -      y      -    -    -
committee.office committee     -     -     -     -     -     -      -     -      -     -      y      -    -    -
"""
HEAD, *LINES = TABLE.strip("\n").splitlines()
CASES = [
    (rule, subject, who, answer == "y")
    for rule, subject, *answers in (line.split() for line in LINES)
    for who, answer in zip(HEAD.split(), answers, strict=True)
]


@pytest.mark.parametrize(("rule", "subject", "who", "allowed"), CASES)
def test_who_may_what(rule: str, subject: str, who: str, allowed: bool) -> None:
    assert RULES[rule](PEOPLE[who], SUBJECTS[subject]) is allowed


def test_every_rule_and_every_kind_of_person_stands_in_the_table() -> None:
    assert {rule for rule, _, _, _ in CASES} == set(RULES)
    assert {who for _, _, who, _ in CASES} == set(PEOPLE)
    assert {subject for _, subject, _, _ in CASES} == set(SUBJECTS)


def test_a_proposal_not_sent_yet_is_no_committee_s() -> None:
    assert committee_of(SUBJECTS["discussed"]) == uuid.UUID(int=0)
    assert committee_of(SUBJECTS["sent"]) == COPIL
    assert committee_of(SUBJECTS["committee"]) == COPIL
