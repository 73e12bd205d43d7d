"""Who may do what with councils and their dossiers: the rules as people meet them."""

import uuid
from types import SimpleNamespace

import pytest

from councils.contracts.declaration import RULES as CONTRACT_RULES
from councils.policy import RULES as COUNCIL_RULES
from councils.policy import council_of
from foundation.policy import SYSTEM, VISITOR, Actor, Grant

RULES = {**COUNCIL_RULES, **CONTRACT_RULES}
LILLE, ROUBAIX = uuid.UUID(int=1), uuid.UUID(int=2)
SAMIA, ROGER = uuid.UUID(int=7), uuid.UUID(int=8)
COUNCIL = SimpleNamespace(id=LILLE)
ROGERS = SimpleNamespace(id=uuid.UUID(int=9), council_id=LILLE, person_id=ROGER)


def holding(role: str, scope_type: str = "", scope_id: uuid.UUID | None = None) -> Actor:
    return Actor(SAMIA, role, frozenset({Grant(role, scope_type, scope_id)} if scope_type else {Grant(role)}))


PEOPLE = {
    "visitor": VISITOR,
    "site": SYSTEM,
    "Roger": Actor(ROGER, "member", frozenset({Grant("member", "council", LILLE)})),
    "member": holding("member", "council", LILLE),
    "board": holding("board_member", "council", LILLE),
    "secretary": holding("secretary", "council", LILLE),
    "facilitator": holding("council_facilitator", "council", LILLE),
    "elsewhere": holding("council_facilitator", "council", ROUBAIX),
    "liaison": holding("municipal_liaison", "council", LILLE),
    "neighbor": holding("municipal_liaison", "council", ROUBAIX),
    "network": holding("network_coordinator"),
    "delegate": holding("prefect_delegate", "organization", LILLE),
    "moderator": holding("moderator"),
    "admin": holding("platform_admin"),
}
TABLE = """
                              visitor        site        Roger        member       board      secretary   facilitator   elsewhere     liaison      neighbor     network      delegate    moderator      admin
council.list                    yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes
council.read                    yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes
council.contact                 yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes
council.create                   -            -            -            -            -            -            -            -           yes           -           yes           -            -            -
council.office                   -            -           yes          yes          yes          yes          yes           -           yes           -           yes          yes           -            -
territory.find                  yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes
territory.load                   -           yes           -            -            -            -            -            -            -            -            -            -            -            -
neighborhood.read               yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes
neighborhood.edit                -           yes           -            -            -            -            -            -            -            -           yes           -            -            -
organization.edit                -           yes           -            -            -            -           yes           -           yes           -           yes           -            -            -
committee.list                  yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes
committee.read                  yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes
committee.edit                   -           yes           -            -            -            -            -            -            -            -           yes           -            -            -
seat.edit                        -           yes           -            -            -            -            -            -            -            -           yes           -            -            -
seat.name                        -            -            -            -           yes          yes          yes           -            -            -           yes           -            -            -
member.public                   yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes
member.list                      -            -           yes          yes          yes          yes          yes           -           yes           -           yes          yes           -            -
member.contact                   -            -            -            -           yes           -           yes           -            -            -            -            -            -            -
membership.edit                  -            -            -            -            -            -           yes           -           yes           -           yes           -            -            -
membership.accept                -            -           yes           -            -            -            -            -            -            -            -            -            -            -
term.plan                        -            -            -            -            -            -           yes           -           yes           -           yes           -            -            -
sortition.read                  yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes
sortition.run                    -            -            -            -            -            -           yes           -           yes           -           yes           -            -            -
assistance.read                  -            -           yes           -            -            -           yes           -            -            -            -            -            -            -
assistance.record                -            -            -            -            -            -           yes           -            -            -            -            -            -            -
assistance.revoke                -            -           yes           -            -            -           yes           -            -            -            -            -            -            -
board.edit                       -            -            -            -           yes           -           yes           -            -            -            -            -            -            -
group.edit                       -            -            -            -           yes           -           yes           -            -            -            -            -            -            -
reserve.edit                     -            -            -            -            -            -           yes           -           yes           -           yes           -            -            -
import.send                      -            -            -            -            -            -           yes           -           yes           -           yes           -            -            -
register.export                  -            -            -            -           yes           -           yes           -           yes           -           yes           -            -            -
rules.edit                       -            -            -            -           yes           -           yes           -            -            -            -            -            -            -
means.edit                       -            -            -            -           yes           -           yes           -           yes           -           yes           -            -            -
overview.read                    -            -            -            -            -            -            -            -            -            -           yes           -            -            -
overview.remind                  -            -            -            -            -            -            -            -            -            -           yes           -            -            -
accreditation.list               -            -            -            -           yes           -           yes           -           yes           -           yes          yes           -            -
accreditation.read               -            -           yes          yes          yes          yes          yes           -           yes           -           yes          yes           -            -
accreditation.open               -            -            -            -            -            -           yes           -           yes           -           yes          yes           -            -
accreditation.edit               -            -            -            -            -            -           yes           -           yes           -           yes           -            -            -
accreditation.compose            -            -            -            -            -            -           yes           -           yes           -            -            -            -            -
accreditation.submit             -            -            -            -            -            -            -            -           yes           -           yes           -            -            -
accreditation.consult            -           yes           -            -            -            -            -            -            -            -           yes           -            -            -
accreditation.be_consulted      yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes
accreditation.review             -            -            -            -            -            -            -            -            -            -           yes          yes           -            -
accreditation.decide             -            -            -            -            -            -            -            -            -            -            -           yes           -            -
accreditation.publish            -            -            -            -            -            -            -            -            -            -           yes          yes           -            -
accreditation.abandon            -            -            -            -            -            -           yes           -           yes           -           yes           -            -            -
accreditation.clock              -           yes           -            -            -            -            -            -            -            -            -            -            -            -
contract.read                   yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes          yes"""  # noqa: E501
HEAD, *LINES = TABLE.strip("\n").splitlines()
CASES = [
    (line.split()[0], who, answer == "yes")
    for line in LINES
    for who, answer in zip(HEAD.split(), line.split()[1:], strict=True)
]


@pytest.mark.parametrize(("rule", "who", "allowed"), CASES)
def test_who_may_what(rule: str, who: str, allowed: bool) -> None:
    assert RULES[rule](PEOPLE[who], ROGERS) is allowed


def test_every_rule_stands_in_the_table() -> None:
    assert {rule for rule, _, _ in CASES} == set(RULES)


def test_a_dossier_is_about_its_council() -> None:
    dossier = SimpleNamespace(id=uuid.UUID(int=9), council_id=ROUBAIX)
    assert council_of(dossier) == ROUBAIX
    assert council_of(COUNCIL) == LILLE
    assert not RULES["accreditation.compose"](PEOPLE["facilitator"], dossier)
    assert RULES["accreditation.compose"](PEOPLE["elsewhere"], dossier)


def test_who_keeps_a_committee_gives_its_seats_and_no_other_s() -> None:
    copil, other = uuid.UUID(int=20), uuid.UUID(int=21)
    committee, seat = (
        SimpleNamespace(id=copil),
        SimpleNamespace(id=uuid.UUID(int=22), council_id=LILLE, committee_id=copil),
    )
    secretary, stranger = (holding("committee_secretary", "committee", key) for key in (copil, other))
    for rule, subject in (("seat.edit", committee), ("seat.edit", seat), ("seat.name", seat)):
        assert RULES[rule](secretary, subject), rule
        assert not RULES[rule](stranger, subject), rule
    assert not RULES["committee.edit"](secretary, committee)
    assert not RULES["member.list"](secretary, seat)
    assert not RULES["seat.name"](PEOPLE["elsewhere"], seat)
    # who speaks for a council decides nothing of the seat
    assert not RULES["seat.name"](holding("representative", "committee", copil), seat)
