from __future__ import annotations

from datetime import date

from citizens.notifications.recipients import Recipient
from councils.wording import bare_name
from foundation.outbox import Letter
from foundation.text import date_words


def invitation(given_name: str, email: str, council: str, college: str, url: str) -> Letter:
    """The letter that offers a seat: one link, one button behind it."""
    return Letter(
        to=email,
        subject="Un siège vous attend dans un conseil citoyen",
        text=(
            f"Bonjour {given_name},\n\n"
            f"Vous êtes proposé ou proposée pour siéger ici\u00a0: {bare_name(council)}, {college.lower()}.\n\n"
            "Pour accepter, ouvrez ce lien et appuyez sur un bouton. Vous pouvez aussi refuser au même endroit. "
            "Le lien est valable 14 jours et sert une fois.\n\n"
            "Si vous ne vous attendiez pas à ce message, ne faites rien\u00a0: sans votre accord, vous ne siégez pas."
        ),
        reason="Vous recevez ce message parce que l’équipe de ce conseil a donné cette adresse pour vous écrire.",
        action_label="Répondre",
        action_url=url,
    )


def refused(reader: Recipient, council: str, url: str) -> Letter:
    """Tell a facilitator that a seat was refused; the name stands on the site, not here."""
    return Letter(
        to=reader.email,
        subject="Un siège a été refusé",
        text=(
            f"Bonjour {reader.given_name},\n\n"
            f"{bare_name(council)}\u00a0: une personne invitée a refusé son siège. La liste dit laquelle.\n\n"
            "Vous pouvez appeler la personne suivante de la liste de réserve, ou en proposer une autre."
        ),
        reason="Vous recevez ce message parce que vous animez ce conseil.",
        action_label="Voir la liste des membres",
        action_url=url,
    )


def ended(given_name: str, email: str, council: str, last_day: date, url: str) -> Letter:
    """Tell somebody that their seat ends, and when."""
    return Letter(
        to=email,
        subject="Votre siège dans un conseil citoyen prend fin",
        text=(
            f"Bonjour {given_name},\n\n"
            f"{bare_name(council)}\u00a0: votre siège prend fin. Votre dernier jour est le {date_words(last_day)}.\n\n"
            "Merci pour le temps que vous avez donné. Si c’est une erreur, dites-le à l’animateur ou l’animatrice du "
            "conseil."
        ),
        reason="Vous recevez ce message parce que vous siégez dans ce conseil.",
        action_label="La page du conseil",
        action_url=url,
    )
