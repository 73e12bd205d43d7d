"""The steps of a dossier of labellisation (domain §2.4, T1 to T11)."""

from __future__ import annotations

from citizens.models import Gender
from councils.accreditation.models import Accreditation, AccreditationKind, AccreditationState
from councils.models import College, LegalForm, Membership, Origin, Rank, Standing
from foundation import clock
from foundation.text import date_short, plural
from foundation.workflow import Transition, Workflow

S = AccreditationState
K = AccreditationKind
TERM_KINDS = frozenset({K.INITIAL, K.RENEWAL})


def covers_a_place(dossier: Accreditation) -> str | None:
    """T1: the neighborhoods covered are known."""
    if any(coverage.valid_to is None for coverage in dossier.council.coverages):
        return None
    return "Indiquez au moins un quartier que le conseil couvre."


def asks_for_no_withdrawal(dossier: Accreditation) -> str | None:
    """T1: a withdrawal composes nothing."""
    return "Un retrait passe directement à la consultation." if dossier.kind is K.WITHDRAWAL else None


def has_targets(dossier: Accreditation) -> str | None:
    """T1: the size aimed at is known for each college."""
    if dossier.kind not in TERM_KINDS:
        return None
    term = dossier.term
    if term is None:
        return "Donnez les dates du mandat demandé."
    if term.residents_target is None or term.local_actors_target is None:
        return "Indiquez combien de personnes chaque collège doit compter."
    return None


def proposed(dossier: Accreditation) -> list[Membership]:
    """The titular people on the dossier's list."""
    if dossier.term is None:
        return []
    return [
        one
        for one in dossier.term.memberships
        if one.rank is Rank.TITULAR and one.standing is Standing.PROVISIONAL and one.end_on is None
    ]


def all_accepted(dossier: Accreditation) -> str | None:
    """T2: there is a list, and each person on it accepted."""
    if dossier.kind not in TERM_KINDS:
        return None
    people = proposed(dossier)
    if not people:
        return "Ajoutez les personnes proposées pour ce conseil."
    waiting = sum(one.accepted_on is None for one in people)
    if waiting:
        return f"{plural(waiting, 'personne n’a', 'personnes n’ont')} pas encore accepté de siéger."
    return None


def half_residents(dossier: Accreditation) -> str | None:
    """T2: residents are at least half of the members."""
    people = proposed(dossier)
    residents = sum(one.college is College.RESIDENTS for one in people)
    missing = len(people) - 2 * residents
    if dossier.kind not in TERM_KINDS or missing <= 0:
        return None
    return (
        "Les habitants doivent être au moins la moitié du conseil\u00a0: "
        f"ajoutez {plural(missing, 'habitant', 'habitants')}, ou moins d’acteurs locaux."
    )


def parity_or_reason(dossier: Accreditation) -> str | None:
    """T2: as many women as men among drawn residents, within one, or a written reason."""
    drawn = [p.person.gender for p in proposed(dossier) if p.college is College.RESIDENTS and p.origin is Origin.DRAWN]
    gap = abs(drawn.count(Gender.FEMALE) - drawn.count(Gender.MALE))
    if dossier.kind not in TERM_KINDS or gap <= 1 or dossier.parity_reason:
        return None
    return "Parmi les habitants tirés au sort, il n’y a pas autant de femmes que d’hommes\u00a0: expliquez pourquoi."


def host_known(dossier: Accreditation) -> str | None:
    """T2: a council that someone hosts names its host."""
    council = dossier.council
    if council.legal_form is LegalForm.HOSTED and council.host_organization_id is None:
        return "Indiquez la structure qui accueille le conseil."
    return None


def is_clerical(dossier: Accreditation) -> str | None:
    """The short way is for amendments of a spelling or a number only."""
    return None if dossier.clerical else "Cette voie rapide ne sert qu’à corriger une faute d’écriture."


def is_withdrawal(dossier: Accreditation) -> str | None:
    """A withdrawal needs that the council was heard."""
    if dossier.kind is not K.WITHDRAWAL:
        return "Cette étape ne sert qu’au retrait d’un label."
    if dossier.council_heard_on is None:
        return "Indiquez quel jour le conseil a été entendu."
    return None


def act_recorded(dossier: Accreditation) -> str | None:
    """T7: the act is described."""
    return (
        None if dossier.act else "Décrivez l’acte\u00a0: sa forme, sa date et la qualité de la personne qui le signe."
    )


def publication_known(dossier: Accreditation) -> str | None:
    """T8: where and when the act was published, and from when it holds; an earlier day needs a reason (R-ACC-06)."""
    act = dossier.act
    if act is None or act.published_on is None or act.effective_on is None:
        return "Donnez la date de publication de l’acte et celle de son entrée en vigueur."
    if act.published_on < act.signed_on:
        return f"L’acte est signé le {date_short(act.signed_on)}\u00a0: il ne peut pas être publié avant."
    if act.effective_on < max(act.signed_on, clock.today()) and not act.backdating_reason:
        return "L’acte prend effet à une date passée\u00a0: écrivez pourquoi."
    return None


ABANDONABLE = (S.DRAFT, S.COMPOSING, S.SUBMITTED, S.CONSULTING, S.RETURNED)
COMPLETE = (all_accepted, half_residents, parity_or_reason, host_known)

ACCREDITATION = Workflow(
    "Labellisation",
    S.DRAFT,
    Transition(
        "compose",
        (S.DRAFT,),
        S.COMPOSING,
        "accreditation.compose",
        "Commencer la constitution",
        guards=(asks_for_no_withdrawal, covers_a_place, has_targets),
    ),
    Transition(
        "submit",
        (S.COMPOSING, S.RETURNED),
        S.SUBMITTED,
        "accreditation.submit",
        "Déposer le dossier",
        guards=COMPLETE,
    ),
    Transition("consult", (S.SUBMITTED,), S.CONSULTING, "accreditation.consult", "Consulter le maire et la Métropole"),
    Transition("review", (S.CONSULTING,), S.REVIEWING, "accreditation.review", "Transmettre à la préfecture"),
    Transition(
        "review_clerical",
        (S.DRAFT,),
        S.REVIEWING,
        "accreditation.submit",
        "Transmettre la correction",
        guards=(is_clerical,),
    ),
    Transition(
        "consult_withdrawal",
        (S.DRAFT,),
        S.CONSULTING,
        "accreditation.consult",
        "Consulter sur le retrait",
        guards=(is_withdrawal,),
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
        "sign", (S.REVIEWING,), S.SIGNED, "accreditation.decide", "Enregistrer l’acte signé", guards=(act_recorded,)
    ),
    Transition(
        "publish",
        (S.SIGNED,),
        S.PUBLISHED,
        "accreditation.publish",
        "Enregistrer la publication",
        guards=(publication_known,),
    ),
    Transition("refuse", (S.REVIEWING,), S.REFUSED, "accreditation.decide", "Ne pas reconnaître", needs_comment=True),
    Transition(
        "abandon", ABANDONABLE, S.ABANDONED, "accreditation.abandon", "Arrêter la procédure", needs_comment=True
    ),
    Transition("supersede", (S.PUBLISHED,), S.SUPERSEDED, "accreditation.clock", "Remplacé par un acte plus récent"),
)
