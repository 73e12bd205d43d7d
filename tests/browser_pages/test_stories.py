"""Two stories of the public site as they are lived: a phone of 320 px, no script, the keyboard alone (R-PERF-01)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.browser_pages.window import Window

HEAVIEST = 150_000


@pytest.fixture
def phone(window: Callable[..., Window]) -> Window:
    return window(width=320, scripts=False)


@pytest.fixture
def seen(phone: Window, window: Callable[..., Window]) -> Iterator[Callable[[], None]]:
    """`seen()` after each page: at the end every one of them is looked at by axe, at the same width."""
    paths: list[str] = []
    yield lambda: paths.append(phone.path)
    judge = window(width=320)
    wrong = {path: faults for path in dict.fromkeys(paths) if (faults := judge.opens(path).axe() + judge.overflow())}
    assert wrong == {}
    assert phone.faults + judge.faults == []
    assert phone.page.context.cookies() == []


def test_a1_samia_finds_her_council(phone: Window, seen: Callable[[], None]) -> None:
    phone.opens("/")
    seen()
    assert "13 conseils labellisés" in phone.text
    assert "8 en cours de labellisation" in phone.text
    assert sum(phone.weights()) <= HEAVIEST

    phone.types("q", "mons en bar").enters()
    seen()
    assert phone.path == "/trouver?q=mons+en+bar"
    assert "3 quartiers trouvés" in phone.text
    assert "Nouveau Mons" in phone.text

    phone.types("q", "canal des tiss", anew=True).enters()
    seen()
    phone.presses("Le Canal des Tisserandes (quartier fictif)")
    seen()
    for council in ("Roubaix, rives du canal", "Roubaix, filatures"):
        assert f"Conseil citoyen de {council}" in phone.text
    assert phone.text.count("Couvre ") >= 2

    phone.presses("Conseil citoyen de Roubaix, rives du canal (démonstration)")
    seen()
    assert "Labellisé" in phone.text
    assert "Un arrêté du préfet le reconnaît" in phone.text

    phone.presses("Historique de la labellisation")
    seen()
    for step in ("Constitution en cours", "Dossier déposé", "Acte signé", "Publié"):
        assert step in phone.text
    phone.presses("Voir le journal public des actes officiels")
    seen()
    assert "Conseil labellisé" in phone.text


def test_a1_without_pictures_everything_is_still_said(phone: Window) -> None:
    with_pictures = {path: phone.opens(path).text for path in ("/", "/conseils", "/conseils/roubaix-canal")}
    phone.page.route(
        "**/*", lambda route: route.abort() if route.request.resource_type == "image" else route.continue_()
    )
    for path, text in with_pictures.items():
        assert phone.opens(path).text == text


def test_a8_what_the_contract_does_nearby(phone: Window, seen: Callable[[], None]) -> None:
    phone.opens("/contrat/pres-de-chez-vous")
    seen()
    phone.reaches("lieu").page.keyboard.type("Quartier Nouveau Mons")
    phone.presses("Voir ce lieu")
    seen()
    assert phone.path.startswith("/contrat/pres-de-chez-vous?lieu=quartier%2F")
    assert "Nouveau Mons" in phone.text
    assert "droit commun" in phone.text.lower()
    assert "crédits spécifiques" in phone.text.lower()
    phone.presses("NPRU : Mons-en-Barœul (Nouveau Mons)")
    seen()
    assert "Portée par Métropole Européenne de Lille" in phone.text


def test_a8_an_indicator_with_its_year_its_source_and_its_caveat(phone: Window, seen: Callable[[], None]) -> None:
    phone.opens("/contrat")
    phone.presses("Voir les indicateurs").presses("Taux d’emploi")
    seen()
    for words in ("44 %", "59 %", "2013", "Source"):
        assert words in phone.text


def test_the_skip_link_leads_to_the_content(phone: Window) -> None:
    phone.opens("/conseils")
    first = phone.tab()
    assert first is not None
    assert first["words"] == "Aller au contenu"
    phone.page.keyboard.press("Enter")
    assert phone.path.endswith("#contenu")
