"""What somebody did on the site, in plain French: the lines of the internal trail as their own author reads them."""

from __future__ import annotations

import re

from flask import current_app

from foundation.words import spoken

# the second word of an act, where no step of a workflow says it
_VERBS = {
    "accept": "Accepter",
    "acknowledge": "Accuser réception",
    "add": "Ajouter",
    "adopt": "Noter l’adoption",
    "add_paper": "Joindre une pièce",
    "ask_again": "Relancer",
    "attach": "Joindre un document",
    "codes_renewed": "Changer les codes de secours",
    "complete": "Compléter",
    "contact": "Écrire à un conseil",
    "copy": "Télécharger une copie des données",
    "correct": "Corriger",
    "cover": "Étendre à un quartier",
    "create": "Créer",
    "describe": "Décrire",
    "detach": "Retirer un document",
    "disabled": "Fermer",
    "drop_change": "Retirer un changement",
    "drop_place": "Retirer un quartier",
    "edit": "Modifier",
    "enabled": "Rouvrir",
    "end": "Mettre fin",
    "ended": "Mettre fin",
    "erase": "Effacer",
    "give": "Donner",
    "granted": "Donner",
    "hand_over": "Rattacher à un compte",
    "import": "Charger",
    "interest": "Déclarer un intérêt",
    "invite": "Inviter",
    "invited": "Inviter",
    "kept": "Garder",
    "make": "Signaler",
    "merge": "Réunir",
    "mandate": "Noter un mandat",
    "open": "Ouvrir",
    "opinion": "Rendre un avis",
    "part": "Séparer",
    "password_changed": "Changer le mot de passe",
    "plan": "Prévoir",
    "post": "Écrire",
    "propose": "Proposer",
    "propose_change": "Demander un changement",
    "propose_place": "Demander un quartier",
    "receive": "Déposer",
    "removed": "Retirer",
    "renamed": "Changer de nom",
    "replace": "Remplacer",
    "resolve": "Répondre à un point",
    "resume": "Lever une suspension",
    "revise": "Réviser",
    "revoke": "Reprendre",
    "revoke_link": "Fermer un lien",
    "second_factor_off": "Ne plus demander de code",
    "second_factor_on": "Demander un code",
    "sessions_ended": "Déconnecter partout",
    "start": "Commencer",
    "status": "Noter un classement",
    "suspend": "Noter une suspension",
    "vote": "Mettre au vote",
    "withdraw": "Retirer",
    "withdraw_paper": "Retirer une pièce",
}


def act_words(action: str) -> str:
    """An act in words: the button that was pressed, or what it did; its code when nobody said."""
    kind, _, name = action.partition(".")
    for workflow in current_app.extensions["workflows"]:
        for step in workflow:
            if step.name == name and step.rule.partition(".")[0] == kind:
                return str(step.label)
    return _VERBS.get(name, action)


def object_words(name: str) -> str:
    """What an act was about, in one French word or two."""
    return re.split(r"[,(;]", spoken(name))[0].strip()
