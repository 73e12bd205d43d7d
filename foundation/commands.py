"""`flask …`: what a developer and an operator run."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from foundation import search
from foundation.database import transaction
from foundation.workflow import Workflow

CHECKS = (
    ("Mise en forme", ("ruff", "format", "--check", ".")),
    ("Style", ("ruff", "check", ".")),
    ("Types", ("mypy",)),
    ("Couches", ("lint-imports",)),
    ("Pages", ("djlint", "templates", "--lint", "--quiet")),
)


@click.group("check", invoke_without_command=True)
@click.pass_context
@with_appcontext
def check(context: click.Context) -> None:
    """Check format, style, types, layers, templates, and that every address has a rule."""
    if context.invoked_subcommand is not None:
        return
    failed = [words for words, command in CHECKS if subprocess.run(command, check=False).returncode]  # noqa: S603
    failed += [f"Adresse sans règle\u00a0: {endpoint}" for endpoint in unguarded()]
    if failed:
        raise click.ClickException("À corriger\u00a0: " + " ; ".join(failed))
    click.echo("Tout est en ordre.")


@check.command("rules-covered")
@with_appcontext
def rules_covered() -> None:
    """List the rules of the domain (`tests/rules.csv`) that no test names."""
    tests = Path(current_app.root_path) / "tests"
    told = "\n".join(path.read_text(encoding="utf-8") for path in tests.rglob("test_*.py")).upper().replace("_", "-")
    with (tests / "rules.csv").open(encoding="utf-8", newline="") as lines:
        silent = [row for row in csv.DictReader(lines) if row["rule"] not in told]
    for row in silent:
        click.echo(f"{row['rule']}: {row['sentence']}")
    if silent:
        raise click.ClickException(f"{len(silent)} règles sans test.")


def unguarded() -> list[str]:
    """The endpoints without a rule, or with one that no package declares."""
    rules = current_app.extensions["rules"]
    return sorted(
        endpoint for endpoint, view in current_app.view_functions.items() if getattr(view, "rule", None) not in rules
    )


@click.command("rules")
@with_appcontext
def rules() -> None:
    """Print the permission sheet: each rule, who it lets through, the addresses it opens."""
    addresses: dict[str, list[str]] = {}
    for rule in current_app.url_map.iter_rules():
        name = getattr(current_app.view_functions[rule.endpoint], "rule", "")
        methods = "/".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        addresses.setdefault(name, []).append(f"{methods} {rule.rule}")
    for name, predicate in sorted(current_app.extensions["rules"].items()):
        click.echo(f"{name}: {predicate.words}")
        for address in sorted(addresses.get(name, [])):
            click.echo(f"    {address}")


@click.command("workflows")
@with_appcontext
def workflows() -> None:
    """Print each workflow as a diagram."""
    for workflow in current_app.extensions["workflows"]:
        click.echo(_section(workflow))


def _section(workflow: Workflow) -> str:
    return f"## {workflow.title}\n\n```mermaid\n{workflow.diagram()}\n```\n"


@click.group("search")
def searching() -> None:
    """The search index."""


@searching.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Build the search index anew."""
    with transaction():
        count = search.rebuild()
    click.echo(f"{count} entrées.")


COMMANDS = (check, rules, workflows, searching)
