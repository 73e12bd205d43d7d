"""Volunteers pasted from a spreadsheet: lines in, volunteers out, or a sentence for each line to correct."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from werkzeug.datastructures import MultiDict
from wtforms import StringField

from citizens.models import Gender
from councils.members.columns import GENDER_WORDS
from councils.members.forms import email_field, name_field
from councils.sortition.asked import MOST_CANDIDATES, Applicant
from councils.sortition.models import AgeBand
from councils.territory.models import Neighborhood
from foundation.forms import UnsentForm
from foundation.text import fold, nfc
from foundation.workflow import Refused

CELLS = ("given_name", "family_name", "gender", "age", "place", "email")
LONGEST_LIFE = 120
MOST_TOLD = 20
_BANDS = ((18, AgeBand.UNDER_18), (30, AgeBand.FROM_18), (45, AgeBand.FROM_30), (65, AgeBand.FROM_45))
_LABELS = {fold(one.label): one for one in AgeBand} | {"": AgeBand.UNDECLARED}


class LineForm(UnsentForm):
    """One line: the same rules as the form that adds somebody."""

    given_name = name_field("Prénom")
    family_name = name_field("Nom")
    email = email_field("")
    gender = StringField()
    age = StringField()
    place = StringField()


def read(text: str, places: Iterable[Neighborhood]) -> list[Applicant]:
    """The volunteers that some lines name. Raises Refused with a sentence for each line that cannot be read."""
    # « La Prairie Bleue (quartier fictif) » is also known by its name alone
    known = {key: one for one in places for key in (fold(one.name.partition(" (")[0]), fold(one.name))}
    found, told = [], []
    lines = text.splitlines()
    if len(lines) > MOST_CANDIDATES:
        raise Refused(f"Il y a plus de {MOST_CANDIDATES} lignes\u00a0: collez-les en plusieurs fois.")
    for number, line in enumerate(lines, 1):
        try:
            if line.strip() and not (number == 1 and _is_heading(line)):
                found.append(_volunteer(_cells(line), known))
        except Refused as refusal:
            told += [f"Ligne {number}\u00a0: {sentence}" for sentence in refusal.sentences]
    if told:
        left = len(told) - MOST_TOLD
        raise Refused(*told[:MOST_TOLD], *([f"Et {left} autres lignes à corriger."] if left > 0 else []))
    if not found:
        raise Refused("Aucune ligne ne nomme quelqu’un\u00a0: collez au moins un prénom et un nom.")
    return found


def _is_heading(line: str) -> bool:
    return [fold(cell) for cell in _cells(line)[:2]] == ["prenom", "nom"]


def _cells(line: str) -> list[str]:
    delimiter = "\t" if "\t" in line else ";"
    try:
        cells = next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:
        raise Refused("elle ne se lit pas. Retirez les guillemets, ou tapez-la à la main.") from None
    cells = [nfc(cell).strip() for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > len(CELLS):
        raise Refused(f"elle a {len(cells)} cases, six au plus sont attendues. Comparez avec l’ordre ci-dessous.")
    return cells + [""] * (len(CELLS) - len(cells))


def _volunteer(cells: list[str], places: Mapping[str, Neighborhood]) -> Applicant:
    values = dict(zip(CELLS, cells, strict=True))
    form = LineForm(MultiDict(values))
    told = [] if form.validate() else [str(error) for errors in form.errors.values() for error in errors]
    gender, age = GENDER_WORDS.get(fold(values["gender"])), _band(values["age"])
    place = places.get(fold(values["place"]))
    if gender is None:
        told.append(f"«\u202f{values['gender']}\u202f» n’est ni femme, ni homme, ni autre.")
    if age is None:
        told.append(f"«\u202f{values['age']}\u202f» n’est pas un âge\u00a0: écrivez par exemple 34.")
    if values["place"] and place is None:
        told.append(f"«\u202f{values['place']}\u202f» n’est pas un quartier de ce conseil.")
    if told:
        raise Refused(*told)
    return Applicant(
        form.given_name.data,
        form.family_name.data,
        gender or Gender.UNDECLARED,
        age or AgeBand.UNDECLARED,
        place.id if place else None,
        form.email.data or "",
    )


def _band(words: str) -> AgeBand | None:
    bare = fold(words).removesuffix(" ans")
    if bare.isdecimal() and len(bare) <= 3:
        years = int(bare)
        return (
            next((band for limit, band in _BANDS if years < limit), AgeBand.FROM_65) if years < LONGEST_LIFE else None
        )
    return _LABELS.get(fold(words))
