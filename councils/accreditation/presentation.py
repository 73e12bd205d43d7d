"""What the page of a dossier shows, ready for its template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import url_for

from citizens.models import Gender
from citizens.naming import name_in
from councils import queries as councils
from councils.accreditation import gathered, reading, steps, trailing, turns
from councils.accreditation.checklist import missing
from councils.accreditation.looks import look
from councils.accreditation.models import OPEN_STATES, Accreditation
from councils.accreditation.workflow import TERM_KINDS
from councils.models import College, Membership, Rank
from councils.presentation import composition_parts, parity_parts
from councils.wording import regime_sentence
from foundation import clock, documents
from foundation.documents import Document
from foundation.policy import Actor, can
from foundation.text import date_short, plural


def file_page(dossier: Accreditation, actor: Actor) -> Mapping[str, Any]:
    """All that the page of a dossier shows to this reader."""
    entries = reading.trail(dossier)
    is_open = dossier.state in OPEN_STATES
    return {
        "dossier": dossier,
        "council": dossier.council,
        "look": look(dossier),
        "turn": turns.whose_turn(dossier) if is_open else None,
        "acts": steps.open_to(dossier, actor),
        "writes": steps.to_write(dossier, actor),
        "missing": missing(dossier) if is_open else (),
        "mends": steps.mends(dossier, actor) if is_open else {},
        "steps": trailing.path(dossier, entries),
        "trail": trailing.notes(entries),
        "facts": facts(dossier),
        "law": regime_sentence(dossier.legal_regime),
        "papers": [gathered.paper_line(one) for one in reading.papers(dossier)],
        "consultations": gathered.consultations(dossier),
        "returns": gathered.returns(dossier),
        "changes": reading.changes(dossier),
        "places": reading.places(dossier),
        **_people(dossier, actor),
        **_act(dossier),
    }


def facts(dossier: Accreditation) -> list[tuple[str, str, str]]:
    """What a dossier says of itself: (label, words, address or nothing)."""
    council, term = dossier.council, dossier.term
    places = reading.covered(dossier)
    towns = sorted({town.name for place in places for town in place.municipalities})
    host, new_host = reading.hosts(dossier)
    span = f"du {date_short(term.start_on)} au {date_short(term.end_on)}" if term else ""
    found = [
        ("Ce qui est demandé", dossier.kind.label, ""),
        ("Conseil", council.name, url_for("councils.read", slug=council.slug)),
        ("Quartiers couverts", ", ".join(place.name for place in places), ""),
        ("Commune" if len(towns) == 1 else "Communes", ", ".join(towns), ""),
        ("Mandat demandé", span, ""),
        ("Places prévues", _targets(dossier), ""),
        ("Structure qui l’accueille", host, ""),
        ("Nouvelle structure demandée", new_host, ""),
        ("Conseil entendu le", date_short(dossier.council_heard_on) if dossier.council_heard_on else "", ""),
        ("Pourquoi ce dossier", dossier.reason or "", ""),
        ("Ce qui existe déjà", dossier.diagnosis or "", ""),
        ("Accueil prévu", dossier.host_intention or "", ""),
        ("Pas de tirage au sort", dossier.no_sortition_reason or "", ""),
        ("Écart entre femmes et hommes", dossier.parity_reason or "", ""),
    ]
    return [fact for fact in found if fact[1]]


def _targets(dossier: Accreditation) -> str:
    term = dossier.term
    if term is None or term.residents_target is None or term.local_actors_target is None:
        return ""
    residents = plural(term.residents_target, "habitant", "habitants")
    actors = plural(term.local_actors_target, "association ou acteur local", "associations et acteurs locaux")
    return f"{residents}, {actors}"


def _people(dossier: Accreditation, actor: Actor) -> Mapping[str, Any]:
    if dossier.kind not in TERM_KINDS:
        return {"composition": None, "groups": ()}
    rows = reading.people(dossier.term)
    found = composition(rows)
    return {
        "composition": found,
        "waiting": sum(one.accepted_on is None for one in rows),
        "colleges": composition_parts(found),
        "parity": parity_parts(found),
        "groups": _groups(rows) if can("member.list", dossier, actor) else (),
    }


def composition(rows: Sequence[Membership]) -> councils.Composition:
    """A list of people in counts."""
    titular = [one for one in rows if one.rank is Rank.TITULAR]
    residents = [one.person.gender for one in titular if one.college is College.RESIDENTS]
    return councils.Composition(
        clock.today(),
        {college: sum(one.college is college for one in titular) for college in College},
        len(rows) - len(titular),
        {gender: residents.count(gender) for gender in Gender},
    )


def _groups(rows: Sequence[Membership]) -> list[tuple[str, list[str]]]:
    return [(college.label, [_named(one) for one in rows if one.college is college]) for college in College]


def _named(one: Membership) -> str:
    facts = [one.organization.name if one.organization else "", one.origin.label.lower()]
    if one.rank is Rank.SUBSTITUTE:
        facts.append(one.rank.label.lower())
    if one.accepted_on is None:
        facts.append("n’a pas encore accepté")
    told = ", ".join(fact for fact in facts if fact)
    return f"{name_in(one.person, one.council_id)} ({told})"


def _act(dossier: Accreditation) -> Mapping[str, Any]:
    act = dossier.act
    if act is None:
        return {"act": (), "act_files": ()}
    rows = [
        ("Forme", act.kind.label, ""),
        ("Numéro", act.number or "non connu", ""),
        ("Signé le", date_short(act.signed_on), ""),
        ("Par", act.signatory_capacity, ""),
        ("Publié le", date_short(act.published_on) if act.published_on else "", ""),
        ("Publication", act.published_in or "", ""),
        ("En vigueur à partir du", date_short(act.effective_on) if act.effective_on else "", ""),
        ("Pourquoi une date passée", act.backdating_reason or "", ""),
    ]
    return {"act": [row for row in rows if row[1]], "act_files": list(_act_files(dossier))}


def _act_files(dossier: Accreditation) -> Iterator[tuple[str, str, str, str]]:
    """(words, address, weight, hash) of the act's documents."""
    act = dossier.act
    if act is not None and act.document is not None:
        url = url_for("accreditation.act_document", key=dossier.id)
        yield ("L’acte entier, avec la liste des membres", url, *_weighed(act.document))
    if act is not None and act.public_document is not None:
        url = url_for("accreditation.public_act", slug=dossier.council.slug, key=dossier.id)
        label = "L’acte sans aucun nom d’habitant, public" if act.published_on else "L’acte sans aucun nom d’habitant"
        yield (label, url if act.published_on else url_for("accreditation.act_document", key=dossier.id, public=1),
               *_weighed(act.public_document))  # fmt: skip


def _weighed(document: Document) -> tuple[str, str]:
    return f"{document.kind.label}, {documents.size_words(document)}", document.sha256
