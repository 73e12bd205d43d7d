from __future__ import annotations

from collections.abc import Callable, Sequence

from foundation.feature import Feature
from meetings import demo, demo_scale, policy
from meetings.answers import declaration as answers
from meetings.convening import board
from meetings.convening import declaration as convening
from meetings.proposals import declaration as proposals
from meetings.proposals.services import decided
from meetings.proposals.workflow import PROPOSAL
from meetings.votes import declaration as votes
from meetings.votes.models import Motion
from meetings.workflow import MEETING

PARTS = (convening, votes, proposals, answers)
# what a result moves, in the transaction that closes the vote
AFTER_CLOSING: Sequence[Callable[[Motion], None]] = (decided,)

FEATURE = Feature(
    name="meetings",
    rules=policy.RULES,
    blueprints=tuple(one for part in PARTS for one in part.BLUEPRINTS),
    menu=tuple(one for part in PARTS for one in part.MENU),
    plan=convening.PLAN,
    tiles=tuple(one for part in PARTS for one in part.TILES),
    panels=tuple(one for part in PARTS for one in part.PANELS),
    searches=tuple(one for part in PARTS for one in part.SEARCHES),
    datasets=tuple(one for part in PARTS for one in part.DATASETS),
    jobs=(votes.closing(AFTER_CLOSING), *(one for part in PARTS for one in part.JOBS)),
    workflows=(MEETING, PROPOSAL),
    todos=tuple(one for part in PARTS for one in part.TODOS),
    personal=tuple(one for part in PARTS for one in part.PERSONAL),
    columns=(*board.COLUMNS, *proposals.COLUMNS),
    discussables=tuple(one for part in PARTS for one in part.DISCUSSABLES),
    scales=(demo_scale.load,),
    seeds=(*(one for part in PARTS for one in part.SEEDS), demo.load),
)
