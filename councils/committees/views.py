"""The pages of the committees that receive proposals and answer them."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from councils.committees import queries, wording
from councils.committees.models import Committee
from foundation.pagination import paginate
from foundation.policy import guarded

committees = Blueprint("committees", __name__, url_prefix="/comites")


@committees.get("")
@guarded("committee.list")
def index() -> ResponseReturnValue:
    """The committees: what each is for, who presides, how soon it answers."""
    page = paginate(queries.listed(), (Committee.name_key, Committee.id), cursor=request.args.get("suite"))
    return render_template("councils/committees/index.html", page=page, words=wording)


@committees.get("/<slug>")
@guarded("committee.read", load=queries.by_slug)
def read(committee: Committee) -> ResponseReturnValue:
    """One committee, with what other packages know of its work."""
    return render_template("councils/committees/committee.html", committee=committee, words=wording)
