"""The public history of a council's labellisation, read from the trail: steps and dates, never a name or a reason."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from councils.accreditation.looks import Look, answer_look, authority
from councils.accreditation.models import (
    OPEN_STATES,
    Accreditation,
    AccreditationState,
    LegalRegime,
    RecognitionAct,
)
from councils.accreditation.papers import ConsultationRequest
from councils.models import Council
from councils.territory.models import Municipality
from councils.wording import regime_sentence
from foundation import audit, clock
from foundation.audit import AuditEntry
from foundation.database import db
from foundation.documents import size_words
from foundation.text import date_short

S = AccreditationState
PATH = (S.COMPOSING, S.SUBMITTED, S.CONSULTING, S.REVIEWING, S.SIGNED, S.PUBLISHED)
_TEXTS = {
    S.COMPOSING: "On appelle les habitants et les associations\u202f; chacun accepte ou refuse de siéger.",
    S.SUBMITTED: "Le dossier complet est remis.",
    S.CONSULTING: "Le maire et le président de la Métropole peuvent donner leur avis.",
    S.REVIEWING: "La préfecture vérifie que le dossier suit la règle.",
    S.RETURNED: "Des points sont à compléter.",
    S.REFUSED: "Le conseil n’est pas reconnu.",
    S.ABANDONED: "La procédure s’arrête avant la décision.",
    S.SUPERSEDED: "Un acte plus récent prend la suite.",
}


@dataclass(frozen=True)
class Step:
    """One step as the timeline shows it: "done", "ongoing", "late" or "todo"."""

    title: str
    state: str
    on: date | None = None
    when: str = ""
    text: str = ""


@dataclass(frozen=True)
class Opinion:
    """What an authority answered, public once the act is published. `look`: shape, tone and word."""

    who: str
    look: Look
    by: str
    text: str


@dataclass(frozen=True)
class Chapter:
    """One dossier: what it asked for, the law it followed, its steps; once published, its act and its opinions.

    `act` is the address and the weight of the act without any resident's name.
    """

    key: str
    title: str
    law: str
    steps: Sequence[Step]
    act: tuple[str, str] | None
    opinions: Sequence[Opinion]


def chapters(council: Council) -> list[Chapter]:
    """The council's public dossiers, the latest first. Three queries."""
    dossiers = db.session.scalars(_DOSSIERS, {"council": council.id}).all()
    trail: dict[uuid.UUID, list[AuditEntry]] = {dossier.id: [] for dossier in dossiers}
    for entry in db.session.scalars(audit.history(Accreditation, list(trail))):
        if entry.after is not None and entry.after != S.DRAFT.value:
            trail[entry.object_id].append(entry)
    public = [dossier for dossier in dossiers if trail[dossier.id]]
    public.sort(key=lambda dossier: trail[dossier.id][0].at, reverse=True)
    opinions = _opinions([dossier.id for dossier in public if dossier.act and dossier.act.published_on])
    return [_chapter(council, dossier, trail[dossier.id], opinions.get(dossier.id, ())) for dossier in public]


_DOSSIERS = (
    select(Accreditation)
    .where(Accreditation.council_id == bindparam("council"))
    .options(joinedload(Accreditation.act).joinedload(RecognitionAct.public_document), joinedload(Accreditation.term))
)


def _opinions(ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[Opinion]]:
    """What was answered about some dossiers in their last consultation, by commune, then by the metropolis."""
    if not ids:
        return {}
    later = aliased(ConsultationRequest)
    again = exists().where(
        later.accreditation_id == ConsultationRequest.accreditation_id, later.round > ConsultationRequest.round
    )
    rows = db.session.scalars(
        select(ConsultationRequest)
        .outerjoin(ConsultationRequest.municipality)
        .where(ConsultationRequest.accreditation_id.in_(ids), ConsultationRequest.answer.is_not(None), ~again)
        .options(contains_eager(ConsultationRequest.municipality))
        .order_by(ConsultationRequest.municipality_id.is_(None), Municipality.name_key)
    )
    found: dict[uuid.UUID, list[Opinion]] = {}
    for row in rows:
        if row.answer is not None:
            shown = Opinion(authority(row.municipality), answer_look(row.answer), row.signatory or "", row.text or "")
            found.setdefault(row.accreditation_id, []).append(shown)
    return found


def _file(council: Council, dossier: Accreditation) -> tuple[str, str] | None:
    act = dossier.act
    if act is None or act.published_on is None or act.public_document is None:
        return None
    url = url_for("accreditation.public_act", slug=council.slug, key=dossier.id)
    return url, f"{act.public_document.kind.label}, {size_words(act.public_document)}"


def _chapter(
    council: Council, dossier: Accreditation, entries: Sequence[AuditEntry], opinions: Sequence[Opinion]
) -> Chapter:
    steps = [_step(dossier, entry, last=entry is entries[-1]) for entry in entries]
    steps += _awaited(dossier)
    year = entries[0].at.astimezone(clock.PARIS).year
    return Chapter(
        f"dossier-{dossier.id.hex[:8]}",
        f"{dossier.kind.label}, {year}",
        _law(dossier.legal_regime),
        steps,
        _file(council, dossier),
        opinions,
    )


def _law(regime: LegalRegime) -> str:
    return regime_sentence(regime)


def _step(dossier: Accreditation, entry: AuditEntry, *, last: bool) -> Step:
    state = next(one for one in S if one.value == entry.after)
    ongoing = last and state in OPEN_STATES
    return Step(
        state.label,
        "ongoing" if ongoing else "done",
        on=entry.at.astimezone(clock.PARIS).date(),
        text=_act_words(dossier.act, state) or _TEXTS.get(state, ""),
    )


def _act_words(act: RecognitionAct | None, state: AccreditationState) -> str:
    if act is None:
        return ""
    if state is S.SIGNED:
        number = f"numéro\u00a0: {act.number}" if act.number else "numéro non connu"
        return f"{act.kind.label}, {number}. Signé le {date_short(act.signed_on)}."
    if state is S.PUBLISHED and act.effective_on:
        since = "depuis le" if act.effective_on <= clock.today() else "à partir du"
        where = f"Publication\u00a0: {act.published_in}" if act.published_in else "Lieu de publication non connu"
        return f"{where}. En vigueur {since} {date_short(act.effective_on)}."
    return ""


def _awaited(dossier: Accreditation) -> list[Step]:
    if dossier.state in OPEN_STATES:
        done = S.COMPOSING if dossier.state is S.RETURNED else dossier.state
        return [Step(state.label, "todo", when="à venir") for state in PATH[PATH.index(done) + 1 :]]
    if dossier.state is S.PUBLISHED and dossier.term:
        end = dossier.term.end_on
        if end >= clock.today():
            words = "Il faudra un nouveau dossier pour continuer."
            return [Step("Fin du mandat", "todo", when=f"le {date_short(end)}", text=words)]
        return [Step("Fin du mandat", "done", on=end)]
    return []
