"""The draws of a council as everybody may read, take away and check them."""

from __future__ import annotations

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from councils.models import Council
from councils.sortition import loading, presentation
from councils.sortition.blueprint import draws
from councils.sortition.models import Sortition
from foundation.policy import guarded

NO_LIST = "Ce tirage a été fait sans l’outil du site\u00a0: il n’y a pas de liste à télécharger."


@draws.get("/conseils/<slug>/tirages")
@guarded("sortition.read", load=loading.council)
def index(council: Council) -> ResponseReturnValue:
    """The draws of a council, the latest first."""
    page, lines = presentation.lines(council, everything=False)
    return render_template("councils/sortition/index.html", council=council, page=page, lines=lines)


@draws.get("/conseils/<slug>/tirages/<uuid:key>")
@guarded("sortition.read", load=loading.public)
def read(draw: Sortition) -> ResponseReturnValue:
    """One draw: its list under pseudonyms, its seed, its result, and how to check them oneself."""
    return render_template("councils/sortition/read.html", **presentation.public_read(draw))


@draws.get("/conseils/<slug>/tirages/<uuid:key>/liste.txt")
@guarded("sortition.read", load=loading.public)
def listing(draw: Sortition) -> ResponseReturnValue:
    """The frozen list, byte for byte as its SHA-256 was published."""
    if draw.list_text is None:
        abort(404, NO_LIST)
    answer = Response(draw.list_text.encode("utf-8"), mimetype="text/plain")
    answer.headers["Content-Disposition"] = 'attachment; filename="liste.txt"'
    return answer
