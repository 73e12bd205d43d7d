from __future__ import annotations

from foundation.outbox import Letter

_ABOUT_YOU = "Vous recevez ce message parce que le site vous connaît à cette adresse."


def merged(email: str) -> Letter:
    """The letter that says that two rows became one, and what to do if they are two people."""
    return Letter(
        to=email,
        subject="Vos deux fiches sont réunies",
        text=(
            "Bonjour,\n\n"
            "Vous étiez connu ou connue deux fois sur Porte-Voix. Les deux fiches n’en font plus qu’une\u00a0: "
            "vos sièges, vos accords et ce que vous avez écrit y sont réunis. Rien n’est perdu.\n\n"
            "Ce n’est pas vous\u202f? Quelqu’un d’autre porte peut-être votre nom. Dites-le tout de suite à qui "
            "anime votre conseil\u00a0: les deux fiches peuvent être séparées."
        ),
        reason=_ABOUT_YOU,
    )


def undone(email: str) -> Letter:
    """The letter that says that they are two people again."""
    return Letter(
        to=email,
        subject="Vos fiches sont de nouveau séparées",
        text=(
            "Bonjour,\n\n"
            "Deux fiches de Porte-Voix avaient été réunies, alors qu’elles sont à deux personnes. Elles sont de "
            "nouveau séparées\u00a0: chacune a retrouvé ce qui était à elle.\n\n"
            "Vérifiez ce que le site sait de vous\u00a0: connectez-vous, puis ouvrez «\u202fMes données\u202f». S’il "
            "manque quelque chose, dites-le à qui anime votre conseil."
        ),
        reason=_ABOUT_YOU,
    )
