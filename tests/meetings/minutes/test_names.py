"""What tells who somebody is, found in a text: in whatever case, with or without accents, whole or in part."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from foundation.text import fold
from meetings.minutes.names import FindingKind, Known, find, names_of, plain, replaced

RESIDENT, ACTOR = "une habitante", "un membre du collège acteurs locaux"
PEOPLE = (
    Known("Awa", "Diop", RESIDENT),
    Known("Jean-Pierre", "de La Tour", ACTOR),
    Known("Émile", "O’Connor", RESIDENT),
    Known("Maëlys", "N’Guessan Coëtquidan", RESIDENT),
    Known("Ly", "Ba", RESIDENT),
    Known("Rose", "Petit", RESIDENT),
    Known("Ben", "Ali", RESIDENT),
)
N, E, P, A = FindingKind.NAME, FindingKind.EMAIL, FindingKind.PHONE, FindingKind.ADDRESS

FOUND = [
    ("Awa Diop demande un banc.", [(N, "Awa Diop")]),
    ("AWA DIOP demande un banc.", [(N, "AWA DIOP")]),
    ("diop awa", [(N, "diop awa")]),
    ("Mme Diop et Awa parlent.", [(N, "Mme Diop"), (N, "Awa")]),
    ("Merci à M. de La Tour.", [(N, "M. de La Tour")]),
    ("Merci à Jean Pierre de la Tour !", [(N, "Jean Pierre de la Tour")]),
    ("jean-pierre a répondu", [(N, "jean-pierre")]),
    ("A. Diop et Awa D. sont là.", [(N, "A. Diop"), (N, "Awa D")]),
    ("emile o'connor, EMILE O’CONNOR", [(N, "emile o'connor"), (N, "EMILE O’CONNOR")]),
    ("L’avis de Maelys N'guessan", [(N, "Maelys N'guessan")]),
    ("Mme Coëtquidan puis Coetquidan", [(N, "Mme Coëtquidan"), (N, "Coetquidan")]),
    ("Ba propose ; le tissu ba ne compte pas", [(N, "Ba")]),
    ("Le petit square et M. Petit", [(N, "petit"), (N, "M. Petit")]),
    ("Awatif et la Diopsie ne sont personne", []),
    ("Ben dit oui, puis M. Ben Ali", [(N, "Ben"), (N, "M. Ben Ali")]),
    ("On a vu Awa. Rose aussi.", [(N, "Awa"), (N, "Rose")]),
    ("**Awa** et _Diop_", [(N, "Awa"), (N, "Diop")]),
    ("écrire à awa.d@exemple.fr", [(E, "awa.d@exemple.fr")]),
    ("au 06 12 34 56 78 ou +33 6 12 34 56 78", [(P, "06 12 34 56 78"), (P, "+33 6 12 34 56 78")]),
    ("au 0612345678, 06.12.34.56.78, 06-12-34-56-78",
     [(P, "0612345678"), (P, "06.12.34.56.78"), (P, "06-12-34-56-78")]),
    ("0033 6 12 34 56 78 et +32 470 12 34 56", [(P, "0033 6 12 34 56 78"), (P, "+32 470 12 34 56")]),
    ("Le budget est de 0 euro, en 2026, 12 345 678 personnes", []),
    ("elle vit 12 rue des Écoles et attend", [(A, "12 rue des Écoles")]),
    ("au 3 bis, avenue de la République, bâtiment B", [(A, "3 bis, avenue de la République"), (A, "bâtiment B")]),
    ("APPARTEMENT 12, 59000 Lille", [(A, "APPARTEMENT 12"), (A, "59000 Lille")]),
    ("la rue des Écoles est sombre", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), FOUND, ids=[text for text, _ in FOUND])
def test_what_is_found(text: str, wanted: list[tuple[FindingKind, str]]) -> None:
    assert [(one.kind, one.words) for one in find(plain(text), PEOPLE)] == wanted


def test_the_address_of_the_meeting_is_no_secret() -> None:
    text = "Réunis au 1 place du Marché ; elle habite 12 rue des Écoles."
    assert [one.words for one in find(text, (), ["1 place du Marché, Lille"])] == ["12 rue des Écoles"]


def test_what_can_be_said_instead_fits_who_may_be_meant() -> None:
    both = (*PEOPLE, Known("Awa", "Martin", ACTOR))
    said = {one.words: one.instead for one in find("Awa, Awa Diop, Jean-Pierre", both)}
    assert said == {"Awa": "une personne", "Awa Diop": RESIDENT, "Jean-Pierre": ACTOR}


def test_a_letter_hidden_in_a_code_or_by_unseen_marks_is_read() -> None:
    assert [one.words for one in find(plain("&#65;wa et Di\u200bop"), PEOPLE)] == ["Awa", "Diop"]


def test_a_namesake_keeps_what_is_theirs() -> None:
    text = "Awa parle. Awa Diop répond. Awa Martin se tait. Diop conclut."
    found = names_of(PEOPLE[0], [Known("Awa", "Martin", ACTOR)], text)
    assert [one.words for one in found] == ["Awa Diop", "Diop"]
    assert replaced(text, found, "X") == "Awa parle. X répond. Awa Martin se tait. X conclut."


def test_what_is_said_instead_begins_a_sentence_as_it_should() -> None:
    text = "Awa parle. Puis Awa se tait.\n\nAwa ! Awa revient, dit Awa."
    found = find(text, PEOPLE)
    said = "Une personne parle. Puis une personne se tait.\n\nUne personne ! Une personne revient, dit une personne."
    assert replaced(text, found, "une personne") == said


letters = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzéèêëàâîïôûüçœñ"), min_size=3, max_size=9)
compound = st.lists(letters, min_size=1, max_size=3).map("-".join)
around = st.text(st.sampled_from(" .,;:\n()«»0123456789"), max_size=12)


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


SPELLINGS = (str.title, str.upper, str.lower, _bare, lambda name: name.replace("-", " "))


@given(st.tuples(compound, compound), st.sampled_from(SPELLINGS), st.tuples(around, around), st.booleans())
def test_a_name_is_found_however_it_is_spelled(
    names: tuple[str, str], spell: Callable[[str], str], sides: tuple[str, str], turned: bool
) -> None:
    (given, family), (before, after) = names, sides
    words = [word for name in (given, family) for word in fold(name).split()]
    assume(all(len(word) > 2 for word in words))
    assume(
        not {"saint", "sainte", "les", "des", "den", "der", "del", "dal", "dos", "ben", "bin", "van", "von"} & {*words}
    )
    assume(not {"mlle", "mme", "monsieur", "madame"} & {*words})
    name = spell(f"{family} {given}" if turned else f"{given} {family}")
    text = plain(f"{before} {name} {after}")
    found = find(text, [Known(given, family, "X")])
    if re.search(r"\d{5}\W*$", before):
        # after a postcode it reads like a town: the address found covers the name whole
        assert any(fold(name) in fold(one.words) for one in found)
    else:
        assert [fold(one.words) for one in found if one.kind is N] == [fold(name)]


def test_a_name_after_a_postcode_is_within_the_address() -> None:
    (found,) = find("00000 Aaa Œaa parle.", [Known("Aaa", "Œaa", "X")])
    assert found.words == "00000 Aaa Œaa"


@given(st.text(max_size=200))
def test_any_text_is_read_and_its_passages_stand_apart(text: str) -> None:
    text = plain(text)
    found = find(text, PEOPLE)
    assert [one.words for one in found] == [text[one.start : one.end] for one in found]
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))


texts = st.lists(
    st.sampled_from(
        ["Awa", "DIOP", "Jean-Pierre", "de La Tour", "parle", "de", "06 12 34 56 78", "a@b.fr", "\n", "; "]
    ),
    max_size=15,
).map(" ".join)


@given(texts)
def test_once_all_is_replaced_nothing_is_found(text: str) -> None:
    text = plain(text)
    left = replaced(text, find(text, PEOPLE), "quelqu’un")
    assert find(left, PEOPLE) == []
    assert "parle" not in text or "parle" in left
