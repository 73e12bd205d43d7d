"""What in a text may tell who somebody is or how to reach them: names, e-mails, telephones, postal addresses.

Pure functions: a text and the people who may be named in it go in, the passages come out. Blind to case, accents and
the kind of apostrophe or hyphen. They find too much rather than too little: each passage waits for somebody to decide
(`R-MIN-02`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from foundation.choices import Choice
from foundation.text import fold, nfc


class FindingKind(Choice):
    """What a passage may be."""

    NAME = "name", "Nom de personne"
    EMAIL = "email", "Adresse de courriel"
    PHONE = "phone", "Numéro de téléphone"
    ADDRESS = "address", "Adresse postale"


@dataclass(frozen=True)
class Known:
    """Somebody who may be named: their names, and what can be said in the place of them."""

    given: str
    family: str
    instead: str


@dataclass(frozen=True)
class Finding:
    """A passage of a text, from `start` to before `end`, and what can be said instead."""

    kind: FindingKind
    start: int
    end: int
    words: str
    instead: str


SOMEBODY = "une personne"
INSTEAD = {
    FindingKind.EMAIL: "(adresse retirée)",
    FindingKind.PHONE: "(numéro retiré)",
    FindingKind.ADDRESS: "(adresse retirée)",
}
# they are part of many names, and name nobody alone
PARTICLES = frozenset({
    "a", "al", "ben", "bin", "d", "da", "dal", "de", "del", "den", "der", "des", "di", "do", "dos", "du", "el", "l",
    "la", "le", "les", "saint", "sainte", "st", "ste", "van", "vander", "von", "y",
})  # fmt: skip
CIVILITIES = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "me", "dr"})
# so few letters are a name only when they are written as one
SHORT = 2
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_WORD = re.compile(r"[^\W\d_]+")
# what may stand between two words of one name: blanks, hyphens, apostrophes, the dot of an initial
_JOINT = re.compile(r"\.?[ \t\u00a0\u202f]*[\\\-\u2010\u2011'’ʼ]{0,2}[ \t\u00a0\u202f]*\Z")
# what stands before the first word of a sentence
_BEGINS = re.compile(r"(?:\A|[.!?\u202f\u00a0]*[.!?]\s+|\n)[\s*_>]*\Z")
_BLANK = r"[ \t\u00a0\u202f]"
_EMAIL = re.compile(r"[\w.+%\-]+\\?@[\w\-]+(?:\.[\w\-]+)+", re.IGNORECASE)
_PHONE = re.compile(
    rf"(?<![\w+])(?:(?:\+|00){_BLANK}?33{_BLANK}?(?:\(0\))?|0)(?:[ .\-/\u00a0\u202f]?\d){{9}}(?!\d)"
    rf"|(?<![\w+])\+[1-9](?:[ .\-/()\u00a0\u202f]?\d){{7,13}}(?!\d)"
)
_STREETS = (
    "allée|avenue|av|boulevard|bd|bld|chemin|cité|clos|cour|cours|esplanade|faubourg|fg|hameau|impasse|lotissement|"
    "passage|place|pl|promenade|quai|résidence|rés|rond-point|route|rte|rue|ruelle|sentier|square|villa|voie"
)
_NUMBER = rf"\d{{1,4}}{_BLANK}?(?:bis|ter|quater|[a-d])?(?![\w])"
_STREET = re.compile(
    rf"(?<!\w){_NUMBER}{_BLANK}*,?{_BLANK}*(?:{_STREETS})\b\.?(?:{_BLANK}+[\w'’\-]+){{0,6}}", re.IGNORECASE
)
_INSIDE = re.compile(
    rf"(?<!\w)(?:appartement|appt|apt|bâtiment|bât|bat|escalier|esc|porte){_BLANK}*\.?{_BLANK}*(?:n°{_BLANK}*)?"
    r"(?:\d{1,4}\w?|[A-Z])(?!\w)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(rf"(?<!\w)\d{{5}}{_BLANK}+[A-ZÀ-ÖØ-ÞŒŸ][\w'’\-]+(?:[ \-][A-ZÀ-ÖØ-ÞŒŸ][\w'’\-]+)*")
# a street goes on with these, and ends before any other small word
_LINKING = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "et", "saint", "sainte", "a"})


def plain(text: str) -> str:
    """A text as it is kept and searched: NFC, no unseen marks, no letter hidden in an HTML code, one end of line."""
    return _INVISIBLE.sub("", unescape(nfc(text))).replace("\r\n", "\n").replace("\r", "\n")


def find(text: str, people: Iterable[Known], public_places: Iterable[str] = ()) -> list[Finding]:
    """Every passage of a text, as `plain` gives it, that may tell who somebody is, in the order of the text.

    `public_places` are addresses that everybody may know, such as that of the meeting. No two passages overlap.
    """
    found = [*_matches(_EMAIL, FindingKind.EMAIL, text), *_matches(_PHONE, FindingKind.PHONE, text)]
    found += _addresses(text, [fold(place) for place in public_places])
    found += named(text, people)
    return _apart(found)


def named(text: str, people: Iterable[Known]) -> list[Finding]:
    """The passages that name one of these people, whole or in part."""
    parts = [(person, _tokens(person.given) | _tokens(person.family)) for person in people]
    wanted = frozenset(word for _, words in parts for word in words)
    return [
        Finding(FindingKind.NAME, start, end, text[start:end], _instead(words, parts))
        for start, end, words in _passages(text, wanted)
    ]


def names_of(person: Known, others: Iterable[Known], text: str) -> list[Finding]:
    """The passages that name this person and nobody else of some people: a namesake keeps what is theirs."""
    mine = _tokens(person.given) | _tokens(person.family)
    rest = [_tokens(one.given) | _tokens(one.family) for one in others]
    return [one for one in named(text, [person]) if not any(_tokens(one.words) & mine <= words for words in rest)]


def replaced(text: str, findings: Sequence[Finding], instead: str = "") -> str:
    """The text with other words in the place of some passages of it: those given, or each its own."""
    for one in sorted(findings, key=lambda found: found.start, reverse=True):
        words = instead or one.instead
        if _BEGINS.search(text[: one.start]):
            words = words[:1].upper() + words[1:]
        text = text[: one.start] + words + text[one.end :]
    return text


def _tokens(name: str) -> frozenset[str]:
    """The words of a name that can name somebody alone: its particles too, when it has nothing else."""
    words = frozenset(fold(name).split())
    return words - PARTICLES - CIVILITIES or words


def _instead(words: frozenset[str], parts: Sequence[tuple[Known, frozenset[str]]]) -> str:
    """What can be said for whoever is meant: what fits all who may be, else no more than « une personne »."""
    meant = {person.instead for person, own in parts if words <= own} or {SOMEBODY}
    return meant.pop() if len(meant) == 1 else SOMEBODY


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    folded: str
    as_name: bool


def _words(text: str) -> Iterator[_Word]:
    for match in _WORD.finditer(text):
        words = fold(match[0])
        if words:
            yield _Word(match.start(), match.end(), words, match[0][0].isupper())


def _passages(text: str, wanted: frozenset[str]) -> Iterator[tuple[int, int, frozenset[str]]]:
    """(start, end, words) of each run of wanted words, with the civility before it and the initials beside it."""
    words, place = list(_words(text)), 0
    while place < len(words):
        if not _is_wanted(words[place], wanted):
            place += 1
            continue
        last = _last_of_run(text, words, place, wanted)
        first = _first_of_run(text, words, place, wanted)
        run = words[place : last + 1]
        yield words[first].start, words[last].end, frozenset(one.folded for one in run) & wanted
        place = last + 1


def _is_wanted(word: _Word, wanted: frozenset[str]) -> bool:
    return word.folded in wanted and (len(word.folded) > SHORT or word.as_name)


def _joined(text: str, left: _Word, right: _Word) -> bool:
    between = text[left.end : right.start]
    if not between or "\n" in between or _JOINT.match(between) is None:
        return False
    return "." not in between or len(left.folded) == 1 or left.folded in CIVILITIES


def _last_of_run(text: str, words: Sequence[_Word], place: int, wanted: frozenset[str]) -> int:
    """The last word that belongs to the name begun at a place: particles count when a word of the name follows."""
    last, ahead = place, place + 1
    while ahead < len(words) and _joined(text, words[ahead - 1], words[ahead]):
        if words[ahead].folded in wanted or _is_initial(text, words[ahead], wanted):
            last = ahead
        elif words[ahead].folded not in PARTICLES:
            break
        ahead += 1
    return last


def _first_of_run(text: str, words: Sequence[_Word], place: int, wanted: frozenset[str]) -> int:
    """The first word that belongs to it: an initial or a short part before it, a civility with what follows it."""
    first = place
    while first > 0 and _joined(text, words[first - 1], words[first]) and _leads(text, words[first - 1], wanted):
        first -= 1
    back = first
    while back > 0 and words[back - 1].folded in PARTICLES and _joined(text, words[back - 1], words[back]):
        back -= 1
    if back > 0 and _joined(text, words[back - 1], words[back]) and _is_civility(words[back - 1]):
        return back - 1
    return first


def _is_civility(word: _Word) -> bool:
    return word.folded in CIVILITIES and word.as_name


def _leads(text: str, word: _Word, wanted: frozenset[str]) -> bool:
    is_initial = len(word.folded) == 1 and word.as_name and text[word.end : word.end + 1] == "."
    return word.folded in wanted or (is_initial and not _is_civility(word))


def _is_initial(text: str, word: _Word, wanted: frozenset[str]) -> bool:
    """« Awa D. »: one capital with its dot, of a wanted name."""
    dotted = text[word.end : word.end + 1] == "."
    return len(word.folded) == 1 and word.as_name and dotted and any(one[0] == word.folded for one in wanted)


def _matches(pattern: re.Pattern[str], kind: FindingKind, text: str) -> list[Finding]:
    return [Finding(kind, one.start(), one.end(), one[0], INSTEAD[kind]) for one in pattern.finditer(text)]


def _addresses(text: str, public: Sequence[str]) -> Iterator[Finding]:
    for pattern in (_STREET, _INSIDE, _POSTCODE):
        for match in pattern.finditer(text):
            end = match.start() + len(_street_alone(match[0]))
            words = text[match.start() : end]
            if not any(fold(words) in place for place in public):
                yield Finding(FindingKind.ADDRESS, match.start(), end, words, INSTEAD[FindingKind.ADDRESS])


def _street_alone(words: str) -> str:
    """An address up to where the sentence goes on: its name is made of capitals and linking words."""
    seen_name, end = False, len(words)
    for match in list(_WORD.finditer(words))[1:]:
        before_street = re.fullmatch(rf"(?:{_STREETS}|bis|ter|quater|[a-d])", match[0], re.IGNORECASE)
        if before_street and not seen_name:
            continue
        if match[0][0].isupper():
            seen_name = True
        elif seen_name and fold(match[0]) not in _LINKING:
            end = match.start()
            break
    kept = words[:end].rstrip()
    while (last := list(_WORD.finditer(kept))) and seen_name and fold(last[-1][0]) in _LINKING:
        kept = kept[: last[-1].start()].rstrip(" \t\u00a0\u202f'’-")
    return kept or words


def _apart(found: Iterable[Finding]) -> list[Finding]:
    """In the order of the text, without those that lie in another or begin inside it."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
