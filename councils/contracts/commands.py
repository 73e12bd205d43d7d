"""`flask contract import DIRECTORY`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from councils.contracts.faults import Fault, Refused, capped
from councils.contracts.importer import load
from councils.contracts.merging import Change, Ledger
from councils.contracts.validation import FolderReading, read_folder
from foundation.database import transaction
from foundation.text import plural


@click.group("contract")
def contract() -> None:
    """Le contrat de ville et son rapport."""


@contract.command("import")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("--retirer", "remove", is_flag=True, help="Retirer du site ce qui n’est plus dans les fichiers.")
@with_appcontext
def import_directory(directory: Path, remove: bool) -> None:
    """Lire les fichiers CSV d’un dossier : tout est écrit, ou rien."""
    report = read_folder(directory)
    for file, seen, rows in report.seen:
        click.echo(f"{file} : {plural(rows, 'ligne', 'lignes')} ({seen})")
    for remark in report.remarks:
        click.echo(f"À vérifier. {remark}")
    try:
        with transaction():
            ledger = load(report, remove=remove)
    except Refused as refused:
        _say(refused.faults)
        raise SystemExit(1) from None
    _tell(report, ledger)


def _say(faults: Sequence[Fault]) -> None:
    for fault in capped(faults):
        click.echo(str(fault), err=True)
    click.echo(f"{plural(len(faults), 'faute', 'fautes')}. Rien n’a été écrit.", err=True)


def _tell(report: FolderReading, ledger: Ledger) -> None:
    if ledger.changes_nothing:
        click.echo("Rien à changer : le site dit déjà ce que disent les fichiers.")
        return
    for file, _, _ in report.seen:
        new, changed, same = (ledger.count(file, change) for change in (Change.NEW, Change.CHANGED, Change.SAME))
        click.echo(
            f"{file} : {plural(new, 'nouvelle', 'nouvelles')}, {plural(changed, 'changée', 'changées')}, "
            f"{plural(same, 'inchangée', 'inchangées')}"
        )
    for file, rows in ledger.leaving.items():
        click.echo(f"{file} : {plural(len(rows), 'retirée', 'retirées')} ({', '.join(name for *_, name in rows)})")
