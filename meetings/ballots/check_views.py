"""Checking a secret vote once it is closed, and what secrecy means here."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from foundation.policy import guarded
from meetings.ballots import counting, loading, presentation, queries
from meetings.ballots.blueprint import ballots
from meetings.votes.models import Motion


@ballots.get("/bulletin-secret")
@guarded("vote.read")
def protects() -> ResponseReturnValue:
    """What the secret ballot protects, and what it does not."""
    return render_template("meetings/ballots/protects.html", least=counting.LEAST, latest=queries.latest())


@ballots.get("/conseils/<slug>/votes/<uuid:key>/bulletins")
@guarded("ballot.check", load=loading.opened, fresh=True)
def listing(motion: Motion) -> ResponseReturnValue:
    """Every opened ballot by its tracker: one looks for one's own, and sends nothing."""
    box = queries.box_of(motion.id)
    return render_template(
        "meetings/ballots/listing.html", motion=motion, box=box, rows=presentation.listed(box), files=_files(motion)
    )


def _files(motion: Motion) -> dict[str, str]:
    short = str(motion.id)[:8]
    return {"result": f"resultat-{short}.json", "ballots": f"bulletins-{short}.json"}


@ballots.get("/conseils/<slug>/votes/<uuid:key>/bulletins.json")
@guarded("ballot.check", load=loading.opened, fresh=True)
def council_file(motion: Motion) -> ResponseReturnValue:
    """The opened ballots as a file, for the program that checks."""
    return _file(queries.box_of(motion.id).ballots or "", _files(motion)["ballots"])


@ballots.get("/conseils/<slug>/votes/<uuid:key>/resultat.json")
@guarded("vote.read", load=loading.closed)
def result(motion: Motion) -> ResponseReturnValue:
    """What everybody may check: participation, totals, hashes."""
    return _file(counting.public_file(motion, queries.box_of(motion.id)), _files(motion)["result"])


def _file(text: str, name: str) -> Response:
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
