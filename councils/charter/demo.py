"""Rules and means of some invented councils: one of them is on its second version."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sqlalchemy import select

from councils.charter import services
from councils.charter.articles import USUAL, USUAL_NOTICE, USUAL_QUORUM, Articles
from councils.charter.given import Adopted, Given
from councils.charter.models import CouncilRules, MeansKind, RulesKind
from councils.demo_papers import PAPER
from councils.models import Council
from foundation import clock
from foundation.clock import months_after
from foundation.database import db
from foundation.documents import DocumentKind, Received
from foundation.journal import JournalEntry
from foundation.policy import Actor

FACILITATOR = Actor(role="council_facilitator")
INTERNAL, CHARTER = RulesKind.INTERNAL, RulesKind.CHARTER
LONGER = Articles(
    written_vote_days=7, plenary_open_to_public=True, quorum={**USUAL_QUORUM, "plenary": "1/3"}, casting_vote=True
)
# council: the versions, by how many months ago they were adopted
VERSIONS = {
    "haubourdin": ((INTERNAL, 30, USUAL), (INTERNAL, 7, LONGER)),
    "hellemmes": ((CHARTER, 16, Articles(notice_days={**USUAL_NOTICE, "plenary": 8})),),
    "wattrelos": ((CHARTER, 20, Articles(written_vote_days=6)),),
}
MEANS = (
    (MeansKind.BUDGET, 3_200_00, "Frais de réunion, affiches et goûters"),
    (MeansKind.ROOM, None, "Une salle le jeudi soir, et un placard fermé à clé"),
    (MeansKind.TRAINING, None, "Deux journées sur la prise de parole"),
)


def load() -> None:
    """Once: nothing happens when a council has rules already."""
    if db.session.scalar(select(CouncilRules.id).limit(1)) is not None:
        return
    # the journal goes forward: these lines come after those of the councils' dossiers, before what is voted since
    last = db.session.scalar(select(JournalEntry.at).order_by(JournalEntry.seq.desc()).limit(1))
    noted = datetime.combine(last or clock.today(), time(12), clock.PARIS)
    for slug, versions in VERSIONS.items():
        council = db.session.scalar(select(Council).where(Council.slug == slug))
        if council is not None:
            with clock.standing_at(noted):
                for number, (kind, months, articles) in enumerate(versions):
                    _adopt(council, kind, months, articles, number)
            _give(council)


def _adopt(council: Council, kind: RulesKind, months: int, articles: Articles, after: int) -> None:
    adopted_on = months_after(clock.today(), -months)
    made = Adopted(kind, adopted_on, adopted_on + timedelta(days=10), articles, after)
    text = Received("texte-demonstration.pdf", DocumentKind.PDF, PAPER)
    services.adopt(council, made, text, actor=FACILITATOR)


def _give(council: Council) -> None:
    for year in (clock.today().year - 1, clock.today().year):
        for kind, cents, note in MEANS:
            given = Given(year, kind, cents, council.host_organization_id, note)
            services.add_means(council, given, actor=FACILITATOR)
