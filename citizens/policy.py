"""Rules on people. Nobody reads a person's row before accounts exist: no page shows one."""

from __future__ import annotations

from foundation.policy import Rules, acting_as

facilitator = acting_as("council_facilitator", "animateur ou animatrice du conseil")
liaison = acting_as("municipal_liaison", "référent communal ou référente communale")

RULES: Rules = {"person.add": facilitator | liaison}
