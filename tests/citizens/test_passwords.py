from __future__ import annotations

import pytest

from citizens.accounts import devices
from citizens.accounts.passwords import weakness

OWN = ["Samia", "Ben Saïd", "samia.bensaid"]


@pytest.mark.parametrize(
    "password",
    [
        "onze lettre",
        "x" * 257,
        "motdepasse1234",
        "MotDePasse2026!!",
        "Azertyuiop12",
        "azertyuiopqsdf",
        "123456789012",
        "987654321098",
        "aaaaaaaaaaaa",
        "abababababab",
        "bonjourbonjour",
        "Conseil-Citoyen-2026",
        "porte-voix-lille",
        "samia bensaid 1990",
    ],
)
def test_what_anybody_would_try_first_is_refused(password: str) -> None:
    assert weakness(password, OWN)


@pytest.mark.parametrize(
    "password",
    [
        "quatre mots sans rapport",
        "le chat de ma voisine boit",
        "4938475610293847",
        "пароль из слов моей бабушки",
        "🙂🌊🐎🍎🚲🌙🎈🪁🥖🧭🛶🪴",
        "x7 K!pQ2#vL9z",
        "é" * 4 + "àùçôîâêû",
        "une phrase de lille à retenir",
    ],
)
def test_no_mix_of_signs_is_asked(password: str) -> None:
    assert weakness(password, OWN) is None


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/130.0", "Firefox sur un ordinateur Windows"),
        ("Mozilla/5.0 (iPhone) AppleWebKit Version/17 Safari/604", "Safari sur un iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537",
            "Chrome sur un téléphone ou une tablette Android",
        ),
        ("curl/8", "Appareil inconnu"),
        ("", "Appareil inconnu"),
    ],
)
def test_devices_in_words(agent: str, words: str) -> None:
    assert devices.in_words(agent) == words
