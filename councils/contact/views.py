"""Writing to a council: one form, without an account and without a cookie."""

from __future__ import annotations

from flask import g, make_response, render_template, request
from flask.typing import ResponseReturnValue

from councils import queries
from councils.contact import presentation, services
from councils.contact.attempts import Try, check
from councils.contact.blueprint import contact
from councils.contact.forms import ContactForm
from councils.contact.mails import Inquiry
from councils.models import Council
from foundation.policy import actor, guarded
from foundation.workflow import Refused


@contact.get("/conseils/<slug>/ecrire")
@guarded("council.contact", load=queries.by_slug, fresh=True)
def write_page(council: Council) -> ResponseReturnValue:
    """The form, with what is known of who asks; or that nobody reads here any more."""
    if services.is_gone(council):
        return render_template("councils/contact/gone.html", council=council), 410
    return _page(council, ContactForm(data=presentation.known(actor(), request.args.get("sujet", ""))))


@contact.post("/conseils/<slug>/ecrire")
@guarded("council.contact", load=queries.by_slug, private=True, before=check)
def write(council: Council) -> ResponseReturnValue:
    """Send the message, and show what becomes of it."""
    tried: Try = g.before
    if not tried.good:
        return _again(council, tried)
    message = _message(tried.form)
    try:
        services.write(council, message, tried.form.form_token.data, actor=actor())
    except Refused as refusal:
        tried.form.form_errors.extend(refusal.sentences)
        return _page(council, tried.form), 409
    return render_template("councils/contact/sent.html", council=council, message=message)


def _message(form: ContactForm) -> Inquiry:
    return Inquiry(form.writer.data, form.address.data, form.topic.data or "", form.message.data)


def _again(council: Council, tried: Try) -> ResponseReturnValue:
    response = make_response(_page(council, tried.form), 429 if tried.wait else 422)
    if tried.wait:
        response.headers["Retry-After"] = str(tried.wait)
    return response


def _page(council: Council, form: ContactForm) -> str:
    return render_template("councils/contact/write.html", council=council, form=form)
