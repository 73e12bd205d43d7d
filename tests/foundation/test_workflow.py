from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.choices import Choice
from foundation.workflow import Refused, Transition, Workflow


class Lamp(Choice):
    OFF = "off", "Éteinte"
    ON = "on", "Allumée"
    BROKEN = "broken", "Cassée"


@dataclass
class Street:
    state: Lamp = Lamp.OFF
    bulbs: int = 1
    moves: list[str] = field(default_factory=list)


def has_bulb(street: Street) -> str | None:
    return None if street.bulbs else "Il manque une ampoule. Mettez-en une."


def is_night(street: Street) -> str | None:
    return None if street.bulbs < 9 else "Il y a trop d’ampoules. Retirez-en."


LAMPS = Workflow(
    "Lampadaire",
    Lamp.OFF,
    Transition("light", {Lamp.OFF}, Lamp.ON, "lamp.use", "Allumer", guards=(has_bulb, is_night)),
    Transition("darken", {Lamp.ON}, Lamp.OFF, "lamp.use", "Éteindre"),
    Transition("break", {Lamp.OFF, Lamp.ON}, Lamp.BROKEN, "lamp.break", "Casser", needs_comment=True),
)


def test_a_step_moves_the_state_and_says_which_step_it_was() -> None:
    street = Street()
    assert LAMPS.move(street, "light").label == "Allumer"
    assert street.state is Lamp.ON


def test_a_step_from_another_state_is_refused_with_the_present_state_in_words() -> None:
    street = Street(Lamp.ON)
    with pytest.raises(Refused, match="Allumée"):
        LAMPS.move(street, "light")
    assert street.state is Lamp.ON


def test_a_step_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused):
        LAMPS.move(Street(), "explode")


def test_a_guard_answers_with_its_sentence_and_nothing_moves() -> None:
    street = Street(bulbs=0)
    with pytest.raises(Refused) as refusal:
        LAMPS.move(street, "light")
    assert refusal.value.sentences == ("Il manque une ampoule. Mettez-en une.",)
    assert street.state is Lamp.OFF


@pytest.mark.parametrize("comment", ["", "   ", "\n"])
def test_a_step_that_needs_a_reason_is_refused_without_one(comment: str) -> None:
    street = Street()
    with pytest.raises(Refused, match="pourquoi"):
        LAMPS.move(street, "break", comment)
    assert street.state is Lamp.OFF


def test_a_step_that_needs_a_reason_passes_with_one() -> None:
    street = Street()
    LAMPS.move(street, "break", "Le vent.")
    assert street.state is Lamp.BROKEN


def test_the_same_table_gives_the_buttons_of_each_state() -> None:
    assert [step.label for step in LAMPS.open_from(Street())] == ["Allumer", "Casser"]
    assert LAMPS.open_from(Street(Lamp.BROKEN)) == []


def test_the_same_table_gives_the_diagram() -> None:
    diagram = LAMPS.diagram()
    assert diagram.startswith("stateDiagram-v2\n    [*] --> off")
    assert "off --> on: Allumer (lamp.use)" in diagram
    assert len(list(LAMPS)) == 3


@given(st.lists(st.tuples(st.sampled_from(["light", "darken", "break", "explode"]), st.sampled_from(["", "Le vent."]))))
def test_no_sequence_of_tries_leaves_the_table(tries: list[tuple[str, str]]) -> None:
    street = Street()
    allowed = {(source, step.target) for step in LAMPS for source in step.sources}
    for name, comment in tries:
        before = street.state
        try:
            LAMPS.move(street, name, comment)
        except Refused:
            assert street.state is before
        else:
            assert (before, street.state) in allowed
