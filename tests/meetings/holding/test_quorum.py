"""The quorum in whole numbers (`R-QUO-01` to `R-QUO-05`); powers without chain or circle (`R-PRX-02`, `-05`)."""

from __future__ import annotations

import re
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings import quorum
from meetings.presence import powers
from meetings.quorum import QuorumRule, There

TABLE = """
rule  base  present  remote  represented  proxies  second  required  counted  reached
-     30    0        0       0            no       no      0         0        yes
1/2   21    10       1       3            no       no      11        11       yes
1/2   21    10       0       3            no       no      11        10       no
1/2   21    10       0       3            yes      no      11        13       yes
1/3   10    3        0       1            no       no      4         3        no
1/3   10    2        2       0            no       no      4         4        yes
12    40    11       1       0            no       no      12        12       yes
12    40    11       0       0            no       yes     0         11       yes
2/3   0     0        0       0            no       no      0         0        yes
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines()[1:])
def test_the_table_of_the_rules(line: str) -> None:
    rule, base, present, remote, represented, proxies, second, required, counted, reached = line.split()
    asked = quorum.rule_of("" if rule == "-" else rule, proxies_count=proxies == "yes")
    there = There(int(present), int(remote), int(represented))
    found = quorum.assess(asked, int(base), there, is_second_call=second == "yes")
    assert (found.required, found.counted, found.is_reached) == (int(required), int(counted), reached == "yes")


@given(st.integers(0, 2000), st.integers(1, 100), st.integers(1, 100))
def test_a_share_is_rounded_up_without_floating_point(base: int, numerator: int, denominator: int) -> None:
    low, high = sorted((numerator, denominator))
    rule = quorum.rule_of(f"{low}/{high}")
    assert quorum.required_of(rule, base) == ceil(Fraction(low, high) * base) <= base


@given(st.integers(1, 300), *(st.integers(0, 300) for _ in range(3)), st.booleans())
def test_one_more_person_never_undoes_a_quorum(
    number: int, present: int, remote: int, represented: int, counted: bool
) -> None:
    rule = QuorumRule(number=number, proxies_count=counted)
    now = quorum.assess(rule, 600, There(present, remote, represented))
    more = quorum.assess(rule, 600, There(present + 1, remote, represented))
    assert more.is_reached >= now.is_reached
    assert more.counted == now.counted + 1


@pytest.mark.parametrize("text", ["0/2", "3/2", "1/0", "0", "half", "1/2 ", "-1", "1/1000", "1000"])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        quorum.rule_of(text)


def test_the_sentence() -> None:
    there = There(12, 0, 1)
    reached = quorum.assess(quorum.rule_of("1/2"), 21, there)
    assert quorum.sentence(reached, there) == "12 présents, 1 représenté\u202f; il en faut 11\u00a0: quorum atteint."
    few = There(1, 2, 0)
    missed = quorum.assess(quorum.rule_of("1/2"), 21, few)
    assert quorum.sentence(missed, few).endswith("quorum non atteint.")
    assert quorum.there_words(few) == "1 présent, 2 à distance"
    assert "Aucun quorum n’est demandé" in quorum.sentence(quorum.assess(QuorumRule(), 21, few), few)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40), st.integers(1, 3))
def test_powers_make_no_chain_and_no_circle(asked: list[tuple[int, int]], most: int) -> None:
    given_now: list[tuple[int, int]] = []
    for giver, holder in asked:
        if not powers.fault(given_now, giver, holder, most):
            given_now = powers.after(given_now, giver, holder)
        givers, holders = [one for one, _ in given_now], [held for _, held in given_now]
        assert len(set(givers)) == len(givers)
        assert not set(givers) & set(holders)
        assert all(holders.count(one) <= most for one in holders)


def test_a_fault_is_said() -> None:
    assert powers.fault([], 1, 1, 1) == powers.TO_ONESELF
    assert powers.fault([(2, 3)], 1, 2, 1) == powers.PASSED_ON
    assert "porte déjà 1 pouvoir" in powers.fault([(1, 3)], 2, 3, 1)
    assert powers.fault([(1, 3)], 1, 3, 1) == ""
