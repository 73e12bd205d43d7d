"""A browser and its machine in plain words, for the list of one's sessions."""

from __future__ import annotations

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES = (
    ("iPhone", "un iPhone"),
    ("iPad", "un iPad"),
    ("Android", "un téléphone ou une tablette Android"),
    ("Windows", "un ordinateur Windows"),
    ("Mac OS", "un ordinateur Mac"),
    ("CrOS", "un Chromebook"),
    ("Linux", "un ordinateur Linux"),
)


def in_words(user_agent: str) -> str:
    """« Firefox sur un ordinateur Windows »; « Appareil inconnu » when nothing is recognized."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "")
    machine = next((name for mark, name in _MACHINES if mark in user_agent), "")
    if not browser and not machine:
        return "Appareil inconnu"
    return f"{browser or 'Navigateur inconnu'} sur {machine or 'un appareil inconnu'}"
