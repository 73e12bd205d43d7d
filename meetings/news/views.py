"""What is new in a council, for readers of feeds."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue

from councils import queries
from councils.models import Council
from foundation.policy import guarded
from meetings.news import presentation
from meetings.news.atom import CONTENT_TYPE
from meetings.news.blueprint import news


@news.get("/conseils/<slug>/flux.atom")
@guarded("council.read", load=queries.by_slug)
def atom(council: Council) -> ResponseReturnValue:
    """The feed of a council."""
    return Response(presentation.feed(council), content_type=CONTENT_TYPE)
