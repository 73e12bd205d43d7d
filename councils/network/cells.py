"""The columns of the board that come from the councils themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from flask import url_for

from councils.accreditation.looks import LOOKS as STEP_LOOKS
from councils.network.situations import Situation
from councils.status import CouncilStatus
from councils.wording import LOOKS, short_name
from foundation.board import BoardCell
from foundation.text import fold, plural

LATE = ("alert", "late")
NOTHING = BoardCell("Aucun")


@dataclass(frozen=True)
class Column:
    """One column; `slug` names it in addresses."""

    slug: str
    label: str
    cell: Callable[[Situation], BoardCell]
    is_number: bool = False


def _council(one: Situation) -> BoardCell:
    name = short_name(one.card.name)
    elsewhere = ", ".join(commune for _, commune in one.card.communes if commune not in name)
    return BoardCell(name, fold(name), elsewhere, url=url_for("members.office", slug=one.card.slug))


def _status(one: Situation) -> BoardCell:
    order = list(CouncilStatus).index(one.card.status)
    return BoardCell(one.card.status.label, order, look=LOOKS[one.card.status])


def _step(one: Situation) -> BoardCell:
    step = one.step
    if step is None:
        return NOTHING
    look = LATE if step.is_late else STEP_LOOKS[step.state]
    url = url_for("accreditation.read", key=step.key)
    state = list(type(step.state)).index(step.state)
    return BoardCell(step.state.label, state, step.kind.label, look, url)


def _days(one: Situation) -> BoardCell:
    step = one.step
    if step is None:
        return BoardCell("")
    days = plural(step.days, "jour", "jours")
    return BoardCell(days, step.days, f"chez {step.turn}", LATE if step.is_late else None)


def _end(one: Situation) -> BoardCell:
    if one.ends_on is None:
        return BoardCell("Pas encore fixée")
    days = (one.ends_on - one.today).days
    detail = _left(days, one)
    return BoardCell(f"{one.ends_on:%d/%m/%Y}", one.ends_on.isoformat(), detail, LATE if one.asks_for_renewal else None)


def _left(days: int, one: Situation) -> str:
    if days < 0:
        return f"échu depuis {plural(-days, 'jour', 'jours')}"
    if days < 62:
        return f"dans {plural(days, 'jour', 'jours')}"
    # the least number of months that « en … mois ou moins » would have to say
    return f"dans {next(months for months in count(1) if one.ends_within(months))} mois"


def _seats(one: Situation) -> BoardCell:
    held, wanted = one.gauges.members, _wanted(one)
    shown = f"{held} sur {wanted}" if wanted else str(held)
    empty = len(one.gauges.vacancies)
    detail = plural(empty, "siège vide", "sièges vides") if empty else ""
    if one.gauges.in_excess:
        return BoardCell(shown, held, f"{one.gauges.in_excess} de plus que prévu", LATE)
    return BoardCell(shown, held, detail, LATE if one.empty_too_long else None)


def _wanted(one: Situation) -> int:
    term = one.gauges.term
    return (term.residents or 0) + (term.local_actors or 0) if term is not None else 0


def _residents(one: Situation) -> BoardCell:
    percent = one.gauges.residents_percent
    if percent is None:
        return BoardCell("")
    missing = one.gauges.residents_missing
    detail = f"il en manque {missing}" if missing else ""
    return BoardCell(f"{percent}\u00a0%", percent, detail, LATE if missing else None)


def _parity(one: Situation) -> BoardCell:
    women, men = one.gauges.drawn_women, one.gauges.drawn_men
    if not women + men:
        return BoardCell("")
    return BoardCell(f"{women} et {men}", one.gauges.parity_gap, look=LATE if one.lacks_parity else None)


OWN: Sequence[Column] = (
    Column("conseil", "Conseil", _council),
    Column("etat", "État", _status),
    Column("dossier", "Dossier en cours", _step),
    Column("depuis", "Depuis", _days),
    Column("fin", "Fin du mandat", _end),
    Column("sieges", "Membres", _seats, is_number=True),
    Column("habitants", "Habitants", _residents, is_number=True),
    Column("parite", "Femmes et hommes tirés au sort", _parity),
)
