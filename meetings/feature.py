from __future__ import annotations

from foundation.feature import Feature
from meetings import demo, demo_scale, policy
from meetings.after_closing import AFTER_CLOSING
from meetings.answers import declaration as answers
from meetings.assistance import declaration as assistance
from meetings.ballots import declaration as ballots
from meetings.convening import board
from meetings.convening import declaration as convening
from meetings.holding import declaration as holding
from meetings.minutes import declaration as minutes
from meetings.minutes.workflow import MINUTES
from meetings.news import declaration as news
from meetings.proposals import declaration as proposals
from meetings.proposals.workflow import PROPOSAL
from meetings.votes import declaration as votes
from meetings.workflow import MEETING

PARTS = (convening, votes, proposals, holding, minutes, answers, ballots, assistance, news)

FEATURE = Feature(
    name="meetings",
    rules=policy.RULES,
    blueprints=tuple(one for part in PARTS for one in part.BLUEPRINTS),
    menu=tuple(one for part in PARTS for one in part.MENU),
    plan=(*convening.PLAN, *ballots.PLAN),
    tiles=tuple(one for part in PARTS for one in part.TILES),
    panels=tuple(one for part in PARTS for one in part.PANELS),
    searches=tuple(one for part in PARTS for one in part.SEARCHES),
    datasets=tuple(one for part in PARTS for one in part.DATASETS),
    jobs=(votes.closing(AFTER_CLOSING), *(one for part in PARTS for one in part.JOBS)),
    workflows=(MEETING, PROPOSAL, MINUTES),
    todos=tuple(one for part in PARTS for one in part.TODOS),
    personal=tuple(one for part in PARTS for one in part.PERSONAL),
    columns=(*board.COLUMNS, *proposals.COLUMNS, *minutes.COLUMNS),
    discussables=tuple(one for part in PARTS for one in part.DISCUSSABLES),
    scales=(demo_scale.load,),
    seeds=(*(one for part in PARTS for one in part.SEEDS), demo.load, *assistance.LAST_SEEDS),
)
