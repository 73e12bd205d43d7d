"""Each kind of fault is answered by its sentence: file, line, column, what is wrong and what to do."""

import pytest

from councils.contracts.faults import Kind, capped
from councils.contracts.validation import read_folder


def faults(folder):
    return [str(fault) for fault in read_folder(folder.path).faults]


CELLS = [
    (Kind.EMPTY_CELL, "actions", 2, "title", "",
     "la cellule est vide alors qu’il faut une valeur. Remplissez-la."),
    (Kind.SLUG, "actions", 2, "slug", "Contrat de ville",
     "« Contrat de ville » n’est pas un identifiant. Utilisez des minuscules sans accent, des chiffres et des tirets."),
    (Kind.REPEATED_SLUG, "bodies", 3, "slug", "comite-de-pilotage",
     "l’identifiant « comite-de-pilotage » est déjà pris à la ligne 2. Donnez-en un autre."),
    (Kind.CODE, "actions", 2, "status", "fini",
     "« fini » n’est pas un code connu. Choisissez parmi : done, in_progress, planned, stopped."),
    (Kind.LINK, "actions", 2, "lead_partner_slug", "mairie",
     "« mairie » n’existe pas dans partners.csv. Ajoutez-y cette ligne, ou corrigez l’identifiant."),
    (Kind.LINK, "actions", 10, "commune_slugs", "roubaix;paris",
     "« paris » n’existe pas dans communes.csv. Ajoutez-y cette ligne, ou corrigez l’identifiant."),
    (Kind.REPEATED_LINK, "actions", 10, "commune_slugs", "roubaix;lille;roubaix",
     "« roubaix » est écrit deux fois dans la liste. Gardez-le une fois."),
    (Kind.BLANK_IN_LIST, "actions", 10, "commune_slugs", "roubaix; lille",
     "la liste contient un élément vide ou une espace. Séparez par des points-virgules seuls : a;b."),
    (Kind.FIGURE, "funding", 2, "amount_eur", "9,5 M€",
     "« 9,5 M€ » n’est pas un nombre. Écrivez les chiffres seuls, comme 37000000 ou 28.7."),
    (Kind.AMBIGUOUS_FIGURE, "outcomes", 2, "value", "1.500",
     "« 1.500 » peut se lire de deux façons. Écrivez 1500, ou 1.5000."),
    (Kind.BIG_FIGURE, "funding", 2, "amount_eur", "9" * 20,
     f"« {'9' * 20} » est un nombre trop grand. Vérifiez les zéros."),
    (Kind.BIG_FIGURE, "actions", 12, "beneficiaries", "9999999999",
     "« 9999999999 » est un nombre trop grand. Vérifiez les zéros."),
    (Kind.NEGATIVE, "funding", 2, "amount_eur", "-9500000",
     "« -9500000 » est négatif, ce que cette colonne ne permet pas. Retirez le signe, ou la valeur."),
    (Kind.SHARE, "funding", 6, "share_percent", "149",
     "« 149 » n’est pas une part entre 0 et 100. Corrigez le nombre."),
    (Kind.PERIOD, "actions", 2, "period", "2020-2015",
     "« 2020-2015 » n’est pas une période. Écrivez 2016, 2015-2016, « depuis 2015 », « à partir de 2018 » ou "
     "« édition suivante »."),
    (Kind.YEAR, "outcomes", 2, "year", "depuis 2015",
     "« depuis 2015 » n’est ni une année ni deux années. Écrivez 2016 ou 2015-2016."),
    (Kind.YEAR, "outcomes", 2, "year", "2016-2015",
     "« 2016-2015 » n’est ni une année ni deux années. Écrivez 2016 ou 2015-2016."),
    (Kind.SECTION, "levers", 2, "source_section", "01-mars",
     "« 01-mars » n’est pas une partie du rapport. Le tableur l’a peut-être changée en date : écrivez 3.1.2.1."),
    (Kind.NO_UNIT, "actions", 12, "beneficiaries_unit", "",
     "il y a une valeur sans unité. Remplissez beneficiaries_unit."),
    (Kind.NO_VALUE, "actions", 12, "beneficiaries", "",
     "il y a une unité sans valeur. Remplissez beneficiaries, ou videz l’unité."),
    (Kind.AMOUNT_AND_SHARE, "funding", 2, "share_percent", "12",
     "il y a un montant et une part. Gardez l’un des deux."),
    (Kind.NO_AMOUNT_NO_SHARE, "funding", 2, "amount_eur", "",
     "il n’y a ni montant ni part. Remplissez l’un des deux."),
    (Kind.NOBODY, "actions", 2, "lead_partner_slug", "",
     "ni pilote ni financeur. Remplissez au moins l’un des deux."),
    (Kind.PARENT_LOOP, "actions", 2, "parent_slug", "contrat-de-ville",
     "cette action est sa propre aïeule (contrat-de-ville < contrat-de-ville). Corrigez l’une de ces lignes."),
    (Kind.LONG_CELL, "levers", 2, "title", "a" * 201,
     "la cellule a 201 caractères, 200 au plus. Raccourcissez-la."),
    (Kind.LONG_CELL, "levers", 2, "title", "a" * 2001,
     "la cellule a 2001 caractères, 2000 au plus. Raccourcissez-la."),
    (Kind.LINE_BREAK, "levers", 2, "title", "Agir\nvite",
     "la cellule contient un retour à la ligne. Écrivez son texte d’un seul tenant."),
    (Kind.CONTROL, "levers", 2, "title", "Agir\u200bvite",
     "la cellule contient un caractère invisible (U+200B). Effacez la cellule et retapez-la."),
    (Kind.GARBLED, "levers", 2, "title", "PrÃ©vention",
     "la cellule contient « Ã© », reste d’un mauvais enregistrement. Reprenez le texte d’origine."),
    (Kind.FORMULA, "levers", 2, "title", "=HYPERLINK(A1)",
     "la cellule commence par « = », comme une formule. Commencez par une lettre ou un chiffre."),
    (Kind.FORMULA, "levers", 2, "title", "@somme",
     "la cellule commence par « @ », comme une formule. Commencez par une lettre ou un chiffre."),
    (Kind.SHEET_ERROR, "actions", 2, "amount_eur", "#REF!",
     "le tableur a écrit une erreur, « #REF! ». Remettez la valeur."),
    (Kind.SHEET_ERROR, "actions", 2, "amount_eur", "########",
     "le tableur a écrit une erreur, « ######## ». Remettez la valeur."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name", "line", "column", "typed", "sentence"), CELLS)
def test_a_cell_at_fault(  # noqa: PLR0917 - one argument a column of the table
    folder, kind, name, line, column, typed, sentence
):
    folder.change(name, line, column, typed)
    report = read_folder(folder.path)
    found = [str(fault) for fault in report.faults if (fault.kind, fault.line) == (kind, line)]
    assert len(found) == 1
    assert found[0].startswith(f"{name}.csv, ligne {line}, colonne ")
    assert found[0].endswith(f" : {sentence}")


def _lines(folder, name):
    return (folder.path / f"{name}.csv").read_bytes().split(b"\n")


def _headed(folder, name, heads):
    table = folder.table(name)
    width = len(heads)
    folder.save(name, [heads, *[(row + [""] * width)[:width] for row in table[1:]]])


WHOLE_FILES = [
    (Kind.MISSING_FILE, lambda f: (f.path / "levers.csv").unlink(),
     "levers.csv : le fichier manque. Ajoutez-le au dossier, avec ses titres de colonnes."),
    (Kind.EMPTY_FILE, lambda f: f.put("levers", b"\n \n"),
     "levers.csv : le fichier est vide. Remettez ses titres de colonnes et ses lignes."),
    (Kind.NO_ROWS, lambda f: f.save("levers", f.table("levers")[:1]),
     "levers.csv : il n’y a que les titres de colonnes. Ajoutez au moins une ligne."),
    (Kind.TOO_BIG, lambda f: f.put("levers", b"a" * (5 * 1024 * 1024 + 1)),
     "levers.csv : le fichier dépasse 5 Mo. Vérifiez que c’est le bon fichier."),
    (Kind.TOO_MANY_ROWS, lambda f: f.save("levers", f.table("levers")[:1] + [["a", "b", "c", "1"]] * 50_001),
     "levers.csv : le fichier a plus de 50000 lignes. Vérifiez que c’est le bon fichier."),
    (Kind.UTF16, lambda f: f.put("levers", "pillar_slug;slug".encode("utf-16")),
     "levers.csv : le fichier est en UTF-16 (« Texte Unicode » du tableur). Enregistrez-le en « CSV UTF-8 »."),
    (Kind.NUL, lambda f: f.put("levers", b"pillar_slug,slug,title,source_section\na,b\x00,c,1"),
     "levers.csv, ligne 2 : le fichier contient un octet nul : ce n’est pas du texte. Enregistrez-le en "
     "« CSV UTF-8 »."),
    (Kind.ENCODING, lambda f: f.put("levers", b"pillar_slug,slug,title,source_section\na,b,\x81\xe9,1"),
     "levers.csv, ligne 2 : ces lettres ne sont ni de l’UTF-8 ni du Windows-1252. Enregistrez le fichier en "
     "« CSV UTF-8 »."),
    (Kind.TAB, lambda f: f.save("levers", f.table("levers"), delimiter="\t"),
     "levers.csv, ligne 1 : les colonnes sont séparées par des tabulations. Choisissez le point-virgule ou "
     "la virgule."),
    (Kind.OPEN_QUOTE, lambda f: f.put("levers", b"\n".join([*_lines(f, "levers")[:3], b'a,b,"c,1', b"d,e,f,1"])),
     "levers.csv, ligne 4 : un guillemet droit ouvert n’est jamais fermé. Fermez-le, ou doublez-le s’il fait partie du "
     "texte."),
    (Kind.STRAY_QUOTE, lambda f: f.put("levers", b"\n".join([*_lines(f, "levers")[:3], b'a,b,"c"d,1'])),
     "levers.csv, ligne 4 : un guillemet droit est mal placé. Entourez toute la cellule, et doublez ceux du texte."),
    (Kind.MISSING_COLUMN, lambda f: _headed(f, "levers", ["pillar_slug", "slug", "title"]),
     "levers.csv, ligne 1, colonne source_section : cette colonne manque. Ajoutez son titre sur la première ligne, "
     "même si elle reste vide."),
    (Kind.UNKNOWN_COLUMN, lambda f: _headed(f, "levers", [*f.table("levers")[0], "couleur"]),
     "levers.csv, ligne 1, colonne couleur : cette colonne est inconnue. Retirez-la, ou corrigez son titre."),
    (Kind.REPEATED_COLUMN, lambda f: _headed(f, "levers", [*f.table("levers")[0], "title"]),
     "levers.csv, ligne 1, colonne title : ce titre de colonne est écrit plusieurs fois. N’en gardez qu’un."),
    (Kind.COLUMN_ORDER, lambda f: _headed(f, "levers", ["slug", "pillar_slug", "title", "source_section"]),
     "levers.csv, ligne 1 : les colonnes ne sont pas dans l’ordre attendu : pillar_slug, slug, title, source_section. "
     "Remettez-les dans cet ordre."),
    (Kind.TOO_FEW_CELLS, lambda f: f.put("levers", b"\n".join([*_lines(f, "levers")[:3], b"a,b"])),
     "levers.csv, ligne 4 : 2 cellules au lieu de 4. Ajoutez les séparateurs des cellules vides."),
    (Kind.TOO_MANY_CELLS, lambda f: f.put("levers", b"\n".join([*_lines(f, "levers")[:3], b"a,b,c, d,1"])),
     "levers.csv, ligne 4 : 5 cellules au lieu de 4. Entourez de guillemets droits les textes à virgule."),
    (Kind.REPEATED_ROW, lambda f: f.save("network", [*f.table("network"), f.table("network")[1]]),
     "network.csv, ligne 22 : cette ligne répète la ligne 2 (effectif, Quartiers prioritaires). Retirez-en une, ou "
     "distinguez-les."),
    (Kind.UNREADABLE_FILE, lambda f: ((f.path / "levers.csv").unlink(), (f.path / "levers.csv").mkdir()),
     "levers.csv : le fichier ne peut pas être lu. Vérifiez qu’il est bien un fichier et que vous y avez droit."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "spoil", "sentence"), WHOLE_FILES)
def test_a_file_at_fault(folder, kind, spoil, sentence):
    spoil(folder)
    found = read_folder(folder.path).faults
    assert [str(fault) for fault in found] == [sentence]
    assert found[0].kind is kind


def test_a_folder_that_is_not_there(tmp_path):
    found = [str(fault) for fault in read_folder(tmp_path / "nulle-part").faults]
    assert found == [f"{tmp_path}/nulle-part : le dossier n’existe pas ou ne peut pas être lu. Vérifiez son adresse."]


def test_a_loop_of_three_is_said_at_each_of_its_lines(folder):
    for line, parent in ((2, "oesu"), (3, "contrat-de-ville"), (4, "appel-a-projets-annuel")):
        folder.change("actions", line, "parent_slug", parent)
    assert [line.split(" : ")[0] for line in faults(folder)] == [
        f"actions.csv, ligne {line}, colonne parent_slug" for line in (2, 3, 4)
    ]


def test_every_fault_is_found_at_once_and_in_order(folder):
    folder.change("network", 2, "kind", "autre")
    folder.change("actions", 30, "status", "fini")
    folder.change("actions", 3, "title", "")
    folder.change("communes", 3, "slug", "É")
    assert [line.split(" : ")[0] for line in faults(folder)] == [
        "communes.csv, ligne 3, colonne slug",
        "actions.csv, ligne 3, colonne title",
        "actions.csv, ligne 30, colonne status",
        "network.csv, ligne 2, colonne kind",
    ]


def test_two_hundred_faults_are_shown_and_the_others_counted(folder):
    table = folder.table("actions")
    for row in table[1:]:
        row[table[0].index("status")] = "fini"
    folder.save("actions", table)
    found = read_folder(folder.path).faults
    shown = capped(found)
    assert (len(found), len(shown)) == (247, 201)
    assert str(shown[-1]) == "actions.csv : et 47 autres fautes. Corrigez celles-ci puis relancez."
    assert capped(found[:200]) == found[:200]


# told where the database is needed: tests/councils/contracts/test_importer.py
OF_THE_IMPORT = {Kind.UNKNOWN_MUNICIPALITY, Kind.LEAVING, Kind.OTHERS, Kind.NO_FOLDER}


def test_every_kind_of_fault_has_its_test():
    assert {kind for kind, *_ in CELLS} | {kind for kind, *_ in WHOLE_FILES} | OF_THE_IMPORT == set(Kind)
