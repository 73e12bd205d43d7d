"""Public status of a council on any date (domain §2.5): computed, never stored.

Pure: it is told the facts and the day. An act counts from its `effective_on`, once published. A dossier counts by
the state it had at the end of that day; a dossier in preparation is not public and does not count. An act that is
published but not yet in force leaves its dossier under way until it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from councils.accreditation.models import AccreditationKind, AccreditationState, ActKind, LegalRegime
from foundation.choices import Choice

K = AccreditationKind
S = AccreditationState
UNDER_WAY = frozenset({S.COMPOSING, S.SUBMITTED, S.CONSULTING, S.REVIEWING, S.RETURNED, S.SIGNED})


class CouncilStatus(Choice):
    """What the public sees of a council."""

    DISSOLVED = "dissolved", "Conseil arrêté"
    WITHDRAWN = "withdrawn", "Label retiré"
    ACCREDITED = "accredited", "Labellisé"
    ACCREDITED_RENEWING = "accredited_renewing", "Labellisé, renouvellement en cours"
    LAPSED = "lapsed", "Mandat échu"
    LAPSED_RENEWING = "lapsed_renewing", "Mandat échu, renouvellement en cours"
    IN_PROGRESS = "in_progress", "Labellisation en cours"
    NOT_RECOGNIZED = "not_recognized", "Non reconnu"
    PLANNED = "planned", "En projet"


LABELED = frozenset({CouncilStatus.ACCREDITED, CouncilStatus.ACCREDITED_RENEWING})
LAPSED = frozenset({CouncilStatus.LAPSED, CouncilStatus.LAPSED_RENEWING})


@dataclass(frozen=True)
class Act:
    """A published act: what it did, from which day, under which law, and the term it recognized (if one)."""

    kind: AccreditationKind
    form: ActKind
    effective_on: date
    published_on: date
    term_start: date | None = None
    term_end: date | None = None
    regime: LegalRegime = LegalRegime.ACT_2014


@dataclass(frozen=True)
class Dossier:
    """A dossier with the state it had at the end of the day in question; `opened_on` orders those of one kind."""

    kind: AccreditationKind
    state: AccreditationState
    opened_on: date
    effective_on: date | None = None
    regime: LegalRegime = LegalRegime.ACT_2014


@dataclass(frozen=True)
class Facts:
    """All that the status of one council depends on."""

    closed_on: date | None = None
    acts: Sequence[Act] = ()
    dossiers: Sequence[Dossier] = ()


@dataclass(frozen=True)
class PublicStatus:
    """A status; the day until which, or since which, it holds; the act behind it; the dossier under way."""

    status: CouncilStatus
    until: date | None = None
    since: date | None = None
    act: Act | None = None
    dossier: Dossier | None = None


def public_status(facts: Facts, on: date) -> PublicStatus:
    """The status of a council at the end of the day `on`, in the order of §2.5."""
    if facts.closed_on is not None and facts.closed_on <= on:
        return PublicStatus(CouncilStatus.DISSOLVED, since=facts.closed_on)
    in_force = sorted(
        (act for act in facts.acts if act.effective_on <= on), key=lambda act: (act.effective_on, act.published_on)
    )
    if in_force and in_force[-1].kind is K.WITHDRAWAL:
        return PublicStatus(CouncilStatus.WITHDRAWN, since=in_force[-1].effective_on, act=in_force[-1])
    granting = [act for act in _since_withdrawal(in_force) if act.term_end is not None]
    if granting:
        return _recognized(granting, facts.dossiers, on)
    return _unrecognized(facts.dossiers, on)


def _since_withdrawal(acts: Sequence[Act]) -> Sequence[Act]:
    last = max((place for place, act in enumerate(acts) if act.kind is K.WITHDRAWAL), default=-1)
    return acts[last + 1 :]


def _recognized(granting: Sequence[Act], dossiers: Iterable[Dossier], on: date) -> PublicStatus:
    act = max(granting, key=lambda one: one.term_end or date.min)
    renewal = _under_way(dossiers, K.RENEWAL, on)
    if act.term_end is not None and on <= act.term_end:
        status = CouncilStatus.ACCREDITED_RENEWING if renewal else CouncilStatus.ACCREDITED
        return PublicStatus(status, until=act.term_end, act=act, dossier=renewal)
    status = CouncilStatus.LAPSED_RENEWING if renewal else CouncilStatus.LAPSED
    return PublicStatus(status, since=act.term_end, act=act, dossier=renewal)


def _unrecognized(dossiers: Sequence[Dossier], on: date) -> PublicStatus:
    current = _under_way(dossiers, K.INITIAL, on)
    if current is not None:
        return PublicStatus(CouncilStatus.IN_PROGRESS, dossier=current)
    known = [one for one in dossiers if one.kind is K.INITIAL and one.state is not S.DRAFT]
    last = max(known, key=lambda one: one.opened_on, default=None)
    refused = last is not None and last.state is S.REFUSED
    return PublicStatus(CouncilStatus.NOT_RECOGNIZED if refused else CouncilStatus.PLANNED)


def _under_way(dossiers: Iterable[Dossier], kind: AccreditationKind, on: date) -> Dossier | None:
    for dossier in dossiers:
        awaited = dossier.state is S.PUBLISHED and dossier.effective_on is not None and dossier.effective_on > on
        if dossier.kind is kind and (dossier.state in UNDER_WAY or awaited):
            return dossier
    return None
