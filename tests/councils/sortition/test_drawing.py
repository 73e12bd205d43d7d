"""The draw alone: one list, one seed, one result, for whoever makes it again in any process; the quotas always hold."""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from councils.sortition import drawing
from councils.sortition.drawing import Listing, Quota, Unreachable
from tests import crews

PROGRAM = crews.ROOT / "static" / "verifier_tirage.py"
GENDERS, AGES = ("Femme", "Homme", "Autre"), ("18 à 29 ans", "30 à 44 ans", "65 ans et plus")
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    """Lists of up to thirty people with quotas that may or may not be reachable."""
    count = draw(st.integers(1, 30))
    seats = draw(st.integers(1, count))
    groups = st.tuples(st.sampled_from(GENDERS), st.sampled_from(AGES))
    people = {f"P{number:02}": draw(groups) for number in range(count)}
    bounds = st.tuples(st.integers(0, 3), st.integers(0, seats)).map(sorted)
    quotas = []
    for column, values in (("genre", GENDERS), ("âge", AGES)):
        for value in draw(st.sets(st.sampled_from(values))):
            least, most = draw(bounds)
            quotas.append(Quota(column, value, least, most))
    return Listing("k", seats, "2026-12-12", draw(WORDS), ("genre", "âge"), tuple(sorted(quotas)), people)


def plain(count: int, seats: int, *quotas: Quota) -> Listing:
    people = {f"P{number:03}": (GENDERS[number % 3 % 2],) for number in range(count)}
    return Listing("k", seats, "2026-12-12", "Loto du soir", ("genre",), quotas, people)


@given(listings())
def test_a_list_reads_as_it_was_written(listing: Listing) -> None:
    text = drawing.write(listing)
    assert drawing.read(text) == listing
    assert len(drawing.fingerprint(text)) == 64


@given(listings(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(listing: Listing, chance: random.Random) -> None:
    rows, quotas = list(listing.people.items()), list(listing.quotas)
    chance.shuffle(rows)
    chance.shuffle(quotas)
    other = replace(listing, people=dict(rows), quotas=tuple(quotas))
    assert drawing.write(other) == drawing.write(listing)
    assert drawing.ordered(other.people, "graine", 1) == drawing.ordered(listing.people, "graine", 1)


@pytest.mark.parametrize(
    "change",
    [lambda t: t.replace("P001", "P000", 1), lambda t: t + "P000;Femme\n", lambda t: t[:-1], lambda t: "x" + t,
     lambda t: t.replace("places;2", "places;02"), lambda t: t.replace("\n", "\r\n"), lambda _: ""],
)  # fmt: skip
def test_what_is_not_written_in_the_one_way_is_refused(change: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - which of the many says nothing
        drawing.read(change(drawing.write(plain(5, 2))))  # type: ignore[operator]


@given(listings(), WORDS)
@settings(deadline=None)
def test_quotas_hold_whatever_the_seed(listing: Listing, seed: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "MOST_TRIALS", 20)
        try:
            result = drawing.draw(listing, seed)
        except Unreachable:
            return
    assert len(set(result.drawn)) == listing.seats
    assert sorted(result.drawn + result.reserve) == sorted(listing.people)
    assert holds(listing, result.drawn)


def holds(listing: Listing, names: object) -> bool:
    counted = Counter(
        (column, value)
        for name in names  # type: ignore[attr-defined]
        for column, value in zip(listing.columns, listing.people[name], strict=True)
    )
    return all(quota.least <= counted[quota.column, quota.value] <= quota.most for quota in listing.quotas)


@given(listings(), st.data())
@settings(deadline=None, max_examples=60)
def test_whoever_is_called_keeps_the_quotas_or_the_group(listing: Listing, data: st.DataObject) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "MOST_TRIALS", 20)
        try:
            result = drawing.draw(listing, "graine")
        except Unreachable:
            return
    kept, asked = list(result.drawn), set(result.drawn)
    for _ in range(4):
        gone = data.draw(st.sampled_from(kept)) if kept else None
        if gone is None:
            return
        kept.remove(gone)
        called = drawing.next_called(listing, result.reserve, kept, gone, asked)
        if called is None:
            return
        assert called not in asked
        kept.append(called)
        asked.add(called)
        assert holds(listing, kept)


def test_the_next_has_the_groups_of_who_refused() -> None:
    people = {"A": ("Femme",), "B": ("Homme",), "C": ("Homme",), "D": ("Femme",)}
    listing = Listing("k", 2, "2026-12-12", "Loto", ("genre",), (Quota("genre", "Femme", 1, 1),), people)
    assert drawing.next_called(listing, ("C", "D"), ["B"], "A", {"A", "B"}) == "D"
    assert drawing.next_called(listing, ("D", "C"), ["A"], "B", {"A", "B"}) == "C"
    # nobody of that group is left: the first with whom the quotas hold, else nobody
    assert drawing.next_called(listing, ("C",), ["B"], "A", {"A", "B"}) is None
    free = replace(listing, quotas=())
    assert drawing.next_called(free, ("C",), ["B"], "A", {"A", "B"}) == "C"


def test_every_seat_taken_calls_nobody() -> None:
    assert drawing.next_called(plain(5, 2), ("P003",), ["P000", "P002"], "P001") is None


def test_quotas_that_nobody_can_meet_are_told() -> None:
    # three women of four places, and two on the list
    listing = plain(6, 4, Quota("genre", "Femme", 3, 4), Quota("genre", "Homme", 3, 4))
    with pytest.raises(Unreachable):
        drawing.chances(listing)


def test_without_quotas_all_have_the_same_chance() -> None:
    found = drawing.chances(replace(plain(40, 10), columns=(), people={f"P{n}": () for n in range(40)}))
    assert found.of == {(): pytest.approx(0.25)}
    assert found.luck == 1


def test_quotas_make_chances_unequal_and_the_estimate_says_so() -> None:
    listing = plain(30, 10, Quota("genre", "Femme", 5, 5), Quota("genre", "Homme", 5, 5))
    counts = Counter(groups for groups in listing.people.values())
    found = drawing.chances(listing)
    assert found.of == {groups: pytest.approx(5 / size, abs=0.001) for groups, size in counts.items()}
    assert drawing.chances(listing) == found


def test_the_estimate_agrees_with_real_draws() -> None:
    listing = plain(12, 4, Quota("genre", "Homme", 2, 4))
    drawn = Counter(name for seed in range(3000) for name in drawing.draw(listing, str(seed)).drawn)
    for name, groups in listing.people.items():
        assert drawn[name] / 3000 == pytest.approx(drawing.chances(listing).of[groups], abs=0.04)


def told(tmp_path: Path, listing: Listing, *words: str, **env: str) -> tuple[int, str]:
    """What the program for everybody says of a list, in another process and in isolation."""
    file = tmp_path / "liste.txt"
    file.write_bytes(drawing.write(listing).encode())
    said = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", PROGRAM, file, *words],
        capture_output=True, check=False, encoding="utf-8", env={**os.environ, **env},
    )  # fmt: skip
    return said.returncode, said.stdout + said.stderr


@pytest.mark.parametrize("hash_seed", ["0", "1", "random"])
def test_the_program_for_everybody_says_the_same(tmp_path: Path, hash_seed: str) -> None:
    listing = plain(40, 8, Quota("genre", "Femme", 4, 4), Quota("genre", "Homme", 4, 4))
    result = drawing.draw(listing, "5 12 13 40 44")
    gone = result.drawn[0]
    kept = result.drawn[1:]
    called = drawing.next_called(listing, result.reserve, kept, gone, result.drawn)
    code, said = told(tmp_path, listing, "5 12 13 40 44", gone, PYTHONHASHSEED=hash_seed)
    assert code == 0, said
    assert drawing.fingerprint(drawing.write(listing)) in said
    assert f"Essai retenu : {result.trial}\n" in said.replace("\u202f", " ").replace("\u00a0", " ")
    assert " ".join(result.drawn) in said
    assert " ".join(result.reserve) in said
    assert said.rstrip().endswith(str(called))


def the_program() -> ModuleType:
    """The program for everybody, as a module."""
    spec = importlib.util.spec_from_file_location("verifier_tirage", PROGRAM)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@given(listings(), WORDS)
@settings(deadline=None, max_examples=60)
def test_the_program_draws_as_the_site_does(listing: Listing, seed: str) -> None:
    program = the_program()
    listed = program.parse(drawing.write(listing))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(drawing, "MOST_TRIALS", 20)
        patch.setattr(program, "MOST_TRIALS", 20)
        try:
            result = drawing.draw(listing, seed)
        except Unreachable:
            with pytest.raises(ValueError, match="essais"):
                program.draw(seed, listed)
            return
        trial, drawn, reserve = program.draw(seed, listed)
    assert (trial, tuple(drawn), tuple(reserve)) == (result.trial, result.drawn, result.reserve)
    for gone in drawn:
        kept = [name for name in drawn if name != gone]
        called = drawing.next_called(listing, result.reserve, kept, gone, result.drawn)
        assert program.called(gone, kept, reserve, listed) == called


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", ("graine",)), (b"\xff\xfe", ("graine",)), (b"autre chose\n", ("graine",)),
     (b"porte-voix-tirage-1\nplaces;x\ngroupes\n", ("graine",)),
     (b"porte-voix-tirage-1\nplaces;1\ngroupes\nA\n", ("graine", "B"))],
)  # fmt: skip
def test_the_program_says_in_words_what_it_cannot_read(tmp_path: Path, content: bytes, words: tuple[str, ...]) -> None:
    file = tmp_path / "liste.txt"
    file.write_bytes(content)
    said = subprocess.run([sys.executable, "-I", PROGRAM, file, *words], capture_output=True, check=False)
    assert said.returncode == 2
    assert b"Traceback" not in said.stderr
    assert "ne peut pas être refait".encode() in said.stderr
