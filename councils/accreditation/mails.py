from __future__ import annotations

from collections.abc import Mapping

from citizens.notifications.recipients import Recipient
from councils.accreditation import links
from councils.accreditation.models import Accreditation
from councils.accreditation.papers import ConsultationRequest
from foundation.addresses import whole
from foundation.outbox import Letter
from foundation.text import date_words

_REASON = "Vous recevez ce message à cause de votre rôle auprès de ce conseil, ou parce que vous en êtes membre."
_CONSULTED = "Vous recevez ce message parce que l’avis de votre autorité est demandé sur ce conseil citoyen."
_OPEN = "Ouvrir le dossier"
_WHY = "Les raisons sont écrites dans le dossier."
# the steps that are taken with a reason
EXPLAINED = frozenset({"send_back", "refuse", "abandon"})

# step: (subject, sentence); the council’s name follows the one and stands in the other
STEPS: Mapping[str, tuple[str, str]] = {
    "compose": ("Constitution commencée", "La constitution de {council} commence."),
    "submit": ("Dossier déposé", "Le dossier de labellisation de {council} est déposé."),
    "skip_consulting": ("Dossier complété", "Le dossier de {council} est complété\u00a0: l’instruction reprend."),
    "review": ("Dossier à instruire", "Le dossier de {council} est transmis à la préfecture."),
    "review_clerical": ("Correction à instruire", "Une correction d’écriture est demandée pour {council}."),
    "send_back": ("Dossier à compléter", "La préfecture demande de compléter le dossier de {council}."),
    "sign": ("Acte signé", "L’acte qui concerne {council} est signé. Il prendra effet après sa publication."),
    "publish": ("Acte publié", "L’acte qui concerne {council} est publié."),
    "refuse": ("Conseil non reconnu", "La préfecture ne reconnaît pas {council}."),
    "abandon": ("Procédure arrêtée", "La procédure de labellisation de {council} est arrêtée."),
}


def moved(to: Recipient, dossier: Accreditation, step: str) -> Letter:
    """The letter that tells a step. What somebody wrote about it may name people: it stays in the dossier."""
    subject, sentence = STEPS[step]
    council = dossier.council.name
    said = f" {_WHY}" if step in EXPLAINED else ""
    return Letter(
        to=to.email,
        subject=f"{subject}\u00a0: {council}",
        text=f"Bonjour {to.given_name},\n\n{sentence.format(council=council)}{said}",
        reason=_REASON,
        action_label=_OPEN if step != "publish" else "Voir la page du conseil",
        action_url=_page(dossier) if step != "publish" else whole("councils.read", slug=dossier.council.slug),
    )


def consulted(email: str, request: ConsultationRequest, dossier: Accreditation) -> Letter:
    """The letter that asks an authority for its opinion, with the link by which it answers."""
    return _to_authority(
        email,
        request,
        f"Votre avis\u00a0: {dossier.council.name}",
        f"Le dossier de labellisation de {dossier.council.name} vous est soumis pour avis. Vous pouvez répondre "
        f"jusqu’au {date_words(request.due_on)}. Sans réponse, le dossier avancera avec la mention «\u202fsans "
        "réponse\u202f»\u00a0: votre silence ne vaut pas accord.",
    )


def consulted_again(email: str, request: ConsultationRequest, dossier: Accreditation) -> Letter:
    """The reminder to an authority that has not answered."""
    return _to_authority(
        email,
        request,
        f"Avis attendu\u00a0: {dossier.council.name}",
        f"Votre avis sur {dossier.council.name} est attendu jusqu’au {date_words(request.due_on)}.",
    )


def _to_authority(email: str, request: ConsultationRequest, subject: str, words: str) -> Letter:
    return Letter(
        to=email,
        subject=subject,
        text=(
            f"Madame, Monsieur,\n\n{words}\n\n"
            "Le bouton ouvre une page où vous répondez sans compte. Ne transférez ce lien qu’à qui répond pour vous."
        ),
        reason=_CONSULTED,
        action_label="Lire et répondre",
        action_url=whole("accreditation.answer_page", token=links.token(request)),
    )


def reminder(to: Recipient, subject: str, words: str, url: str) -> Letter:
    """A reminder of §2.6: what is due, in one sentence, and where."""
    return Letter(
        to=to.email,
        subject=subject,
        text=f"Bonjour {to.given_name},\n\n{words}",
        reason=_REASON,
        action_label="Voir",
        action_url=url,
    )


def _page(dossier: Accreditation) -> str:
    return whole("accreditation.read", key=dossier.id)
