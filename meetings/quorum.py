"""The quorum of presence: how many must be there for a motion to be put. Whole numbers alone, no clock, no database."""

from __future__ import annotations

import re
from dataclasses import dataclass

from foundation.text import plural

_SHARE = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,2})")
_NUMBER = re.compile(r"[1-9]\d{0,2}")


@dataclass(frozen=True)
class QuorumRule:
    """What the rules of a council ask: a share of those who may vote, a number of people, or nothing (both 0).

    `numerator` over `denominator` is the share; `number` is a fixed number of people.
    """

    numerator: int = 0
    denominator: int = 1
    number: int = 0
    proxies_count: bool = False


@dataclass(frozen=True)
class There:
    """How many of those who may vote are in the room, take part from a distance, and are represented."""

    present: int
    remote: int
    represented: int


@dataclass(frozen=True)
class Quorum:
    """The quorum at one moment: of how many, how many it takes, how many count (`R-QUO-01` to `R-QUO-03`)."""

    base: int
    required: int
    counted: int

    @property
    def is_reached(self) -> bool:
        """Whether a motion may be put."""
        return self.counted >= self.required


def rule_of(text: str, *, proxies_count: bool = False) -> QuorumRule:
    """The rule that an article writes as "1/2", "12", or nothing. Raises ValueError for anything else."""
    if not text:
        return QuorumRule(proxies_count=proxies_count)
    if share := _SHARE.fullmatch(text):
        numerator, denominator = int(share[1]), int(share[2])
        if numerator > denominator:
            raise ValueError(text)
        return QuorumRule(numerator, denominator, proxies_count=proxies_count)
    if _NUMBER.fullmatch(text):
        return QuorumRule(number=int(text), proxies_count=proxies_count)
    raise ValueError(text)


def required_of(rule: QuorumRule, base: int) -> int:
    """How many it takes of `base` people: a share is rounded up (`R-QUO-02`)."""
    return rule.number or -(-base * rule.numerator // rule.denominator)


def assess(rule: QuorumRule, base: int, there: There, *, is_second_call: bool = False) -> Quorum:
    """The quorum at one moment. A second call needs none (`R-QUO-05`)."""
    counted = there.present + there.remote + (there.represented if rule.proxies_count else 0)
    return Quorum(base, 0 if is_second_call else required_of(rule, base), counted)


def there_words(there: There) -> str:
    """« 12 présents, 2 à distance, 1 représenté »."""
    parts = [plural(there.present, "présent", "présents")]
    if there.remote:
        parts.append(f"{there.remote} à distance")
    if there.represented:
        parts.append(plural(there.represented, "représenté", "représentés"))
    return ", ".join(parts)


def sentence(quorum: Quorum, there: There) -> str:
    """« 12 présents, 1 représenté ; il en faut 11 : quorum atteint »."""
    words = there_words(there)
    if not quorum.required:
        return f"{words}. Aucun quorum n’est demandé."
    found = "quorum atteint" if quorum.is_reached else "quorum non atteint"
    return f"{words}\u202f; il en faut {quorum.required}\u00a0: {found}."
