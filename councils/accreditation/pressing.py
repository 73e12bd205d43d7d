"""How every form of a dossier is taken: nothing typed is lost, and whoever comes second sees what the first did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from councils.accreditation import reading, trailing
from councils.accreditation.forms import FileForm
from councils.accreditation.models import Accreditation
from foundation.documents import Received
from foundation.workflow import Refused

Show = Callable[[], str]


def shown(dossier: Accreditation, form: FileForm) -> Mapping[str, Any]:
    """What each form's page needs: the dossier, and what others did to it since the form was opened."""
    entries = reading.trail(dossier)
    overtaken = request.method == "POST" and form.read_version() not in {0, dossier.version}
    changed = trailing.notes(entries[form.read_steps() :]) if overtaken else []
    form.saw(dossier.version, len(entries))
    return {"dossier": dossier, "council": dossier.council, "form": form, "overtaken": overtaken, "changed": changed}


def press(
    dossier: Accreditation,
    form: FileForm,
    show: Show,
    act: Callable[[], object],
    *,
    received: Mapping[str, Received | Refused | None] | None = None,
    back: str = "accreditation.read",
) -> ResponseReturnValue:
    """Take what was sent, then go `back`; or show the form again: 422 with its errors, 409 when somebody was faster.

    `received` are the files that came with it, or why they cannot be kept, by field.
    """
    if not form.ready(**(received or {})):
        return show(), 422
    if form.read_version() != dossier.version:
        return show(), 409
    try:
        act()
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return show(), 409
    return redirect(url_for(back, key=dossier.id), 303)
