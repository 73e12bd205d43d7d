"""What pages and letters say of secret votes, in plain French."""

from __future__ import annotations

from foundation.text import number, plural
from meetings.ballots.counting import LEAST
from meetings.ballots.models import Unopened

UNOPENED = {
    Unopened.FEW: f"Moins de {LEAST} bulletins ont été déposés\u00a0: les ouvrir laisserait deviner qui a voté quoi.",
    Unopened.PARTICIPATION: "Trop peu de personnes ont voté\u00a0: la participation demandée n’est pas atteinte.",
    Unopened.KEY: "La clé de ce vote n’était plus sur le serveur\u00a0: le site a sans doute été rétabli d’après une "
    "sauvegarde, qui ne contient jamais les clés. Personne ne peut ouvrir ces bulletins.",
    Unopened.BOX: "L’urne ne correspondait pas au registre de ceux qui ont voté\u00a0: aucun bulletin n’a été ouvert. "
    "La personne qui tient le serveur doit chercher pourquoi.",
    Unopened.UNCOUNTED: "Les bulletins de papier n’ont pas été comptés et confirmés par deux personnes avant la fin du "
    "vote.",
}
SIGN_IN = (
    "Ce vote est à bulletin secret. Le bouton mène au site, où vous vous connectez\u00a0: aucun lien de courriel ne "
    "peut voter à votre place. Un bulletin déposé ne se change plus."
)
BY_BALLOT = "Ce vote est à bulletin secret\u00a0: connectez-vous pour déposer votre bulletin."


def participation(deposited: int, voters: int) -> str:
    """How many ballots are in the box, for how many seats."""
    are = "est dans l’urne" if deposited < 2 else "sont dans l’urne"
    return f"{plural(deposited, 'bulletin', 'bulletins')} sur {number(voters)} {are}."
