"""What becomes of a comment and of a report (ruling 16, domain §9.7)."""

from __future__ import annotations

from citizens.discussion.models import CommentState, ReportState
from foundation.workflow import Transition, Workflow

C, R = CommentState, ReportState
MOST_CHARACTERS = 2000

COMMENT = Workflow(
    "Commentaire",
    C.WAITING,
    Transition("show", (C.WAITING,), C.SHOWN, "comment.post", "Publier aussitôt"),
    Transition("accept", (C.WAITING,), C.SHOWN, "comment.welcome", "Publier"),
    Transition("decline", (C.WAITING,), C.DECLINED, "comment.welcome", "Ne pas publier", needs_comment=True),
    Transition("read_again", (C.SHOWN,), C.WAITING, "comment.edit", "Modifié par qui doit encore être relu"),
    Transition("hide", (C.SHOWN, C.WAITING, C.DECLINED), C.HIDDEN, "comment.moderate", "Retirer", needs_comment=True),
    Transition("restore", (C.HIDDEN,), C.SHOWN, "comment.moderate", "Remettre en ligne", needs_comment=True),
)

REPORT = Workflow(
    "Signalement",
    R.RECEIVED,
    Transition("remove", (R.RECEIVED,), R.REMOVED, "report.decide", "Retirer le commentaire", needs_comment=True),
    Transition("keep", (R.RECEIVED,), R.KEPT, "report.decide", "Garder le commentaire", needs_comment=True),
    Transition("reverse", (R.REMOVED,), R.KEPT, "report.decide", "Revenir sur le retrait", needs_comment=True),
)
