"""Every row of the report is found on a page, figure by figure (R-CTR-01: with its period, its source, as printed)."""

import csv
import io
from decimal import Decimal

from councils.contracts.cells import typeset
from foundation.text import euros, number, prose
from tests.councils.contracts.folder import SHIPPED


def rows(name):
    text = (SHIPPED / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def seen(words):
    """Words as a page shows them: typeset, then every blank as one plain space."""
    return " ".join(prose(typeset(words)).split())


def money(typed):
    return seen(euros(int(typed) * 100))


def figure(value, unit):
    return seen(f"{number(Decimal(value))} {unit}").replace("-", "−", value.startswith("-"))


def lacking(text, expected):
    return [words for words in expected if words and words not in text]


def test_every_action(reader):
    names = {row["slug"]: row["name"] for row in rows("partners")}
    towns = {row["slug"]: row["name"] for row in rows("communes")}
    titles = {row["slug"]: row["title"] for row in rows("actions")}
    states = {"done": "Faite", "in_progress": "En cours", "planned": "Prévue"}
    absent = {}
    for row in rows("actions"):
        text = reader.visits(f"/contrat/actions/{row['slug']}").text
        expected = [
            seen(row["title"]),
            seen(row["summary"]),
            seen(row["theme"]),
            seen(row["territory"]),
            row["period"],
            states[row["status"]],
            seen(names.get(row["lead_partner_slug"], "le rapport ne nomme que le financeur")),
            *(seen(names[slug]) for slug in row["funder_slugs"].split(";") if slug),
            *(seen(towns[slug]) for slug in row["commune_slugs"].split(";") if slug and slug != "faches-thumesnil"),
            money(row["amount_eur"]) if row["amount_eur"] else "",
            seen(f"{number(int(row['beneficiaries']))} {row['beneficiaries_unit']}") if row["beneficiaries"] else "",
            f"partie {row['source_section']}",
            seen(titles[row["parent_slug"]]) if row["parent_slug"] else "",
        ]
        if missing := lacking(text, expected):
            absent[row["slug"]] = missing
    assert absent == {}


def test_every_result(reader):
    absent = {}
    for row in rows("outcomes"):
        page = f"/contrat/actions/{row['action_slug']}" if row["action_slug"] else "/contrat"
        expected = [
            seen(row["label"]) if row["action_slug"] else seen(row["label"])[1:],
            figure(row["value"], row["unit"]),
            row["year"],
            seen(row["note"]),
            row["source_section"],
        ]
        if missing := lacking(reader.visits(page).text, expected):
            absent[row["label"]] = missing
    assert absent == {}


def test_every_indicator(reader):
    every = reader.visits("/contrat/indicateurs").text
    absent = {}
    for row in rows("indicators"):
        text = reader.visits(f"/contrat/indicateurs/{row['slug']}").text
        values = [row[name] for name in ("value_qpv", "value_mel", "value_veille") if row[name]]
        figures = [figure(value, row["unit"]) for value in values]
        trend = seen(row["trend"])
        gap = f"{number(Decimal(row['gap_points']))} points" if row["gap_points"] else ""
        direction = {"inférieur": "en dessous de la métropole", "supérieur": "au-dessus de la métropole", "": ""}
        expected = [
            seen(row["label"]),
            seen(row["objective"]),
            *figures,
            trend[1:],
            gap,
            direction[row["gap_direction"]],
            row["year_or_period"],
            seen(row["note"]),
            f"partie {row['source_section']}",
            "comme imprimé",
        ]
        if missing := lacking(text, expected) + lacking(every, [seen(row["label"]), *figures, trend, gap]):
            absent[row["slug"]] = missing
    assert absent == {}


def test_every_line_of_money(reader):
    text = reader.visits("/contrat/financements").text
    absent = {}
    for row in rows("funding"):
        shown = money(row["amount_eur"]) if row["amount_eur"] else f"{row['share_percent']} %"
        expected = [
            seen(row["programme"]),
            seen(row["line"]),
            shown,
            row["year"] or "Année non précisée",
            seen(row["note"]),
            f"partie {row['source_section']}",
        ]
        if missing := lacking(text, expected):
            absent[row["line"]] = missing
    assert absent == {}


def test_every_partner_body_site_pillar_lever_and_fact(reader):
    contract = reader.visits("/contrat").text
    partners = reader.visits("/contrat/partenaires").text
    aims = ("title", "objective", "target_value", "target_unit")
    expected = [
        *((partners, [row["name"], row["note"]]) for row in rows("partners")),
        *((partners, [row["name"], row["purpose"], row["composition"]]) for row in rows("bodies")),
        *((partners, [row["label"], row["note"], row["value"]]) for row in rows("network")),
        *((contract, [row[name] for name in aims]) for row in rows("pillars")),
        *((contract, [row["title"]]) for row in rows("levers")),
        *((contract, [row["neighbourhood"]]) for row in rows("nprus")),
    ]
    assert [words for text, wanted in expected for words in lacking(text, map(seen, wanted))] == []


def test_every_commune(reader):
    absent = {}
    for row in rows("communes"):
        text = reader.visits(f"/contrat/pres-de-chez-vous?lieu=commune/{row['slug']}").text
        if missing := lacking(text, [seen(row["note"])]):
            absent[row["slug"]] = missing
    assert absent == {}


def test_open_data_hold_every_row(reader):
    counts = {"actions": "actions", "resultats": "outcomes", "indicateurs": "indicators", "financements": "funding"}
    for slug, name in counts.items():
        published = list(csv.reader(io.StringIO(reader.visits(f"/donnees/{slug}-du-contrat.csv").text, newline="")))
        assert len(published) - 1 == len(rows(name)), slug
