"""What a member agreed to on paper."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from citizens.privacy import consents, minors
from councils.members import loading, papers, wording
from councils.members.blueprint import members
from councils.models import Membership
from foundation import clock
from foundation.forms import Form, Press, cleaned
from foundation.policy import actor, guarded
from foundation.workflow import Refused


class PaperForm(Form):
    """A paper that was signed, and where it lies."""

    purpose = SelectField(
        "La personne accepte",
        [InputRequired("Choisissez ce que la personne accepte.")],
        choices=[SelectChoice("", "Choisir…"), *(SelectChoice(one.value, one.label) for one in consents.ON_PAPER)],
    )
    signed_on = DateField("Papier signé le", [InputRequired("Donnez le jour où le papier a été signé.")])
    place = StringField(
        "Où le papier est rangé",
        [DataRequired("Dites où le papier est rangé."), Length(max=120, message="120 caractères au plus.")],
        filters=[cleaned],
        description="Exemple\u00a0: classeur du conseil, au centre social. Ne le joignez pas ici.",
        render_kw={"autocomplete": "off"},
    )


@members.get("/conseils/<slug>/gestion/membres/<uuid:key>/accords")
@guarded("membership.edit", load=loading.membership, fresh=True)
def papers_page(membership: Membership) -> ResponseReturnValue:
    """What somebody agreed to, and a paper to note."""
    return _page(membership, PaperForm(data={"signed_on": clock.today()}))


@members.post("/conseils/<slug>/gestion/membres/<uuid:key>/accords")
@guarded("membership.edit", load=loading.membership)
def note_paper(membership: Membership) -> ResponseReturnValue:
    """Note a paper."""
    form = PaperForm()
    if not form.sent():
        return _page(membership, form), 422
    told = consents.PURPOSES[form.purpose.data], form.signed_on.data, form.place.data
    try:
        papers.note(membership, *told, actor=actor())
    except Refused as refusal:
        form.form_errors.extend(refusal.sentences)
        return _page(membership, form), 409
    return redirect(url_for("members.papers_page", **(request.view_args or {})))


@members.post("/conseils/<slug>/gestion/membres/<uuid:key>/accords/retirer")
@guarded("membership.edit", load=loading.membership)
def take_back_paper(membership: Membership) -> ResponseReturnValue:
    """Note that somebody took an agreement back."""
    purpose = consents.PURPOSES.get(request.form.get("purpose", ""))
    if not Press().sent() or purpose is None:
        return _page(membership, PaperForm()), 422
    papers.take_back(membership, purpose, actor=actor())
    return redirect(url_for("members.papers_page", **(request.view_args or {})))


def _page(membership: Membership, form: PaperForm) -> str:
    person = membership.person
    return render_template(
        "councils/members/papers.html",
        membership=membership,
        council=membership.term.council,
        name=wording.name_of(membership),
        form=form,
        standing=list(consents.standing(person.id).values()),
        terms=[(one.label, consents.TERMS[one].words) for one in consents.ON_PAPER],
        unauthorized=minors.is_minor(person) and not minors.is_authorized(person.id),
    )
