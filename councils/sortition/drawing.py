"""The draw itself: a list written in one way, an order that a public seed decides, quotas, and nothing else.

No row, no clock, no chance of its own: the same list and the same seed give the same people in any process and
whatever the order of the rows. `static/verifier_tirage.py` says the same again for whoever wants to check.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

ALGORITHM = "porte-voix-tirage-1"
MOST_TRIALS = 10_000
SAMPLES = 10_000
# a draw that meets its quotas less often than this would be a matter of luck
LEAST_LUCK = 0.01

Groups = tuple[str, ...]


class Unreachable(Exception):
    """No trial met the quotas."""


@dataclass(frozen=True, order=True)
class Quota:
    """The least and the most of one group among the people drawn: `column` « âge », `value` « 18 à 29 ans »."""

    column: str
    value: str
    least: int
    most: int


@dataclass(frozen=True)
class Listing:
    """What is frozen before a draw. `people` is each pseudonym with its groups, one for each of `columns`.

    `seed_source` tells which public value, known on `day` and not before, will be the seed.
    """

    key: str
    seats: int
    day: str
    seed_source: str
    columns: tuple[str, ...]
    quotas: tuple[Quota, ...]
    people: Mapping[str, Groups]


@dataclass(frozen=True)
class Result:
    """What a seed gives: the trial that met the quotas, who is drawn and who waits, each in the order drawn."""

    trial: int
    drawn: tuple[str, ...]
    reserve: tuple[str, ...]


@dataclass(frozen=True)
class Chances:
    """What 10,000 draws of a list gave: for each combination of groups its people and the chance of one of them.

    `luck` is the share of trials that met the quotas.
    """

    of: Mapping[Groups, float]
    luck: float


def write(listing: Listing) -> str:
    """The one way to write a list: the order of its rows and of its quotas changes nothing."""
    head = [
        (ALGORITHM,),
        ("tirage", listing.key),
        ("places", str(listing.seats)),
        ("jour", listing.day),
        ("graine", listing.seed_source),
        *(("quota", one.column, one.value, str(one.least), str(one.most)) for one in sorted(listing.quotas)),
        ("groupes", *listing.columns),
    ]
    rows = sorted((name, *groups) for name, groups in listing.people.items())
    return "".join(f"{';'.join(fields)}\n" for fields in (*head, *rows))


def read(text: str) -> Listing:
    """The list that a text says. Raises ValueError when it is not one that `write` gave."""
    lines = text.split("\n")
    titles = [line.partition(";") for line in lines[:5]]
    if [title for title, _, _ in titles] != [ALGORITHM, "tirage", "places", "jour", "graine"]:
        raise ValueError("not a frozen list")
    key, seats, day, source = (rest for _, _, rest in titles[1:])
    end = next(number for number, line in enumerate(lines) if line.partition(";")[0] == "groupes")
    quotas = [line.split(";") for line in lines[5:end]]
    people = [line.split(";") for line in lines[end + 1 : -1]]
    listing = Listing(
        key,
        int(seats),
        day,
        source,
        tuple(lines[end].split(";")[1:]),
        tuple(Quota(column, value, int(least), int(most)) for _, column, value, least, most in quotas),
        {name: tuple(groups) for name, *groups in people},
    )
    if write(listing) != text:
        raise ValueError("not written in the one way")
    return listing


def fingerprint(text: str) -> str:
    """The SHA-256 of a list, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def ordered(names: Iterable[str], seed: str, trial: int) -> list[str]:
    """The order of some pseudonyms in one trial: that of HMAC-SHA256(SHA-256(seed), « trial:pseudonym »)."""
    key = hashlib.sha256(seed.encode("utf-8")).digest()
    return sorted(names, key=lambda name: hmac.digest(key, f"{trial}:{name}".encode(), "sha256"))


def draw(listing: Listing, seed: str, first: int = 1) -> Result:
    """Who is drawn: the first trial that meets the quotas; those before `first` are known not to. Or Unreachable."""
    for trial in range(first, MOST_TRIALS + 1):
        order = ordered(listing.people, seed, trial)
        drawn = _take(listing, order)
        if drawn is not None:
            chosen = frozenset(drawn)
            return Result(trial, tuple(drawn), tuple(name for name in order if name not in chosen))
    raise Unreachable


def next_called(
    listing: Listing, reserve: Sequence[str], kept: Collection[str], gone: str, asked: Collection[str] = ()
) -> str | None:
    """Who takes the place of somebody `gone`, while `kept` keep theirs; `asked` are not to be called (any more).

    The first of the reserve with the very groups of who is gone; else the first with whom the quotas still hold; else
    nobody.
    """
    waiting = [name for name in reserve if name not in asked and name not in kept]
    alike = next((name for name in waiting if listing.people[name] == listing.people[gone]), None)
    if alike is not None:
        return alike
    places = _Places(listing)
    for name in kept:
        places.take(listing.people[name])
    return next((name for name in waiting if places.fit(listing.people[name])), None)


def chances(listing: Listing) -> Chances:
    """The chance of each combination of groups, estimated by as many draws as SAMPLES, the same each time.

    Raises Unreachable when the quotas are met too seldom. People of the same groups all have the same chance.
    """
    chance = Random(fingerprint(write(listing)))  # noqa: S311 - an estimate that anybody can make again
    names, hits, trials = sorted(listing.people), Counter[Groups](), 0
    for sample in range(SAMPLES):
        while True:
            trials += 1
            if trials * LEAST_LUCK > max(sample, 10):
                raise Unreachable
            drawn = _take(listing, _shuffled(names, chance))
            if drawn is not None:
                break
        hits.update(listing.people[name] for name in drawn)
    sizes = Counter(listing.people.values())
    return Chances({groups: hits[groups] / size / SAMPLES for groups, size in sorted(sizes.items())}, SAMPLES / trials)


def _shuffled(names: Sequence[str], chance: Random) -> Iterator[str]:
    """Names in an order of chance, made no further than it is read."""
    left = list(names)
    for place in range(len(left)):
        other = place + int(chance.random() * (len(left) - place))
        left[place], left[other] = left[other], left[place]
        yield left[place]


def _take(listing: Listing, order: Iterable[str]) -> list[str] | None:
    """The first people of an order with whom the quotas can hold; None when they do not in the end."""
    places, drawn = _Places(listing), list[str]()
    for name in order:
        if places.fit(listing.people[name]):
            places.take(listing.people[name])
            drawn.append(name)
            if not places.left:
                return drawn
    return None


class _Places:
    """The places of a draw, some of them taken: who may still take one."""

    def __init__(self, listing: Listing) -> None:
        self.left = listing.seats
        self._room = [{q.value: q.most for q in listing.quotas if q.column == column} for column in listing.columns]
        self._due = [{q.value: q.least for q in listing.quotas if q.column == column} for column in listing.columns]
        self._awaited = [sum(due.values()) for due in self._due]

    def fit(self, groups: Groups) -> bool:
        """Whether one more of these groups leaves every quota reachable."""
        if not self.left:
            return False
        for room, due, awaited, value in zip(self._room, self._due, self._awaited, groups, strict=True):
            if room.get(value, 1) < 1:
                return False
            if awaited - (due.get(value, 0) > 0) > self.left - 1:
                return False
        return True

    def take(self, groups: Groups) -> None:
        """Give one place."""
        self.left -= 1
        for number, value in enumerate(groups):
            if value in self._room[number]:
                self._room[number][value] -= 1
                if self._due[number][value] > 0:
                    self._due[number][value] -= 1
                    self._awaited[number] -= 1
