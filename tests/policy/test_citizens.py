"""Who may do what with people, accounts, roles and discussions: the rules as people meet them."""

from __future__ import annotations

import uuid
from types import SimpleNamespace
from typing import Any

import pytest

from citizens.models import Person
from citizens.policy import RULES
from foundation.policy import SYSTEM, VISITOR, Actor, Grant

LILLE = uuid.UUID(int=1)
SAMIA, ROSE = uuid.UUID(int=7), uuid.UUID(int=8)


def actor(*roles: str, key: uuid.UUID = ROSE) -> Actor:
    return Actor(key, roles[0] if roles else "resident", frozenset(Grant(role) for role in roles))


def scoped(role: str, scope_type: str) -> Actor:
    return Actor(ROSE, role, frozenset({Grant(role, scope_type, LILLE)}))


def allows(what: str, who: Actor) -> bool:
    """A discussion that everybody follows, where whoever has an account takes part, and a board conducts."""
    return {"read": True, "write": who.id is not None, "steer": who.holds("board_member")}[what]


# what Samia wrote, a report on it, and the same where only the board follows
SAID: Any = SimpleNamespace(author_id=SAMIA, allows=allows, comment=SimpleNamespace(author_id=SAMIA))
CLOSED: Any = SimpleNamespace(author_id=SAMIA, allows=lambda _what, who: who.holds("board_member"))

PEOPLE = {
    "visitor": VISITOR,
    "site": SYSTEM,
    "resident": actor(),
    "author": actor(key=SAMIA),
    "board": scoped("board_member", "council"),
    "facilitator": scoped("council_facilitator", "council"),
    "liaison": scoped("municipal_liaison", "municipality"),
    "network": actor("network_coordinator"),
    "delegate": scoped("prefect_delegate", "organization"),
    "moderator": actor("moderator"),
    "dpo": actor("dpo"),
    "admin": actor("platform_admin"),
}
TABLE = """
                 visitor site resident author board facilitator liaison network delegate moderator  dpo admin
person.add          -     -      -       -      -       yes       yes     yes      -         -      -     -
account.enter      yes   yes    yes     yes    yes      yes       yes     yes     yes       yes    yes   yes
account.own         -     -     yes     yes    yes      yes       yes     yes     yes       yes    yes   yes
account.manage      -    yes     -       -      -        -         -       -       -         -      -    yes
role.grant          -    yes     -       -      -        -         -       -       -         -      -    yes
comment.post        -     -     yes     yes    yes      yes       yes     yes     yes       yes    yes   yes
comment.edit        -     -      -      yes     -        -         -       -       -         -      -     -
comment.withdraw    -     -      -      yes     -        -         -       -       -         -      -     -
comment.welcome     -     -      -       -     yes       -         -       -       -         -      -     -
comment.moderate    -     -      -       -      -        -         -       -       -        yes     -     -
report.make        yes   yes    yes     yes    yes      yes       yes     yes     yes       yes    yes   yes
report.list         -     -      -       -      -        -         -       -       -        yes     -     -
report.decide       -     -      -       -      -        -         -       -       -        yes     -     -
personal.own        -     -     yes     yes    yes      yes       yes     yes     yes       yes    yes   yes
personal.list       -     -      -       -      -        -         -       -       -         -     yes    -
personal.decide     -     -      -       -      -        -         -       -       -         -     yes    -
erasure.carry_out   -    yes     -       -      -        -         -       -       -         -     yes    -
person.merge        -     -      -       -      -        -         -      yes      -         -      -    yes"""
HEAD, *LINES = TABLE.strip("\n").splitlines()
CASES = [
    (line.split()[0], who, answer == "yes")
    for line in LINES
    for who, answer in zip(HEAD.split(), line.split()[1:], strict=True)
]


@pytest.mark.parametrize(("rule", "who", "allowed"), CASES)
def test_who_may_what(rule: str, who: str, allowed: bool) -> None:
    subject = SAID if rule.startswith(("comment.", "report.")) else None
    assert RULES[rule](PEOPLE[who], subject) is allowed


def test_every_rule_stands_in_the_table() -> None:
    assert {rule for rule, _, _ in CASES} == set(RULES)


def test_own_is_ones_own() -> None:
    mine, theirs = Person(id=SAMIA), Person(id=LILLE)
    assert RULES["account.own"](actor(key=SAMIA), mine)
    assert not RULES["account.own"](actor("platform_admin"), theirs)


@pytest.mark.parametrize("rule", ["comment.post", "comment.edit", "comment.withdraw", "report.make"])
def test_a_discussion_that_one_does_not_follow_is_shut(rule: str) -> None:
    assert not RULES[rule](PEOPLE["author"], CLOSED)
    assert not RULES[rule](VISITOR, CLOSED)


def test_nobody_decides_on_their_own_words() -> None:
    moderator, board = actor("moderator", key=SAMIA), actor("board_member", key=SAMIA)
    assert not RULES["comment.moderate"](moderator, SAID)
    assert not RULES["report.decide"](moderator, SAID)
    assert not RULES["comment.welcome"](board, SAID)
