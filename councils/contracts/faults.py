"""What can be wrong in the files, each with the sentence that says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from foundation.text import FIXED_SPACE

SHOWN_AT_MOST = 200


class Kind(StrEnum):
    """A kind of fault; its value is the sentence, with places for what was found."""

    NO_FOLDER = "le dossier n’existe pas ou ne peut pas être lu. Vérifiez son adresse."
    MISSING_FILE = "le fichier manque. Ajoutez-le au dossier, avec ses titres de colonnes."
    UNREADABLE_FILE = "le fichier ne peut pas être lu. Vérifiez qu’il est bien un fichier et que vous y avez droit."
    EMPTY_FILE = "le fichier est vide. Remettez ses titres de colonnes et ses lignes."
    NO_ROWS = "il n’y a que les titres de colonnes. Ajoutez au moins une ligne."
    TOO_BIG = "le fichier dépasse {most} Mo. Vérifiez que c’est le bon fichier."
    TOO_MANY_ROWS = "le fichier a plus de {most} lignes. Vérifiez que c’est le bon fichier."
    UTF16 = "le fichier est en UTF-16 (« Texte Unicode » du tableur). Enregistrez-le en « CSV UTF-8 »."
    NUL = "le fichier contient un octet nul : ce n’est pas du texte. Enregistrez-le en « CSV UTF-8 »."
    ENCODING = "ces lettres ne sont ni de l’UTF-8 ni du Windows-1252. Enregistrez le fichier en « CSV UTF-8 »."
    TAB = "les colonnes sont séparées par des tabulations. Choisissez le point-virgule ou la virgule."
    OPEN_QUOTE = "un guillemet droit ouvert n’est jamais fermé. Fermez-le, ou doublez-le s’il fait partie du texte."
    STRAY_QUOTE = "un guillemet droit est mal placé. Entourez toute la cellule, et doublez ceux du texte."
    MISSING_COLUMN = "cette colonne manque. Ajoutez son titre sur la première ligne, même si elle reste vide."
    UNKNOWN_COLUMN = "cette colonne est inconnue. Retirez-la, ou corrigez son titre."
    REPEATED_COLUMN = "ce titre de colonne est écrit plusieurs fois. N’en gardez qu’un."
    COLUMN_ORDER = "les colonnes ne sont pas dans l’ordre attendu : {wanted}. Remettez-les dans cet ordre."
    TOO_FEW_CELLS = "{found} cellules au lieu de {wanted}. Ajoutez les séparateurs des cellules vides."
    TOO_MANY_CELLS = "{found} cellules au lieu de {wanted}. Entourez de guillemets droits les textes à virgule."
    LONG_CELL = "la cellule a {found} caractères, {most} au plus. Raccourcissez-la."
    LINE_BREAK = "la cellule contient un retour à la ligne. Écrivez son texte d’un seul tenant."
    CONTROL = "la cellule contient un caractère invisible ({found}). Effacez la cellule et retapez-la."
    GARBLED = "la cellule contient « {found} », reste d’un mauvais enregistrement. Reprenez le texte d’origine."
    FORMULA = "la cellule commence par « {found} », comme une formule. Commencez par une lettre ou un chiffre."
    SHEET_ERROR = "le tableur a écrit une erreur, « {found} ». Remettez la valeur."
    EMPTY_CELL = "la cellule est vide alors qu’il faut une valeur. Remplissez-la."
    SLUG = "« {found} » n’est pas un identifiant. Utilisez des minuscules sans accent, des chiffres et des tirets."
    REPEATED_SLUG = "l’identifiant « {found} » est déjà pris à la ligne {first}. Donnez-en un autre."
    REPEATED_ROW = "cette ligne répète la ligne {first} ({found}). Retirez-en une, ou distinguez-les."
    CODE = "« {found} » n’est pas un code connu. Choisissez parmi : {wanted}."
    LINK = "« {found} » n’existe pas dans {target}. Ajoutez-y cette ligne, ou corrigez l’identifiant."
    REPEATED_LINK = "« {found} » est écrit deux fois dans la liste. Gardez-le une fois."
    BLANK_IN_LIST = "la liste contient un élément vide ou une espace. Séparez par des points-virgules seuls : a;b."
    FIGURE = "« {found} » n’est pas un nombre. Écrivez les chiffres seuls, comme 37000000 ou 28.7."
    AMBIGUOUS_FIGURE = "« {found} » peut se lire de deux façons. Écrivez {whole}, ou {decimal}."
    BIG_FIGURE = "« {found} » est un nombre trop grand. Vérifiez les zéros."
    NEGATIVE = "« {found} » est négatif, ce que cette colonne ne permet pas. Retirez le signe, ou la valeur."
    SHARE = "« {found} » n’est pas une part entre 0 et 100. Corrigez le nombre."
    PERIOD = (
        "« {found} » n’est pas une période. Écrivez 2016, 2015-2016, « depuis 2015 », « à partir de 2018 » "
        "ou « édition suivante »."
    )
    YEAR = "« {found} » n’est ni une année ni deux années. Écrivez 2016 ou 2015-2016."
    SECTION = "« {found} » n’est pas une partie du rapport. Le tableur l’a peut-être changée en date : écrivez 3.1.2.1."
    PARENT_LOOP = "cette action est sa propre aïeule ({found}). Corrigez l’une de ces lignes."
    NO_UNIT = "il y a une valeur sans unité. Remplissez {unit}."
    NO_VALUE = "il y a une unité sans valeur. Remplissez {value}, ou videz l’unité."
    AMOUNT_AND_SHARE = "il y a un montant et une part. Gardez l’un des deux."
    NO_AMOUNT_NO_SHARE = "il n’y a ni montant ni part. Remplissez l’un des deux."
    NOBODY = "ni pilote ni financeur. Remplissez au moins l’un des deux."
    UNKNOWN_MUNICIPALITY = "la commune « {found} » n’est pas dans le territoire du site. Chargez d’abord le territoire."
    LEAVING = (
        "{found} n’est plus dans le fichier mais reste sur le site. Remettez la ligne, ou relancez avec « --retirer »."
    )
    OTHERS = "et {found} autres fautes. Corrigez celles-ci puis relancez."


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where, and the sentence that says what and what to do. `line` 0 is the whole file."""

    kind: Kind
    file: str
    line: int = 0
    column: str = ""
    sentence: str = ""

    def __str__(self) -> str:
        return _at(self.file, self.line, self.column, self.sentence)


@dataclass(frozen=True)
class Remark:
    """Something read otherwise than it was typed: shown, and does not stop the import."""

    file: str
    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return _at(self.file, self.line, self.column, self.sentence)


class Refused(Exception):
    """The files cannot be written as they are: nothing is."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


def fault(kind: Kind, file: str, line: int = 0, column: str = "", **found: object) -> Fault:
    """A fault with its sentence filled in; long cells are quoted by their beginning."""
    words = {name: _short(str(value)) if name == "found" else value for name, value in found.items()}
    return Fault(kind, file, line, column, kind.value.format(**words))


def capped(faults: Sequence[Fault]) -> list[Fault]:
    """The faults to show, in the order of files and lines: the first 200, then how many others."""
    kept = list(faults[:SHOWN_AT_MOST])
    if len(faults) > SHOWN_AT_MOST:
        kept.append(fault(Kind.OTHERS, faults[SHOWN_AT_MOST].file, found=len(faults) - SHOWN_AT_MOST))
    return kept


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _at(file: str, line: int, column: str, sentence: str) -> str:
    place = [file] + ([f"ligne {line}"] if line else []) + ([f"colonne {column}"] if column else [])
    return f"{', '.join(place)}{FIXED_SPACE}: {sentence}"
