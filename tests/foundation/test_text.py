from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.text import date_short, date_words, euros, fold, moment_words, nfc, number, plural, slugify


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Mons-en-Barœul", "mons en baroeul"),
        ("mons en baroeul", "mons en baroeul"),
        ("MONS EN BARŒUL", "mons en baroeul"),
        ("L’Épeule", "l epeule"),
        ("L'Épeule", "l epeule"),
        ("Fâches-Thumesnil", "faches thumesnil"),
        ("Ça, c’est Noël !", "ca c est noel"),
        ("Æschylos", "aeschylos"),
        ("", ""),
        ("  —  ", ""),
    ],
)
def test_r_txt_01_a_search_key_is_blind_to_case_accents_ligatures_and_apostrophes(typed: str, key: str) -> None:
    assert fold(typed) == key


@given(st.text())
def test_folding_twice_changes_nothing(typed: str) -> None:
    assert fold(fold(typed)) == fold(typed)
    assert set(fold(typed)) <= set("0123456789abcdefghijklmnopqrstuvwxyz ")


@given(st.text())
def test_typed_text_is_composed_and_without_controls(typed: str) -> None:
    kept = nfc(typed)
    assert nfc(kept) == kept
    assert "\x00" not in kept
    kept.encode("utf-8")


def test_an_address_is_made_of_folded_words() -> None:
    assert slugify("Arc Nord-Ouest — Alma, Épeule") == "arc-nord-ouest-alma-epeule"


def test_dates_are_said_in_words() -> None:
    assert date_words(date(2026, 12, 3)) == "jeudi 3\u00a0décembre 2026"
    assert date_short(date(2026, 12, 1)) == "1er\u00a0décembre 2026"
    assert date_short(date(2026, 8, 31)) == "31\u00a0août 2026"


def test_a_moment_is_said_in_paris_time_on_both_sides_of_the_change_of_hour() -> None:
    assert moment_words(datetime(2026, 12, 3, 17, 30, tzinfo=UTC)) == "jeudi 3\u00a0décembre 2026 à 18\u202fh\u202f30"
    assert moment_words(datetime(2026, 7, 3, 7, 0, tzinfo=UTC)) == "vendredi 3\u00a0juillet 2026 à 9\u202fh"
    assert moment_words(datetime(2026, 12, 31, 23, 5, tzinfo=UTC)).startswith("vendredi 1er\u00a0janvier 2027 à 0")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (357220, "357\u202f220"),
        (0, "0"),
        (-4, "-4"),
        (Decimal("1.25"), "1,25"),
        (Decimal("44"), "44"),
        (Decimal("2.60"), "2,6"),
        (Decimal("1000000.5"), "1\u202f000\u202f000,5"),
        (Decimal("100"), "100"),
    ],
)
def test_numbers_follow_the_french_format_without_gaining_or_losing_a_digit(value: int | Decimal, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("cents", "shown"),
    [
        (1759688800, "17\u202f596\u202f888\u00a0€"),
        (150, "1,50\u00a0€"),
        (5, "0,05\u00a0€"),
        (0, "0\u00a0€"),
        (-1234567, "−12\u202f345,67\u00a0€"),
    ],
)
def test_money_is_said_with_its_cents_only_when_there_are_some(cents: int, shown: str) -> None:
    assert euros(cents) == shown


def test_zero_and_one_are_singular_in_french() -> None:
    assert [plural(n, "conseil", "conseils") for n in (0, 1, 2, 1200)] == [
        "0 conseil",
        "1 conseil",
        "2 conseils",
        "1\u202f200 conseils",
    ]
