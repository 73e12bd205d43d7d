"""Taking a seat by the link of a letter: a page that does nothing by itself, and a press that answers (ruling 19)."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from citizens.accounts import attempts, entry
from citizens.accounts.models import Account
from councils.members import inviting, joining
from councils.members.blueprint import members
from councils.members.forms import SeatForm
from councils.members.joining import Behind
from foundation.policy import actor, guarded
from foundation.workflow import Refused

UNKNOWN = "Ce lien n’est pas valable. Vérifiez que l’adresse est entière, ou prenez celle du dernier courriel reçu."
LATE = "Ce lien n’est plus valable\u00a0: il a été envoyé il y a plus de 14 jours."
NO = "non"


def count_tries() -> None:
    """Count somebody pressing the button of a link."""
    attempts.count("press")


@members.get("/siege/<token>")
@guarded("account.enter", fresh=True)
def join_page(token: str) -> ResponseReturnValue:
    """A seat that is offered: one button; or why this link opens nothing, and what to do."""
    found = joining.behind(token)
    return _gone(found) or _page(found)


@members.post("/siege/<token>")
@guarded("account.enter", before=count_tries)
def join(token: str) -> ResponseReturnValue:
    """Accept the seat, or refuse it; a link that ran out is sent anew."""
    found = joining.behind(token)
    if found is None or inviting.reason_against(found.membership):
        return _gone(found) or ""
    form = _form(found)
    if not form.sent():
        return _page(found, form)
    try:
        return _renewed(found) if found.is_late else _answered(found, form)
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(found, form, 409)


def _form(found: Behind) -> SeatForm:
    form = SeatForm()
    if found.stranger is None or found.is_late or request.form.get("reponse") == NO:
        del form.whose
    else:
        form.offer(f"{found.stranger.person.given_name} {found.stranger.person.family_name}")
    return form


def _page(found: Behind | None, form: SeatForm | None = None, status: int = 422) -> ResponseReturnValue:
    if found is None:
        return _gone(found) or ""
    shown = {"found": found, "seat": found.membership, "council": found.membership.term.council}
    page = render_template("councils/members/join.html", form=form or _form(found), **shown)
    return page, status if form else 200


def _gone(found: Behind | None) -> ResponseReturnValue | None:
    """The page of a link that can no longer be answered; None when it can."""
    reason = UNKNOWN if found is None else inviting.reason_against(found.membership)
    if reason is None and found is not None and not found.is_late:
        return None
    taken = found is not None and found.membership.accepted_on is not None
    late = found is not None and reason is None
    shown = {"sentence": reason or LATE, "taken": taken, "form": _form(found) if found and late else None}
    page = render_template("councils/members/join_gone.html", found=found, **shown)
    return page, 404 if found is None else 410


def _renewed(found: Behind) -> ResponseReturnValue:
    inviting.renew(found.membership, actor=found.themselves)
    return render_template("councils/members/joined.html", found=found, said="renewed")


def _answered(found: Behind, form: SeatForm) -> ResponseReturnValue:
    if request.form.get("reponse") == NO:
        inviting.refuse(found.membership, actor=found.themselves)
        return render_template("councils/members/joined.html", found=found, said="refused")
    whose = form.whose.data if "whose" in form else joining.MINE
    account = joining.accept(found, whose)
    return _entered(account) if account else _seated(found, whose)


def _entered(account: Account) -> ResponseReturnValue:
    return entry.let_in(account, "invitation", kept=False)


def _seated(found: Behind, whose: str) -> ResponseReturnValue:
    if actor().id == found.membership.person_id:
        return redirect(url_for("accounts.own_page"))
    said = "anothers" if found.stranger is not None and whose == joining.ANOTHERS else "seated"
    return render_template("councils/members/joined.html", found=found, said=said)
