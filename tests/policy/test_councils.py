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
SAMIA = uuid.UUID(int=7)
COUNCIL = SimpleNamespace(id=LILLE)


def holding(role: str, scope_type: str = "", scope_id: uuid.UUID | None = None) -> Actor:
    return Actor(SAMIA, role, frozenset({Grant(role, scope_type, scope_id)} if scope_type else {Grant(role)}))


PEOPLE = {
    "visitor": VISITOR,
    "site": SYSTEM,
    "facilitator": holding("council_facilitator", "council", LILLE),
    "elsewhere": holding("council_facilitator", "council", ROUBAIX),
    "liaison": holding("municipal_liaison", "municipality", LILLE),
    "network": holding("network_coordinator"),
    "delegate": holding("prefect_delegate", "organization", LILLE),
    "moderator": holding("moderator"),
    "admin": holding("platform_admin"),
}
TABLE = """
                       visitor  site  facilitator  elsewhere  liaison  network  delegate  moderator  admin
council.list             yes    yes       yes         yes       yes      yes      yes        yes      yes
council.read             yes    yes       yes         yes       yes      yes      yes        yes      yes
contract.read            yes    yes       yes         yes       yes      yes      yes        yes      yes
territory.find           yes    yes       yes         yes       yes      yes      yes        yes      yes
committee.list           yes    yes       yes         yes       yes      yes      yes        yes      yes
committee.read           yes    yes       yes         yes       yes      yes      yes        yes      yes
neighborhood.read        yes    yes       yes         yes       yes      yes      yes        yes      yes
council.edit              -      -         -           -         -       yes       -          -        -
membership.edit           -      -        yes          -        yes      yes       -          -        -
territory.load            -     yes        -           -         -        -        -          -        -
neighborhood.edit         -     yes        -           -         -       yes       -          -        -
organization.edit         -     yes        -           -         -       yes       -          -        -
committee.edit            -     yes        -           -         -       yes       -          -        -
accreditation.open        -      -        yes          -        yes      yes      yes         -        -
accreditation.compose     -      -        yes          -        yes       -        -          -        -
accreditation.submit      -      -         -           -        yes      yes       -          -        -
accreditation.consult     -      -         -           -         -       yes       -          -        -
accreditation.review      -      -         -           -         -       yes      yes         -        -
accreditation.decide      -      -         -           -         -        -       yes         -        -
accreditation.publish     -      -         -           -         -       yes      yes         -        -
accreditation.abandon     -      -        yes          -        yes      yes       -          -        -
accreditation.clock       -     yes        -           -         -        -        -          -        - """
HEAD, *LINES = TABLE.strip("\n").splitlines()
CASES = [
    (line.split()[0], who, answer == "yes")
    for line in LINES
    for who, answer in zip(HEAD.split(), line.split()[1:], strict=True)
]


@pytest.mark.parametrize(("rule", "who", "allowed"), CASES)
def test_who_may_what(rule: str, who: str, allowed: bool) -> None:
    assert RULES[rule](PEOPLE[who], COUNCIL) is allowed


def test_every_rule_stands_in_the_table() -> None:
    assert {rule for rule, _, _ in CASES} == set(RULES)


def test_a_dossier_is_about_its_council() -> None:
    dossier = SimpleNamespace(id=uuid.UUID(int=9), council_id=ROUBAIX)
    assert council_of(dossier) == ROUBAIX
    assert council_of(COUNCIL) == LILLE
    assert not RULES["accreditation.compose"](PEOPLE["facilitator"], dossier)
    assert RULES["accreditation.compose"](PEOPLE["elsewhere"], dossier)
