from __future__ import annotations

from datetime import time

from citizens.privacy import erasing, minors, retention
from foundation.jobs import Job


def let_accounts_go() -> None:
    """Delete the accounts whose time has come, then warn of the next."""
    retention.delete_useless()
    retention.warn_of_deletion()


def forget_words() -> None:
    """Forget the last letters to people who were erased, and what was said in old requests."""
    retention.forget_last_letters()
    retention.forget_answers()


JOBS = (
    Job("privacy.come_of_age", "Oublier l’âge de qui est majeur", minors.come_of_age, at=time(0, 10)),
    Job(
        "privacy.accounts", "Prévenir, puis effacer les comptes inutilisés", let_accounts_go, at=time(4, 0), quiet=True
    ),
    Job("privacy.words", "Oublier les vieilles demandes sur les données", forget_words, at=time(4, 10), quiet=True),
    Job("privacy.list", "Compléter la liste des effacements", erasing.complete_list, at=time(4, 20), quiet=True),
)
