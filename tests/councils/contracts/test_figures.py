"""R-CTR-03: figures are read exactly or refused, never guessed; what is read otherwise than typed is said."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from councils.contracts.figures import Ambiguous, Span, Unreadable, read_figure, read_period


@pytest.mark.parametrize(
    ("typed", "value", "as_typed"),
    [
        ("37000000", "37000000", True),
        ("-0.4", "-0.4", True),
        ("1.25", "1.25", True),
        ("0.125", "0.125", True),
        ("28,7", "28.7", False),
        ("105..878.545", "105878545", False),
        ("58.648..438", "58648438", False),
        ("17.596.888", "17596888", False),
        ("17,596,888", "17596888", False),
        ("17 596 888", "17596888", False),
        ("17\u202f596\u00a0888", "17596888", False),
        ("1.234,56", "1234.56", False),
        ("1,234.56", "1234.56", False),
        ("1 234,5", "1234.5", False),
        ("−0,4", "-0.4", False),
        ("007", "7", False),
    ],
)
def test_one_reading_is_taken_exactly(typed, value, as_typed):
    found = read_figure(typed)
    assert (found.value, found.as_typed) == (Decimal(value), as_typed)


@pytest.mark.parametrize("typed", ["58.648", "1,250", "350..000", "-1.500"])
def test_two_readings_are_refused(typed):
    with pytest.raises(Ambiguous):
        read_figure(typed)


@pytest.mark.parametrize(("typed", "value"), [("58.648", 58648), ("1,250", 1250), ("350..000", 350000)])
def test_in_a_column_of_euros_three_decimals_can_only_be_thousands(typed, value):
    assert read_figure(typed, decimals=2).value == value


@pytest.mark.parametrize(
    "typed",
    ["", "37M€", "28,7 %", "douze", "1.2.3", "1 23", "12..5", "1,2,3", "--4", "4-", "1e6", "Infinity", "٣", "²"],
)
def test_what_is_no_figure_is_refused(typed):
    with pytest.raises(Unreadable):
        read_figure(typed)


def test_a_whole_number_has_no_decimals():
    with pytest.raises(Unreadable):
        read_figure("3.5", decimals=0)
    assert read_figure("3,0", decimals=0).value == 3


_FIGURES = st.decimals(min_value=-(10**14), max_value=10**14, allow_nan=False, allow_infinity=False, places=2)


@given(_FIGURES)
def test_what_is_written_plainly_comes_back_digit_for_digit(figure):
    found = read_figure(format(figure, "f"))
    assert (found.value, found.as_typed) == (figure, True)


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from([".", ",", " ", "\u00a0", "\u202f", ".."]))
def test_grouped_thousands_are_read_as_the_same_number_or_refused(number, separator):
    typed = f"{number:,}".replace(",", separator)
    try:
        found = read_figure(typed)
    except Ambiguous:
        assert 1000 <= number < 1_000_000
    else:
        assert found.value == number
        assert found.as_typed == (number < 1000)


@given(st.text(max_size=20))
def test_no_text_does_anything_but_be_read_or_refused(typed):
    try:
        found = read_figure(typed)
    except (Ambiguous, Unreadable):
        return
    digits = "".join(c for c in typed if c.isdecimal())
    # only the value's own digits: none lost, none added
    assert digits.lstrip("0") == "".join(c for c in format(found.value, "f") if c.isdecimal()).lstrip("0")


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("2016", 2016, 2016),
        ("2015-2016", 2015, 2016),
        ("depuis 2015", 2015, None),
        ("à partir de 2018", 2018, None),
        ("édition suivante", None, None),
    ],
)
def test_periods_of_the_report(printed, first, last):
    assert read_period(printed) == Span(first, last)


@pytest.mark.parametrize("printed", ["", "16", "2016-2015", "1066", "2016/2017", "depuis toujours", "2015-2016-2017"])
def test_other_periods_are_refused(printed):
    with pytest.raises(Unreadable):
        read_period(printed)


@given(st.integers(1900, 2100), st.integers(1900, 2100))
def test_two_years_are_a_period_when_they_run_forwards(first, last):
    if first <= last:
        assert read_period(f"{first}-{last}") == Span(first, last)
    else:
        with pytest.raises(Unreadable):
            read_period(f"{first}-{last}")


@given(st.text(max_size=30))
def test_no_text_makes_a_period_with_years_out_of_order(printed):
    try:
        span = read_period(printed)
    except Unreadable:
        return
    assert span.last is None or (span.first is not None and 1900 <= span.first <= span.last <= 2100)
