"""`flask …`: what whoever runs the site runs: letters, jobs, the public journal, backups."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
import psycopg
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from foundation import clock, jobs, journal, outbox
from foundation.backup import services
from foundation.backup.archive import FILES, BackupError, Manifest
from foundation.database import db, reading, transaction
from foundation.jobs import RunState
from foundation.journal import JournalEntry
from foundation.outbox import LetterState, OutgoingLetter
from foundation.text import plural

SHOWN = 50


@click.group("mail")
def mail() -> None:
    """The letters that leave the site."""


@mail.command("list")
@click.option("--all", "everything", is_flag=True, help="Also those that were sent or kept.")
@with_appcontext
def list_letters(everything: bool) -> None:
    """Show the letters that wait or were given up, newest first, without what they say or to whom."""
    shown = select(OutgoingLetter).order_by(OutgoingLetter.posted_at.desc(), OutgoingLetter.id).limit(SHOWN)
    if not everything:
        shown = shown.where(OutgoingLetter.state.not_in((LetterState.SENT, LetterState.KEPT)))
    with reading():
        for letter in db.session.scalars(shown):
            click.echo(
                f"{letter.id}  {_hour(letter.posted_at)}  {letter.state.label}  "
                f"échecs : {letter.failures}  {letter.error or ''}".rstrip()
            )
        counts = db.session.execute(select(OutgoingLetter.state, func.count()).group_by(OutgoingLetter.state)).all()
    click.echo(", ".join(sorted(f"{kind.label} : {count}" for kind, count in counts)) or "Aucun courriel.")


@mail.command("deliver")
@with_appcontext
def deliver() -> None:
    """Send the letters that are due now, as the worker does."""
    click.echo(f"{plural(outbox.deliver(), 'courriel traité', 'courriels traités')}.")


@mail.command("retry")
@with_appcontext
def retry() -> None:
    """Let the letters given up be tried again."""
    with transaction():
        count = outbox.retry()
    current_app.extensions["worker"].wake()
    click.echo(f"{plural(count, 'courriel sera envoyé', 'courriels seront envoyés')} de nouveau.")


@mail.command("forget")
@with_appcontext
def forget() -> None:
    """Leave the letters given up as they are: they no longer ask for attention."""
    with transaction():
        count = outbox.forget()
    click.echo(f"{plural(count, 'courriel ne sera pas envoyé', 'courriels ne seront pas envoyés')}.")


@click.group("jobs")
def working() -> None:
    """What the clock starts."""


@working.command("list")
@with_appcontext
def list_jobs() -> None:
    """Show each job and how its latest run ended."""
    with reading():
        runs = jobs.latest_runs()
        for job in jobs.jobs():
            run = runs.get(job.name)
            ended = f"{run.state.label}, {_hour(run.claimed_at)} {run.error or ''}".rstrip() if run else "Jamais lancée"
            click.echo(f"{job.name}  {job.label}  {ended}")


@working.command("run")
@click.argument("name")
@with_appcontext
def run(name: str) -> None:
    """Run the job NAME now, or every job that is due (`due`), then end."""
    if name == "due":
        results = jobs.run_due()
    else:
        job = next((job for job in jobs.jobs() if job.name == name), None)
        if job is None:
            known = ", ".join(job.name for job in jobs.jobs())
            raise click.ClickException(f"Aucune tâche ne s’appelle « {name} ». Il y a : {known}.")
        results = [(name, jobs.run_now(job))]
    for done, where in results:
        click.echo(f"{done}  {where.label}")
    if any(where is not RunState.DONE for _name, where in results):
        raise click.ClickException("Une tâche a échoué ; le journal du serveur dit pourquoi.")


@working.command("worker")
@with_appcontext
def work() -> None:
    """Run jobs and send letters until SIGTERM or Ctrl-C."""
    current_app.extensions["worker"].run()


@click.group("journal")
def public_journal() -> None:
    """The public journal of official acts."""


@public_journal.command("verify")
@with_appcontext
def verify() -> None:
    """Check that the journal is whole and unchanged; ends with 1 when it is not."""
    with reading():
        problems = journal.verify()
        last = db.session.execute(
            select(JournalEntry.seq, JournalEntry.hash).order_by(JournalEntry.seq.desc()).limit(1)
        ).one_or_none()
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.ClickException("Le journal public n’est plus intact.")
    if last is None:
        click.echo("Le journal public est vide.")
    else:
        click.echo(f"Le journal public est entier et inchangé : {plural(last.seq, 'ligne', 'lignes')}.")
        click.echo(f"Dernière ligne : n° {last.seq}, empreinte {last.hash[:16]}.")


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@with_appcontext
def backup(file: Path) -> None:
    """Save the database and the documents into FILE while the site runs, then check what was written."""
    with _told():
        manifest = services.backup(file)
    click.echo(f"Sauvegarde faite et vérifiée : {_contents(manifest)}.")
    _warn_of_journal(manifest)


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--replace", is_flag=True, help="Replace what the site holds now.")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    """Put the database and the documents back as FILE holds them, after checking FILE whole."""
    with _told():
        manifest = services.restore(file, replace=replace)
    click.echo(f"Site restauré au {manifest.made_at} : {_contents(manifest)}.")
    _warn_of_journal(manifest)
    _open()


@click.command("reopen")
@with_appcontext
def reopen() -> None:
    """Open a site that a restore left shut: do again what was erased since the backup, then answer everybody."""
    _open()


def _open() -> None:
    with _told():
        is_open = services.finish()
    if is_open:
        click.echo("Le site est ouvert.")
    else:
        click.echo("La base vient d’une version plus ancienne du site, qui reste fermé.")
        click.echo("Lancez maintenant «\u202fflask db upgrade\u202f», puis «\u202fflask reopen\u202f».")


def _contents(manifest: Manifest) -> str:
    tables = manifest.snapshot.tables
    files = sum(name.startswith(FILES) for name in manifest.members)
    rows = plural(sum(tables.values()), "ligne", "lignes")
    return f"{rows} dans {plural(len(tables), 'table', 'tables')}, {plural(files, 'fichier', 'fichiers')}"


def _warn_of_journal(manifest: Manifest) -> None:
    for problem in manifest.snapshot.journal_problems:
        click.echo(f"Attention, le journal public sauvegardé n’est pas intact. {problem}", err=True)


@contextmanager
def _told() -> Iterator[None]:
    """Say what prevents a backup in one sentence."""
    try:
        yield
    except BackupError as problem:
        raise click.ClickException(str(problem)) from problem
    except (sqlite3.Error, psycopg.Error, SQLAlchemyError) as problem:
        raise click.ClickException(
            f"La base de données ne le permet pas : {problem}. Elle est restée comme elle était."
        ) from problem
    except OSError as problem:
        raise click.ClickException(f"Le disque ne le permet pas : {problem.strerror or problem}.") from problem


def _hour(moment: datetime) -> str:
    return moment.astimezone(clock.PARIS).strftime("%Y-%m-%d %H:%M")


COMMANDS = (mail, working, public_journal, backup, restore, reopen)
