"""What the invented dossiers hold: texts, papers, and the opinions of invented authorities."""

from __future__ import annotations

from pathlib import Path
from random import Random

from councils.accreditation import consultations, filing, reading
from councils.accreditation.models import Accreditation
from councils.accreditation.papers import ConsultationAnswer, PaperKind
from councils.models import LegalForm
from foundation.documents import DocumentKind, Received
from foundation.policy import VISITOR, Actor
from foundation.text import slugify

LIAISON = Actor(role="municipal_liaison")
NETWORK = Actor(role="network_coordinator")
DELEGATE = Actor(role="prefect_delegate")
MARK = "(démonstration)"
DIAGNOSIS = "Un collectif de locataires et deux associations se réunissent déjà dans le quartier (exemple inventé)."
INTENTION = "Le centre social pourrait accueillir le conseil pendant sa première année (exemple inventé)."
MISPRINT = "Le nom d’une rue était mal écrit dans l’acte (exemple inventé)."
MOVED_AWAY = "Une personne déménage\u00a0: une autre prendrait sa place (exemple inventé)."
HEARD = "Le conseil ne s’est pas réuni depuis un an (exemple inventé)."
REMARKS = "Favorable. La commune souhaite que les jeunes du quartier soient mieux représentés (exemple inventé)."
POINTS = (
    ("L’accord de la structure d’accueil", "La convention jointe n’est pas signée (exemple inventé)."),
    ("Le quartier de deux personnes", "Leur adresse n’est pas dans les quartiers couverts (exemple inventé)."),
)
ANSWERED = (ConsultationAnswer.FAVORABLE, ConsultationAnswer.WITH_REMARKS, None)
PAPER = Path(__file__).with_name("demo_data").joinpath("paper.pdf").read_bytes()
OWN_PAPERS = {LegalForm.HOSTED: PaperKind.HOST_AGREEMENT, LegalForm.OWN_ASSOCIATION: PaperKind.STATUTES}


def join_papers(dossier: Accreditation) -> None:
    """Those that a dossier of its kind needs; the same invented page stands for each."""
    own = OWN_PAPERS.get(dossier.council.legal_form)
    for kind in (PaperKind.RULES, PaperKind.SORTITION_PROTOCOL, *([own] if own else [])):
        filing.add_paper(dossier, kind, paper(kind), actor=LIAISON)


def paper(kind: PaperKind) -> Received:
    """An invented page under the name of its kind."""
    return Received(f"{slugify(kind.label)}.pdf", DocumentKind.PDF, PAPER)


def public_act() -> Received:
    """An invented act without any resident's name, for everybody to read."""
    return Received("acte-public-demonstration.pdf", DocumentKind.PDF, PAPER)


def let_answer(dossier: Accreditation, chance: Random) -> None:
    """The authorities answer, or say nothing, as the dice fall: always the same ones."""
    for request in reading.requests(dossier):
        given = chance.choices(ANSWERED, (6, 2, 1))[0]
        if given is not None:
            said = REMARKS if given is ConsultationAnswer.WITH_REMARKS else ""
            consultations.answer(request, given, f"Autorité consultée {MARK}", said, actor=VISITOR)
