"""All or nothing, the same twice, row by row."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from councils.contracts.action_models import Action, Indicator, IndicatorValue, Result
from councils.contracts.models import ContractPartner, Theme
from councils.territory.models import Organization
from foundation.audit import AuditEntry
from foundation.database import Model, db, reading, transaction
from tests.browser import Browser

NOTHING = "Rien à changer\u00a0: le site dit déjà ce que disent les fichiers."
OF_THE_CONTRACT = [
    mapper.class_ for mapper in Model.registry.mappers if mapper.class_.__module__.startswith("councils.contracts")
]


def count(app, model, *where):
    with app.app_context(), reading():
        return db.session.scalar(select(func.count()).select_from(model).where(*where))


def lines(result):
    return result.output.splitlines()


def test_the_first_import_writes_every_row_and_says_what_it_saw(territory, imports, folder):
    result = imports(folder)
    assert result.exit_code == 0
    assert "actions.csv\u00a0: 247 lignes (UTF-8, virgule)" in lines(result)
    assert "actions.csv\u00a0: 247 nouvelles, 0 changée, 0 inchangée" in lines(result)
    assert "funding.csv\u00a0: 28 nouvelles, 0 changée, 0 inchangée" in lines(result)
    assert (count(territory, Action), count(territory, Result), count(territory, Indicator)) == (247, 101, 38)
    assert count(territory, Organization, Organization.slug == "mel") == 1
    entries = select(AuditEntry.comment).where(AuditEntry.action == "contract.import")
    with territory.app_context(), reading():
        assert "actions.csv\u00a0: 247 lignes écrites" in db.session.scalars(entries).one()


def test_the_same_files_again_change_nothing(territory, imports, folder):
    imports(folder)
    assert NOTHING in lines(imports(folder))
    assert count(territory, AuditEntry, AuditEntry.action == "contract.import") == 1


def test_the_same_files_saved_by_excel_change_nothing(imports, folder):
    imports(folder)
    for name in ("actions", "partners", "funding", "indicators"):
        folder.save(name, folder.table(name), delimiter=";", encoding="cp1252", end="\r\n")
    result = imports(folder)
    assert "actions.csv\u00a0: 247 lignes (Windows-1252, point-virgule)" in lines(result)
    assert NOTHING in lines(result)


def test_a_changed_row_is_the_only_one_written(territory, imports, folder):
    imports(folder)
    folder.change("actions", 2, "title", "Contrat de ville et de campagne")
    folder.change("actions", 3, "parent_slug", "contrat-de-ville")
    folder.change("actions", 4, "commune_slugs", "lille")
    folder.change("indicators", 11, "value_mel", "17")
    result = imports(folder)
    assert "actions.csv\u00a0: 0 nouvelle, 3 changées, 244 inchangées" in lines(result)
    assert "indicators.csv\u00a0: 0 nouvelle, 1 changée, 37 inchangées" in lines(result)
    assert "funding.csv\u00a0: 0 nouvelle, 0 changée, 28 inchangées" in lines(result)
    visitor = Browser(territory)
    assert "Contrat de ville et de campagne" in visitor.visits("/recherche?q=campagne").text
    assert (
        "Partie de « Contrat de ville et de campagne »"
        in visitor.visits("/contrat/actions/appel-a-projets-annuel").text
    )


def test_a_value_emptied_in_the_file_leaves_the_site(territory, imports, folder):
    imports(folder)
    before = count(territory, IndicatorValue)
    folder.change("indicators", 11, "value_mel", "")
    assert "indicators.csv\u00a0: 0 nouvelle, 1 changée, 37 inchangées" in lines(imports(folder))
    assert count(territory, IndicatorValue) == before - 1


def test_a_part_may_stand_before_its_parent_in_the_file(imports, folder):
    table = folder.table("actions")
    folder.save("actions", [table[0], *reversed(table[1:])])
    assert imports(folder).exit_code == 0


def test_a_row_gone_from_the_files_stops_the_import_until_told_to_remove_it(territory, imports, folder):
    imports(folder)
    table = folder.table("actions")
    folder.save("actions", [row for row in table if row[0] != "emploi-store"])
    folder.change("actions", 2, "title", "Contrat changé")
    refused = imports(folder)
    assert refused.exit_code == 1
    assert (
        "actions.csv\u00a0: emploi-store n’est plus dans le fichier mais reste sur le site. Remettez la ligne, ou "
        "relancez avec «\u202f--retirer\u202f»." in lines(refused)
    )
    visitor = Browser(territory)
    assert "Contrat changé" not in visitor.visits("/contrat/actions/contrat-de-ville").text
    assert visitor.visits("/contrat/actions/emploi-store").status == 200

    removed = imports(folder, "--retirer")
    assert "actions.csv\u00a0: 1 retirée (emploi-store)" in lines(removed)
    assert visitor.visits("/contrat/actions/emploi-store").status == 404
    assert "Emploi Store" not in visitor.visits("/recherche?q=emploi+store").text


def test_every_kind_of_row_can_be_removed(territory, imports, folder):
    imports(folder)
    kept = {"network": 2, "nprus": 2, "bodies": 2, "levers": 2, "funding": 2, "outcomes": 2, "indicators": 2}
    for name, rows in kept.items():
        folder.save(name, folder.table(name)[:rows])
    table = folder.table("actions")
    folder.save("actions", [row for row in table if row[0] in {"slug", "contrat-de-ville", "iti", "iti-friches"}])
    folder.save("pillars", [row for row in folder.table("pillars") if row[0] != "economie-emploi"])
    folder.save("partners", [row for row in folder.table("partners") if row[0] != "clap"])
    result = imports(folder, "--retirer")
    assert result.exit_code == 0, result.output
    assert (count(territory, Action), count(territory, Result), count(territory, Indicator)) == (3, 1, 1)
    assert count(territory, Theme) == 3
    assert count(territory, ContractPartner) == 50
    assert count(territory, Organization, Organization.slug == "clap") == 1


@pytest.mark.parametrize(
    "cell",
    [("network", 21, "kind", "autre"), ("communes", 3, "slug", "paris"), ("actions", 248, "status", "fini")],
)
def test_one_fault_and_nothing_is_written(territory, imports, folder, cell):
    folder.change(*cell)
    name, line, column, _ = cell
    result = imports(folder)
    assert result.exit_code == 1
    assert any(said.startswith(f"{name}.csv, ligne {line}, colonne {column}\u00a0: ") for said in lines(result))
    assert lines(result)[-1] == "1 faute. Rien n’a été écrit."
    assert {model.__name__: count(territory, model) for model in OF_THE_CONTRACT} == {
        model.__name__: 0 for model in OF_THE_CONTRACT
    }


def test_a_commune_that_the_territory_lacks_is_named(imports, folder):
    folder.change("communes", 3, "slug", "paris")
    assert (
        "communes.csv, ligne 3, colonne slug\u00a0: la commune «\u202fparis\u202f» n’est pas dans le territoire du "
        "site. Chargez d’abord le territoire." in lines(imports(folder))
    )


def test_a_folder_that_is_not_there_is_said(territory):
    result = territory.test_cli_runner().invoke(args=["contract", "import", "nulle-part"])
    assert result.exit_code == 1
    assert "nulle-part\u00a0: le dossier n’existe pas ou ne peut pas être lu. Vérifiez son adresse." in lines(result)


def test_what_is_read_otherwise_than_typed_is_said_by_the_command(imports, folder):
    """R-CTR-03."""
    folder.change("funding", 26, "amount_eur", "105..878.545")
    assert (
        "À vérifier. funding.csv, ligne 26, colonne amount_eur\u00a0: «\u202f105..878.545\u202f» est lu "
        "105\u202f878\u202f545." in lines(imports(folder))
    )


CONTRADICTIONS = [
    "UPDATE action SET beneficiaries_unit = NULL WHERE beneficiaries IS NOT NULL",
    "UPDATE action SET amount_cents = -1 WHERE amount_cents IS NOT NULL",
    "UPDATE action SET last_year = 1999 WHERE first_year IS NOT NULL",
    "UPDATE action SET first_year = NULL WHERE last_year IS NOT NULL",
    "UPDATE action SET parent_id = id",
    "UPDATE action SET status = 'fini'",
    "UPDATE funding SET share = '12' WHERE amount_cents IS NOT NULL",
    "UPDATE funding SET amount_cents = NULL WHERE amount_cents IS NOT NULL",
    "UPDATE objective SET target_unit = NULL WHERE target_value IS NOT NULL",
    "UPDATE network_fact SET unit = NULL WHERE value IS NOT NULL",
    "UPDATE city_contract SET last_year = 2014",
    "UPDATE indicator SET slug = 'taux-emploi'",
    "UPDATE result SET action_id = NULL, label = 'Le même', period = ''",
    "UPDATE result SET label = 'Le même', period = '' WHERE action_id IS NOT NULL",
]


def test_the_database_refuses_rows_that_contradict_themselves(report):
    for statement in CONTRADICTIONS:
        with report.app_context(), pytest.raises(IntegrityError), transaction():
            db.session.execute(text(statement))
