from __future__ import annotations

from citizens.models import Person
from foundation.outbox import Letter

_ASKED = "Vous recevez ce message parce que quelqu’un a donné cette adresse sur le site."
_ACCOUNT = "Vous recevez ce message parce que vous avez un compte sur le site."
_NOT_ME = "Si ce n’est pas vous, ne faites rien : sans ce lien, personne n’entre."


def invitation(person: Person, email: str, url: str) -> Letter:
    """The letter that brings somebody in."""
    return Letter(
        to=email,
        subject="Votre invitation sur Porte-Voix",
        text=(
            f"Bonjour {person.given_name},\n\n"
            "Vous êtes invité à rejoindre Porte-Voix, le site des conseils citoyens de la Métropole Européenne de "
            "Lille. Un compte vous attend : il suffit de l’ouvrir.\n\n"
            "Le lien est valable 14 jours et sert une fois."
        ),
        reason="Vous recevez ce message parce que la personne qui administre le site a préparé un compte pour vous.",
        action_label="Ouvrir mon compte",
        action_url=url,
    )


def sign_in(person: Person, email: str, url: str) -> Letter:
    """The letter that lets in without a password."""
    return Letter(
        to=email,
        subject="Votre lien pour vous connecter à Porte-Voix",
        text=(
            f"Bonjour {person.given_name},\n\n"
            f"Voici le lien pour vous connecter. Il est valable 30 minutes et sert une fois.\n\n{_NOT_ME}"
        ),
        reason=_ASKED,
        action_label="Me connecter",
        action_url=url,
    )


def new_password(person: Person, email: str, url: str) -> Letter:
    """The letter that lets choose a password."""
    return Letter(
        to=email,
        subject="Choisir un nouveau mot de passe sur Porte-Voix",
        text=(
            f"Bonjour {person.given_name},\n\n"
            "Voici le lien pour choisir un mot de passe. Il est valable 30 minutes et sert une fois.\n\n"
            "Si ce n’est pas vous, ne faites rien : votre mot de passe ne change pas."
        ),
        reason=_ASKED,
        action_label="Choisir un mot de passe",
        action_url=url,
    )


def no_account(email: str, url: str) -> Letter:
    """The letter to an address that no account has: its reader alone learns it."""
    return Letter(
        to=email,
        subject="Aucun compte à cette adresse sur Porte-Voix",
        text=(
            "Bonjour,\n\n"
            "Quelqu’un a demandé un lien pour entrer sur Porte-Voix avec cette adresse. Aucun compte n’y est lié.\n\n"
            "Si c’est vous, essayez une autre de vos adresses, ou demandez un compte à l’animateur ou l’animatrice "
            "de votre conseil. Si ce n’est pas vous, ne faites rien."
        ),
        reason=_ASKED,
        action_label="Essayer une autre adresse",
        action_url=url,
    )


def password_changed(person: Person, email: str, url: str) -> Letter:
    """The letter that warns of a new password."""
    return Letter(
        to=email,
        subject="Votre mot de passe a changé sur Porte-Voix",
        text=(
            f"Bonjour {person.given_name},\n\n"
            "Votre mot de passe vient de changer, et vos autres appareils ont été déconnectés.\n\n"
            "Si ce n’est pas vous, choisissez tout de suite un nouveau mot de passe."
        ),
        reason=_ACCOUNT,
        action_label="Choisir un nouveau mot de passe",
        action_url=url,
    )


def second_factor_changed(person: Person, email: str, url: str, *, on: bool) -> Letter:
    """The letter that warns that codes are, or are no longer, asked at sign-in."""
    now = "Un code de votre téléphone est désormais demandé" if on else "Plus aucun code n’est demandé"
    return Letter(
        to=email,
        subject="Votre façon de vous connecter à Porte-Voix a changé",
        text=(
            f"Bonjour {person.given_name},\n\n{now} quand vous vous connectez.\n\n"
            "Si ce n’est pas vous, changez tout de suite votre mot de passe."
        ),
        reason=_ACCOUNT,
        action_label="Choisir un nouveau mot de passe",
        action_url=url,
    )
