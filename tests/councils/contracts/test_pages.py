"""What a resident finds: what is done near home, who does it, who pays."""

import re

import pytest
from sqlalchemy import select

from councils.contracts import finding
from councils.contracts.counting import counted
from councils.contracts.declaration import SEARCHES
from councils.contracts.money_queries import amounts
from councils.contracts.overview import overview
from councils.contracts.reference_queries import network_snapshot
from foundation.database import db, reading
from foundation.kept import KeptPages
from foundation.search import SearchEntry
from tests.browser import Browser
from tests.councils.contracts.conftest import import_into
from tests.councils.contracts.test_every_figure import rows

PAGES = ("/contrat", "/contrat/actions", "/contrat/indicateurs", "/contrat/financements", "/contrat/partenaires")


def titles(browser):
    return [words for words, url in browser.links if url.startswith("/contrat/actions/")]


def test_a_site_without_contract_says_so(territory):
    visitor = Browser(territory)
    for address in (*PAGES, "/contrat/pres-de-chez-vous"):
        assert "Le contrat n’est pas encore sur ce site" in visitor.visits(address).text
        assert visitor.status == 200
    for address in ("/contrat/actions/iti", "/contrat/indicateurs/taux-emploi"):
        assert visitor.visits(address).status == 404
    with territory.app_context(), reading():
        assert network_snapshot() is None


def test_the_list_shows_what_stands_alone_with_its_parts_twenty_a_page(reader):
    seen = []
    reader.visits("/contrat/actions")
    assert "166 actions, et 81 parties à l’intérieur de certaines" in reader.text
    while True:
        seen += reader.headings(3)
        assert len(reader.headings(3)) <= 20
        if "Suivants →" not in [words for words, _ in reader.links]:
            break
        reader.presses("Suivants →")
    assert len(seen) == len(set(seen)) == 166
    assert len(reader.presses("← Précédents").headings(3)) == 20


def test_parts_stand_under_their_parent(reader):
    reader.visits("/contrat/actions")
    while "Investissement territorial intégré (ITI)" not in reader.headings(3):
        reader.presses("Suivants →")
    assert "5 parties de cette action" in reader.text
    assert "ITI : friches et patrimoine métropolitain" in titles(reader)


FILTERS = [
    ({"axe": "economie-emploi"}, 56),
    ({"theme": "habitat"}, 22),
    ({"commune": "roubaix"}, 23),
    ({"commune": "metropole"}, 213),
    ({"pilote": "pole-emploi"}, 21),
    ({"financeur": "feder"}, 6),
    ({"statut": "planned"}, 39),
    ({"q": "barœul"}, 15),
    ({"q": "BAROEUL mons"}, 15),
    ({"commune": "roubaix", "statut": "planned", "theme": "habitat"}, 1),
]


@pytest.mark.parametrize(("asked", "count"), FILTERS)
def test_filters_count_in_words_and_stay_in_the_address(reader, asked, count):
    reader.visits("/contrat/actions").presses("Appliquer", **asked)
    assert f"{count} action{'s' if count > 1 else ''}" in [
        e.words for e in reader.all("p") if e.get("role") == "status"
    ]
    assert reader.status == 200
    for name, value in asked.items():
        assert reader.field(name).value == value


def test_many_filters_are_folded_and_open_when_one_is_in_use(reader):
    assert [e.has("open") for e in reader.visits("/contrat/actions").all("details") if e.all("select")] == [False]
    reader.presses("Appliquer", commune="roubaix", statut="planned")
    folded = next(e for e in reader.all("details") if e.all("select"))
    assert folded.has("open")
    assert folded.all("summary")[0].words == "Filtrer (2 filtres actifs)"
    assert next(e for e in reader.visits("/contrat/actions?commune=x").all("details") if e.all("select")).has("open")
    assert not [e for e in reader.visits("/conseils").all("details") if e.all("select")]


def test_a_further_page_of_a_list_says_so_in_its_title(reader):
    assert "(suite)" not in reader.visits("/contrat/actions").title
    assert reader.presses("Suivants →").title == "Actions du contrat de ville (suite) | Porte-Voix"


def test_to_see_no_place_is_answered_in_words(reader):
    reader.visits("/contrat/pres-de-chez-vous").presses("Voir ce lieu")
    assert reader.status == 400
    assert "Choisissez d’abord votre commune ou votre quartier dans la liste." in reader.text
    assert "Roubaix" in [words for words, _ in reader.links]


def test_filters_stay_from_page_to_page(reader):
    reader.visits("/contrat/actions").presses("Appliquer", statut="planned").presses("Suivants →")
    assert "statut=planned" in reader.path
    assert "39 actions" in reader.text


def test_a_part_found_alone_names_its_parent(reader):
    reader.visits("/contrat/actions?q=friches+patrimoine")
    assert "Fait partie de Investissement territorial intégré (ITI)" in reader.text


def test_nothing_found_says_what_to_do(reader):
    reader.visits("/contrat/actions?q=licorne&commune=croix")
    assert "Aucune action ne correspond" in reader.text
    assert "166 actions" in reader.presses("retirez les filtres").text


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/contrat/actions?commune=paris", "« paris » n’est pas dans la liste. Choisissez une ligne de la liste."),
        ("/contrat/actions?statut=<b>", "« <b> » n’est pas dans la liste. Choisissez une ligne de la liste."),
        (f"/contrat/actions?q={'a' * 101}", "Cherchez avec moins de mots : 100 caractères au plus."),
        ("/contrat/indicateurs?theme=x", "« x » n’est pas dans la liste. Choisissez une ligne de la liste."),
        ("/contrat/pres-de-chez-vous?lieu=x", "« x » n’est pas dans la liste. Choisissez une ligne de la liste."),
    ],
)
def test_a_wrong_filter_is_said_and_what_was_typed_is_kept(reader, address, sentence):
    reader.visits(address)
    assert reader.status == 400
    assert sentence in reader.text
    name, _, typed = address.partition("?")[2].partition("=")
    assert reader.field(name).value == typed


def test_a_wrong_page_of_the_list_is_no_crash(reader):
    for cursor in ("x", "W10", "%00", "a" * 5000):
        assert reader.visits(f"/contrat/actions?suite={cursor}").status == 400


def test_a_part_s_amount_is_within_its_parent_s(reader):
    reader.visits("/contrat/actions/npru-etudes-phase-1")
    assert "Ce montant est déjà compris dans celui de Protocole de préfiguration du NPRU (9 500 000 €)." in reader.text
    assert [words for words, _ in reader.links][1:].index("Nouveau programme de renouvellement urbain (NPRU)") > 0
    assert "Premières opérations physiques" not in reader.headings()


def test_a_parent_s_amount_holds_its_parts(reader):
    reader.visits("/contrat/actions/iti")
    assert "Ce montant comprend déjà ceux des parties de l’action" in reader.text
    assert "imprimé « 37M€ »" in reader.text
    assert "5 parties dans le rapport." in reader.text


def test_an_action_without_amount_says_so(reader):
    assert (
        "Le rapport ne donne pas de montant pour cette action." in reader.visits("/contrat/actions/emploi-store").text
    )
    reader.visits("/contrat/actions/educ-habitat")
    assert "Celui de Contribution habitat de droit commun 2016 (68 000 €) la comprend." in reader.text


def test_no_sum_mixes_a_parent_and_its_parts(report):
    """« Count a row only if none of its ancestors has an amount. »"""
    with report.app_context(), reading():
        rows = amounts(overview().id)
    assert {row.slug: row.cents for row in rows} == {
        "iti": 3_700_000_000,
        "plans-actions-tfpb": 1_040_000_000,
        "protocole-prefiguration-npru": 950_000_000,
        "credits-specifiques-region": 79_206_100,
        "cnds-clubs-sportifs": 58_720_000,
        "clea": 8_650_000,
        "contribution-habitat-2016": 6_800_000,
        "lille-en-quartiers": 2_000_000,
    }
    assert counted({"a": 1}, {"a": None}) == {"a": 1}


def test_the_money_page_says_what_cannot_be_added(reader):
    reader.visits("/contrat/financements")
    assert "Pourquoi il n’y a pas de total" in reader.text
    assert reader.text.count("Déjà compris dans « Coût total ».") == 3
    assert "Porte sur la même action que « Dépenses valorisées des bailleurs (prévisionnel) »" in reader.text
    assert reader.text.count("Un montant par année.") == 6
    assert "2 % non expliqués (reste calculé par ce site)" in reader.text
    assert "100 %" not in reader.text


def test_printed_figures_are_never_mixed_with_living_ones(report, reader):
    """R-CTR-02: the snapshot of the report has its source, apart."""
    with report.app_context(), reading():
        found = network_snapshot()
    assert [(figure.value, figure.source_section) for figure in found.figures] == [
        ("13", "3.1.1"),
        ("8", "3.1.1"),
        ("plus de 700 personnes", "3.1.1"),
    ]
    assert found.source == "Rapport politique de la ville 2015-2016, Métropole Européenne de Lille, 2017"
    assert "État au rapport 2015-2016." in reader.visits("/contrat/partenaires").text


def test_story_a8_a_neighborhood_then_an_indicator(reader):
    """A8, steps 1 and 2."""
    reader.visits("/contrat").presses("Voir près de chez moi", lieu="Roubaix")
    assert "23 actions nomment Roubaix" in reader.text
    assert "Portée par Métropole Européenne de Lille" in reader.text
    assert (
        "Droit commun L’argent et les services auxquels chaque quartier a droit, comme partout ailleurs." in reader.text
    )
    assert "Crédits spécifiques L’argent en plus, réservé aux quartiers de la politique de la ville." in reader.text
    assert "Droit commun · 2015-2016 · Lille ; Roubaix ; Tourcoing · comme imprimé" in reader.text
    shares = next(table for table in reader.tables if table.head == ["Nature", "Montant"])
    assert shares.rows == [["Non précisé par le rapport", "9 500 000 €"], ["Droit commun", "86 500 €"]]

    reader.visits("/contrat").presses("Voir près de chez moi", lieu="Quartier Nouveau Mons (Mons-en-Barœul)")
    assert reader.headings(1) == ["Nouveau Mons"]
    assert "Quartier de Mons-en-Barœul" in reader.text
    assert reader.headings(3)[0] == "NPRU : Mons-en-Barœul (Nouveau Mons)"
    assert "Protocole de préfiguration du NPRU 9 500 000 €" in reader.text

    reader.visits("/contrat").presses("Voir les indicateurs").presses("Taux d’emploi")
    assert "44 % dans les quartiers prioritaires, 59 % dans la métropole" in reader.text
    assert "2008-2013 est la période comparée, qui finit en 2013." in reader.text
    assert "Rapport, partie 2.1, comme imprimé" in reader.text
    assert "Ces chiffres datent d’avant le contrat" in reader.text


def test_a_council_s_page_shows_the_actions_of_its_communes(reader):
    reader.visits("/conseils/loos")
    assert "Le contrat de ville ici" in reader.headings()
    assert "16 actions nomment Loos." in reader.text
    assert "Les Oliveaux à Loos" in next(words for words, url in reader.links if url.startswith("/contrat/actions/"))
    assert "16 actions nomment Loos" in reader.presses("Le contrat à Loos : actions et argent").text


def test_a_council_whose_commune_is_not_named_learns_that_too(reader):
    reader.visits("/conseils/armentieres")
    assert "Aucune action ne nomme Armentières, mais 213 actions couvraient toute la métropole." in reader.text
    assert "213 actions" in reader.presses("Les actions pour toute la métropole").text


def test_actions_near_a_council_are_counted_commune_by_commune(reader):
    reader.visits("/conseils/croix")
    assert "23 actions nomment Roubaix." in reader.text
    assert "Aucune action ne nomme Croix, mais 213 actions" in reader.text
    assert "nomment Croix" not in reader.text
    assert "Le contrat à Croix : actions et argent" not in [words for words, _ in reader.links]
    assert "Roubaix" in reader.presses("Le contrat à Roubaix : actions et argent").headings(1)


@pytest.mark.parametrize(
    "address",
    ["/contrat", "/contrat/actions", "/contrat/actions/iti", "/contrat/pres-de-chez-vous?lieu=commune/roubaix",
     "/contrat/financements", "/contrat/partenaires", "/conseils/croix", "/"],
)  # fmt: skip
def test_no_state_of_the_report_is_shown_as_of_today(reader, address):
    text = reader.visits(address).text
    assert "rapport 2015-2016" in text
    assert "prolongé jusqu’en 2023" in text
    assert "ce site ne l’a pas encore" in text
    states = [e.words for e in reader.all("span") if "status" in e.get("class").split()]
    assert not {"Prévue", "En cours", "Faite"}.intersection(states)


def test_notes_are_written_for_readers(reader):
    """What concerned the typing of the report stays in its README."""
    for name in ("actions", "bodies", "communes", "funding", "indicators", "network", "outcomes", "partners"):
        for row in rows(name):
            words = f"{row.get('note', '')} {row.get('composition', '')}"
            assert not re.search(r"\.csv|\.md|voir la ligne|une seule ligne|lu comme un organisme", words, re.I), words
    partners = reader.visits("/contrat/partenaires").text
    assert not re.search(r"\w\.(csv|html|py|md)\b", partners)
    assert "Ils ont signé le contrat en 2015." in partners
    assert "DRAC Sigle non expliqué dans le rapport." in partners


def test_indicators_by_theme(reader):
    reader.visits("/contrat/indicateurs").presses("Appliquer", theme="Santé")
    assert reader.headings()[:2] == ["Avant de lire ces chiffres", "Santé"]
    assert "4 indicateurs" in reader.text


def test_search_finds_actions_and_indicators(report, reader):
    reader.visits("/recherche?q=friches+patrimoine")
    assert "/contrat/actions/iti-friches" in [url for _, url in reader.links]
    assert "/contrat/indicateurs/taux-emploi" in [url for _, url in reader.visits("/recherche?q=taux+emploi").links]
    with report.app_context(), reading():
        for source in SEARCHES:
            kept = db.session.scalars(select(SearchEntry.key).where(SearchEntry.kind == source.kind))
            assert set(kept) == {entry.key for entry in source.entries()}
    assert tuple(source.kind for source in SEARCHES) == (finding.ACTION, finding.INDICATOR)


GROWTH = {
    "actions": (10, 2000),
    "indicators": (8, 200),
    "outcomes": (11, 200),
    "funding": (20, 200),
    "bodies": (2, 200),
}


def grown(folder):
    """The same report with many more rows, copies of one line of each file."""
    for name, (line, copies) in GROWTH.items():
        table = folder.table(name)
        head, model = table[0], table[line - 1]
        for number in range(copies):
            row = list(model)
            for column in {"slug", "label", "line"} & set(head):
                row[head.index(column)] += f"-{number}" if column == "slug" else f" {number}"
            if name == "funding":
                row[head.index("amount_eur")] = str(1_000_000 + number)
            table.append(row)
        folder.save(name, table)


def test_a_page_costs_the_same_for_hundreds_of_rows_or_for_thousands(report, folder, queries):
    addresses = [*PAGES, "/contrat/pres-de-chez-vous?lieu=commune/roubaix", "/contrat/actions/iti",
                 "/contrat/actions?commune=roubaix&q=npru", "/contrat/indicateurs/taux-emploi",
                 "/contrat/actions/installation-conseils-citoyens"]  # fmt: skip

    def costs():
        visitor = Browser(report, checking=False)
        cold, warm = {}, {}
        for kept in (cold, warm):
            for address in addresses:
                report.extensions["kept"] = KeptPages()
                with queries() as made:
                    assert visitor.visits(address).status == 200
                kept[address] = len(made)
        return cold, warm

    few = costs()
    grown(folder)
    assert import_into(report, folder).exit_code == 0
    many = costs()
    assert many == few
    assert max(few[1].values()) <= 5, few[1]
    assert max(few[0].values()) <= 16, few[0]
