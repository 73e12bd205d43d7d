"""What must hold before a dossier takes a step (domain §1.3, §2.4): None, or the sentence that says what to do."""

from __future__ import annotations

from collections.abc import Sequence

from citizens.models import Gender
from councils.accreditation.models import Accreditation, AccreditationKind, ActKind, LegalRegime
from councils.accreditation.papers import PaperKind
from councils.models import College, LegalForm, Membership, Origin, Rank, Standing
from foundation import clock
from foundation.text import date_short, plural

K = AccreditationKind
P = PaperKind
TERM_KINDS = frozenset({K.INITIAL, K.RENEWAL})
ORDERS = {
    K.INITIAL: ActKind.PREFECT_ORDER,
    K.RENEWAL: ActKind.PREFECT_ORDER,
    K.AMENDMENT: ActKind.AMENDING_ORDER,
    K.WITHDRAWAL: ActKind.WITHDRAWAL_ORDER,
}
LOCAL_FORMS = (ActKind.CONTRACT_CLAUSE, ActKind.PROTOCOL)
BACKDATED = "L’acte prend effet à une date passée\u00a0: écrivez pourquoi."


def covers_a_place(dossier: Accreditation) -> str | None:
    """T1: the neighborhoods covered are known."""
    if any(coverage.valid_to is None for coverage in dossier.council.coverages):
        return None
    return "Indiquez au moins un quartier que le conseil couvre."


def asks_for_no_withdrawal(dossier: Accreditation) -> str | None:
    """T1: a withdrawal composes nothing."""
    return "Un retrait passe directement à la consultation." if dossier.kind is K.WITHDRAWAL else None


def is_no_clerical_one(dossier: Accreditation) -> str | None:
    """T1: the correction of a spelling composes nothing either."""
    return "Une correction d’écriture va droit à la préfecture." if dossier.clerical else None


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


def diagnosis_written(dossier: Accreditation) -> str | None:
    """T1: the note on the practices found in the neighborhoods."""
    if dossier.kind is not K.INITIAL or dossier.diagnosis:
        return None
    return "Décrivez ce qui existe déjà\u00a0: réunions, collectifs, associations du quartier."


def host_intended(dossier: Accreditation) -> str | None:
    """T1: who would answer for the council, or that it would be an association of its own."""
    if dossier.kind is not K.INITIAL or dossier.host_intention:
        return None
    return "Dites quelle structure accueillerait le conseil, ou s’il veut créer sa propre association."


def reason_given(dossier: Accreditation) -> str | None:
    """An amendment and a withdrawal say why they are asked for."""
    if dossier.kind in TERM_KINDS or dossier.reason:
        return None
    return "Écrivez pourquoi ce dossier est ouvert."


def proposed(dossier: Accreditation) -> Sequence[Membership]:
    """The people on the list of a dossier’s term: those whose seat is still asked for."""
    if dossier.term is None:
        return ()
    return [one for one in dossier.term.memberships if one.standing is Standing.PROVISIONAL and one.end_on is None]


def seated(dossier: Accreditation) -> Sequence[Membership]:
    """Those of the list who would hold a seat: the substitutes apart."""
    return [one for one in proposed(dossier) if one.rank is Rank.TITULAR]


def all_accepted(dossier: Accreditation) -> str | None:
    """T2: there is a list, and each person on it accepted."""
    if dossier.kind is K.AMENDMENT:
        waiting = sum(one.joining_id is not None and one.accepted_on is None for one in dossier.changes)
        return _not_accepted(waiting)
    if dossier.kind not in TERM_KINDS:
        return None
    if not seated(dossier):
        return "Ajoutez les personnes proposées pour ce conseil."
    return _not_accepted(sum(one.accepted_on is None for one in seated(dossier)))


def _not_accepted(waiting: int) -> str | None:
    if not waiting:
        return None
    return f"{plural(waiting, 'personne n’a', 'personnes n’ont')} pas encore accepté de siéger."


def changes_something(dossier: Accreditation) -> str | None:
    """An amendment asks for a change of members, host or perimeter."""
    if dossier.kind is not K.AMENDMENT or dossier.clerical:
        return None
    if dossier.changes or dossier.places or dossier.new_host_id is not None:
        return None
    return "Dites ce qui change\u00a0: des membres, la structure d’accueil ou les quartiers couverts."


def half_residents(dossier: Accreditation) -> str | None:
    """T2: residents are at least half of the members, and still are once an amendment is carried out."""
    colleges = _colleges_after(dossier) if dossier.changes else [one.college for one in seated(dossier)]
    missing = len(colleges) - 2 * colleges.count(College.RESIDENTS)
    if missing <= 0:
        return None
    return (
        "Les habitants doivent être au moins la moitié du conseil\u00a0: "
        f"ajoutez {plural(missing, 'habitant', 'habitants')}, ou retirez des acteurs locaux."
    )


def _colleges_after(dossier: Accreditation) -> list[College]:
    """The college of each seat, once the changes that an amendment asks for are made."""
    leaving = {one.leaving_id for one in dossier.changes}
    staying = [one for one in dossier.sitting if one.rank is Rank.TITULAR and one.id not in leaving]
    joining = [one for one in dossier.changes if one.joining_id is not None and one.rank is Rank.TITULAR]
    return [one.college for one in (*staying, *joining)]


def parity_or_reason(dossier: Accreditation) -> str | None:
    """T2: as many women as men among drawn residents, within one, or a written reason."""
    drawn = [p.person.gender for p in seated(dossier) if p.college is College.RESIDENTS and p.origin is Origin.DRAWN]
    gap = abs(drawn.count(Gender.FEMALE) - drawn.count(Gender.MALE))
    if dossier.kind not in TERM_KINDS or gap <= 1 or dossier.parity_reason:
        return None
    return "Parmi les habitants tirés au sort, il n’y a pas autant de femmes que d’hommes\u00a0: expliquez pourquoi."


def nobody_elected(dossier: Accreditation) -> str | None:
    """T2: no elected official sits in a council (§1.3)."""
    elected = sum(one.elected_official for one in proposed(dossier))
    if not elected:
        return None
    return (
        f"{plural(elected, 'personne de la liste a', 'personnes de la liste ont')} un mandat électif\u00a0: "
        "un élu ne siège pas dans un conseil citoyen. Retirez-la de la liste."
    )


def drawn_or_reason(dossier: Accreditation) -> str | None:
    """T2: the record of the draw, or why there was none; the law no longer asks for one since November 2024 (§1.2)."""
    if dossier.kind not in TERM_KINDS or _has(dossier, P.SORTITION_PROTOCOL) or dossier.no_sortition_reason:
        return None
    if dossier.legal_regime is LegalRegime.DECREE_2024 and not any(
        one.origin is Origin.DRAWN for one in proposed(dossier)
    ):
        return None
    return "Joignez le procès-verbal du tirage au sort, ou expliquez pourquoi il n’y en a pas eu."


def host_known(dossier: Accreditation) -> str | None:
    """T2: a council that someone hosts names its host and joins their agreement; an association, its statutes."""
    council = dossier.council
    if dossier.new_host_id is not None and not _has(dossier, P.HOST_AGREEMENT):
        return "Joignez la convention avec la nouvelle structure d’accueil."
    if dossier.kind not in TERM_KINDS:
        return None
    if council.legal_form is LegalForm.HOSTED:
        if council.host_organization_id is None:
            return "Indiquez la structure qui accueille le conseil."
        return None if _has(dossier, P.HOST_AGREEMENT) else "Joignez la convention avec la structure d’accueil."
    if council.legal_form is LegalForm.OWN_ASSOCIATION and not _has(dossier, P.STATUTES):
        return "Joignez les statuts de l’association."
    return None


def rules_joined(dossier: Accreditation) -> str | None:
    """T2: the draft of the rules, or a charter."""
    if dossier.kind is not K.INITIAL or _has(dossier, P.RULES):
        return None
    return "Joignez le projet de règlement intérieur, ou la charte."


def points_answered(dossier: Accreditation) -> str | None:
    """T6: what was asked for has been done, point by point."""
    left = sum(point.resolved_at is None for point in dossier.points)
    if not left:
        return None
    return f"Il reste {plural(left, 'point', 'points')} à compléter\u00a0: dites pour chacun ce qui a été fait."


def _has(dossier: Accreditation, kind: PaperKind) -> bool:
    return any(paper.kind is kind and paper.withdrawn_at is None for paper in dossier.papers)


def asked_everyone(dossier: Accreditation) -> str | None:
    """T3: the mayor of each commune covered, and the president of the metropolis, were asked."""
    if any(one.answer is None for one in dossier.requests):
        return None
    return "Préparez d’abord les demandes d’avis\u00a0: une pour chaque maire, une pour le président de la Métropole."


def heard_everyone(dossier: Accreditation) -> str | None:
    """T4: every request is answered, or past its last day; taking a link back does not make it past."""
    today = clock.today()
    waiting = [one for one in dossier.requests if one.answer is None and one.due_on >= today]
    if not waiting:
        return None
    last = max(one.due_on for one in waiting)
    return (
        f"{plural(len(waiting), 'avis est attendu', 'avis sont attendus')} jusqu’au {date_short(last)}\u00a0: "
        "le dossier avancera quand chacun aura répondu, ou après ce jour."
    )


def is_clerical(dossier: Accreditation) -> str | None:
    """The short way is for amendments of a spelling or a number only."""
    return None if dossier.clerical else "Cette voie rapide ne sert qu’à corriger une faute d’écriture."


def is_withdrawal(dossier: Accreditation) -> str | None:
    """A withdrawal needs that the council was heard, and what it said."""
    if dossier.kind is not K.WITHDRAWAL:
        return "Cette étape ne sert qu’au retrait d’un label."
    if dossier.council_heard_on is None:
        return "Indiquez quel jour le conseil a été entendu."
    if dossier.council_heard_on > clock.today():
        return "Le conseil doit avoir été entendu\u00a0: ce jour est encore à venir."
    return None if _has(dossier, P.OBSERVATIONS) else "Joignez les observations du conseil entendu."


def forms_of(dossier: Accreditation) -> Sequence[ActKind]:
    """The forms that the act of a dossier may have; a contract or a protocol may do since November 2024 (§1.2)."""
    local = LOCAL_FORMS if dossier.legal_regime is LegalRegime.DECREE_2024 else ()
    return (ORDERS[dossier.kind], *local)


def act_recorded(dossier: Accreditation) -> str | None:
    """T7: the act is described, and has a form that a dossier of its kind and its law may have."""
    act = dossier.act
    if act is None:
        return "Décrivez l’acte\u00a0: sa forme, sa date et la qualité de la personne qui le signe."
    if act.signed_on > clock.today():
        return "L’acte ne peut pas être signé un jour à venir\u00a0: corrigez la date."
    if act.kind not in forms_of(dossier):
        forms = ", ".join(f"«\u202f{form.label}\u202f»" for form in forms_of(dossier))
        return f"Cette forme d’acte ne convient pas à ce dossier. Choisissez\u00a0: {forms}."
    return None


def publication_known(dossier: Accreditation) -> str | None:
    """T8: where and when the act was published, and from when it holds; an earlier day needs a reason (R-ACC-06)."""
    act = dossier.act
    if act is None or act.published_on is None or act.effective_on is None:
        return "Donnez la date de publication de l’acte et celle de son entrée en vigueur."
    if act.published_on < act.signed_on:
        return f"L’acte est signé le {date_short(act.signed_on)}\u00a0: il ne peut pas être publié avant."
    if act.published_on > clock.today():
        return "L’acte ne peut pas être publié un jour à venir\u00a0: corrigez la date."
    if act.effective_on < max(act.signed_on, clock.today()) and not act.backdating_reason:
        return BACKDATED
    if dossier.term is not None and act.effective_on > dossier.term.end_on:
        return (
            f"Le mandat se termine le {date_short(dossier.term.end_on)}\u00a0: l’acte ne peut pas prendre effet après."
        )
    return None
