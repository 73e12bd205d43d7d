"""Who may do what with meetings, votes, proposals, answers: as people meet the rules, in each state of a proposal."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from foundation.policy import SYSTEM, VISITOR, Actor, Grant
from meetings.minutes.models import MinutesState
from meetings.models import MeetingKind, MeetingState
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


def paper(
    state: MeetingState,
    kind: MeetingKind,
    *,
    public: bool,
    council: uuid.UUID | None = LUNE,
    committee: uuid.UUID | None = None,
) -> object:
    return SimpleNamespace(
        id=uuid.UUID(int=15),
        council_id=council,
        committee_id=committee,
        is_public=public,
        meeting=SimpleNamespace(state=state, kind=kind),
    )


M, K = MeetingState, MeetingKind
P = ProposalState
SUBJECTS = {
    "council": SimpleNamespace(id=LUNE),
    "committee": SimpleNamespace(id=COPIL),
    "session": SimpleNamespace(id=uuid.UUID(int=13), council_id=None, committee_id=COPIL),
    "agenda": paper(MeetingState.DRAFT, MeetingKind.COMMITTEE_SESSION, public=True, council=None, committee=COPIL),
    "gathering": SimpleNamespace(id=uuid.UUID(int=14), council_id=None, committee_id=None),
    "motion": SimpleNamespace(id=uuid.UUID(int=10), council_id=LUNE),
    "idea": SimpleNamespace(id=uuid.UUID(int=16), council_id=LUNE, membership=SimpleNamespace(person_id=AUTHOR)),
    "plan": paper(M.CONVENED, K.PLENARY, public=True),
    "notes": paper(M.CONVENED, K.PLENARY, public=False),
    "plan+board": paper(M.CONVENED, K.BOARD, public=True),
    "plan+early": paper(M.DRAFT, K.PLENARY, public=True),
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
    "minutes-draft": SimpleNamespace(id=uuid.UUID(int=11), council_id=LUNE, state=MinutesState.DRAFT),
    "minutes-sent": SimpleNamespace(id=uuid.UUID(int=11), council_id=LUNE, state=MinutesState.PROPOSED),
    "minutes-out": SimpleNamespace(id=uuid.UUID(int=11), council_id=LUNE, state=MinutesState.PUBLISHED),
    "theirs": SimpleNamespace(id=uuid.UUID(int=12), council_id=LUNE, owner=SimpleNamespace(person_id=AUTHOR)),
    "nobodys": SimpleNamespace(id=uuid.UUID(int=12), council_id=LUNE, owner=None),
}
PEOPLE = {
    "anon": VISITOR,
    "site": SYSTEM,
    "known": Actor(SAMIA, "resident"),
    "wrote": holding("member", "council", LUNE, AUTHOR),
    "gone": Actor(AUTHOR, "resident"),  # wrote it, and sits no more
    "member": holding("member", "council", LUNE),
    "board": holding("board_member", "council", LUNE),
    "clerk": holding("secretary", "council", LUNE),
    "guide": holding("council_facilitator", "council", LUNE),
    "away": holding("board_member", "council", SOLEIL),
    "desk": holding("committee_secretary", "committee", COPIL),
    "other": holding("committee_secretary", "committee", OTHER),
    "rep": holding("representative", "committee", COPIL),
    "mod": Actor(SAMIA, "moderator", frozenset({Grant("moderator")})),
    "town": holding("municipal_liaison", "council", LUNE),
    "net": Actor(SAMIA, "network_coordinator", frozenset({Grant("network_coordinator")})),
    "admin": Actor(SAMIA, "platform_admin", frozenset({Grant("platform_admin")})),
}
TABLE = """
                              anon site known wrote gone member board clerk guide away desk other mod town net admin rep
meeting.list     council        y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
meeting.read     council        y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
meeting.inside   council        -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
meeting.inside   motion         -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
meeting.plan     council        -    -     -     -    -     -      y     y     y    -    -     -    -   -    -    -    -
meeting.plan     motion         -    -     -     -    -     -      y     y     y    -    -     -    -   -    -    -    -
meeting.hold     motion         -    -     -     -    -     -      y     y     y    -    -     -    -   -    -    -    -
meeting.answer   motion         -    -     -     y    -     y      -     -     -    -    -     -    -   -    -    -    -
calendar.own     council        -    -     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
item.propose     council        -    -     -     y    -     y      -     -     -    -    -     -    -   -    -    -    -
item.take_back   idea           -    -     -     y    -     -      -     -     -    -    -     -    -   -    -    -    -
agenda.paper     plan           y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
agenda.paper     notes          -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
agenda.paper     plan+board     -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
agenda.paper     plan+early     -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
vote.read        motion         y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
vote.open        council        -    -     -     -    -     -      y     -     -    -    -     -    -   -    -    -    -
vote.cast        motion         -    -     -     y    -     y      -     -     -    -    -     -    -   -    -    -    -
vote.voters      motion         -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
vote.voters      council        -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
vote.close       motion         -    y     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.list    council        y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
proposal.write   council        -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
proposal.read    draft          -    -     -     y    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.read    draft+open     -    -     -     y    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.read    discarded      -    -     -     y    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.read    discussed      -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
proposal.read    opened         y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
proposal.read    voted          y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
proposal.read    rejected       y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
proposal.read    answered       y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
proposal.read    withdrawn      -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
proposal.edit    draft          -    -     -     y    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.edit    discarded      -    -     -     y    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.edit    discussed      -    -     -     y    -     -      y     -     y    -    -     -    -   -    -    -    -
proposal.edit    opened         -    -     -     y    -     -      y     -     y    -    -     -    -   -    -    -    -
proposal.edit    sent           -    -     -     y    -     -      y     -     y    -    -     -    -   -    -    -    -
proposal.follow  draft          -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.follow  draft+open     -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.follow  discussed      -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
proposal.follow  opened         y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
proposal.follow  voted          -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
proposal.follow  rejected       -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
proposal.follow  answered       y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
proposal.follow  withdrawn      -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
proposal.follow  discarded      -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.discuss draft          -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.discuss draft+open     -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.discuss discussed      -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
proposal.discuss opened         -    -     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
proposal.discuss voted          -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
proposal.discuss discarded      -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.speak   draft          -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.speak   discussed      -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
proposal.speak   opened         -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
proposal.welcome draft          -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.welcome discussed      -    -     -     -    -     -      y     -     y    -    -     -    -   -    -    -    -
proposal.steer   draft          -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.steer   discussed      -    -     -     -    -     -      y     -     -    -    -     -    -   -    -    -    -
proposal.steer   sent           -    -     -     -    -     -      y     -     -    -    -     -    -   -    -    -    -
proposal.answer  discussed      -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
proposal.answer  sent           -    -     -     -    -     -      -     -     -    -    y     -    -   -    -    -    -
committee.office committee      -    -     -     -    -     -      -     -     -    -    y     -    -   -    -    -    -
minutes.public   minutes-out    y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
minutes.inside   minutes-draft  -    -     -     -    -     -      y     y     y    -    -     -    -   -    -    -    -
minutes.inside   minutes-sent   -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
minutes.inside   minutes-out    -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
minutes.write    council        -    -     -     -    -     -      y     y     y    -    -     -    -   -    -    -    -
minutes.write    minutes-out    -    -     -     -    -     -      y     y     y    -    -     -    -   -    -    -    -
minutes.remark   minutes-sent   -    -     -     y    -     y      -     -     -    -    -     -    -   -    -    -    -
minutes.check    minutes-out    -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
minutes.approve  minutes-sent   -    y     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
minutes.mask     minutes-out    -    -     -     -    -     -      -     y     -    -    -     -    y   -    -    -    -
decision.list    council        -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
decision.settle  theirs         -    -     -     y    -     -      y     y     y    -    -     -    -   -    -    -    -
decision.settle  nobodys        -    -     -     -    -     -      y     y     y    -    -     -    -   -    -    -    -
ballot.check     motion         -    -     -     y    -     y      y     y     y    -    -     -    -   -    -    -    -
ballot.count     motion         -    -     -     -    -     -      y     y     y    -    -     -    -   -    -    -    -
meeting.read     session        y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
meeting.inside   session        -    -     -     -    -     -      -     -     -    -    y     -    -   -    -    -    y
meeting.plan     session        -    -     -     -    -     -      -     -     -    -    y     -    -   -    -    -    -
meeting.hold     session        -    -     -     -    -     -      -     -     -    -    y     -    -   -    -    -    -
meeting.answer   session        -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    y
meeting.read     gathering      y    y     y     y    y     y      y     y     y    y    y     y    y   y    y    y    y
meeting.inside   gathering      -    -     -     y    -     y      -     -     -    -    -     -    -   -    y    -    -
meeting.plan     gathering      -    -     -     -    -     -      -     -     -    -    -     -    -   -    y    -    -
meeting.hold     gathering      -    -     -     -    -     -      -     -     -    -    -     -    -   -    y    -    -
meeting.answer   gathering      -    -     -     y    -     y      -     -     -    -    -     -    -   -    -    -    -
agenda.paper     agenda         -    -     -     -    -     -      -     -     -    -    y     -    -   -    -    -    y
vote.open        gathering      -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
vote.open        session        -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
minutes.write    session        -    -     -     -    -     -      -     -     -    -    y     -    -   -    -    -    -
minutes.validate session        -    -     -     -    -     -      -     -     -    -    y     -    -   -    -    -    -
minutes.validate gathering      -    -     -     -    -     -      -     -     -    -    -     -    -   -    y    -    -
minutes.validate minutes-sent   -    -     -     -    -     -      -     -     -    -    -     -    -   -    -    -    -
minutes.mask     session        -    -     -     -    -     -      -     -     -    -    y     -    y   -    -    -    -
decision.list    session        -    -     -     -    -     -      -     -     -    -    y     -    -   -    -    -    y
decision.list    gathering      -    -     -     y    -     y      -     -     -    -    -     -    -   -    y    -    -
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
