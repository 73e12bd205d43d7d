"""« Count a row only if none of its ancestors has an amount »: no money is counted twice, none is lost."""

from hypothesis import given
from hypothesis import strategies as st

from councils.contracts.counting import counted, covering


@st.composite
def trees(draw):
    """Actions 0…n, each with a parent of a smaller number or none, and an amount or none."""
    size = draw(st.integers(0, 30))
    parents = {n: draw(st.sampled_from([None, *range(n)])) for n in range(size)}
    amounts = {n: draw(st.none() | st.integers(0, 10**12)) for n in range(size)}
    return amounts, parents


def ancestors(key, parents):
    found = []
    while (key := parents[key]) is not None:
        found.append(key)
    return found


@given(trees())
def test_no_counted_amount_stands_above_another(tree):
    amounts, parents = tree
    chosen = counted(amounts, parents)
    assert not any(above in chosen for key in chosen for above in ancestors(key, parents))


@given(trees())
def test_each_amount_is_counted_once_or_is_within_one_that_is(tree):
    amounts, parents = tree
    chosen = counted(amounts, parents)
    for key, amount in amounts.items():
        if amount is None:
            assert key not in chosen
        else:
            line = [key, *ancestors(key, parents)]
            assert len([step for step in line if step in chosen]) == 1


@given(trees())
def test_the_nearest_amount_above_is_the_one_that_covers(tree):
    amounts, parents = tree
    for key in amounts:
        above = [step for step in ancestors(key, parents) if amounts[step] is not None]
        assert covering(key, amounts, parents) == (above[0] if above else None)


def test_a_loop_does_not_hold_the_sum_up():
    assert counted({"a": 1, "b": None}, {"a": "b", "b": "a"}) == {"a": 1}


def test_the_report_s_own_parents_and_parts():
    amounts = {"iti": 37_000_000, "iti-tpe-pme": 5_000_000, "npru": None, "protocole": 9_500_000, "etudes": 2_500_000}
    parents = {"iti": None, "iti-tpe-pme": "iti", "npru": None, "protocole": "npru", "etudes": "protocole"}
    assert counted(amounts, parents) == {"iti": 37_000_000, "protocole": 9_500_000}
