"""The columns of a file of members: how each is called, written out and read back. What is exported can be imported."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from wtforms.validators import ValidationError

from citizens.accounts.forms import is_address, is_name, is_phone
from citizens.models import Channel, Gender
from councils.models import College, Origin, Rank
from foundation.choices import Choice
from foundation.datasets import Cell
from foundation.spreadsheets import EPOCH
from foundation.text import fold

YES, NO = "Oui", "Non"
_YES, _NO = frozenset(("oui", "o", "1", "x", "vrai", "true")), frozenset(("non", "n", "0", "faux", "false"))
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_FRENCH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
# days since 1899 as spreadsheets count them, for years from 1954 to 2119
_SERIAL = re.compile(r"([2-7]\d{4})(?:\.0+)?")
_SHORTENED_PHONE = re.compile(r"[1-9]\d{8}")
FORMULA = "Une case contient une formule\u00a0: remplacez-la par sa valeur (copier, puis coller les valeurs)."


class Unreadable(ValueError):
    """A cell that says nothing that can be kept; its text says what to do."""


def _plain(text: str) -> str:
    return text


def _day(text: str) -> date:
    """A day written as in France, in ISO, or as the number that a spreadsheet keeps for it."""
    serial = _SERIAL.fullmatch(text)
    if serial:
        return EPOCH + timedelta(days=int(serial[1]))
    iso, french = _ISO.fullmatch(text), _FRENCH.fullmatch(text)
    if iso or french:
        year, month, day = map(int, iso.groups() if iso else reversed(french.groups()))  # type: ignore[union-attr]
        try:
            return date(year, month, day)
        except ValueError as wrong:
            raise Unreadable("ce jour n’existe pas. Corrigez la date.") from wrong
    raise Unreadable("cette date ne se lit pas. Écrivez-la comme 03/12/2026.")


def _yes(text: str) -> bool:
    answer = fold(text)
    if answer not in _YES | _NO:
        raise Unreadable("écrivez Oui ou Non.")
    return answer in _YES


def _one_of(kind: type[Choice], **more: Choice) -> Callable[[str], Choice]:
    """Reads the label of a choice, or one of other words for it (written with _ for blanks)."""
    known = {fold(one.label): one for one in kind} | {fold(one.value): one for one in kind}
    known |= {words.replace("_", " "): one for words, one in more.items()}

    def read(text: str) -> Choice:
        found = known.get(fold(text))
        if found is None:
            raise Unreadable(
                f"écrivez l’un de ces mots\u00a0: {', '.join(one.label.replace('·e', '') for one in kind)}."
            )
        return found

    return read


def _checked(rule: Callable[[Any, Any], None], most: int) -> Callable[[str], str]:
    """Reads a text as the form of a member would."""

    def read(text: str) -> str:
        if len(text) > most:
            raise Unreadable(f"{most} caractères au plus.")
        try:
            rule(None, SimpleNamespace(data=text))
        except ValidationError as wrong:
            raise Unreadable(str(wrong)) from wrong
        return text

    return read


def _anything(_form: Any, _field: Any) -> None:
    """Any text will do."""


def _phone(text: str) -> str:
    # a spreadsheet that takes a number for a quantity drops its first zero
    return _checked(is_phone, 30)(f"0{text}" if _SHORTENED_PHONE.fullmatch(text) else text)


def _number(text: str) -> int:
    found = re.fullmatch(r"(\d{1,4})(?:\.0+)?", text)
    if found is None:
        raise Unreadable("écrivez le numéro du mandat, par exemple 2.")
    return int(found[1])


@dataclass(frozen=True)
class Column:
    """One column: `name` in the code, `title` in files, other words for it (folded), and how a cell of it is read."""

    name: str
    title: str
    read: Callable[[str], Any] = _plain
    also: tuple[str, ...] = ()
    help: str = ""

    def written(self, value: Any) -> Cell:
        """A value as the file says it."""
        if isinstance(value, bool):
            return YES if value else NO
        if isinstance(value, Choice):
            return value.label
        found: Cell = value
        return "" if found is None else found


_TERM = ("numero de mandat", "n de mandat", "mandat n")
_ACCEPTED = ("a accepte le", "a accepte par ecrit le", "date d acceptation")
_COLLEGE = _one_of(
    College,
    habitant=College.RESIDENTS,
    habitante=College.RESIDENTS,
    association=College.LOCAL_ACTORS,
    associations=College.LOCAL_ACTORS,
    acteur_local=College.LOCAL_ACTORS,
    acteurs_locaux=College.LOCAL_ACTORS,
)
_RANK = _one_of(Rank, suppleant=Rank.SUBSTITUTE, suppleante=Rank.SUBSTITUTE)
_ORIGIN = _one_of(
    Origin,
    tire_au_sort=Origin.DRAWN,
    tiree_au_sort=Origin.DRAWN,
    designe=Origin.DESIGNATED,
    designee=Origin.DESIGNATED,
    remplacant=Origin.REPLACEMENT,
    remplacante=Origin.REPLACEMENT,
)
SHEET = (
    Column("given_name", "Prénom", _checked(is_name, 100), ("prenoms",)),
    Column("family_name", "Nom", _checked(is_name, 100), ("nom de famille", "nom d usage")),
    Column(
        "college", "Collège", _COLLEGE, help="«\u202fHabitants\u202f», ou «\u202fAssociations et acteurs locaux\u202f»."
    ),
    Column(
        "term",
        "Mandat",
        _number,
        _TERM,
        help="Le numéro du mandat. Vide\u00a0: le mandat en cours, ou sinon le prochain.",
    ),
    Column(
        "rank",
        "Rang",
        _RANK,
        ("titulaire ou suppleant",),
        help="«\u202fTitulaire\u202f» ou «\u202fSuppléant\u202f». Vide\u00a0: titulaire.",
    ),
    Column(
        "organization",
        "Structure",
        _checked(_anything, 200),
        ("association", "organisme"),
        help="Pour une association ou un acteur local\u00a0: celle que la personne représente.",
    ),
    Column(
        "origin",
        "Origine",
        _ORIGIN,
        ("comment la personne est venue",),
        help="«\u202fTiré au sort\u202f», «\u202fVolontaire\u202f», «\u202fDésigné\u202f» ou «\u202fRemplaçant\u202f».",
    ),
    Column(
        "accepted_on",
        "Accepté le",
        _day,
        _ACCEPTED,
        help="Le jour où la personne a dit oui par écrit. Vide\u00a0: elle est invitée par courriel, si elle en a un.",
    ),
    Column("voting", "Droit de vote", _yes, ("vote",), help="Oui ou Non."),
    Column("elected_official", "Mandat électif", _yes, ("a un mandat electif",), help="Oui ou Non."),
    Column(
        "independent_on",
        "Indépendance déclarée le",
        _day,
        ("declaration d independance signee le",),
        help="Pour un acteur local, le jour de sa déclaration.",
    ),
)
GENDER_WORDS: Mapping[str, Gender] = {
    **dict.fromkeys(("f", "femme", "madame", "mme"), Gender.FEMALE),
    **dict.fromkeys(("m", "h", "homme", "monsieur"), Gender.MALE),
    **dict.fromkeys(("x", "autre"), Gender.OTHER),
    **dict.fromkeys(("", "non precise"), Gender.UNDECLARED),
}


def _gender(text: str) -> Gender:
    if fold(text) not in GENDER_WORDS:
        raise Unreadable("écrivez Femme, Homme ou Autre.")
    return GENDER_WORDS[fold(text)]


# read, and not written out for one person: it serves the counts alone
GENDER = Column(
    "gender",
    "Femme ou homme",
    _gender,
    ("genre", "sexe", "femme homme ou autre"),
    help="Femme, Homme ou Autre. Sert seulement à compter la parité.",
)
REACH = (
    Column("email", "Courriel", _checked(is_address, 254), ("e mail", "email", "mail", "adresse e mail")),
    Column("phone", "Téléphone", _phone, ("tel", "portable")),
    Column("postal_address", "Adresse postale", _checked(_anything, 300), ("adresse",)),
    Column(
        "prefers",
        "Préfère recevoir",
        _one_of(Channel),
        ("prefere",),
        help="«\u202fCourriel\u202f», «\u202fCourrier postal\u202f» ou «\u202fSMS\u202f».",
    ),
)
# written out, and passed over when read
INFORMATION = (
    Column("standing", "État"),
    Column("start_on", "Siège du"),
    Column("end_on", "Siège au"),
    Column("suspended_from", "Suspension du"),
    Column("suspended_to", "Suspension au"),
    Column("functions", "Fonctions"),
)
# in the files of a demonstration alone (ruling 27)
DEMONSTRATION = Column("is_demo", "Démonstration")
READ = (*SHEET, GENDER, *REACH)
NEEDED = ("given_name", "family_name", "college")
DAYS = ("accepted_on", "independent_on")
COLUMNS: Mapping[str, Column] = {column.name: column for column in READ}
BY_TITLE: Mapping[str, Column] = {
    fold(word): one for one in (*READ, *INFORMATION, DEMONSTRATION) for word in (one.title, *one.also)
}


def shown(value: Any) -> str:
    """A value as the preview says it."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Choice):
        return value.label
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value or "")
