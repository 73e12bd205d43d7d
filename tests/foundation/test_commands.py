"""What a developer asks of `flask`: the permission sheet, the diagrams, the index built anew."""

from __future__ import annotations

from flask import Flask

from foundation.commands import unguarded


def said(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=list(words))
    assert result.exit_code == 0, result.output
    return result.output


def test_the_permission_sheet_names_every_rule_with_its_addresses(app: Flask) -> None:
    sheet = said(app, "rules")
    for rule in app.extensions["rules"]:
        assert f"\n{rule}: " in f"\n{sheet}"
    assert "council.read: tout le monde\n" in sheet
    assert "    GET /conseils/<slug>\n" in sheet


def test_each_workflow_is_drawn(app: Flask) -> None:
    drawn = said(app, "workflows")
    assert drawn.count("```mermaid") == len(app.extensions["workflows"])
    assert "reviewing --> signed: Enregistrer l’acte signé (accreditation.decide)" in drawn


def test_the_index_is_built_anew(demo_app: Flask) -> None:
    before = demo_app.test_client().get("/recherche?q=emploi").text
    assert "entrées" in said(demo_app, "search", "rebuild")
    after = demo_app.test_client().get("/recherche?q=emploi").text
    assert before.count("<li>") == after.count("<li>") > 10


def test_every_rule_of_the_domain_is_named_by_a_test(app: Flask) -> None:
    assert said(app, "check", "rules-covered") == ""


def test_an_address_without_a_rule_is_told(app: Flask) -> None:
    with app.app_context():
        assert unguarded() == []
        app.add_url_rule("/essai", "essai", lambda: "")
        assert unguarded() == ["essai"]


def test_a_demonstration_is_loaded_only_into_a_demonstration(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["demo"])
    assert result.exit_code == 1
    assert "DEMO ne vaut pas 1" in result.output
