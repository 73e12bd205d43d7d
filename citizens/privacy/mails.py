from __future__ import annotations

from datetime import date

from citizens.privacy.models import RightsRequest
from foundation.outbox import Letter
from foundation.text import date_short, date_words

_ASKED = "Vous recevez ce message parce que vous avez fait une demande sur vos données."
# letters that are forgotten as soon as they have left
LAST = "erased/"
Maybe = Letter | None


def received(email: str, request: RightsRequest, url: str) -> Maybe:
    """The letter that says that a request has arrived, and until when it is answered; none without an address."""
    if not email:
        return None
    return Letter(
        to=email,
        subject="Votre demande sur vos données est bien arrivée",
        text=(
            "Bonjour,\n\n"
            f"Nous avons reçu votre demande\u00a0: {request.kind.label.lower()}.\n\n"
            f"La réponse viendra le {date_words(request.due_on)} au plus tard. Elle est donnée par le délégué ou la "
            "déléguée à la protection des données.\n\n"
            "Si cette demande n’est pas de vous, prévenez-nous tout de suite\u00a0: l’adresse est dans les mentions "
            "légales du site."
        ),
        reason=_ASKED,
        action_label="Voir mes demandes" if url else "",
        action_url=url,
    )


def carried_out(email: str, request: RightsRequest) -> Maybe:
    """The letter that says that what was asked is done; none without an address."""
    if not email:
        return None
    said = f"\n\n{request.answer}" if request.answer else ""
    return Letter(
        to=email,
        subject="Votre demande sur vos données est faite",
        text=f"Bonjour,\n\nVous avez demandé\u00a0: {request.kind.label.lower()}. C’est fait.{said}\n\n{_remedies()}",
        reason=_ASKED,
    )


def refused(email: str, request: RightsRequest) -> Maybe:
    """The letter that says why not, and what can be done about it; none without an address."""
    if not email:
        return None
    return Letter(
        to=email,
        subject="Réponse à votre demande sur vos données",
        text=(
            f"Bonjour,\n\nVous avez demandé\u00a0: {request.kind.label.lower()}. Nous ne pouvons pas le faire. "
            f"Voici pourquoi\u00a0:\n\n{request.answer}\n\n{_remedies()}"
        ),
        reason=_ASKED,
    )


def erased(email: str) -> Letter:
    """The last letter to somebody: their address is forgotten once it has left."""
    return Letter(
        to=email,
        subject="Vos données sont effacées",
        text=(
            "Bonjour,\n\n"
            "Vous avez demandé que vos données soient effacées. C’est fait\u00a0: votre compte et vos coordonnées "
            "n’existent plus, vos accords ont pris fin. À la place de votre nom, le site écrit "
            "«\u202fPersonne retirée\u202f».\n\n"
            "Les décisions et les totaux des votes restent, sans vous nommer. Les actes officiels signés avant ce jour "
            "sont des archives publiques\u00a0: ils sont gardés hors du site.\n\n"
            f"{_remedies()}\n\n"
            "C’est le dernier message du site\u00a0: cette adresse est oubliée dès qu’il est parti."
        ),
        reason=_ASKED,
    )


def _remedies() -> str:
    return (
        "Cette réponse ne vous convient pas\u202f? Écrivez-nous, ou adressez-vous à la Commission nationale de "
        "l’informatique et des libertés (www.cnil.fr)."
    )


def going(email: str, given_name: str, last_day: date, url: str) -> Letter:
    """The letter that warns that an account of no use for two years will be deleted, and how to keep it."""
    return Letter(
        to=email,
        subject="Votre compte va être supprimé",
        text=(
            f"Bonjour {given_name},\n\n"
            "Vous n’êtes pas venu ou venue sur Porte-Voix depuis près de deux ans. Le site ne garde pas un compte qui "
            f"ne sert plus\u00a0: le vôtre sera supprimé après le {date_short(last_day)}.\n\n"
            "Pour le garder, connectez-vous une fois avant ce jour. Sinon, vous n’avez rien à faire."
        ),
        reason="Vous recevez ce message parce que vous avez un compte sur le site.",
        action_label="Me connecter",
        action_url=url,
    )
