"""`flask admin …`: what only the operator of the machine can do."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from citizens.accounts import granting, queries, services
from citizens.accounts.demonstration import ACCOUNTS, PASSWORD
from citizens.roles.models import Role
from foundation.database import transaction
from foundation.policy import SYSTEM
from foundation.text import plural
from foundation.workflow import Refused


@click.group("admin")
def admin() -> None:
    """The people who administer the site."""


@admin.command("create")
@click.option("--email", prompt="Adresse de courriel")
@click.option("--given-name", prompt="Prénom")
@click.option("--family-name", prompt="Nom")
@with_appcontext
def create(email: str, given_name: str, family_name: str) -> None:
    """Make an administrator: the link to open is sent by letter, and printed."""
    try:
        with transaction():
            account, link = services.invite(given_name, family_name, email, actor=SYSTEM)
            granting.grant(account.person, Role.PLATFORM_ADMIN, actor=SYSTEM)
    except Refused as refusal:
        raise click.ClickException(" ".join(refusal.sentences)) from refusal
    click.echo(f"Le compte est prêt. Ouvrez ce lien (valable 14 jours, une fois) :\n{link}")


@admin.command("end-sessions")
@click.option("--email", help="Adresse du compte à déconnecter.")
@click.option("--all", "everybody", is_flag=True, help="Déconnecter tout le monde.")
@with_appcontext
def end_sessions(email: str | None, everybody: bool) -> None:
    """Sign one account out of all its devices, or everybody."""
    if bool(email) == everybody:
        raise click.UsageError("Donnez une adresse (--email), ou --all pour tout le monde.")
    with transaction():
        if everybody:
            count = services.end_all_sessions(actor=SYSTEM)
        else:
            account = queries.by_email(email or "")
            if account is None:
                raise click.ClickException("Aucun compte n’a cette adresse.")
            services.end_sessions(account, actor=SYSTEM)
            count = 1
    click.echo(f"C’est fait\u00a0: {plural(count, 'compte déconnecté', 'comptes déconnectés')}.")


@click.command("demo-accounts")
@with_appcontext
def demo_accounts() -> None:
    """Print the accounts of the demonstration and their password."""
    for account in ACCOUNTS:
        click.echo(f"  {account.email:<26} {account.label}")
    click.echo(f"Leur mot de passe à tous\u00a0: {PASSWORD}")
