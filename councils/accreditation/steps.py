"""What each step's page says before its button is pressed, and what a reader of a dossier may do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from councils.accreditation.models import Accreditation, AccreditationKind, AccreditationState
from councils.accreditation.workflow import ACCREDITATION, TERM_KINDS
from foundation.policy import Actor, can
from foundation.workflow import Transition

S = AccreditationState
K = AccreditationKind
EDITABLE = frozenset({S.DRAFT, S.COMPOSING, S.RETURNED})
OWN_PAGES = {
    "consult": "accreditation.consult_page",
    "consult_withdrawal": "accreditation.consult_page",
    "send_back": "accreditation.send_back_page",
    "sign": "accreditation.sign_page",
    "publish": "accreditation.publish_page",
}
LAST = ("refuse", "abandon")


@dataclass(frozen=True)
class StepPage:
    """A step in plain words: what one is about to do, and what follows from it."""

    heading: str
    lede: str
    follows: tuple[str, ...]
    button: str


STEPS: Mapping[str, StepPage] = {
    "compose": StepPage(
        "Commencer la constitution",
        "On va chercher les personnes qui siégeront.",
        (
            "Le conseil paraît sur le site\u00a0: «\u202fLabellisation en cours\u202f».",
            "L’animateur ou l’animatrice du réseau et le délégué ou la déléguée du préfet sont avertis.",
            "Vous ajoutez les personnes, le tirage au sort et les pièces, puis vous déposez le dossier.",
        ),
        "Commencer la constitution",
    ),
    "submit": StepPage(
        "Déposer le dossier",
        "Le dossier est complet\u00a0: vous le remettez.",
        (
            "Ce qui est dans le dossier ne change plus, sauf s’il vous est renvoyé pour être complété.",
            "Les maires et le président de la Métropole seront consultés\u00a0: ils auront 30 jours.",
            "Le public voit l’étape et sa date, jamais les noms des habitants.",
        ),
        "Déposer le dossier",
    ),
    "review": StepPage(
        "Transmettre à la préfecture",
        "Chacun a répondu, ou le délai est passé.",
        (
            "Qui n’a pas répondu est noté «\u202fSans réponse\u202f»\u00a0: ce n’est pas un accord.",
            "Les liens envoyés ne permettent plus de répondre.",
            "Le délégué ou la déléguée du préfet et le conseil sont avertis.",
        ),
        "Transmettre à la préfecture",
    ),
    "review_clerical": StepPage(
        "Transmettre la correction",
        "Une faute d’écriture\u00a0: personne n’est consulté.",
        ("La correction va droit à la préfecture.", "Le délégué ou la déléguée du préfet est averti."),
        "Transmettre la correction",
    ),
    "refuse": StepPage(
        "Ne pas reconnaître",
        "Vous décidez de ne pas reconnaître ce conseil, et vous dites pourquoi.",
        (
            "Le public voit «\u202fNon reconnu\u202f» et la date, jamais vos raisons.",
            "La commune et le conseil reçoivent vos raisons.",
            "On ne revient pas en arrière\u00a0: il faudra un nouveau dossier.",
        ),
        "Ne pas reconnaître",
    ),
    "abandon": StepPage(
        "Arrêter la procédure",
        "Vous renoncez à ce dossier.",
        (
            "Le conseil est averti, avec votre raison.",
            "Les liens de réponse envoyés ne servent plus.",
            "On ne revient pas en arrière\u00a0: il faudra un nouveau dossier.",
        ),
        "Arrêter la procédure",
    ),
}


@dataclass(frozen=True)
class Act:
    """One thing to press."""

    label: str
    url: str


def suits(step: Transition, dossier: Accreditation) -> bool:
    """Whether a step is one of those that a dossier of this kind takes."""
    if dossier.state is not S.DRAFT:
        return True
    if dossier.clerical:
        return step.name in {"review_clerical", "abandon"}
    if dossier.kind is K.WITHDRAWAL:
        return step.name in {"consult_withdrawal", "abandon"}
    return step.name not in {"review_clerical", "consult_withdrawal"}


def open_to(dossier: Accreditation, actor: Actor) -> list[Act]:
    """The steps that this reader may take now, what brings the dossier further first."""
    found = [
        step
        for step in ACCREDITATION.open_from(dossier)
        if (step.name in STEPS or step.name in OWN_PAGES) and suits(step, dossier) and can(step.rule, dossier, actor)
    ]
    found.sort(key=lambda step: (step.name in LAST, step.name == "send_back"))
    return [Act(step.label, _address(step, dossier)) for step in found]


def _address(step: Transition, dossier: Accreditation) -> str:
    if step.name in OWN_PAGES:
        return url_for(OWN_PAGES[step.name], key=dossier.id)
    return url_for("accreditation.step_page", key=dossier.id, step=step.name)


def to_write(dossier: Accreditation, actor: Actor) -> list[Act]:
    """What this reader may still write in the dossier."""
    return list(_writing(dossier, actor))


def _writing(dossier: Accreditation, actor: Actor) -> Iterator[Act]:
    here: dict[str, Any] = {"key": dossier.id}
    if dossier.state not in EDITABLE or not can("accreditation.edit", dossier, actor):
        return
    yield Act("Décrire le dossier", url_for("accreditation.describe_page", **here))
    yield Act("Joindre les pièces", url_for("accreditation.papers_page", **here))
    if dossier.kind in TERM_KINDS and can("membership.edit", dossier, actor):
        yield Act("Tenir la liste des membres", url_for("members.register", slug=dossier.council.slug))
    if dossier.kind is K.AMENDMENT and not dossier.clerical:
        yield Act("Dire qui change, quel quartier change", url_for("accreditation.changes_page", **here))


def mends(dossier: Accreditation, actor: Actor) -> Mapping[str, str]:
    """Where this reader mends what is missing, by the word that the checklist has for it."""
    if dossier.state not in EDITABLE or not can("accreditation.edit", dossier, actor):
        return {}
    here: dict[str, Any] = {"key": dossier.id}
    known = {
        "describe": url_for("accreditation.describe_page", **here),
        "papers": url_for("accreditation.papers_page", **here),
        "points": "#points",
    }
    if dossier.kind is K.AMENDMENT:
        known["changes"] = url_for("accreditation.changes_page", **here)
    if can("membership.edit", dossier, actor):
        known["members"] = url_for("members.register", slug=dossier.council.slug)
    return known
