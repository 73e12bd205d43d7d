"""The path of minutes, from the first word to what everybody reads (domain §3.3, ruling 9)."""

from __future__ import annotations

from foundation.workflow import Transition, Workflow
from meetings.minutes.models import MinutesState

S = MinutesState
OVER = frozenset({S.APPROVED, S.PUBLISHED, S.CORRECTED})
PUBLIC = frozenset({S.PUBLISHED, S.CORRECTED})

MINUTES = Workflow(
    "Compte rendu",
    S.DRAFT,
    Transition("propose", (S.DRAFT,), S.PROPOSED, "minutes.write", "Envoyer à celles et ceux qui étaient là"),
    Transition("approve", (S.PROPOSED,), S.APPROVED, "minutes.approve", "Approuvé par le vote"),
    Transition("send_back", (S.PROPOSED,), S.DRAFT, "minutes.approve", "Non approuvé par le vote", needs_comment=True),
    Transition("take_back", (S.PROPOSED,), S.DRAFT, "minutes.write", "Reprendre la rédaction", needs_comment=True),
    Transition("publish", (S.APPROVED,), S.PUBLISHED, "minutes.write", "Publier"),
    Transition("correct", (S.PUBLISHED, S.CORRECTED), S.CORRECTED, "minutes.write", "Publier la rectification"),
)
