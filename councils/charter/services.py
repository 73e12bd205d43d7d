"""The rules that a council gave itself, version after version, and what it is given to work with."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select

from councils.accreditation.services import write_line
from councils.charter import queries
from councils.charter.given import Adopted, Given
from councils.charter.models import FIRST_YEAR, CouncilMeans, CouncilRules, MeansKind
from councils.models import Council
from foundation import audit, clock, documents
from foundation.clock import months_after
from foundation.database import db
from foundation.documents import Received
from foundation.journal import ActKind
from foundation.policy import Actor, require
from foundation.text import date_short, nfc
from foundation.workflow import Refused

EARLIEST = date(2014, 2, 21)
# a text is adopted some months ahead at most: farther is a slip of the year
MONTHS_AHEAD = 12
MOST_CENTS = 10_000_000_00


class Overtaken(Refused):
    """Somebody else wrote the next version meanwhile."""


def adopt(council: Council, made: Adopted, document: Received | None, *, actor: Actor) -> CouncilRules:
    """Write down a version of the rules; it is public, and stands in the journal. Raises Refused."""
    require(actor, "rules.edit", council)
    db.session.execute(select(Council.id).where(Council.id == council.id).with_for_update())
    last = queries.last_number(council.id)
    if last != made.after:
        raise Overtaken(
            f"Quelqu’un a noté la version {last} entre-temps. Lisez-la, puis envoyez la vôtre si elle est encore utile."
        )
    _refuse_days(made)
    kept = documents.keep(document, actor=actor) if document is not None else None
    row = CouncilRules(
        id=uuid.uuid4(),
        council_id=council.id,
        version=last + 1,
        kind=made.kind,
        document=kept,
        params=made.articles.params(),
        adopted_on=made.adopted_on,
        in_force_from=made.in_force_from,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "rules.adopt", row, after=str(row.version))
    _announce(row, council)
    return row


def _announce(row: CouncilRules, council: Council) -> None:
    """The line of the public journal: what was adopted. Not the mark of its text, which may have to be taken back."""
    facts = {
        "version": row.version,
        "kind": row.kind.value,
        "adopted_on": row.adopted_on.isoformat(),
        "in_force_from": row.in_force_from.isoformat(),
        **row.params,
    }
    write_line(ActKind.RULES_ADOPTED, council, facts, f"/conseils/{council.slug}/regles")


def _refuse_days(made: Adopted) -> None:
    if made.adopted_on > clock.today():
        raise Refused("Ces règles seraient adoptées un jour à venir\u00a0: notez-les une fois votées.")
    if made.adopted_on < EARLIEST:
        raise Refused(
            f"Les conseils citoyens existent depuis le {date_short(EARLIEST)}\u00a0: vérifiez le jour de l’adoption."
        )
    if made.in_force_from < made.adopted_on:
        raise Refused("Des règles ne s’appliquent pas avant d’être adoptées\u00a0: corrigez l’une des deux dates.")
    if made.in_force_from > months_after(made.adopted_on, MONTHS_AHEAD):
        raise Refused("Ces règles s’appliqueraient plus d’un an après leur adoption\u00a0: vérifiez l’année.")


def take_document_back(rules: CouncilRules, *, actor: Actor) -> None:
    """Take away the file of a version, which must not be public; the version stays, and its line in the journal."""
    require(actor, "rules.edit", rules)
    document = rules.document
    if document is None:
        raise Refused("Ce document est déjà retiré\u00a0: il n’y a plus rien à faire.")
    rules.document = None
    db.session.flush()
    documents.remove(document, actor=actor)
    audit.record(actor, "rules.withdraw_paper", rules)


def add_means(council: Council, given: Given, *, actor: Actor) -> CouncilMeans:
    """Write down something that a council has for a year. Raises Refused."""
    require(actor, "means.edit", council)
    if not FIRST_YEAR <= given.year <= clock.today().year + 1:
        raise Refused(f"Donnez une année de {FIRST_YEAR} à {clock.today().year + 1}.")
    if given.kind is MeansKind.BUDGET and given.amount_cents is None:
        raise Refused("Un budget a un montant\u00a0: écrivez-le, même s’il est de zéro euro.")
    if given.amount_cents is not None and given.amount_cents > MOST_CENTS:
        raise Refused("Ce montant dépasse dix millions d’euros\u00a0: vérifiez-le.")
    row = CouncilMeans(
        id=uuid.uuid4(),
        council_id=council.id,
        year=given.year,
        kind=given.kind,
        amount_cents=given.amount_cents,
        provider_id=given.provider_id,
        note=nfc(given.note),
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "means.add", row)
    return row


def remove_means(means: CouncilMeans, *, actor: Actor) -> None:
    """Take a line away that was wrong."""
    require(actor, "means.edit", means)
    audit.record(actor, "means.withdraw", means)
    db.session.delete(means)
    db.session.flush()
