"""The steps of a dossier of labellisation (domain §2.4, T1 to T11). What must hold before each is in `guards.py`."""

from __future__ import annotations

from councils.accreditation import guards as g
from councils.accreditation.guards import TERM_KINDS
from councils.accreditation.models import AccreditationState
from foundation.workflow import Transition, Workflow

__all__ = ["ACCREDITATION", "TERM_KINDS"]

S = AccreditationState
ABANDONABLE = (S.DRAFT, S.COMPOSING, S.SUBMITTED, S.CONSULTING, S.RETURNED)
BEGUN = (
    g.asks_for_no_withdrawal, g.is_no_clerical_one, g.covers_a_place, g.diagnosis_written, g.has_targets,
    g.host_intended, g.reason_given,
)  # fmt: skip
COMPLETE = (
    g.all_accepted, g.half_residents, g.parity_or_reason, g.nobody_elected, g.drawn_or_reason, g.host_known,
    g.rules_joined, g.changes_something, g.points_answered,
)  # fmt: skip

ACCREDITATION = Workflow(
    "Labellisation",
    S.DRAFT,
    Transition(
        "compose",
        (S.DRAFT,),
        S.COMPOSING,
        "accreditation.compose",
        "Commencer la constitution",
        guards=BEGUN,
    ),
    Transition(
        "submit",
        (S.COMPOSING, S.RETURNED),
        S.SUBMITTED,
        "accreditation.submit",
        "Déposer le dossier",
        guards=COMPLETE,
    ),
    Transition(
        "consult",
        (S.SUBMITTED,),
        S.CONSULTING,
        "accreditation.consult",
        "Consulter le maire et la Métropole",
        guards=(g.asked_everyone,),
    ),
    Transition(
        "skip_consulting",
        (S.SUBMITTED,),
        S.REVIEWING,
        "accreditation.clock",
        "Reprendre l’instruction, sans nouvelle consultation",
    ),
    Transition(
        "review",
        (S.CONSULTING,),
        S.REVIEWING,
        "accreditation.review",
        "Transmettre à la préfecture",
        guards=(g.heard_everyone,),
    ),
    Transition(
        "review_clerical",
        (S.DRAFT,),
        S.REVIEWING,
        "accreditation.submit",
        "Transmettre la correction",
        guards=(g.is_clerical, g.reason_given),
    ),
    Transition(
        "consult_withdrawal",
        (S.DRAFT,),
        S.CONSULTING,
        "accreditation.consult",
        "Consulter sur le retrait",
        guards=(g.is_withdrawal, g.reason_given, g.asked_everyone),
    ),
    Transition(
        "send_back",
        (S.REVIEWING,),
        S.RETURNED,
        "accreditation.decide",
        "Demander un complément",
        needs_comment=True,
    ),
    Transition(
        "sign", (S.REVIEWING,), S.SIGNED, "accreditation.decide", "Enregistrer l’acte signé", guards=(g.act_recorded,)
    ),
    Transition(
        "publish",
        (S.SIGNED,),
        S.PUBLISHED,
        "accreditation.publish",
        "Enregistrer la publication",
        guards=(g.publication_known,),
    ),
    Transition("refuse", (S.REVIEWING,), S.REFUSED, "accreditation.decide", "Ne pas reconnaître", needs_comment=True),
    Transition(
        "abandon", ABANDONABLE, S.ABANDONED, "accreditation.abandon", "Arrêter la procédure", needs_comment=True
    ),
    Transition("supersede", (S.PUBLISHED,), S.SUPERSEDED, "accreditation.clock", "Remplacé par un acte plus récent"),
)
