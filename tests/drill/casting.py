"""What casting a vote costs, and how long forty voters at once wait; on both engines."""

from __future__ import annotations

import threading
import time

from meetings.votes.models import VoteChoice
from tests.benchmarks.load import cpu_seconds
from tests.databases import ENGINES
from tests.drill.votes import Poll, on_engine

ONE_BY_ONE, AT_ONCE = 400, 40
CPU_BAR, WAIT_BAR = 25, 2


def drill() -> str:
    """Run on both engines; gives the figures beside their bars."""
    return "\n".join(on_engine(name, ONE_BY_ONE + AT_ONCE, _cost) for name in ENGINES)


def _cost(poll: Poll) -> str:
    crowd = poll.crowd
    forms = [{"form_token": crowd.open(path), "choice": VoteChoice.FOR.value} for path in crowd.paths]
    before = cpu_seconds(poll.server.pid)
    for path, form in list(zip(crowd.paths, forms, strict=True))[:ONE_BY_ONE]:
        assert crowd.send(path, form) == 303
    milliseconds = 1000 * (cpu_seconds(poll.server.pid) - before) / ONE_BY_ONE
    waits: list[float] = []

    def vote(path: str, form: dict[str, str]) -> None:
        begun = time.monotonic()
        assert crowd.send(path, form) == 303
        waits.append(time.monotonic() - begun)

    late = list(zip(crowd.paths, forms, strict=True))[ONE_BY_ONE:]
    hands = [threading.Thread(target=vote, args=pair) for pair in late]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    poll.server.kill()
    assert len(waits) == AT_ONCE, f"{len(waits)} of {AT_ONCE} answered"
    return (
        f"- {poll.name}: a vote costs {milliseconds:.1f} ms of CPU (bar: {CPU_BAR} ms); {AT_ONCE} voters at once are"
        f" all answered, the slowest after {max(waits):.2f} s (bar: {WAIT_BAR} s)."
    )
