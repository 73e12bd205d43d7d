"""What becomes of somebody's request about their own data (domain §9.6)."""

from __future__ import annotations

from citizens.privacy.models import RightState
from foundation.workflow import Transition, Workflow

R = RightState
OPEN = (R.RECEIVED, R.IDENTIFIED)

REQUEST = Workflow(
    "Demande sur des données personnelles",
    R.RECEIVED,
    Transition("prove", (R.RECEIVED,), R.IDENTIFIED, "personal.own", "Prouver qui l’on est, par son compte"),
    Transition("identify", (R.RECEIVED,), R.IDENTIFIED, "personal.decide", "Noter l’identité vérifiée"),
    Transition("carry_out", (R.IDENTIFIED,), R.CARRIED_OUT, "personal.decide", "Noter que c’est fait"),
    Transition("refuse", OPEN, R.REFUSED, "personal.decide", "Refuser", needs_comment=True),
    Transition("withdraw", OPEN, R.WITHDRAWN, "personal.own", "Retirer ma demande"),
    # a request from before a backup, found again after it: the erasure was done, and is done again
    Transition("redo", OPEN, R.CARRIED_OUT, "erasure.carry_out", "Refaire après une restauration"),
    Transition("lapse", OPEN, R.WITHDRAWN, "erasure.carry_out", "Sans objet après l’effacement"),
)
