from __future__ import annotations

from datetime import time

import click
from flask.cli import with_appcontext

import councils.constraints  # noqa: F401 - what the database refuses is attached to the tables
from councils import demo, demo_accounts, demo_scale, own, policy, publishing, renewal, scopes, tiles
from councils.accreditation import declaration as accreditation
from councils.accreditation.turning import turn_day
from councils.accreditation.workflow import ACCREDITATION
from councils.assistance import declaration as assistance
from councils.charter import declaration as charter
from councils.committees import declaration as committees
from councils.contact import declaration as contact
from councils.contracts import declaration as contracts
from councils.finding import finder
from councils.members import declaration as members
from councils.network import declaration as network
from councils.sortition import declaration as sortition
from councils.territory.services import load_municipalities
from councils.views import councils as pages
from foundation.database import transaction
from foundation.feature import Feature, joined
from foundation.jobs import Job
from foundation.menu import Entry, Section
from foundation.policy import SYSTEM


@click.group("territory")
def territory() -> None:
    """The communes of the metropolis."""


@territory.command("load")
@with_appcontext
def load() -> None:
    """Make or renew the communes, from the file of `bin/outlines`, and the renewal sites of the contract imported."""
    with transaction():
        load_municipalities(actor=SYSTEM)
        renewal.load_sites()
    click.echo("Les communes et les sites de renouvellement urbain sont à jour.")


OWN = Feature(
    name="councils",
    rules={**policy.RULES, **contracts.RULES},
    blueprints=(pages, finder, contracts.BLUEPRINT, *committees.BLUEPRINTS),
    menu=(Entry("Conseils", "councils.index", "council.list", 10), *contracts.MENU),
    plan=(
        Section(
            "Conseils citoyens",
            (
                Entry("Trouver mon conseil", "territory.find", "territory.find"),
                Entry("La liste et la carte des conseils", "councils.index", "council.list"),
                Entry("Les comités qui leur répondent", "committees.index", "committee.list"),
            ),
        ),
        *contracts.PLAN,
    ),
    tiles=(*tiles.TILES, *contracts.TILES),
    panels=(*contracts.PANELS, *own.PANELS, *committees.PANELS),
    personal=committees.PERSONAL,
    searches=(*publishing.SEARCHES, *contracts.SEARCHES, *committees.SEARCHES),
    datasets=(*publishing.DATASETS, *contracts.DATASETS),
    jobs=(Job("councils.turn_day", "Mandats et actes du jour", turn_day, at=time(0, 5)),),
    workflows=(ACCREDITATION,),
    commands=(territory, *contracts.COMMANDS),
    scopes=(*scopes.SCOPES, *committees.SCOPES),
    grants=scopes.GRANTS,
    scales=(demo_scale.load,),
    seeds=(
        demo.load_territory,
        *contracts.SEEDS,
        renewal.load_sites,
        demo.load_councils,
        demo_accounts.load,
        *committees.SEEDS,
    ),
)
FEATURE = joined(
    "councils",
    OWN,
    members.PART,
    accreditation.PART,
    sortition.PART,
    assistance.PART,
    charter.PART,
    network.PART,
    contact.PART,
)
