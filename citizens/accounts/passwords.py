"""Passwords: how they are kept, and which are refused (nothing is asked of their letters and signs)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw
from flask import current_app

from foundation.text import fold

SHORTEST, LONGEST = 12, 256
_LIST = Path(__file__).parent / "data" / "common_passwords.txt"
_SITE_WORDS = ("porte voix", "conseil citoyen", "conseils citoyens", "metropole europeenne de lille", "lille")
_KEYBOARD = (
    "0123456789" * 2,
    "abcdefghijklmnopqrstuvwxyz",
    "azertyuiopqsdfghjklmwxcvbn",
    "qwertyuiopasdfghjklzxcvbnm",
)
# the least of a password that may remain when names, words of the site and rows of keys are taken out
_OWN_PART = 5
# hashing it costs what hashing a real one costs; nobody's password gives it
_NOBODY = "nobody's password"


def hasher() -> PasswordHasher:
    """argon2id at the cost of ruling 22; a test may lower it through `PASSWORD_COST`."""
    return _hasher(*_cost())


def _cost() -> tuple[int, int]:
    found: tuple[int, int] = current_app.config.get("PASSWORD_COST", (19 * 1024, 2))
    return found


@lru_cache(maxsize=4)
def _hasher(memory: int, time: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time, memory_cost=memory, parallelism=1)


@lru_cache(maxsize=4)
def _nobodys_hash(maker: PasswordHasher) -> str:
    return maker.hash(_NOBODY)


def hash_of(password: str) -> str:
    """What is kept of a password."""
    return hasher().hash(_same_everywhere(password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether the password is the one kept. Works as long when there is none: time tells nothing."""
    maker = hasher()
    try:
        maker.verify(kept or _nobodys_hash(maker), _same_everywhere(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_outdated(kept: str) -> bool:
    """Whether a hash was made at another cost than today's."""
    return hasher().check_needs_rehash(kept)


def stretched(text: str, salt: bytes) -> str:
    """What is kept of a short random text that must be found again by its hash: argon2id with the salt of its owner."""
    memory, time = _cost()
    return hash_secret_raw(text.encode(), salt, time, memory, 1, 32, Type.ID).hex()


def _same_everywhere(password: str) -> str:
    """The password as any keyboard would give it: é is one letter or two."""
    return unicodedata.normalize("NFKC", password)


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    return frozenset(_LIST.read_text(encoding="ascii").split())


def weakness(password: str, own_words: Iterable[str] = ()) -> str | None:
    """Why a new password is refused, as a sentence, or None; `own_words` are the person's names and address."""
    if len(password) < SHORTEST:
        return f"Il faut au moins {SHORTEST} caractères. Plusieurs mots à la suite font un bon mot de passe."
    if len(password) > LONGEST:
        return f"{LONGEST} caractères au plus."
    plain = _letters_and_digits(password)
    if _is_common(plain):
        return "Ce mot de passe est trop connu : on l’essaierait tout de suite. Choisissez-en un autre."
    if len(_without([*_SITE_WORDS, *own_words], plain)) < _OWN_PART:
        return "Ce mot de passe se devine d’après votre nom, votre adresse ou ce site. Choisissez-en un autre."
    return None


def _letters_and_digits(text: str) -> str:
    # a password of signs alone, or in another alphabet, stays as it is: no list knows it
    return fold(text).replace(" ", "") or text.casefold()


def _is_common(plain: str) -> bool:
    """Known, once its digits at the ends are left out too; or a known or a short one, said again and again."""
    core = re.sub(r"^\d+|\d+$", "", plain)
    if plain in _common() or (core and len(plain) - len(core) <= 8 and core in _common()):
        return True
    if len(set(plain)) <= 3 or any(plain in row or plain in row[::-1] for row in _KEYBOARD):
        return True
    unit = next(
        (plain[:n] for n in range(1, len(plain) // 2 + 1) if plain == (plain[:n] * len(plain))[: len(plain)]), ""
    )
    return bool(unit) and (len(unit) < 6 or unit in _common())


def _without(words: Iterable[str], plain: str) -> str:
    """What remains when words are taken out, and then the digits at the ends."""
    whole = plain
    known = {part for word in words for part in (fold(word).replace(" ", ""), *fold(word).split())}
    for word in sorted((word for word in known if len(word) > 2), key=len, reverse=True):
        plain = plain.replace(word, "")
    return whole if plain == whole else re.sub(r"^\d+|\d+$", "", plain)
