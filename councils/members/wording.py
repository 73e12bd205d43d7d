"""What the pages say of seats, in plain French."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from citizens.models import Person
from citizens.naming import name_in
from citizens.roles.models import ROLES
from councils.members.gauges import Gauges, Vacancy
from councils.members.models import BoardRole
from councils.models import College, EndReason, Membership, Rank
from foundation.audit import AuditEntry
from foundation.text import date_short, moment_words, plural

Look = tuple[str, str, str]
# reasons that nobody writes: they come from an act, or from the end of the term
NOT_GIVEN = (EndReason.TERM_END, EndReason.ACT)
_SEAT_OF = {College.RESIDENTS: "Siège d’habitant", College.LOCAL_ACTORS: "Siège d’association ou d’acteur local"}
AWAITED, VOICELESS, STANDS_IN = (
    ("half", "ongoing", "N’a pas encore accepté"),
    ("full", "quiet", "Siège, sans droit de vote"),
    ("empty", "quiet", "Suppléant ou suppléante"),
)


def look(one: Membership, day: date) -> Look | None:
    """How a membership stands on a day, when it is not simply held: shape, tone, words."""
    if one.accepted_on is None:
        return AWAITED
    if one.start_on > day:
        return ("empty", "quiet", f"Siégera à partir du {date_short(one.start_on)}")
    start, end = one.suspended_from, one.suspended_to
    if start is not None and start <= day and (end is None or end >= day):
        until = f" jusqu’au {date_short(end)}" if end else ""
        return ("alert", "late", f"Mandat suspendu{until}")
    if one.rank is Rank.SUBSTITUTE:
        return STANDS_IN
    return None if one.voting else VOICELESS


def functions_words(roles: Sequence[BoardRole]) -> str:
    """The functions that one holds in the board, in one line."""
    return ", ".join(role.label for role in roles)


def age_words(days: int) -> str:
    """How long something has lasted: days up to two months, then months, then years."""
    if days == 0:
        return "depuis aujourd’hui"
    if days < 62:
        return f"depuis {plural(days, 'jour', 'jours')}"
    months = days * 12 // 365
    if months < 24:
        return f"depuis {months} mois"
    return f"depuis {plural(months // 12, 'an', 'ans')}"


def vacancy_words(one: Vacancy, today: date) -> str:
    """A seat that stands empty: of which college, since when."""
    return f"{_SEAT_OF[one.college]}, vide {age_words(one.days(today))} (le {date_short(one.since)})"


def vacancies_words(found: Gauges) -> str:
    """How many seats stand empty, and for how long the oldest has."""
    oldest = found.oldest
    if oldest is None:
        if not found.in_excess:
            return "Tous les sièges sont pourvus."
        more = plural(found.in_excess, "personne siège", "personnes siègent")
        return f"Aucun, et {more} en plus des places prévues."
    count = plural(len(found.vacancies), "siège vide", "sièges vides")
    since = age_words(oldest.days(found.on))
    return f"{count}, {since}." if len(found.vacancies) == 1 else f"{count}, le plus ancien {since}."


def half_words(found: Gauges) -> str:
    """Whether residents are half of the members, and how many more it takes."""
    if not found.members:
        return "Personne ne siège encore."
    counted = (
        f"{plural(found.residents, 'habitant', 'habitants')} sur {plural(found.members, 'membre', 'membres')}, "
        f"soit {found.residents_percent} %"
    )
    if not found.residents_missing:
        return f"{counted}\u00a0: la règle est au moins la moitié."
    return f"{counted}\u00a0: il manque {plural(found.residents_missing, 'habitant', 'habitants')} pour la moitié."


def parity_words(found: Gauges) -> str:
    """Women and men among the residents drawn by lot, whom the rule is about."""
    drawn = found.drawn_women + found.drawn_men
    if not drawn:
        return "Aucun habitant tiré au sort ne siège."
    counted = f"{plural(found.drawn_women, 'femme', 'femmes')} et {plural(found.drawn_men, 'homme', 'hommes')}"
    met = "la parité est atteinte" if found.parity_gap <= 1 else f"l’écart est de {found.parity_gap}"
    return f"{counted} parmi les habitants tirés au sort\u00a0: {met}."


def age_of_term(found: Gauges) -> str:
    """How old the term is, and when it ends."""
    term = found.term
    if term is None:
        return ""
    if not found.runs:
        return f"Il commencera le {date_short(term.first)}."
    return f"Commencé {age_words((found.on - term.first).days)}, jusqu’au {date_short(term.last)}."


def person_name(person: Person) -> str:
    """How somebody is called."""
    return f"{person.given_name} {person.family_name}"


def name_of(one: Membership) -> str:
    """How the holder of a membership is called; whoever was erased, by a pseudonym of this council."""
    return name_in(one.person, one.council_id)


def known_words(one: Membership) -> str:
    """Somebody of the same name, told apart by their seat."""
    end = f" au {date_short(one.end_on)}" if one.end_on else ""
    where = one.organization.name if one.organization else one.college.label
    return f"Oui\u00a0: {name_of(one)} ({where}), du {date_short(one.start_on)}{end}"


_ACTS = {
    "membership.propose": "Mis ou mise sur la liste",
    "membership.replace": "Reprend un siège",
    "membership.invite": "Invitation envoyée",
    "membership.accept": "Siège accepté",
    "membership.edit": "Fiche corrigée",
    "membership.suspend": "Suspension notée",
    "membership.resume": "Suspension levée",
    "membership.end": "Fin du siège notée",
    "membership.recognize": "Reconnu ou reconnue par l’acte",
    "membership.hand_over": "Siège rattaché à un compte",
}


def trail_words(entry: AuditEntry) -> tuple[str, str]:
    """One act of a member's trail: what, then who by their function and when."""
    role = ROLES[entry.actor_role].label if entry.actor_role in ROLES else "le site"
    return _ACTS.get(entry.action, "Fiche modifiée"), f"{moment_words(entry.at)}, {role}"
