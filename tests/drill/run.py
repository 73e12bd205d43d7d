"""`bin/drill`: what is too long for every day. Each part asserts, then says what it saw."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tests.benchmarks import report
from tests.drill import ballots, casting, following, room, scale, votes

PARTS: dict[str, tuple[str, Callable[[], str]]] = {
    "casting": ("Casting a vote", casting.drill),
    "votes": ("Ten thousand votes under kills", votes.drill),
    "ballots": ("Three thousand secret ballots under kills", ballots.drill),
    "room": ("Two hundred in a meeting, under kills", room.drill),
    "following": ("Forty clients follow a meeting of seventy-five", following.drill),
    "scale": ("Seventy times a metropolis", scale.drill),
}


def main(names: list[str]) -> None:
    """Run the named parts, or all; stops at the first that fails."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        sys.exit(f"Pas d’exercice « {unknown[0]} ». Il y a : {', '.join(PARTS)}.")
    for name in names or list(PARTS):
        title, drill = PARTS[name]
        text = drill()
        report.put(title, text)
        sys.stdout.write(f"{title}\n{text}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
