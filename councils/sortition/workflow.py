"""From the list to a seat: the steps of a candidate."""

from __future__ import annotations

from councils.sortition.models import CandidateState
from foundation.workflow import Transition, Workflow

C = CandidateState
RULE = "sortition.run"

CANDIDATE = Workflow(
    "Candidature à un tirage au sort",
    C.LISTED,
    Transition("withdraw", (C.LISTED,), C.WITHDRAWN, RULE, "S’est retirée"),
    Transition("draw", (C.LISTED,), C.DRAWN, RULE, "Tirer au sort"),
    Transition("wait", (C.LISTED,), C.RESERVE, RULE, "Mettre en réserve"),
    Transition("call", (C.RESERVE,), C.DRAWN, RULE, "Appeler"),
    Transition("accept", (C.DRAWN,), C.ACCEPTED, RULE, "Accepte"),
    Transition("refuse", (C.DRAWN,), C.REFUSED, RULE, "Refuse"),
)
